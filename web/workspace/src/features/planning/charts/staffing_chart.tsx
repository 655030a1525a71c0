// Agents needed against agents on duty, interval by interval of one day.
import { t } from '@peakdesk/shared/i18n';
import { clock, num } from '../format';
import { areaOf, ChartFrame, Key, pathOf, ticksTo } from './frame';

const left = 36;
const right = 10;
const top = 12;
const bottom = 22;

export function StaffingChart({ title, needed, onDuty, intervalS, height = 220 }: { title: string; needed: number[]; onDuty: number[]; intervalS: number; height?: number }) {
  const ticks = ticksTo(Math.max(...needed, ...onDuty, 1));
  const end = ticks.at(-1) ?? 1;
  const hours = intervalS / 3600;
  const xOf = (i: number, width: number) => left + ((width - left - right) * (i + 0.5)) / Math.max(1, needed.length);
  const yOf = (value: number) => top + (height - top - bottom) * (1 - value / end);
  const steps = (values: number[], width: number) => {
    const half = (width - left - right) / Math.max(1, values.length) / 2;
    return values.flatMap((value, i): [number, number][] => [[xOf(i, width) - half, yOf(value)], [xOf(i, width) + half, yOf(value)]]);
  };
  const short = needed.reduce((sum, value, i) => sum + Math.max(0, value - (onDuty[i] ?? 0)) * hours, 0);
  return (
    <ChartFrame title={title} height={height} count={needed.length} xOf={xOf} summary={t('plan.staffing_summary', { peak: num(Math.max(0, ...needed)), short: num(short) })}
      words={(i) => `${clock(i * hours)} · ${t('plan.needed')}: ${num(needed[i] ?? 0)} · ${t('plan.on_duty')}: ${num(onDuty[i] ?? 0, 1)}`}
      legend={<span className="plan-legend"><Key kind="need">{t('plan.needed')}</Key><Key kind="duty">{t('plan.on_duty')}</Key><Key kind="short">{t('plan.short')}</Key></span>}
      table={<table className="plan-table"><thead><tr><th scope="col">{t('plan.time')}</th><th scope="col">{t('plan.needed')}</th><th scope="col">{t('plan.on_duty')}</th></tr></thead><tbody>{needed.map((value, i) => <tr key={clock(i * hours)}><th scope="row">{clock(i * hours)}</th><td>{num(value)}</td><td>{num(onDuty[i] ?? 0, 1)}</td></tr>)}</tbody></table>}>
      {(width, cursor) => {
        const base = (values: number[]) => steps(values.map(() => 0), width);
        return (
          <g>
            {ticks.map((tick) => <g key={tick}><line className="plan-grid" x1={left} x2={width - right} y1={yOf(tick)} y2={yOf(tick)} /><text className="plan-axis" x={left - 7} y={yOf(tick) + 4} textAnchor="end">{num(tick)}</text></g>)}
            {[0, 3, 6, 9, 12, 15, 18, 21].map((hour) => <text key={hour} className="plan-axis" x={left + ((width - left - right) * hour) / 24} y={height - 5} textAnchor={hour === 0 ? 'start' : 'middle'}>{clock(hour)}</text>)}
            <path className="plan-need" d={areaOf(steps(needed, width), base(needed))} />
            <path className="plan-short" d={areaOf(steps(needed.map((value, i) => Math.max(value, onDuty[i] ?? 0)), width), steps(needed.map((_, i) => onDuty[i] ?? 0), width))} />
            <path className="plan-duty" d={pathOf(steps(onDuty, width))} />
            {cursor !== null && <line className="plan-cursor" x1={xOf(cursor, width)} x2={xOf(cursor, width)} y1={top} y2={height - bottom} />}
          </g>
        );
      }}
    </ChartFrame>
  );
}
