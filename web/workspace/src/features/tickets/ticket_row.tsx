// One row of the list: plain elements, no translation and no Intl construction in here (texts come in ready).
import type { TicketSummary } from '@peakdesk/shared/api';
import { memo } from 'react';
import { hueOf, initials } from '../../ui/parts';

export type RowTexts = { noSubject: string; failed: string; urgent: string; high: string; select: string; you: string };

type Props = {
  ticket: TicketSummary; active: boolean; checked: boolean; selecting: boolean; time: string; top: number; texts: RowTexts;
  onOpen: (id: number) => void; onCheck: (id: number, range: boolean) => void;
};

export const TicketRow = memo(function TicketRow({ ticket, active, checked, selecting, time, top, texts, onOpen, onCheck }: Props) {
  const name = ticket.customer.name || ticket.customer.email || '?';
  const tags = ticket.tags;
  return (
    <div className="row" id={`ticket-${ticket.id}`} role="option" aria-selected={active} data-active={active || undefined} data-unread={ticket.is_unread || undefined} data-checked={checked || undefined}
      data-selecting={selecting || undefined} style={{ transform: `translateY(${top}px)` }} onClick={(event) => (event.shiftKey || event.ctrlKey || event.metaKey ? onCheck(ticket.id, event.shiftKey) : onOpen(ticket.id))}>
      <span className="row-lead" onClick={(event) => { event.stopPropagation(); onCheck(ticket.id, event.shiftKey); }} title={texts.select}>
        <span className={`avatar avatar-m avatar-ink tag-${hueOf(name)}`} data-initials={initials(name)} />
        <span className="row-check" data-on={checked || undefined} />
      </span>
      <span className="row-body">
        <span className="row-line">
          <span className="row-name clip">{name}</span>
          {ticket.message_count > 1 && <span className="row-count">{ticket.message_count}</span>}
          <span className="row-time">{time}</span>
        </span>
        <span className="row-subject clip">{ticket.subject || texts.noSubject}</span>
        <span className="row-line row-last">
          <span className="row-excerpt clip">{ticket.last_message_from_agent ? `${texts.you} ` : ''}{ticket.excerpt}</span>
          {ticket.has_failed_message && <span className="chip chip-danger">{texts.failed}</span>}
          {ticket.priority === 'urgent' && <span className="chip chip-danger">{texts.urgent}</span>}
          {ticket.priority === 'high' && <span className="chip chip-warn">{texts.high}</span>}
          {tags[0] && <span className={`chip tag-${tags[0].colour}`}><span>{tags[0].name}</span></span>}
          {tags.length > 1 && <span className="row-count">+{tags.length - 1}</span>}
          {ticket.assignee_user && <span className={`avatar avatar-s avatar-ink tag-${hueOf(ticket.assignee_user.name)}`} data-initials={initials(ticket.assignee_user.name)} title={ticket.assignee_user.name} />}
        </span>
      </span>
    </div>
  );
});
