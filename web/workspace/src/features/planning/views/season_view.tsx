import { t } from '@peakdesk/shared/i18n';
import { useQuery } from '@tanstack/react-query';
import { noticeText } from '../../../ui/notice';
import { SeasonChart, seasonPoints } from '../charts/season_chart';
import { dayMonth, num, percent, signed, signedPercent } from '../format';
import { actualsQuery, bodyOf, changesQuery, eventsQuery, summaryOf, type Result, type Run, type Scenario, type Summary } from '../planning';

/** What each day is marked with: the scenario's own events, and the calendar's. */
function marksOf(scenario: Scenario, calendar: { name: string; start_date: string }[]): Map<string, string> {
  const marks = new Map<string, string>();
  for (const event of calendar) marks.set(event.start_date, event.name);
  const events = bodyOf(scenario).event;
  if (Array.isArray(events)) for (const event of events as { name?: string; from?: string }[]) if (event.from) marks.set(event.from.slice(0, 10), event.name ?? '');
  return marks;
}

export function SeasonView({ scenario, result, run }: { scenario: Scenario; result: Result; run: Run | null }) {
  const calendar = useQuery(eventsQuery);
  const actuals = useQuery({ ...actualsQuery(run?.id ?? 0), enabled: run !== null });
  const came = new Map(actuals.data?.days.flatMap((day) => (day.actual === null ? [] : [[day.date, day.actual] as const])));
  const ordersOnly = result.history_of_orders;
  const points = seasonPoints(result, marksOf(scenario, calendar.data ?? []), ordersOnly ? undefined : came);
  const { season } = result;
  return (
    <div className="stack" style={{ gap: 24 }}>
      <SeasonChart points={points} />
      {season.mean.length > 0 && (
        <dl className="plan-facts">
          <div><dt>{t('plan.total_range')}</dt><dd>{num(season.total_low80 * result.volume_factor)} – {num(season.total_high80 * result.volume_factor)}</dd></div>
          {season.error >= 0 && <div><dt>{t('plan.backtest_error')}</dt><dd>{num(season.error, 1)}</dd></div>}
          {season.error >= 0 && season.error_last_week > 0 && <div><dt>{t('plan.against_last_week')}</dt><dd>{signedPercent(season.error / season.error_last_week - 1)}</dd></div>}
          {season.error >= 0 && season.error_last_year > 0 && <div><dt>{t('plan.against_last_year')}</dt><dd>{signedPercent(season.error / season.error_last_year - 1)}</dd></div>}
          {season.models.length > 0 && <div><dt>{t('plan.models')}</dt><dd>{season.models.slice(0, 3).join(', ')}</dd></div>}
        </dl>
      )}
      {actuals.data && actuals.data.compared_days > 0 && (
        <section>
          <h3 className="plan-h3">{t('plan.actuals')}</h3>
          <dl className="plan-facts">
            <div><dt>{t('plan.days_compared')}</dt><dd>{num(actuals.data.compared_days)}</dd></div>
            <div><dt>{t('plan.forecast')}</dt><dd>{num(actuals.data.forecast)}</dd></div>
            <div><dt>{t('plan.actual')}</dt><dd>{num(actuals.data.actual)}{actuals.data.error_share !== null && <small> ({signedPercent(actuals.data.error_share)})</small>}</dd></div>
            <div><dt>{t('plan.inside_band')}</dt><dd>{percent(actuals.data.inside80 / actuals.data.compared_days)}</dd></div>
          </dl>
          <p className="muted small">{t('plan.actuals_text')}</p>
        </section>
      )}
      {run && <Changes run={run} />}
      {result.notes.length > 0 && <section><h3 className="plan-h3">{t('plan.notes')}</h3><ul className="plan-notes">{[...new Set(result.notes.map((note) => noticeText(note, null)))].map((note) => <li key={note}>{note}</li>)}</ul></section>}
    </div>
  );
}

const figures: [keyof Summary & string, string][] = [['tickets', 'plan.tickets'], ['needed_hours', 'plan.needed_hours'], ['short_hours', 'plan.short_hours'], ['extra_cost', 'plan.extra_cost'], ['breached_intervals', 'plan.breached']];

/** What this run says differently from the one before it, and why. */
function Changes({ run }: { run: Run }) {
  const changes = useQuery(changesQuery(run.id));
  const before = summaryOf(changes.data?.before);
  const now = summaryOf(run);
  if (!before || !now || !changes.data?.before) return null;
  const label = { 'plan.tickets': t('plan.tickets'), 'plan.needed_hours': t('plan.needed_hours'), 'plan.short_hours': t('plan.short_hours'), 'plan.extra_cost': t('plan.extra_cost'), 'plan.breached': t('plan.breached') } as Record<string, string>;
  return (
    <section>
      <h3 className="plan-h3">{t('plan.changes')}</h3>
      <p className="muted small">{t('plan.changes_text', { date: dayMonth(changes.data.before.created_datetime) })}</p>
      <dl className="plan-facts">{figures.map(([key, name]) => <div key={key}><dt>{label[name]}</dt><dd>{num(now[key] as number)} <small>({signed((now[key] as number) - (before[key] as number))})</small></dd></div>)}</dl>
      {changes.data.inputs.length > 0 && (
        <div className="plan-table-box" tabIndex={0} role="region" aria-label={t('plan.changes')}><table className="plan-table"><thead><tr><th scope="col">{t('plan.input')}</th><th scope="col">{t('plan.before')}</th><th scope="col">{t('plan.after')}</th></tr></thead>
          <tbody>{changes.data.inputs.slice(0, 30).map((change) => <tr key={change.path}><th scope="row"><code>{change.path}</code></th><td>{shown(change.before)}</td><td>{shown(change.after)}</td></tr>)}</tbody></table></div>
      )}
    </section>
  );
}

const shown = (value: unknown) => (value === null || value === undefined ? '–' : typeof value === 'number' ? num(value, 3) : typeof value === 'string' ? value : JSON.stringify(value).slice(0, 60));
