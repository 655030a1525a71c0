// One row of the list: plain elements, no translation and no Intl construction in here (texts come in ready).
import type { TicketSummary } from '@peakdesk/shared/api';
import { memo } from 'react';
import { hueOf, initials } from '../../ui/parts';
import type { Column } from './columns';

export type RowTexts = { noSubject: string; failed: string; urgent: string; high: string; select: string; you: string; unassigned: string; words: Record<string, string> };

type Props = {
  ticket: TicketSummary; active: boolean; checked: boolean; selecting: boolean; time: string; top: number; texts: RowTexts;
  /** The wide list's columns and how a moment is written in them; without them the row is the narrow list's. */
  columns?: Column[] | undefined; grid?: string | undefined; timeOf: (iso: string) => string;
  onOpen: (id: number) => void; onCheck: (id: number, range: boolean) => void;
};

export const TicketRow = memo(function TicketRow({ ticket, active, checked, selecting, time, top, texts, columns, grid, timeOf, onOpen, onCheck }: Props) {
  const name = ticket.customer.name || ticket.customer.email || '?';
  const tags = ticket.tags;
  return (
    <div className="row" id={`ticket-${ticket.id}`} role="option" aria-selected={active} data-active={active || undefined} data-unread={ticket.is_unread || undefined} data-checked={checked || undefined}
      data-selecting={selecting || undefined} data-wide={columns ? true : undefined} style={{ transform: `translateY(${top}px)`, gridTemplateColumns: grid }} onClick={(event) => (event.shiftKey || event.ctrlKey || event.metaKey ? onCheck(ticket.id, event.shiftKey) : onOpen(ticket.id))}>
      <span className="row-lead" onClick={(event) => { event.stopPropagation(); onCheck(ticket.id, event.shiftKey); }} title={texts.select}>
        <span className={`avatar avatar-m avatar-ink tag-${hueOf(name)}`} data-initials={initials(name)} />
        <span className="row-check" data-on={checked || undefined} />
      </span>
      {columns ? columns.map((column) => <Cell key={column} column={column} ticket={ticket} name={name} texts={texts} timeOf={timeOf} />) : <span className="row-body">
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
      </span>}
    </div>
  );
});

function Cell({ column, ticket, name, texts, timeOf }: { column: Column; ticket: TicketSummary; name: string; texts: RowTexts; timeOf: (iso: string) => string }) {
  const user = ticket.assignee_user;
  switch (column) {
    case 'customer':
      return <span className="cell"><span className="row-name clip">{name}</span>{ticket.message_count > 1 && <span className="row-count">{ticket.message_count}</span>}</span>;
    case 'subject':
      return (
        <span className="cell">
          {ticket.has_failed_message && <span className="chip chip-danger">{texts.failed}</span>}
          <span className="row-line-text clip"><span className="row-subject">{ticket.subject || texts.noSubject}</span><span className="row-excerpt"> {ticket.last_message_from_agent ? `${texts.you} ` : ''}{ticket.excerpt}</span></span>
          {ticket.priority === 'urgent' && <span className="chip chip-danger">{texts.urgent}</span>}
          {ticket.priority === 'high' && <span className="chip chip-warn">{texts.high}</span>}
        </span>
      );
    case 'tags':
      return <span className="cell">{ticket.tags.slice(0, 2).map((tag) => <span key={tag.id} className={`chip tag-${tag.colour}`}><span>{tag.name}</span></span>)}{ticket.tags.length > 2 && <span className="row-count">+{ticket.tags.length - 2}</span>}</span>;
    case 'assignee':
      return user ? <span className="cell"><span className={`avatar avatar-s avatar-ink tag-${hueOf(user.name)}`} data-initials={initials(user.name)} /><span className="clip">{user.name}</span></span> : <span className="cell cell-quiet clip">{texts.unassigned}</span>;
    case 'team': return <span className="cell"><span className="clip">{ticket.assignee_team?.name ?? '–'}</span></span>;
    case 'priority': return <span className="cell">{texts.words[ticket.priority]}</span>;
    case 'status': return <span className="cell">{texts.words[ticket.status]}</span>;
    case 'channel': return <span className="cell"><span className="clip">{texts.words[ticket.channel] ?? ticket.channel}</span></span>;
    case 'created': return <span className="cell cell-time">{timeOf(ticket.created_datetime)}</span>;
    case 'updated': return <span className="cell cell-time">{timeOf(ticket.updated_datetime)}</span>;
    default: return <span className="cell cell-time row-time">{timeOf(ticket.last_message_datetime ?? ticket.created_datetime)}</span>;
  }
}
