// Where the missing hours come from, what they cost, and what another promise would.
import { t } from '@peakdesk/shared/i18n';
import { CurveChart } from '../charts/curve_chart';
import { dayAfter, dayMonth, hoursText, money, num, shortDay } from '../format';
import type { Body, Result } from '../planning';

const parts = ['overtime', 'temps', 'outsourced', 'missing'] as const;

export function MoneyView({ result, body }: { result: Result; body: Body }) {
  const { mix, currency } = result;
  const most = Math.max(...mix.weeks.map((week) => week.overtime + week.temps + week.outsourced + week.missing), 1e-9);
  const name = { overtime: t('plan.overtime'), temps: t('plan.temps'), outsourced: t('plan.outsourced'), missing: t('plan.missing') };
  const notice = body.help?.overtime_notice_days ?? 0;
  const firstOvertime = mix.weeks.findIndex((week) => week.overtime > 0.5);
  const perDay = Math.round(86_400 / result.interval_s);
  return (
    <div className="stack" style={{ gap: 26 }}>
      <section>
        <h3 className="plan-h3">{t('plan.help')}</h3>
        <p className="muted small">{t('plan.help_text')}</p>
        <div className="plan-legend">{parts.map((part) => <span className="plan-key" key={part}><i className={`plan-key-${part}`} aria-hidden="true" />{name[part]}</span>)}</div>
        <div className="plan-table-box" tabIndex={0} role="region" aria-label={t('plan.help')}>
          <table className="plan-table">
            <thead><tr><th scope="col">{t('plan.week')}</th><th scope="col" className="plan-wide"><span className="sr">{t('plan.chart')}</span></th>{parts.map((part) => <th scope="col" key={part}>{name[part]}</th>)}</tr></thead>
            <tbody>{mix.weeks.map((week, w) => (
              <tr key={w}><th scope="row">{dayMonth(dayAfter(result.start_date, w * 7))}</th>
                <td className="plan-wide"><span className="plan-stack" aria-hidden="true">{parts.map((part) => <i key={part} className={`plan-key-${part}`} style={{ width: `${(100 * week[part]) / most}%` }} />)}</span></td>
                <td>{hoursText(week.overtime)}</td><td>{hoursText(week.temps)}{week.temps_on_board > 0 && <small className="muted"> ({num(week.temps_on_board)})</small>}</td><td>{hoursText(week.outsourced)}</td><td className={week.missing > 0.5 ? 'plan-bad' : ''}>{hoursText(week.missing)}</td></tr>))}
            </tbody>
            <tfoot><tr><th scope="row">{t('plan.cost')}</th><td /><td>{money(mix.overtime_cost, currency)}</td><td>{money(mix.temp_cost, currency)}</td><td>{money(mix.outsourced_cost, currency)}</td><td>–</td></tr></tfoot>
          </table>
        </div>
        {firstOvertime >= 0 && <p className="notice">{t('plan.overtime_notice', { date: shortDay(dayAfter(result.start_date, firstOvertime * 7 - notice)), count: notice })}</p>}
      </section>
      {result.curve.length > 0 && <section><CurveChart result={result} /><p className="muted small">{t('plan.curve_text')}</p></section>}
      {result.downtime_per_minute.length > 0 && (
        <section>
          <h3 className="plan-h3">{t('plan.downtime')}</h3><p className="muted small">{t('plan.downtime_text')}</p>
          <dl className="plan-facts">{result.by_day.map((day, d) => ({ day, cost: Math.max(0, ...result.downtime_per_minute.slice(d * perDay, (d + 1) * perDay)) })).sort((a, b) => b.cost - a.cost).slice(0, 4).map(({ day, cost }) => <div key={day.date}><dt>{shortDay(day.date)}</dt><dd>{money(cost, currency)}</dd></div>)}</dl>
        </section>
      )}
    </div>
  );
}
