// What the desk learnt from the shop: which model answers, how it did on corrections it had not seen, what it confuses, tags that teach.
import { api, call, type Schemas } from '@peakdesk/shared/api';
import { formatNumber, fullTime, t } from '@peakdesk/shared/i18n';
import { ActionIcon, Button, Popover, Select } from '@mantine/core';
import { IconSchool, IconX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Blank, Bone, Failed, sayProblem } from '../../ui/parts';
import { toast } from '../../ui/toasts';
import { tagsQuery, useMay } from '../session/session';
import { Examples } from './clusters_panel';
import { intentText, learningQuery, percent } from './insights';
import { LabelPicker } from './label_picker';

type Report = Schemas['LearningReport'];

export function LearningPanel() {
  const client = useQueryClient();
  const lead = useMay('lead');
  const query = useQuery({ ...learningQuery, refetchInterval: (one) => (one.state.data?.is_running ? 5_000 : false) });
  const [busy, setBusy] = useState(false);
  if (query.isLoading) return <div className="stack" role="status" aria-label={t('common.loading')}><Bone width="100%" height={90} /><Bone width="100%" height={200} /></div>;
  if (query.isError || !query.data) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const report = query.data;
  const change = async (work: Promise<Report>, said: string) => {
    setBusy(true);
    try {
      client.setQueryData<Report>(['learning'], await work);
      toast(said);
    } catch (error) {
      sayProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const name = (tagId: number, label: string) => void change(call(api.PUT('/api/insights/tag-labels/{id}', { params: { path: { id: tagId } }, body: { label } })), t('common.saved'));
  const judged = report.in_use ?? report.last;
  return (
    <>
      <div className="spread learning-state">
        <p>{report.in_use ? t('learn.state_own', { time: fullTime(report.in_use.created_datetime) }) : t('learn.state_shipped')}{report.last?.state === 'refused' ? ` ${t('learn.last_refused')}` : ''}</p>
        {lead && <Button variant="light" leftSection={<IconSchool size={16} />} loading={busy || report.is_running} disabled={report.corrections < 5 && report.tag_labels.length === 0} onClick={() => void change(call(api.POST('/api/insights/learning')), t('learn.queued'))}>{report.is_running ? t('learn.running') : t('learn.now')}</Button>}
      </div>
      <dl className="figures">
        <div className="figure"><dt>{t('learn.corrections')}</dt><dd>{formatNumber(report.corrections)}</dd><dd className="figure-note">{t('learn.since', { count: report.new_corrections, after: report.learns_after })}</dd></div>
        {judged && judged.judgement.judges > 0 && <div className="figure"><dt>{t('learn.right')}</dt><dd>{percent(judged.judgement.right_after)}</dd><dd className="figure-note">{t('learn.before_after', { before: percent(judged.judgement.right_before), after: percent(judged.judgement.right_after) })} · {t('learn.judged', { count: judged.judgement.judges })}</dd></div>}
      </dl>
      <section aria-label={t('learn.confusions')}>
        <h2 className="questions-title">{t('learn.confusions')}</h2>
        {report.confusions.length === 0 && <Blank icon={<IconSchool size={28} stroke={1.5} />} title={t('learn.confusions_none')} text={t('learn.confusions_none_text')} />}
        <ul className="clusters">{report.confusions.map((pair) => (
          <li key={`${pair.truth}|${pair.answer}`} className="cluster">
            <div className="spread"><h2>{t('learn.confused', { answer: intentText(pair.answer), truth: intentText(pair.truth) })}</h2><span className="chip">{formatNumber(pair.messages)}</span></div>
            <Examples examples={pair.examples} />
          </li>
        ))}</ul>
      </section>
      <section aria-label={t('learn.tags')}>
        <h2 className="questions-title">{t('learn.tags')}</h2>
        <p className="muted questions-intro">{t('learn.tags_text')}</p>
        <ul className="cards">{report.tag_labels.map((one) => (
          <li key={one.tag_id} className="card-row"><span className="grow clip"><strong>{one.tag}</strong> → {intentText(one.label)}</span><span className="muted small">{t('learn.tag_tickets', { count: one.tickets })}</span>{lead && <ActionIcon aria-label={t('tags.remove', { name: one.tag })} onClick={() => name(one.tag_id, '')}><IconX size={15} /></ActionIcon>}</li>
        ))}</ul>
        {lead && <AddTag taken={report.tag_labels.map((one) => one.tag_id)} onAdd={name} />}
      </section>
    </>
  );
}

function AddTag({ taken, onAdd }: { taken: number[]; onAdd: (tagId: number, label: string) => void }) {
  const tags = (useQuery(tagsQuery).data ?? []).filter((tag) => !taken.includes(tag.id));
  const [tag, setTag] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  return (
    <div className="inline add-tag">
      <Select aria-label={t('learn.tag')} placeholder={t('learn.tag')} searchable data={tags.map((one) => ({ value: String(one.id), label: one.name }))} value={tag} onChange={setTag} />
      <Popover opened={open} onChange={setOpen} position="bottom-start" width={300} trapFocus returnFocus>
        <Popover.Target><Button variant="default" disabled={!tag} onClick={() => setOpen(!open)}>{t('learn.tag_label')}</Button></Popover.Target>
        <Popover.Dropdown p={6}>{open && <LabelPicker onChoose={(label) => { if (tag && label) onAdd(Number(tag), label); setOpen(false); setTag(null); }} />}</Popover.Dropdown>
      </Popover>
    </div>
  );
}
