// A ticket: head, attributes, messages, and the reply box.
import { t } from '@peakdesk/shared/i18n';
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { desk } from '../../live/socket';
import { Bone, Failed, sayProblem } from '../../ui/parts';
import { usePainted } from '../../ui/use_painted';
import { useMay, useMe } from '../session/session';
import { changeTicket } from '../tickets/changes';
import { ticketQuery } from '../tickets/queries';
import { sayUndoable } from '../tickets/operations';
import type { TicketList } from '../tickets/ticket_list';
import { api, call } from '@peakdesk/shared/api';
import { dayOf } from '@peakdesk/shared/i18n';
import { MessageItem } from './message_item';
import { messagesQuery, useOlder } from './messages';
import { PresenceLine } from './presence';
import { TicketHead } from './ticket_head';
import './conversation.css';

const Composer = lazy(() => import('./composer').then((module) => ({ default: module.Composer })));
const HistoryDrawer = lazy(() => import('./history_drawer').then((module) => ({ default: module.HistoryDrawer })));

export function Conversation({ ticketId, viewPart, panelOpen, onTogglePanel }: { ticketId: number; viewPart: string; panelOpen: boolean; onTogglePanel: () => void }) {
  const client = useQueryClient();
  const me = useMe();
  const mayChange = useMay('agent');
  const ticket = useQuery(ticketQuery(ticketId));
  const messages = useQuery(messagesQuery(ticketId));
  const older = useOlder(ticketId);
  const [splitting, setSplitting] = useState<Set<number> | null>(null);
  const [history, setHistory] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  // What the list knows is shown before the answer is here.
  const summary = useMemo(() => {
    for (const [, list] of client.getQueriesData<TicketList>({ queryKey: ['tickets'] })) {
      const found = list?.items.find((item) => item.id === ticketId);
      if (found) return found;
    }
    return undefined;
  }, [client, ticketId]);
  const head = ticket.data ?? summary;

  useEffect(() => {
    desk.watch(ticketId);
    return () => desk.watch(null);
  }, [ticketId]);

  const unread = head?.is_unread && mayChange;
  useEffect(() => {
    if (!unread) return undefined;
    const timer = setTimeout(() => void changeTicket(client, me.id, ticketId, { is_unread: false }), 900);
    return () => clearTimeout(timer);
  }, [unread, client, me.id, ticketId]);

  // Opens at the newest message, and stays there while the end is in sight.
  const items = messages.data?.items;
  const lastId = items?.[items.length - 1]?.id;
  // The messages come first; making an editor takes longer than reading them.
  const answerable = usePainted(!!ticket.data && !messages.isLoading);
  const atEnd = useRef(true);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => { if (atEnd.current) element.scrollTop = element.scrollHeight; });
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = scroller.current;
    if (element && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [lastId]);

  const loadOlder = async () => {
    const element = scroller.current;
    const before = element ? element.scrollHeight - element.scrollTop : 0;
    atEnd.current = false;
    await older.load().catch(sayProblem);
    requestAnimationFrame(() => { if (element) element.scrollTop = element.scrollHeight - before; });
  };

  const check = useCallback((id: number) => setSplitting((now) => {
    const next = new Set(now ?? []);
    if (!next.delete(id)) next.add(id);
    return next;
  }), []);

  const split = async () => {
    if (!splitting?.size) return;
    try {
      const { ticket: made, operation_id } = await call(api.POST('/api/tickets/{id}/split', { params: { path: { id: ticketId } }, body: { message_ids: [...splitting], subject: head?.subject ?? '' } }));
      setSplitting(null);
      for (const key of ['tickets', 'ticket', 'messages', 'timeline', 'view-counts']) void client.invalidateQueries({ queryKey: [key] });
      sayUndoable(client, t('split.done', { number: String(made.number) }), operation_id);
    } catch (error) {
      sayProblem(error);
    }
  };

  if (ticket.isError && !ticket.data) return <Failed error={ticket.error} retry={() => void ticket.refetch()} />;
  let day = '';
  return (
    <section className="thread" aria-label={head?.subject || t('ticket.no_subject')}>
      {head && <TicketHead ticket={head} full={ticket.data} viewPart={viewPart} panelOpen={panelOpen} onTogglePanel={onTogglePanel} onHistory={() => setHistory(true)} onSplit={() => setSplitting(new Set())} />}
      <div ref={scroller} className="thread-scroll scroll" tabIndex={0} role="log" aria-label={t('message.list')}
        onScroll={(event) => { const element = event.currentTarget; atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 60; }}>
        <div className="thread-list">
          {messages.data?.older && <Button className="thread-older" size="compact-sm" variant="subtle" loading={older.busy} onClick={() => void loadOlder()}>{t('message.older')}</Button>}
          {messages.isLoading && <MessageBones />}
          {messages.isError && !items && <Failed error={messages.error} retry={() => void messages.refetch()} />}
          {items?.map((message) => {
            const itsDay = message.created_datetime.slice(0, 10);
            const first = itsDay !== day;
            day = itsDay;
            return (
              <div key={message.id}>
                {first && <div className="thread-day"><span>{dayOf(message.created_datetime)}</span></div>}
                <MessageItem message={message} mayChange={mayChange} splitting={splitting !== null} checked={splitting?.has(message.id) ?? false} onCheck={check} />
              </div>
            );
          })}
        </div>
      </div>
      <PresenceLine ticketId={ticketId} drafts={ticket.data?.drafts ?? []} meId={me.id} />
      {splitting !== null ? (
        <div className="split-bar" role="toolbar" aria-label={t('split.title')}>
          <span className="grow">{splitting.size ? t('split.count', { count: splitting.size }) : t('split.hint')}</span>
          <Button variant="default" onClick={() => setSplitting(null)}>{t('common.cancel')}</Button>
          <Button disabled={!splitting.size || splitting.size === items?.length} onClick={() => void split()}>{t('split.button')}</Button>
        </div>
      ) : mayChange && (
        <Suspense fallback={<div className="composer-place" />}>
          {answerable && ticket.data ? <Composer ticket={ticket.data} lastMessageId={[...(items ?? [])].reverse().find((message) => message.public)?.id ?? null} /> : <div className="composer-place" />}
        </Suspense>
      )}
      {history && <Suspense fallback={null}><HistoryDrawer ticketId={ticketId} onClose={() => setHistory(false)} /></Suspense>}
    </section>
  );
}

function MessageBones() {
  return (
    <div role="status" aria-label={t('common.loading')} className="stack" style={{ gap: 24, padding: '12px 0' }}>
      {[70, 55, 80].map((width) => <div key={width} className="inline" style={{ alignItems: 'flex-start', flexWrap: 'nowrap' }}><span className="bone avatar-m" style={{ borderRadius: '50%' }} /><div className="grow stack" style={{ gap: 8 }}><Bone width="30%" /><Bone width={`${width}%`} height={64} /></div></div>)}
    </div>
  );
}
