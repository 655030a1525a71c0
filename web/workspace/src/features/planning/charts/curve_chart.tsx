// What another promise would cost: share in time across, extra cost upwards. A point is chosen by mouse or arrow keys.
import { t } from '@peakdesk/shared/i18n';
import { hoursText, money, num, percent } from '../format';
import type { Result } from '../planning';
import { ChartFrame, pathOf, ticksTo } from './frame';

const left = 64;
const right = 24;
const top = 14;
const bottom = 26;

export function CurveChart({ result, height = 240 }: { result: Result; height?: number }) {
  const { curve, currency } = result;
  const ticks = ticksTo(Math.max(...curve.map((point) => point.extra_cost), 1));
  const end = ticks.at(-1) ?? 1;
  const xOf = (i: number, width: number) => left + ((width - left - right) * ((curve[i]?.target ?? 0.5) - 0.45)) / 0.53;
  const yOf = (value: number) => top + (height - top - bottom) * (1 - value / end);
  const words = (i: number) => {
    const point = curve[i]!;
    return [t('plan.curve_words', { target: percent(point.target), cost: money(point.extra_cost, currency), people: num(point.people, 1) }), point.missing_hours > 0.5 ? `${t('plan.missing')}: ${hoursText(point.missing_hours)}` : ''].filter(Boolean).join(' · ');
  };
  const first = curve[0];
  const last = curve.at(-1);
  return (
    <ChartFrame title={t('plan.curve')} height={height} count={curve.length} xOf={xOf} words={words}
      summary={first && last ? t('plan.curve_summary', { low: percent(first.target), from: money(first.extra_cost, currency), high: percent(last.target), to: money(last.extra_cost, currency) }) : t('plan.curve')}
      table={<table className="plan-table"><thead><tr><th scope="col">{t('plan.target')}</th><th scope="col">{t('plan.needed_hours')}</th><th scope="col">{t('plan.people')}</th><th scope="col">{t('plan.extra_cost')}</th><th scope="col">{t('plan.missing')}</th></tr></thead>
        <tbody>{curve.map((point) => <tr key={point.target}><th scope="row">{percent(point.target)}</th><td>{hoursText(point.needed_hours)}</td><td>{num(point.people, 1)}</td><td>{money(point.extra_cost, currency)}</td><td>{hoursText(point.missing_hours)}</td></tr>)}</tbody></table>}>
      {(width, cursor) => (
        <g>
          {ticks.map((tick) => <g key={tick}><line className="plan-grid" x1={left} x2={width - right} y1={yOf(tick)} y2={yOf(tick)} /><text className="plan-axis" x={left - 8} y={yOf(tick) + 4} textAnchor="end">{money(tick, currency)}</text></g>)}
          {curve.map((point, i) => <text key={point.target} className="plan-axis" x={xOf(i, width)} y={height - 8} textAnchor="middle">{percent(point.target)}</text>)}
          <path className="plan-line" d={pathOf(curve.map((point, i) => [xOf(i, width), yOf(point.extra_cost)]))} />
          {curve.map((point, i) => <circle key={point.target} className={cursor === i ? 'plan-cursor-dot' : 'plan-point'} cx={xOf(i, width)} cy={yOf(point.extra_cost)} r={cursor === i ? 5.5 : 4} />)}
        </g>
      )}
    </ChartFrame>
  );
}
