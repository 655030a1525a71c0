// Days down, the day's hours across, darker where it is likelier (or more). Read by mouse, arrow keys or as a table.
import { t } from '@peakdesk/shared/i18n';
import { useId, useState, type KeyboardEvent } from 'react';
import { clock, dayAfter, shortDay } from '../format';
import { useWidth } from './frame';

type Props = { title: string; startDate: string; perDay: number; values: (number | null)[]; words: (value: number, index: number) => string; cell: (value: number) => string; colour?: 'danger' | 'accent'; note: string };

export function HeatMap({ title, startDate, perDay, values, words, cell, colour = 'danger', note }: Props) {
  const [box, width] = useWidth();
  const [at, setAt] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const said = useId();
  const days = Math.ceil(values.length / perDay);
  const left = width < 500 ? 58 : 78;
  const row = 20;
  const top = 18;
  const step = (width - left) / perDay;
  const most = colour === 'danger' ? 1 : Math.max(...values.map((value) => value ?? 0), 1e-9);
  // Columns that are never open anywhere only take room.
  const hoursEvery = width < 500 ? 6 : 3;
  const say = (i: number) => `${shortDay(dayAfter(startDate, Math.floor(i / perDay)))}, ${clock(((i % perDay) * 24) / perDay)}: ${values[i] === null || values[i] === undefined ? t('plan.closed') : words(values[i], i)}`;
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -perDay, ArrowDown: perDay, Home: -values.length, End: values.length }[event.key];
    if (event.key === 'Escape') setAt(null);
    if (step === undefined) return;
    event.preventDefault();
    setAt(Math.min(values.length - 1, Math.max(0, (at ?? 0) + (at === null ? 0 : step))));
  };
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const hourly = (day: number, hour: number) => {
    const part = values.slice(day * perDay + Math.floor((hour * perDay) / 24), day * perDay + Math.max(Math.floor((hour * perDay) / 24) + 1, Math.floor(((hour + 1) * perDay) / 24))).filter((value): value is number => value !== null);
    return part.length ? Math.max(...part) : null;
  };
  return (
    <figure className="plan-chart">
      <figcaption><strong>{title}</strong><span className="grow" /><button type="button" className="plan-link" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>{asTable ? t('plan.as_chart') : t('plan.as_table')}</button></figcaption>
      <div ref={box}>
        {asTable ? (
          <div className="plan-table-box" tabIndex={0} role="region" aria-label={title}><table className="plan-table plan-table-tight"><thead><tr><th scope="col">{t('plan.day')}</th>{hours.map((hour) => <th scope="col" key={hour}>{hour}</th>)}</tr></thead>
            <tbody>{Array.from({ length: days }, (_, day) => <tr key={day}><th scope="row">{shortDay(dayAfter(startDate, day))}</th>{hours.map((hour) => { const value = hourly(day, hour); return <td key={hour}>{value === null ? '' : cell(value)}</td>; })}</tr>)}</tbody></table></div>
        ) : (
          <>
            <svg width={width} height={top + days * row + 2} role="application" aria-label={`${title}. ${note}`} aria-roledescription={t('plan.chart')} aria-describedby={said} tabIndex={0} onKeyDown={keys} onBlur={() => setAt(null)} onPointerLeave={() => setAt(null)}
              onPointerMove={(event) => {
                const bounds = event.currentTarget.getBoundingClientRect();
                const column = Math.floor((event.clientX - bounds.left - left) / step);
                const day = Math.floor((event.clientY - bounds.top - top) / row);
                setAt(column >= 0 && column < perDay && day >= 0 && day < days ? day * perDay + column : null);
              }}>
              {hours.filter((hour) => hour % hoursEvery === 0).map((hour) => <text key={hour} className="plan-axis" x={left + ((width - left) * hour) / 24} y={12} textAnchor={hour ? 'middle' : 'start'}>{clock(hour)}</text>)}
              {Array.from({ length: days }, (_, day) => <text key={day} className="plan-axis" x={0} y={top + day * row + 14}>{shortDay(dayAfter(startDate, day))}</text>)}
              {values.map((value, i) => {
                if (value === null) return null;
                const strength = Math.round(100 * Math.min(1, Math.max(0, value / most)));
                return <rect key={i} className={at === i ? 'plan-heat plan-heat-at' : 'plan-heat'} x={left + step * (i % perDay)} y={top + Math.floor(i / perDay) * row} width={Math.max(1, step - 1)} height={row - 2} rx={2} style={{ fill: `color-mix(in oklab, var(--pd-${colour}) ${strength}%, var(--pd-sunken))` }} />;
              })}
            </svg>
            <p className="plan-said" id={said} aria-live="polite">{at === null ? note : say(at)}</p>
          </>
        )}
      </div>
    </figure>
  );
}
