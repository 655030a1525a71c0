// The season: what is expected by day, how far it may miss, last year beneath, what came since, and the days that are special.
import { t } from '@peakdesk/shared/i18n';
import { compact, dayMonth, num, shortDay } from '../format';
import type { Result } from '../planning';
import { areaOf, ChartFrame, Key, pathOf, ticksTo } from './frame';

export type SeasonPoint = { date: string; tickets: number; low80: number | null; high80: number | null; low95: number | null; high95: number | null; lastYear: number | null; special: string; actual: number | null };

/** Bands of a history of orders are shown in tickets, as the days are. */
export function seasonPoints(result: Result, marks: Map<string, string>, actual?: Map<string, number>): SeasonPoint[] {
  const { season } = result;
  return result.by_day.map((day, d) => {
    const mean = season.mean[d];
    const ratio = mean ? day.tickets / mean : result.volume_factor;
    const scaled = (value: number | undefined) => (value === undefined ? null : value * ratio);
    const last = season.last_year[d];
    return {
      date: day.date, tickets: day.tickets, low80: scaled(season.low80[d]), high80: scaled(season.high80[d]), low95: scaled(season.low95[d]), high95: scaled(season.high95[d]),
      lastYear: last === undefined || last < 0 ? null : (last * ratio) / (result.volume_factor || 1), special: marks.get(day.date) ?? season.special[d] ?? '', actual: actual?.get(day.date) ?? null,
    };
  });
}

const left = 58;
const right = 14;
const top = 26;
const bottom = 24;

export function SeasonChart({ points, height = 280, onPick }: { points: SeasonPoint[]; height?: number; onPick?: (index: number) => void }) {
  const most = Math.max(...points.map((point) => Math.max(point.tickets, point.high95 ?? 0, point.lastYear ?? 0, point.actual ?? 0)), 1);
  const ticks = ticksTo(most);
  const end = ticks.at(-1) ?? 1;
  const xOf = (i: number, width: number) => left + ((width - left - right) * (i + 0.5)) / Math.max(1, points.length);
  const yOf = (value: number) => top + (height - top - bottom) * (1 - value / end);
  const banded = points.some((point) => point.high80 !== null);
  const peak = points.reduce((best, point, i) => (point.tickets > (points[best]?.tickets ?? 0) ? i : best), 0);
  const words = (i: number) => {
    const point = points[i]!;
    return [
      `${shortDay(point.date)}: ${t('plan.tickets_count', { count: Math.round(point.tickets) })}`, point.low80 === null ? '' : t('plan.range80', { low: num(point.low80), high: num(point.high80!) }),
      point.lastYear === null ? '' : t('plan.last_year_was', { value: num(point.lastYear) }), point.actual === null ? '' : t('plan.actual_was', { value: num(point.actual) }), point.special,
    ].filter(Boolean).join(' · ');
  };
  const all = points.reduce((sum, point) => sum + point.tickets, 0);
  return (
    <ChartFrame title={t('plan.season')} height={height} count={points.length} xOf={xOf} words={words} onPick={onPick}
      summary={t('plan.season_summary', { total: num(all), day: points[peak] ? shortDay(points[peak].date) : '', peak: num(points[peak]?.tickets ?? 0) })}
      legend={<span className="plan-legend"><Key kind="line">{t('plan.expected')}</Key>{banded && <><Key kind="band80">80 %</Key><Key kind="band95">95 %</Key></>}{points.some((point) => point.lastYear !== null) && <Key kind="last">{t('plan.last_year')}</Key>}{points.some((point) => point.actual !== null) && <Key kind="dot">{t('plan.actual')}</Key>}</span>}
      table={<SeasonTable points={points} />}>
      {(width, cursor) => {
        const line = points.map((point, i): [number, number] => [xOf(i, width), yOf(point.tickets)]);
        const band = (low: 'low80' | 'low95', high: 'high80' | 'high95') => areaOf(points.map((point, i) => [xOf(i, width), yOf(point[high] ?? point.tickets)]), points.map((point, i) => [xOf(i, width), yOf(point[low] ?? point.tickets)]));
        const every = Math.max(1, Math.ceil(points.length / Math.max(2, Math.floor((width - left) / 74))));
        // The busiest special days get their names; others keep a line, and their words under the cursor.
        const named: number[] = [];
        for (const i of points.map((_, at) => at).filter((at) => points[at]!.special).sort((a, b) => points[b]!.tickets - points[a]!.tickets)) if (named.every((other) => Math.abs(xOf(other, width) - xOf(i, width)) > 104)) named.push(i);
        const lastYear: string[] = [];
        let open: [number, number][] = [];
        points.forEach((point, i) => { if (point.lastYear === null) { if (open.length) lastYear.push(pathOf(open)); open = []; } else open.push([xOf(i, width), yOf(point.lastYear)]); });
        if (open.length) lastYear.push(pathOf(open));
        return (
          <g>
            {ticks.map((tick) => <g key={tick}><line className="plan-grid" x1={left} x2={width - right} y1={yOf(tick)} y2={yOf(tick)} /><text className="plan-axis" x={left - 8} y={yOf(tick) + 4} textAnchor="end">{compact(tick)}</text></g>)}
            {points.map((point, i) => (i % every === 0 ? <text key={point.date} className="plan-axis" x={xOf(i, width)} y={height - 6} textAnchor="middle">{dayMonth(point.date)}</text> : null))}
            {banded && <><path className="plan-band95" d={band('low95', 'high95')} /><path className="plan-band80" d={band('low80', 'high80')} /></>}
            {lastYear.map((d) => <path key={d.slice(0, 20)} className="plan-last" d={d} />)}
            {points.map((point, i) => {
              if (!point.special) return null;
              const x = xOf(i, width);
              const fits = named.includes(i);
              return <g key={point.date}><line className="plan-mark" x1={x} x2={x} y1={top - 6} y2={height - bottom} />{fits && <text className="plan-mark-text" x={Math.min(Math.max(x, left + 4), width - 60)} y={14} textAnchor={x > width - 110 ? 'end' : 'middle'}>{point.special.length > 20 ? `${point.special.slice(0, 19)}…` : point.special}</text>}</g>;
            })}
            <path className="plan-line" d={pathOf(line)} />
            {points.length < 40 && line.map(([x, y], i) => <circle key={points[i]!.date} className="plan-point" cx={x} cy={y} r={2.6} />)}
            {points.map((point, i) => (point.actual === null ? null : <circle key={point.date} className="plan-actual" cx={xOf(i, width)} cy={yOf(point.actual)} r={4} />))}
            {cursor !== null && points[cursor] && <g><line className="plan-cursor" x1={xOf(cursor, width)} x2={xOf(cursor, width)} y1={top - 6} y2={height - bottom} /><circle className="plan-cursor-dot" cx={xOf(cursor, width)} cy={yOf(points[cursor].tickets)} r={4.5} /></g>}
          </g>
        );
      }}
    </ChartFrame>
  );
}

function SeasonTable({ points }: { points: SeasonPoint[] }) {
  const cell = (value: number | null) => (value === null ? '–' : num(value));
  return (
    <table className="plan-table">
      <thead><tr><th scope="col">{t('plan.day')}</th><th scope="col">{t('plan.expected')}</th><th scope="col">80 %</th><th scope="col">95 %</th><th scope="col">{t('plan.last_year')}</th><th scope="col">{t('plan.actual')}</th></tr></thead>
      <tbody>{points.map((point) => <tr key={point.date}><th scope="row">{shortDay(point.date)}{point.special && <span className="chip">{point.special}</span>}</th><td>{num(point.tickets)}</td><td>{point.low80 === null ? '–' : `${num(point.low80)} – ${num(point.high80!)}`}</td><td>{point.low95 === null ? '–' : `${num(point.low95)} – ${num(point.high95!)}`}</td><td>{cell(point.lastYear)}</td><td>{cell(point.actual)}</td></tr>)}</tbody>
    </table>
  );
}
