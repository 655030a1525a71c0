// What no label covers: messages that resemble each other, to look at and to give a label.
import { api, call, type Schemas } from '@peakdesk/shared/api';
import { formatNumber, shortTime, t } from '@peakdesk/shared/i18n';
import { Button, Popover } from '@mantine/core';
import { IconTag, IconTopologyRing } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Blank, Bone, Failed, sayProblem } from '../../ui/parts';
import { toast } from '../../ui/toasts';
import { useMay } from '../session/session';
import { clustersQuery, type Stretch } from './insights';
import { LabelPicker } from './label_picker';

type Cluster = Schemas['ClustersReport']['clusters'][number];

export function ClustersPanel({ stretch }: { stretch: Stretch }) {
  const query = useQuery(clustersQuery(stretch));
  if (query.isLoading) return <div className="stack" role="status" aria-label={t('common.loading')}>{[0, 1, 2].map((one) => <Bone key={one} width="100%" height={110} />)}</div>;
  if (query.isError || !query.data) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (query.data.clusters.length === 0) return <Blank icon={<IconTopologyRing size={28} stroke={1.5} />} title={t('ask.no_clusters')} text={t('ask.no_clusters_text')} />;
  return (
    <>
      <p className="muted questions-intro">{t('ask.clusters_text')}</p>
      <ul className="clusters">{query.data.clusters.map((cluster) => <ClusterCard key={cluster.message_ids[0]} cluster={cluster} />)}</ul>
    </>
  );
}

function ClusterCard({ cluster }: { cluster: Cluster }) {
  const client = useQueryClient();
  const may = useMay('agent');
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const label = async (name: string) => {
    setOpen(false);
    setBusy(true);
    try {
      await call(api.POST('/api/insights/corrections', { body: { message_ids: cluster.message_ids, intents: name ? [name] : [] } }));
      toast(t('insight.confirmed'));
      for (const key of ['question-clusters', 'questions', 'learning', 'insight-labels', 'insights']) void client.invalidateQueries({ queryKey: [key] });
    } catch (error) {
      sayProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <li className="cluster">
      <div className="spread">
        <h2 className="clip">{cluster.words.join(' · ')}</h2>
        <span className="chip chip-accent">{formatNumber(cluster.messages)}</span>
      </div>
      <p className="muted small">{t('ask.between', { from: shortTime(cluster.first_datetime), to: shortTime(cluster.last_datetime) })}</p>
      <Examples examples={cluster.examples} />
      {may && (
        <Popover opened={open} onChange={setOpen} position="bottom-start" width={300} trapFocus returnFocus>
          <Popover.Target><Button size="compact-sm" variant="light" loading={busy} leftSection={<IconTag size={14} />} onClick={() => setOpen(!open)}>{t('ask.give_label')}</Button></Popover.Target>
          <Popover.Dropdown p={6}>{open && <LabelPicker onChoose={(name) => void label(name)} />}</Popover.Dropdown>
        </Popover>
      )}
    </li>
  );
}

export function Examples({ examples }: { examples: Schemas['InsightExample'][] }) {
  return (
    <ul className="examples">{examples.map((example) => (
      <li key={example.message_id}><Link to="/tickets/$ticketId" params={{ ticketId: String(example.ticket_id) }}>#{example.ticket_number}</Link><span>{example.text}</span></li>
    ))}</ul>
  );
}
