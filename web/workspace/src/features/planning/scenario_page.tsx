// One scenario: knobs beside it, its numbers in views, and the long computation that can be watched and ended.
import { api, call } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { Button, Menu, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconChevronLeft, IconDownload, IconEdit, IconPlayerPlay, IconPlayerStop, IconPrinter } from '@tabler/icons-react';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Busy, Failed, sayProblem } from '../../ui/parts';
import { toast } from '../../ui/toasts';
import { useMay } from '../session/session';
import { dayAfter, dayMonth, fullDay, hoursText, money, num, percent, shortDay } from './format';
import { Levers } from './levers';
import { bodyOf, estimate, fileUrl, isUnderWay, knobsOf, reportUrl, resultQuery, sameKnobs, scenarioQuery, withKnobs, type Body, type Knobs, type Result, type Run, type Scenario } from './planning';
import { planProblem, planProblemText } from './run_problems';
import { ScenarioForm } from './scenario_form';
import { MoneyView } from './views/money_view';
import { RehearsalView } from './views/rehearsal_view';
import { RosterView } from './views/roster_view';
import { SeasonView } from './views/season_view';
import { StaffingView } from './views/staffing_view';
import './planning.css';

const views = ['season', 'staffing', 'roster', 'rehearsal', 'money'] as const;
type View = (typeof views)[number];

export function ScenarioRoute() {
  const { scenarioId } = useParams({ strict: false });
  return <ScenarioPage id={Number(scenarioId)} />;
}

function ScenarioPage({ id }: { id: number }) {
  const scenario = useQuery(scenarioQuery(id));
  if (scenario.isLoading) return <Busy />;
  if (scenario.isError || !scenario.data) return <Failed error={scenario.error} retry={() => void scenario.refetch()} />;
  return <Opened key={id} scenario={scenario.data} />;
}

function Opened({ scenario }: { scenario: Scenario }) {
  const mayEdit = useMay('lead');
  const client = useQueryClient();
  const navigate = useNavigate();
  const body = bodyOf(scenario);
  const saved = knobsOf(body);
  const [knobs, setKnobs] = useState<Knobs>(saved);
  const [view, setView] = useState<View>('season');
  const [editing, setEditing] = useState(false);
  const [naming, setNaming] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const savedKey = JSON.stringify(saved);
  useEffect(() => setKnobs(JSON.parse(savedKey) as Knobs), [savedKey]);
  const changed = !sameKnobs(knobs, saved);
  const asked = changed ? withKnobs(body, knobs) : body;
  const [settled] = useDebouncedValue(asked, 90);
  const key = JSON.stringify(settled);
  const live = useQuery({ queryKey: ['planning', 'estimate', key], placeholderData: keepPreviousData, staleTime: 60_000, gcTime: 60_000, queryFn: ({ signal }) => estimate(JSON.parse(key) as Body, signal) });
  const run = scenario.latest_result;
  const computed = useQuery(resultQuery(run?.id));
  const refresh = () => client.invalidateQueries({ queryKey: ['planning'], predicate: (query) => query.queryKey[1] === 'scenarios' || query.queryKey[1] === 'scenario' });

  const doing = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
      await refresh();
    } catch (error) {
      sayProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const asBody = (value: Body) => value as unknown as Record<string, unknown>;
  const save = () => doing(async () => { await call(api.PATCH('/api/planning/scenarios/{id}', { params: { path: { id: scenario.id } }, body: { scenario: asBody(withKnobs(body, knobs)) } })); toast(t('common.saved')); });
  const saveAs = (name: string) => doing(async () => {
    const made = await call(api.POST('/api/planning/scenarios', { body: { name, scenario: asBody(withKnobs(body, knobs)) } }));
    await call(api.POST('/api/planning/scenarios/{id}/runs', { params: { path: { id: made.id } }, body: {} }));
    setNaming(null);
    await navigate({ to: '/planning/$scenarioId', params: { scenarioId: String(made.id) } });
  });
  const start = () => doing(() => call(api.POST('/api/planning/scenarios/{id}/runs', { params: { path: { id: scenario.id } }, body: {} })));
  const cancel = (latest: Run) => doing(() => call(api.POST('/api/planning/runs/{id}/cancel', { params: { path: { id: latest.id } } })));

  const latest = scenario.latest_run;
  const underWay = isUnderWay(latest);
  const stale = changed || (run !== null && new Date(scenario.updated_datetime) > new Date(run.created_datetime));
  const result = live.data;
  return (
    <div className="page plan">
      <header className="page-head plan-head">
        <Link to="/planning" className="plan-back" aria-label={t('plan.all')}><IconChevronLeft size={20} /></Link>
        <div className="clip grow"><h1 className="clip">{scenario.name}</h1><span className="muted small">{fullDay(body.start)} – {dayMonth(dayAfter(body.start, (body.days ?? 7) - 1))}</span></div>
        {run && <ExportMenu run={run} />}
        {mayEdit && <Button variant="default" leftSection={<IconEdit size={16} />} onClick={() => setEditing(true)} className="plan-wide-only">{t('common.edit')}</Button>}
        {mayEdit && !underWay && <Button leftSection={<IconPlayerPlay size={16} />} loading={busy} onClick={() => void start()}>{t('plan.compute')}</Button>}
        {mayEdit && underWay && latest && <Button variant="default" leftSection={<IconPlayerStop size={16} />} loading={busy} onClick={() => void cancel(latest)}>{t('plan.stop')}</Button>}
      </header>
      {underWay && latest && <Progress run={latest} />}
      {latest?.state === 'failed' && <p className="notice notice-danger plan-notice" role="alert">{t('plan.failed')} {latest.problem_field && <code>{latest.problem_field}</code>} {planProblem(latest.problem)}</p>}
      <div className="plan-split">
        <aside><Levers value={knobs} onChange={setKnobs} onReset={() => setKnobs(saved)} changed={changed} maySave={mayEdit} onSave={() => void save()} onSaveAs={() => setNaming(t('plan.copy_of', { name: scenario.name }))} busy={busy} />
          {mayEdit && <Button variant="subtle" size="xs" leftSection={<IconEdit size={15} />} onClick={() => setEditing(true)} className="plan-narrow-only">{t('common.edit')}</Button>}</aside>
        <div className="plan-main">
          {live.isError && <div className="notice notice-danger" role="alert">{planProblemText(live.error)}</div>}
          {!result && !live.isError && <Busy />}
          {result && (
            <>
              <Figures result={result} computed={stale ? null : computed.data ?? null} pending={live.isFetching} />
              <nav className="plan-tabs" aria-label={t('plan.views')}>{views.map((name) => <button key={name} type="button" aria-current={view === name ? 'page' : undefined} onClick={() => setView(name)}>{t(`plan.view.${name}`)}</button>)}</nav>
              {(view === 'roster' || view === 'rehearsal') && stale && computed.data && <p className="notice notice-warn">{t('plan.stale')}</p>}
              {view === 'season' && <SeasonView scenario={scenario} result={result} run={run ?? null} />}
              {view === 'staffing' && <StaffingView result={changed ? result : computed.data?.roster && !stale ? computed.data : result} />}
              {view === 'roster' && <RosterView scenario={scenario} result={computed.data ?? null} run={run ?? null} />}
              {view === 'rehearsal' && <RehearsalView result={computed.data ?? null} />}
              {view === 'money' && <MoneyView result={result} body={settled} />}
            </>
          )}
        </div>
      </div>
      {editing && <ScenarioForm scenario={scenario} onClose={() => setEditing(false)} onSaved={refresh} />}
      <Modal opened={naming !== null} onClose={() => setNaming(null)} title={t('plan.save_as')} size={440} closeButtonProps={{ 'aria-label': t('common.close') }}>
        <form className="stack" onSubmit={(event) => { event.preventDefault(); if (naming?.trim()) void saveAs(naming.trim()); }}>
          <TextInput label={t('plan.name')} value={naming ?? ''} onChange={(event) => setNaming(event.target.value)} data-autofocus required maxLength={120} />
          <div className="spread"><Button variant="default" onClick={() => setNaming(null)}>{t('common.cancel')}</Button><Button type="submit" loading={busy}>{t('common.save')}</Button></div>
        </form>
      </Modal>
    </div>
  );
}

function Progress({ run }: { run: Run }) {
  return <div className="plan-progress" role="status"><span>{run.step ? t(`plan.step.${run.step}`) : t('plan.step.queued')}</span><progress max={1} value={run.progress} aria-label={t('plan.computing')} /><span className="muted small">{percent(run.progress)}</span></div>;
}

function Figures({ result, computed, pending }: { result: Result; computed: Result | null; pending: boolean }) {
  const { summary, currency } = result;
  const rehearsed = computed && computed.rehearsal.runs > 0 ? computed.summary : null;
  return (
    <dl className="plan-figures" aria-busy={pending} data-pending={pending || undefined}>
      <div><dt>{t('plan.tickets')}</dt><dd>{num(summary.tickets)}</dd><dd className="plan-sub">{t('plan.after_levers', { value: num(summary.contacts) })}</dd></div>
      <div><dt>{t('plan.people')}</dt><dd>{num(summary.people, 1)}</dd><dd className="plan-sub">{t('plan.peak_on', { count: summary.needed_at_peak, day: shortDay(summary.peak_date || result.start_date) })}</dd></div>
      <div><dt>{t('plan.short_hours')}</dt><dd className={summary.short_hours > 0.5 ? 'plan-bad' : 'plan-good'}>{hoursText(summary.short_hours)}</dd><dd className="plan-sub">{t('plan.of_needed', { value: hoursText(summary.needed_hours) })}</dd></div>
      <div><dt>{t('plan.extra_cost')}</dt><dd>{money(summary.extra_cost + summary.lever_cost, currency)}</dd><dd className="plan-sub">{summary.missing_hours > 0.5 ? t('plan.still_missing', { value: hoursText(summary.missing_hours) }) : t('plan.covered')}</dd></div>
      {rehearsed && <div><dt>{t('plan.breached')}</dt><dd className={rehearsed.breached_intervals ? 'plan-bad' : 'plan-good'}>{num(rehearsed.breached_intervals)}</dd><dd className="plan-sub">{t('plan.lost_is', { value: money(rehearsed.lost_sales, currency) })}</dd></div>}
    </dl>
  );
}

function ExportMenu({ run }: { run: Run }) {
  const files = [['days.csv', t('plan.file.days')], ['staffing.csv', t('plan.file.staffing')], ['rehearsal.csv', t('plan.file.rehearsal')], ['roster.csv', t('plan.file.roster')], ['roster.ics', t('plan.file.ics')]] as const;
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target><Button variant="default" leftSection={<IconDownload size={16} />}>{t('plan.export')}</Button></Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={reportUrl(run.id)} target="_blank" rel="noreferrer" leftSection={<IconPrinter size={16} />}>{t('plan.report')}</Menu.Item>
        <Menu.Divider />
        {files.map(([file, label]) => <Menu.Item key={file} component="a" href={fileUrl(run.id, file)} download>{label}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  );
}
