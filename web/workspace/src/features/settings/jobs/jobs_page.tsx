import { api, call, type Schemas } from '@peakdesk/shared/api';
import { fullTime, t } from '@peakdesk/shared/i18n';
import { Button, SegmentedControl } from '@mantine/core';
import { IconRefreshAlert } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sayProblem } from '../../../ui/parts';
import { toast } from '../../../ui/toasts';
import { ResourcePage } from '../resource';

type Job = Schemas['Job'];
const states: Job['state'][] = ['dead', 'waiting', 'running', 'done'];
const looks = { dead: 'state-bad', waiting: 'state-wait', running: 'state-wait', done: 'state-ok' } as const;

export function JobsPage() {
  const client = useQueryClient();
  const [state, setState] = useState<Job['state']>('dead');
  const query = useQuery({ queryKey: ['jobs', state], refetchInterval: 5000, queryFn: async () => (await call(api.GET('/api/jobs', { params: { query: { state, limit: 100 } } }))).data });
  const retry = async (job: Job) => {
    try {
      await call(api.POST('/api/jobs/{id}/retry', { params: { path: { id: job.id } } }));
      toast(t('jobs.retried'));
      await client.invalidateQueries({ queryKey: ['jobs'] });
    } catch (error) {
      sayProblem(error);
    }
  };
  return (
    <ResourcePage<Job> title={t('settings.jobs')} text={t('settings.jobs_text')} query={query} mayChange={false} addLabel="" icon={<IconRefreshAlert size={26} />} emptyTitle={state === 'dead' ? t('jobs.none_dead') : t('jobs.none')} emptyText={state === 'dead' ? t('jobs.none_text') : ''}
      tools={<SegmentedControl size="xs" aria-label={t('jobs.which')} value={state} onChange={(value) => setState(value as Job['state'])} data={states.map((value) => ({ value, label: t(`jobs.state.${value}`) }))} />}
      row={(job) => <><span className={`state ${looks[job.state]}`}><i /></span><span className="grow clip"><strong>{job.kind}</strong> <span className="muted small">#{job.id} · {fullTime(job.created_datetime)} · {t('jobs.attempts', { count: job.attempts })}</span>{job.last_error && <><br /><span className="small set-aside-reason">{job.last_error}</span></>}{job.next_attempt_datetime && job.state === 'waiting' && <><br /><span className="muted small">{t('jobs.next', { time: fullTime(job.next_attempt_datetime) })}</span></>}</span>{job.state === 'dead' && <Button size="compact-sm" variant="light" onClick={() => void retry(job)}>{t('common.retry')}</Button>}</>} />
  );
}
