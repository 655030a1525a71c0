// The staffing table: by day, and within a day by interval, with what one more agent would buy.
import { t } from '@peakdesk/shared/i18n';
import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { HeatMap } from '../charts/heat_map';
import { StaffingChart } from '../charts/staffing_chart';
import { clock, hoursText, longDay, num, shortDay } from '../format';
import type { Result } from '../planning';

export function StaffingView({ result }: { result: Result }) {
  const busiest = result.by_day.reduce((best, day, i) => (day.needed_hours > (result.by_day[best]?.needed_hours ?? 0) ? i : best), 0);
  const [chosen, setChosen] = useState<number | null>(null);
  const day = Math.min(chosen ?? busiest, result.by_day.length - 1);
  const perDay = Math.round(86_400 / result.interval_s);
  const part = <T,>(values: T[]) => values.slice(day * perDay, (day + 1) * perDay);
  const needed = part(result.needed);
  const onDuty = part(result.on_duty);
  const oneMore = part(result.one_more);
  const worst = Math.max(...result.by_day.map((one) => one.short_hours), 1e-9);
  const date = result.by_day[day]?.date ?? result.start_date;
  return (
    <div className="stack" style={{ gap: 24 }}>
      <div className="plan-table-box plan-tall" tabIndex={0} role="region" aria-label={t('plan.by_day')}>
        <table className="plan-table plan-days">
          <thead><tr><th scope="col">{t('plan.day')}</th><th scope="col">{t('plan.tickets')}</th><th scope="col">{t('plan.contacts')}</th><th scope="col">{t('plan.needed')}</th><th scope="col">{t('plan.team')}</th><th scope="col">{t('plan.short')}</th><th scope="col">{t('plan.idle')}</th><th scope="col">{t('plan.at_peak')}</th></tr></thead>
          <tbody>{result.by_day.map((one, i) => (
            <tr key={one.date} data-chosen={i === day || undefined}>
              <th scope="row"><button type="button" className="plan-link" aria-pressed={i === day} onClick={() => setChosen(i)}>{shortDay(one.date)}</button></th>
              <td>{num(one.tickets)}</td><td>{num(one.contacts)}</td><td>{hoursText(one.needed_hours)}</td><td>{hoursText(one.team_hours)}</td>
              <td className={one.short_hours > 0.5 ? 'plan-bad' : ''}><span className="plan-bar" style={{ width: `${Math.round((36 * one.short_hours) / worst)}px` }} aria-hidden="true" />{hoursText(one.short_hours)}</td>
              <td>{hoursText(one.idle_hours)}</td><td>{num(one.needed_at_peak)}</td>
            </tr>))}</tbody>
        </table>
      </div>
      <div>
        <div className="plan-daybar">
          <ActionIcon aria-label={t('plan.day_before')} disabled={day === 0} onClick={() => setChosen(day - 1)}><IconChevronLeft size={18} /></ActionIcon>
          <h3 className="plan-h3">{longDay(date)}</h3>
          <ActionIcon aria-label={t('plan.day_after')} disabled={day >= result.by_day.length - 1} onClick={() => setChosen(day + 1)}><IconChevronRight size={18} /></ActionIcon>
        </div>
        <StaffingChart title={t('plan.need_and_duty')} needed={needed} onDuty={onDuty} intervalS={result.interval_s} />
      </div>
      <div className="plan-table-box plan-tall" tabIndex={0} role="region" aria-label={t('plan.by_interval')}>
        <table className="plan-table">
          <thead><tr><th scope="col">{t('plan.time')}</th>{result.channels.map((channel) => <th scope="col" key={channel.name}>{channel.name}</th>)}<th scope="col">{t('plan.needed')}</th><th scope="col">{t('plan.on_duty')}</th><th scope="col">{t('plan.short')}</th><th scope="col">{t('plan.one_more')}</th></tr></thead>
          <tbody>{needed.map((value, i) => {
            const at = day * perDay + i;
            const coming = result.channels.reduce((sum, channel) => sum + (channel.contacts[at] ?? 0), 0);
            if (value === 0 && (onDuty[i] ?? 0) === 0 && coming < 0.05) return null;
            const short = value - (onDuty[i] ?? 0);
            return (
              <tr key={at}><th scope="row">{clock((i * result.interval_s) / 3600)}</th>
                {result.channels.map((channel) => <td key={channel.name}>{num(channel.contacts[at] ?? 0, 1)} <span className="muted">→ {num(channel.needed[at] ?? 0)}</span></td>)}
                <td><strong>{num(value)}</strong></td><td>{num(onDuty[i] ?? 0, 1)}</td><td className={short > 0.05 ? 'plan-bad' : ''}>{short > 0.05 ? num(short, 1) : '–'}</td><td>{(oneMore[i] ?? 0) > 0.05 ? `+${num(oneMore[i] ?? 0, 1)}` : '–'}</td></tr>
            );
          })}</tbody>
        </table>
      </div>
      <p className="muted small">{t('plan.interval_text')}</p>
      {Math.max(0, ...result.one_more) > 0.05 && <HeatMap title={t('plan.one_more')} startDate={result.start_date} perDay={perDay} colour="accent" note={t('plan.one_more_text')} values={result.one_more.map((value, i) => ((result.needed[i] ?? 0) > 0 ? value : null))} words={(value) => t('plan.one_more_words', { value: num(value, 1) })} cell={(value) => num(value, 1)} />}
    </div>
  );
}
