// All scenarios: what they come to, side by side when chosen, and what they stand on. Empty, it teaches how to begin.
import { t } from '@peakdesk/shared/i18n';
import { Button, Modal } from '@mantine/core';
import { IconPlus, IconTimeline } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Busy, Failed } from '../../ui/parts';
import { useMay } from '../session/session';
import { Compare } from './compare';
import { dayAfter, dayMonth, fullDay, hoursText, money, num } from './format';
import { NewScenario } from './new_scenario';
import { Past } from './past';
import { bodyOf, isUnderWay, scenariosQuery, summaryOf, type Scenario } from './planning';
import './planning.css';

export function PlanningPage() {
  const mayEdit = useMay('lead');
  const list = useQuery(scenariosQuery);
  const [adding, setAdding] = useState(false);
  const [uploading, setUploading] = useState(false);
  const [chosen, setChosen] = useState<number[]>([]);
  const scenarios = list.data ?? [];
  const compared = scenarios.filter((scenario) => chosen.includes(scenario.id)).sort((a, b) => chosen.indexOf(a.id) - chosen.indexOf(b.id));
  const upload = () => { setAdding(false); setUploading(true); };
  return (
    <div className="page plan">
      <header className="page-head"><h1>{t('plan.title')}</h1><span className="grow" />{mayEdit && scenarios.length > 0 && <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>{t('plan.new')}</Button>}</header>
      <div className="plan-body">
        {list.isLoading && <Busy />}
        {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && scenarios.length === 0 && (
          <section className="plan-empty">
            <div className="blank-art"><IconTimeline size={28} stroke={1.5} /></div>
            <h2>{t('plan.empty')}</h2>
            <p>{t('plan.empty_text')}</p>
            <ol className="plan-steps"><li>{t('plan.step1')}</li><li>{t('plan.step2')}</li><li>{t('plan.step3')}</li></ol>
            {mayEdit ? <NewScenario onUpload={upload} /> : <p className="muted">{t('plan.empty_agent')}</p>}
          </section>
        )}
        {scenarios.length > 0 && (
          <ul className="plan-list">{scenarios.map((scenario) => <Card key={scenario.id} scenario={scenario} chosen={chosen.includes(scenario.id)} onChoose={scenarios.length > 1 ? (on) => setChosen(on ? [...chosen, scenario.id].slice(-4) : chosen.filter((id) => id !== scenario.id)) : undefined} />)}</ul>
        )}
        {compared.length > 1 ? <section><h2 className="plan-h2">{t('plan.compare')}</h2><Compare scenarios={compared} /></section> : scenarios.length > 1 && <p className="muted small">{t('plan.compare_text')}</p>}
        {list.isSuccess && <Past mayEdit={mayEdit} uploading={uploading} setUploading={setUploading} />}
      </div>
      <Modal opened={adding} onClose={() => setAdding(false)} title={t('plan.new')} size={620} closeButtonProps={{ 'aria-label': t('common.close') }}><NewScenario onUpload={upload} /></Modal>
    </div>
  );
}

function Card({ scenario, chosen, onChoose }: { scenario: Scenario; chosen: boolean; onChoose?: ((on: boolean) => void) | undefined }) {
  const body = bodyOf(scenario);
  const summary = summaryOf(scenario.latest_result);
  const run = scenario.latest_run;
  return (
    <li className="plan-card" data-chosen={chosen || undefined}>
      <div className="spread"><h2><Link to="/planning/$scenarioId" params={{ scenarioId: String(scenario.id) }}>{scenario.name}</Link></h2>
        {onChoose && <label className="plan-choose"><input type="checkbox" checked={chosen} onChange={(event) => onChoose(event.target.checked)} aria-label={t('plan.compare_one', { name: scenario.name })} />{t('plan.compare')}</label>}</div>
      <p className="muted small">{fullDay(body.start)} – {dayMonth(dayAfter(body.start, (body.days ?? 7) - 1))}</p>
      {run && isUnderWay(run) && <progress max={1} value={run.progress} aria-label={t('plan.computing')} />}
      {run?.state === 'failed' && <p className="notice notice-danger small">{run.problem}</p>}
      {summary && (
        <dl className="plan-mini">
          <div><dt>{t('plan.tickets')}</dt><dd>{num(summary.tickets)}</dd></div>
          <div><dt>{t('plan.at_peak')}</dt><dd>{num(summary.needed_at_peak)}</dd></div>
          <div><dt>{t('plan.short_hours')}</dt><dd className={summary.short_hours > 0.5 ? 'plan-bad' : ''}>{hoursText(summary.short_hours)}</dd></div>
          <div><dt>{t('plan.extra_cost')}</dt><dd>{money(summary.extra_cost + summary.lever_cost, body.currency ?? 'EUR')}</dd></div>
        </dl>
      )}
    </li>
  );
}
