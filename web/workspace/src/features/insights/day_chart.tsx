// Messages a day, the commonest wishes stacked; and a wish's course in a line. Drawn as SVG: a screen reader gets the table beside it.
import type { Schemas } from '@peakdesk/shared/api';
import { locale, t } from '@peakdesk/shared/i18n';
import { intentText } from './insights';

const colours = ['teal', 'blue', 'orange', 'violet', 'pink'];
const height = 150;
const width = 900;

function dayText(day: string): string {
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));
}

/** Days joined so that at most `most` columns stand side by side. */
export function joinDays(values: number[], most: number): number[] {
  const step = Math.ceil(values.length / most);
  const out: number[] = [];
  for (let i = 0; i < values.length; i += step) out.push(values.slice(i, i + step).reduce((sum, value) => sum + value, 0));
  return out;
}

export function DayChart({ days, intents }: { days: string[]; intents: Schemas['AskedIntent'][] }) {
  const most = 60;
  const step = Math.ceil(days.length / most);
  const names = days.filter((_, index) => index % step === 0);
  const series = intents.map((one) => joinDays(one.per_day, most));
  const top = Math.max(1, ...names.map((_, at) => series.reduce((sum, values) => sum + (values[at] ?? 0), 0)));
  const column = width / Math.max(1, names.length);
  return (
    <figure className="day-chart">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={t('ask.trend')}>
        {names.map((day, at) => {
          let below = 0;
          return series.map((values, index) => {
            const value = values[at] ?? 0;
            if (!value) return null;
            const tall = (value / top) * (height - 4);
            below += tall;
            return <rect key={`${day}-${index}`} className={`bar tag-${colours[index]}`} x={at * column + column * 0.12} width={column * 0.76} y={height - below} height={tall}><title>{t('ask.per_day', { name: intentText(intents[index]?.label ?? ''), count: value, day: dayText(day) })}</title></rect>;
          });
        })}
      </svg>
      <div className="day-chart-days" aria-hidden><span>{names[0] && dayText(names[0])}</span><span>{names[Math.floor(names.length / 2)] && dayText(names[Math.floor(names.length / 2)] ?? '')}</span><span>{names.length > 0 && dayText(days[days.length - 1] ?? '')}</span></div>
      <figcaption>{intents.map((one, index) => <span key={one.label} className="inline-tight"><i className={`dot tag-${colours[index]}`} />{intentText(one.label)}</span>)}</figcaption>
    </figure>
  );
}

export function Spark({ values }: { values: number[] }) {
  const points = joinDays(values, 30);
  const top = Math.max(1, ...points);
  const step = points.length > 1 ? 96 / (points.length - 1) : 0;
  return <svg className="spark" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden><polyline points={points.map((value, at) => `${(2 + at * step).toFixed(1)},${(22 - (value / top) * 20).toFixed(1)}`).join(' ')} /></svg>;
}
