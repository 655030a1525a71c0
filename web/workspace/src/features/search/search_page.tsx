// One search over tickets, messages and customers, with help for its filters.
import { api, call, Problem, type Schemas } from '@peakdesk/shared/api';
import { shortTime, t, type TextKey } from '@peakdesk/shared/i18n';
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconMessage, IconSearch, IconTicket } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Avatar, Blank, Bone, Failed } from '../../ui/parts';
import '../customers/customers.css';
import './search.css';

type Hit = Schemas['SearchHit'];
const examples: [string, TextKey][] = [
  ['is:open', 'search.help_is'], ['assignee:me', 'search.help_assignee'], ['tag:refund', 'search.help_tag'], ['priority:high', 'search.help_priority'], ['channel:email', 'search.help_channel'],
  ['customer:ann@example.com', 'search.help_customer'], ['created:>2026-11-01', 'search.help_created'], ['updated:<7d', 'search.help_updated'], ['has:attachment', 'search.help_attachment'], ['language:fr', 'search.help_language'],
  ['intent:refund/request', 'search.help_intent'], ['sentiment:negative', 'search.help_sentiment'], ['is:escalating', 'search.help_escalating'],
  ['"lost parcel"', 'search.help_phrase'], ['refun*', 'search.help_prefix'], ['-spam', 'search.help_not'], ['number:123', 'search.help_number'],
];

export function SearchPage() {
  const search = useSearch({ strict: false }) as { q?: string; type?: string };
  const navigate = useNavigate();
  const [text, setText] = useState(search.q ?? '');
  const [asked] = useDebouncedValue(text.trim(), 220);
  const input = useRef<HTMLInputElement>(null);
  const type = (['ticket', 'message', 'customer'].includes(search.type ?? '') ? search.type : undefined) as Hit['type'] | undefined;
  useEffect(() => { if ((search.q ?? '') !== asked) void navigate({ to: '/search', search: { ...(asked ? { q: asked } : {}), ...(type ? { type } : {}) }, replace: true }); }, [asked]);
  useEffect(() => { if (search.q !== undefined && search.q !== asked) setText(search.q); }, [search.q]);

  const hits = useInfiniteQuery({
    queryKey: ['search', asked, type], enabled: asked.length > 0, initialPageParam: undefined as string | undefined, retry: false,
    queryFn: ({ pageParam, signal }) => call(api.GET('/api/search', { params: { query: { q: asked, limit: 30, ...(type ? { type } : {}), ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    getNextPageParam: (page) => page.meta.next_cursor ?? undefined,
  });
  const found = hits.data?.pages.flatMap((page) => page.data) ?? [];
  const wrong = hits.error instanceof Problem && hits.error.status === 422 ? hits.error : null;
  const add = (filter: string) => { setText(`${text.trim()} ${filter}`.trim()); input.current?.focus(); };

  return (
    <div className="page">
      <header className="page-head search-head">
        <h1 className="sr">{t('nav.search')}</h1>
        <TextInput ref={input} className="grow" size="md" leftSection={<IconSearch size={18} />} aria-label={t('nav.search')} placeholder={t('search.placeholder')} value={text} autoFocus onChange={(event) => setText(event.target.value)} error={wrong?.message} />
        <SegmentedControl aria-label={t('search.kind')} value={type ?? 'all'} onChange={(value) => void navigate({ to: '/search', search: { ...(asked ? { q: asked } : {}), ...(value === 'all' ? {} : { type: value }) } })}
          data={[{ value: 'all', label: t('search.all') }, { value: 'ticket', label: t('nav.tickets') }, { value: 'message', label: t('search.messages') }, { value: 'customer', label: t('nav.customers') }]} />
      </header>
      <div className="page-body">
        {!asked && (
          <section className="search-help" aria-label={t('search.help')}>
            <h2>{t('search.help')}</h2>
            <p className="muted">{t('search.help_text')}</p>
            <ul>{examples.map(([filter, key]) => <li key={filter}><button type="button" onClick={() => add(filter)}><code>{filter}</code><span className="muted">{t(key)}</span></button></li>)}</ul>
          </section>
        )}
        {hits.isLoading && asked && <div className="stack">{[0, 1, 2, 3].map((one) => <Bone key={one} width="100%" height={56} />)}</div>}
        {hits.isError && !wrong && <Failed error={hits.error} retry={() => void hits.refetch()} />}
        {hits.isSuccess && found.length === 0 && <Blank icon={<IconSearch size={28} stroke={1.5} />} title={t('search.nothing')} text={t('search.nothing_text')} />}
        <ul className="cards">{found.map((hit, index) => <li key={index}><HitRow hit={hit} /></li>)}</ul>
        {hits.hasNextPage && <Button variant="default" mt="md" loading={hits.isFetchingNextPage} onClick={() => void hits.fetchNextPage()}>{t('common.load_more')}</Button>}
      </div>
    </div>
  );
}

function HitRow({ hit }: { hit: Hit }) {
  if (hit.type === 'customer' && hit.customer) {
    const name = hit.customer.name || hit.customer.email || '?';
    return <Link className="card-row" to="/customers/$customerId" params={{ customerId: String(hit.customer.id) }}><Avatar name={name} /><span className="grow clip"><strong>{name}</strong><br /><span className="muted small">{hit.customer.email}</span></span><span className="muted small">{t('customer.tickets', { count: hit.customer.ticket_count })}</span></Link>;
  }
  if (!hit.ticket) return null;
  const ticket = hit.ticket;
  return (
    <Link className="card-row" to="/views/$view/tickets/$ticketId" params={{ view: 'all', ticketId: String(ticket.id) }}>
      <span className="hit-icon">{hit.type === 'message' ? <IconMessage size={19} stroke={1.6} /> : <IconTicket size={19} stroke={1.6} />}</span>
      <span className="grow clip"><strong>{ticket.subject || t('ticket.no_subject')}</strong> <span className="muted small">#{ticket.number} · {ticket.customer.name || ticket.customer.email}</span><br /><span className="small soft"><Snippet text={hit.snippet || ticket.excerpt} /></span></span>
      <span className="muted small card-right">{shortTime(ticket.last_message_datetime)}<br />{t(`status.${ticket.status}`)}</span>
    </Link>
  );
}

/** Found words stand between U+0002 and U+0003. */
export function Snippet({ text }: { text: string }) {
  return <>{text.split('\u0002').map((part, index) => {
    if (index === 0) return part;
    const [word, rest = ''] = part.split('\u0003');
    return <span key={index}><mark>{word}</mark>{rest}</span>;
  })}</>;
}
