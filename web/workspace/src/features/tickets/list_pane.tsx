// The virtualised list of a view with its head, its selection and its keys.
import type { TicketSummary, View } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { ActionIcon, Button, Drawer, Menu } from '@mantine/core';
import { IconArrowsSort, IconChevronDown, IconInbox, IconPlus, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Blank, Bone, Failed } from '../../ui/parts';
import { useCommands } from '../commands/commands';
import { countsQuery, useMay } from '../session/session';
import { BulkBar } from './bulk_bar';
import { ListRows, type RowsHandle } from './list_rows';
import { useOpenTicket } from './open_ticket';
import { listQuery, useLoadMore } from './queries';
import { columnsOf } from './columns';
import { ColumnHeads, ColumnsMenu } from './list_columns';
import { toggleRange, type Selection } from './selection';
import type { Order } from './ticket_list';
import { countText, ViewsNav, viewName } from './views_nav';

const none: TicketSummary[] = [];
export const orders: Order[] = ['last_message_datetime:desc', 'last_message_datetime:asc', 'created_datetime:desc', 'created_datetime:asc', 'priority:desc', 'updated_datetime:desc'];

/** `wide`: a table of the view's columns, for a screen with no ticket on it. */
export function ListPane({ view, order, activeId, wide }: { view: View; order: Order; activeId: number | null; wide: boolean }) {
  const navigate = useNavigate();
  const mayChange = useMay('agent');
  const list = useQuery(listQuery(view, order));
  const loadMore = useLoadMore(view, order);
  const count = useQuery(countsQuery).data?.[view.id] ?? view.count;
  const [selection, setSelection] = useState<Selection>({ ids: new Set(), anchor: null, whole: false });
  const [viewsOpen, setViewsOpen] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const items = list.data?.items ?? none;
  const part = view.key ?? String(view.id);

  useEffect(() => setSelection({ ids: new Set(), anchor: null, whole: false }), [view.id, order]);

  const rows = useRef<RowsHandle>(null);
  const more = list.data?.next;

  const { open, fetchAhead, aim } = useOpenTicket(part);
  const latest = useRef(items);
  latest.current = items;
  const check = useCallback((id: number, range: boolean) => setSelection((now) => toggleRange(now, latest.current.map((item) => item.id), id, range)), []);

  const columns = useMemo(() => (wide ? columnsOf(view) : undefined), [wide, view]);
  const sortBy = (one: Order) => void navigate({ to: '.', search: (old) => ({ ...old, sort: one }) });

  const at = items.findIndex((item) => item.id === activeId);
  // Table and list have rows of different heights: the ticket that was or is open stays in sight.
  const lastAt = useRef(-1);
  if (at >= 0) lastAt.current = at;
  useLayoutEffect(() => { if (lastAt.current >= 0) rows.current?.scrollTo(lastAt.current, 'center'); }, [wide]);
  useEffect(() => { lastAt.current = -1; }, [view.id, order]);

  const step = (by: number) => {
    const from = aim.current === null ? at : items.findIndex((item) => item.id === aim.current);
    const next = items[Math.max(0, Math.min(items.length - 1, from < 0 ? 0 : from + by))];
    if (!next) return;
    open(next.id);
    rows.current?.scrollTo(items.indexOf(next));
  };
  // The neighbours of what is open are fetched ahead, so that j and k show at once.
  useEffect(() => {
    if (at < 0) return undefined;
    const timer = setTimeout(() => {
      for (const near of [items[at + 1], items[at + 2], items[at - 1]]) {
        if (near) void fetchAhead(near.id);
      }
    }, 120);
    return () => clearTimeout(timer);
  }, [activeId, at, fetchAhead, items]);

  useCommands([
    { id: 'next', label: t('list.next'), keys: ['j', 'alt+KeyJ', 'ArrowDown'], group: 'list', inText: true, run: () => step(1) },
    { id: 'previous', label: t('list.previous'), keys: ['k', 'alt+KeyK', 'ArrowUp'], group: 'list', inText: true, run: () => step(-1) },
    { id: 'select', label: t('list.select'), keys: ['x'], group: 'list', run: () => activeId !== null && check(activeId, false) },
    { id: 'select-all', label: t('list.select_all'), keys: ['mod+shift+a', '* a'], group: 'list', run: () => setSelection({ ids: new Set(items.map((item) => item.id)), anchor: null, whole: false }) },
    { id: 'new', label: t('new.title'), keys: ['c'], group: 'go', run: () => void navigate({ to: '/new' }) },
    { id: 'advance', label: '', group: 'list', hidden: true, run: () => { const next = items[at + 1] ?? items[at - 1]; if (next) open(next.id); else void navigate({ to: '/views/$view', params: { view: part } }); } },
  ]);

  return (
    <section className="list" aria-label={viewName(view)}>
      <header className="list-head">
        <button type="button" className="list-views" onClick={() => setViewsOpen(true)} aria-haspopup="dialog"><span className="clip list-name">{viewName(view)}</span><IconChevronDown size={16} /></button>
        <h2 className="list-title list-name clip">{viewName(view)}</h2>
        {typeof count === 'number' && <span className="list-total">{countText(count)}</span>}
        <span className="grow" />
        <ActionIcon aria-label={t('common.refresh')} title={t('common.refresh')} loading={list.isFetching && !list.isLoading} loaderProps={{ size: 14 }} onClick={() => void list.refetch()}><IconRefresh size={17} stroke={1.7} /></ActionIcon>
        <Menu position="bottom-end" width={230}>
          <Menu.Target><ActionIcon aria-label={t('list.sort')} title={t('list.sort')}><IconArrowsSort size={17} stroke={1.7} /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('list.sort')}</Menu.Label>
            {orders.map((one) => (
              <Menu.Item key={one} fw={one === order ? 620 : undefined} onClick={() => sortBy(one)}>{t(`order.${one}` as 'order.priority:desc')}</Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {wide && <ColumnsMenu view={view} />}
        <ActionIcon className="list-new" component={Link} to="/new" variant="filled" color="teal" aria-label={t('new.title')}><IconPlus size={17} /></ActionIcon>
      </header>
      {selection.ids.size > 0 && mayChange && <BulkBar view={view} total={count ?? items.length} loaded={items} selection={selection} setSelection={setSelection} complete={!more} />}
      {columns && items.length > 0 && <ColumnHeads columns={columns} order={order} onOrder={sortBy} />}
      <div ref={scroller} className="list-scroll scroll" onPointerDown={(event) => { const row = (event.target as Element).closest('.row'); if (row && event.button === 0) void fetchAhead(Number(row.id.slice('ticket-'.length))); }} tabIndex={items.length ? 0 : -1} {...(items.length ? { role: 'listbox', 'aria-label': viewName(view), 'aria-multiselectable': true, 'aria-activedescendant': activeId !== null && at >= 0 ? `ticket-${activeId}` : undefined } : {})}>
        {list.isLoading && <RowBones />}
        {list.isError && items.length === 0 && <Failed error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && items.length === 0 && <EmptyView view={view} />}
        <ListRows key={wide ? 'wide' : 'narrow'} ref={rows} columns={columns} items={items} scroller={scroller} activeId={activeId} selection={selection} timeField={order.split(':')[0] ?? ''} more={!!more} onMore={loadMore} onOpen={open} onCheck={check} />
      </div>
      {viewsOpen && (
        <Drawer.Root opened onClose={() => setViewsOpen(false)} position="left" size={280}>
          <Drawer.Overlay backgroundOpacity={0.4} />
          <Drawer.Content aria-label={t('views.title')}><ViewsNav current={part} onChoose={() => setViewsOpen(false)} /></Drawer.Content>
        </Drawer.Root>
      )}
    </section>
  );
}

function RowBones() {
  return (
    <div aria-busy="true" aria-label={t('common.loading')} role="status">
      {Array.from({ length: 9 }, (_, index) => (
        <div key={index} className="row-bone"><span className="bone avatar-m" style={{ borderRadius: '50%' }} /><div className="grow stack" style={{ gap: 7 }}><Bone width="45%" /><Bone width="80%" /><Bone width="65%" height={10} /></div></div>
      ))}
    </div>
  );
}

function EmptyView({ view }: { view: View }) {
  const owner = useMay('owner');
  if (view.key === 'inbox') {
    return (
      <Blank icon={<IconInbox size={28} stroke={1.5} />} title={t('empty.inbox_title')} text={t('empty.inbox_text')}>
        {owner && <Button size="xs" variant="light" component={Link} to="/settings/mailboxes">{t('setup.add_mailbox')}</Button>}
        <Button size="xs" variant="default" component={Link} to="/new">{t('new.title')}</Button>
      </Blank>
    );
  }
  const known = ['mine', 'unassigned', 'mentions', 'snoozed', 'closed', 'spam', 'trash', 'all'];
  const text = view.key && known.includes(view.key) ? t(`empty.${view.key}` as 'empty.mine') : t('empty.view', { filter: view.filter });
  return <Blank icon={<IconInbox size={28} stroke={1.5} />} title={t('empty.title')} text={text} />;
}
