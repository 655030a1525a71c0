// Scenarios side by side: the first is what the others are measured against.
import { t } from '@peakdesk/shared/i18n';
import { hoursText, money, num, percent, signedPercent } from './format';
import { bodyOf, summaryOf, type Scenario, type Summary } from './planning';

type Row = { label: string; of: (summary: Summary) => number | null; show: (value: number, currency: string) => string; good?: 'less' | 'more' };

const rows = (): Row[] => [
  { label: t('plan.tickets'), of: (s) => s.tickets, show: (value) => num(value) },
  { label: t('plan.contacts'), of: (s) => s.contacts, show: (value) => num(value) },
  { label: t('plan.needed_hours'), of: (s) => s.needed_hours, show: hoursText },
  { label: t('plan.short_hours'), of: (s) => s.short_hours, show: hoursText, good: 'less' },
  { label: t('plan.at_peak'), of: (s) => s.needed_at_peak, show: (value) => num(value) },
  { label: t('plan.people'), of: (s) => s.people, show: (value) => num(value, 1) },
  { label: t('plan.overtime'), of: (s) => s.overtime_hours, show: hoursText },
  { label: t('plan.temps'), of: (s) => s.temp_hours, show: hoursText },
  { label: t('plan.outsourced'), of: (s) => s.outsourced_hours, show: hoursText },
  { label: t('plan.missing'), of: (s) => s.missing_hours, show: hoursText, good: 'less' },
  { label: t('plan.extra_cost'), of: (s) => s.extra_cost + s.lever_cost, show: money, good: 'less' },
  { label: t('plan.lost_sales'), of: (s) => (s.runs ? s.lost_sales : null), show: money, good: 'less' },
  { label: t('plan.breached'), of: (s) => (s.runs ? s.breached_intervals : null), show: (value) => num(value), good: 'less' },
  { label: t('plan.worst_promise'), of: (s) => (s.channels.length ? Math.min(...s.channels.map((channel) => channel.service_level)) : null), show: (value) => percent(value, 1), good: 'more' },
];

export function Compare({ scenarios }: { scenarios: Scenario[] }) {
  const first = summaryOf(scenarios[0]?.latest_result);
  return (
    <div className="plan-table-box plan-whole" tabIndex={0} role="region" aria-label={t('plan.compare')}>
      <table className="plan-table plan-compare">
        <thead><tr><td />{scenarios.map((scenario) => <th scope="col" key={scenario.id}>{scenario.name}</th>)}</tr></thead>
        <tbody>{rows().map((row) => {
          const base = first && row.of(first);
          return (
            <tr key={row.label}><th scope="row">{row.label}</th>
              {scenarios.map((scenario, i) => {
                const summary = summaryOf(scenario.latest_result);
                const value = summary && row.of(summary);
                if (value === null || value === undefined) return <td key={scenario.id}>–</td>;
                const change = i > 0 && base ? value / base - 1 : 0;
                const better = row.good && Math.abs(change) > 0.001 ? (change < 0) === (row.good === 'less') : null;
                return <td key={scenario.id}><strong>{row.show(value, bodyOf(scenario).currency ?? 'EUR')}</strong>{i > 0 && Math.abs(change) > 0.001 && <small className={better === null ? 'muted' : better ? 'plan-good' : 'plan-bad'}> {signedPercent(change)}</small>}</td>;
              })}</tr>
          );
        })}</tbody>
      </table>
    </div>
  );
}
