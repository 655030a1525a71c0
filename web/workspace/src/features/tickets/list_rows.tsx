// The rows in sight. Scrolling renders this alone, never the pane around it.
import type { TicketSummary } from '@peakdesk/shared/api';
import { shortTime, t } from '@peakdesk/shared/i18n';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useImperativeHandle, useMemo, type Ref, type RefObject } from 'react';
import { gridOf, type Column } from './columns';
import type { Selection } from './selection';
import { TicketRow, type RowTexts } from './ticket_row';

const heights = { narrow: 82, wide: 45 };
/** The moment a list is ordered by; of one ordered by something else, the last message. */
export const momentOf = (ticket: TicketSummary, field: string) =>
  (field.endsWith('_datetime') ? ticket[field as 'created_datetime'] : null) ?? ticket.last_message_datetime ?? ticket.created_datetime;

export type RowsHandle = { scrollTo: (index: number, align?: 'auto' | 'center') => void };

type Props = {
  ref: Ref<RowsHandle>; items: TicketSummary[]; scroller: RefObject<HTMLDivElement | null>; activeId: number | null; selection: Selection; timeField: string;
  columns: Column[] | undefined; more: boolean; onMore: () => void; onOpen: (id: number) => void; onCheck: (id: number, range: boolean) => void;
};

export const ListRows = memo(function ListRows({ ref, items, scroller, activeId, selection, timeField, columns, more, onMore, onOpen, onCheck }: Props) {
  const rowHeight = columns ? heights.wide : heights.narrow;
  const grid = columns && gridOf(columns);
  const texts = useMemo<RowTexts>(() => ({ noSubject: t('ticket.no_subject'), failed: t('message.failed'), urgent: t('priority.urgent'), high: t('priority.high'), select: t('list.select'), you: '↩', unassigned: t('ticket.unassigned'),
    words: { low: t('priority.low'), normal: t('priority.normal'), high: t('priority.high'), urgent: t('priority.urgent'), open: t('status.open'), snoozed: t('status.snoozed'), closed: t('status.closed'), email: t('session.email') } }), []);
  // Functions that stay the same: with new ones the places of all rows are computed anew, in every frame that scrolls.
  const getItemKey = useCallback((index: number) => items[index]?.id ?? index, [items]);
  const estimateSize = useCallback(() => rowHeight, [rowHeight]);
  const rows = useVirtualizer({ count: items.length, getScrollElement: () => scroller.current, estimateSize, overscan: 6, getItemKey });
  useImperativeHandle(ref, () => ({ scrollTo: (index, align = 'auto') => rows.scrollToIndex(index, { align }) }), [rows]);
  const shown = rows.getVirtualItems();
  const last = shown[shown.length - 1]?.index ?? 0;
  useEffect(() => {
    if (more && last > items.length - 60) onMore();
  }, [last, items.length, more, onMore]);
  const now = new Date();
  const day = now.toDateString();
  // One function for a day, so that rows that did not change are not drawn again.
  const timeOf = useCallback((iso: string) => shortTime(iso, new Date()), [day]);
  return (
    <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
      {shown.map((row) => {
        const ticket = items[row.index];
        return ticket && (
          <TicketRow key={ticket.id} ticket={ticket} active={ticket.id === activeId} checked={selection.whole || selection.ids.has(ticket.id)} selecting={selection.ids.size > 0}
            time={shortTime(momentOf(ticket, timeField), now)} top={row.start} texts={texts} columns={columns} grid={grid} timeOf={timeOf} onOpen={onOpen} onCheck={onCheck} />
        );
      })}
    </div>
  );
});
