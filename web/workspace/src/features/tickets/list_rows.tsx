// The rows in sight. Scrolling renders this alone, never the pane around it.
import type { TicketSummary } from '@peakdesk/shared/api';
import { shortTime, t } from '@peakdesk/shared/i18n';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useImperativeHandle, useMemo, type Ref, type RefObject } from 'react';
import type { Selection } from './selection';
import { TicketRow, type RowTexts } from './ticket_row';

const rowHeight = 82;
export type RowsHandle = { scrollTo: (index: number) => void };

type Props = {
  ref: Ref<RowsHandle>; items: TicketSummary[]; scroller: RefObject<HTMLDivElement | null>; activeId: number | null; selection: Selection; timeField: 'created_datetime';
  more: boolean; onMore: () => void; onOpen: (id: number) => void; onCheck: (id: number, range: boolean) => void;
};

export const ListRows = memo(function ListRows({ ref, items, scroller, activeId, selection, timeField, more, onMore, onOpen, onCheck }: Props) {
  const texts = useMemo<RowTexts>(() => ({ noSubject: t('ticket.no_subject'), failed: t('message.failed'), urgent: t('priority.urgent'), high: t('priority.high'), select: t('list.select'), you: '↩' }), []);
  const rows = useVirtualizer({ count: items.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 6, getItemKey: (index) => items[index]?.id ?? index });
  useImperativeHandle(ref, () => ({ scrollTo: (index) => rows.scrollToIndex(index, { align: 'auto' }) }), [rows]);
  const shown = rows.getVirtualItems();
  const last = shown[shown.length - 1]?.index ?? 0;
  useEffect(() => {
    if (more && last > items.length - 60) onMore();
  }, [last, items.length, more, onMore]);
  const now = new Date();
  return (
    <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
      {shown.map((row) => {
        const ticket = items[row.index];
        return ticket && (
          <TicketRow key={ticket.id} ticket={ticket} active={ticket.id === activeId} checked={selection.whole || selection.ids.has(ticket.id)} selecting={selection.ids.size > 0}
            time={shortTime(ticket[timeField] ?? ticket.last_message_datetime, now)} top={row.start} texts={texts} onOpen={onOpen} onCheck={onCheck} />
        );
      })}
    </div>
  );
});
