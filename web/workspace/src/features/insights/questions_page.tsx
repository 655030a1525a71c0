// What people ask: how many messages want what, how that changes, what agents spend on it; what no label covers; what the desk learnt.
import { formatNumber, t } from '@peakdesk/shared/i18n';
import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconMessageQuestion } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Schemas } from '@peakdesk/shared/api';
import { Blank, Bone, Failed } from '../../ui/parts';
import { ClustersPanel } from './clusters_panel';
import { DayChart, Spark } from './day_chart';
import { countText } from './insight_chips';
import { intentFilter, intentText, languageText, percent, questionsQuery, type Stretch } from './insights';
import { LearningPanel } from './learning_panel';
import '../customers/customers.css';
import './insights.css';

type Tab = 'volume' | 'new' | 'learning';
const stretches = [7, 28, 90, 365];

export function QuestionsPage() {
  const search = useSearch({ strict: false }) as { tab?: Tab; days?: number };
  const navigate = useNavigate();
  const tab: Tab = search.tab === 'new' || search.tab === 'learning' ? search.tab : 'volume';
  const days = stretches.includes(search.days ?? 0) ? (search.days as number) : 28;
  const stretch = useMemo<Stretch>(() => {
    const to = new Date(Math.ceil(Date.now() / 60_000) * 60_000);
    return { from: new Date(to.getTime() - days * 86_400_000).toISOString(), to: to.toISOString() };
  }, [days]);
  const go = (change: { tab?: Tab; days?: number }) => void navigate({ to: '/questions', search: { tab, days, ...change }, replace: true });
  return (
    <div className="page">
      <header className="page-head questions-head">
        <h1>{t('nav.questions')}</h1>
        <SegmentedControl aria-label={t('nav.questions')} value={tab} onChange={(value) => go({ tab: value as Tab })}
          data={[{ value: 'volume', label: t('ask.tab_volume') }, { value: 'new', label: t('ask.tab_new') }, { value: 'learning', label: t('ask.tab_learning') }]} />
        <span className="grow" />
        {tab !== 'learning' && <Select className="questions-days" aria-label={t('ask.stretch')} allowDeselect={false} value={String(days)} onChange={(value) => value && go({ days: Number(value) })} data={stretches.map((count) => ({ value: String(count), label: t('ask.last_days', { days: count }) }))} />}
      </header>
      <div className="page-body scroll questions">
        {tab === 'volume' && <Volume stretch={stretch} onFurther={days < 365 ? () => go({ days: 365 }) : undefined} />}
        {tab === 'new' && <ClustersPanel stretch={stretch} />}
        {tab === 'learning' && <LearningPanel />}
      </div>
    </div>
  );
}

export function timeText(minutes: number): string {
  return minutes >= 90 ? t('ask.hours', { count: formatNumber(Math.round(minutes / 6) / 10) }) : t('ask.minutes', { count: countText(minutes) });
}

function Volume({ stretch, onFurther }: { stretch: Stretch; onFurther: (() => void) | undefined }) {
  const query = useQuery({ ...questionsQuery(stretch), placeholderData: keepPreviousData });
  if (query.isLoading) return <div className="stack" role="status" aria-label={t('common.loading')}><Bone width="100%" height={76} /><Bone width="100%" height={180} /><Bone width="100%" height={320} /></div>;
  if (query.isError || !query.data) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const report = query.data;
  if (report.messages === 0) return <Blank icon={<IconMessageQuestion size={28} stroke={1.5} />} title={t('ask.empty')} text={t('ask.empty_text')}>{onFurther && <Button variant="light" onClick={onFurther}>{t('ask.other_stretch')}</Button>}</Blank>;
  const none = report.intents.find((one) => one.label === '')?.messages ?? 0;
  const negative = report.sentiments.find((one) => one.name === 'negative')?.messages ?? 0;
  const shown = report.intents.filter((one) => one.messages > 0 || one.agent_minutes >= 1);
  return (
    <>
      <dl className="figures">
        <Figure label={t('ask.messages')} value={formatNumber(report.messages)} note={t('ask.previous', { count: report.previous_messages })} />
        <Figure label={t('ask.agent_time')} value={timeText(report.agent_minutes)} note={t('ask.agent_time_text')} />
        <Figure label={t('ask.negative')} value={percent(negative / report.messages)} />
        <Figure label={t('ask.unlabelled')} value={percent(none / report.messages)} />
      </dl>
      <DayChart days={report.days} intents={report.intents.filter((one) => one.messages > 0).slice(0, 5)} />
      <div className="asked-scroll">
        <table className="asked">
          <thead><tr><th scope="col">{t('ask.intent')}</th><th scope="col" className="asked-spark">{t('ask.trend')}</th><th scope="col" className="number">{t('ask.messages')}</th><th scope="col" className="number asked-wide">{t('ask.share')}</th><th scope="col" className="number">{t('ask.change')}</th><th scope="col" className="number asked-wide">{t('ask.negative')}</th><th scope="col" className="number">{t('ask.agent_time')}</th></tr></thead>
          <tbody>{shown.map((one) => <AskedRow key={one.label} asked={one} total={report.messages} />)}</tbody>
        </table>
      </div>
      <div className="counted-lists">
        <Counted title={t('ask.languages')} total={report.messages} rows={report.languages.slice(0, 8).map((one) => ({ name: languageText(one.name), filter: one.name === 'und' ? null : `language:${one.name}`, messages: one.messages }))} />
        <Counted title={t('ask.moods')} total={report.messages} rows={report.sentiments.map((one) => ({ name: t(`sentiment.${one.name as 'neutral'}`), filter: `sentiment:${one.name}`, messages: one.messages }))} />
      </div>
    </>
  );
}

function Figure({ label, value, note }: { label: string; value: string; note?: string }) {
  return <div className="figure"><dt>{label}</dt><dd>{value}</dd>{note && <dd className="figure-note">{note}</dd>}</div>;
}

function AskedRow({ asked, total }: { asked: Schemas['AskedIntent']; total: number }) {
  const name = intentText(asked.label);
  const change = asked.previous_messages > 0 ? asked.messages / asked.previous_messages - 1 : null;
  return (
    <tr>
      <th scope="row"><Link to="/search" search={{ q: intentFilter(asked.label), type: 'ticket' }} title={t('ask.show_tickets', { name })}>{name}</Link></th>
      <td className="asked-spark"><Spark values={asked.per_day} /></td>
      <td className="number">{formatNumber(asked.messages)}</td>
      <td className="number asked-wide">{percent(asked.messages / total)}</td>
      <td className="number">{change === null ? (asked.messages ? t('ask.new') : '–') : `${change > 0 ? '+' : ''}${percent(change)}`}</td>
      <td className="number asked-wide">{asked.messages ? percent(asked.negative_messages / asked.messages) : '–'}</td>
      <td className="number">{timeText(asked.agent_minutes)}</td>
    </tr>
  );
}

function Counted({ title, rows, total }: { title: string; total: number; rows: { name: string; filter: string | null; messages: number }[] }) {
  return (
    <section className="counted" aria-label={title}>
      <h2>{title}</h2>
      <ul>{rows.map((row) => (
        <li key={row.name}><span className="counted-bar" style={{ width: `${(100 * row.messages) / Math.max(1, total)}%` }} />
          <span className="clip grow">{row.filter ? <Link to="/search" search={{ q: row.filter, type: 'ticket' }}>{row.name}</Link> : row.name}</span><span>{formatNumber(row.messages)}</span></li>
      ))}</ul>
    </section>
  );
}
