// A view's tickets as one sorted list without duplicates, however pages, pushes and own changes overlap. Pure.
import type { TicketSummary, View } from '@peakdesk/shared/api';

export type TicketList = { items: TicketSummary[]; next: string | null };
export type Order = View['order_by'];

const ranks = { low: 0, normal: 1, high: 2, urgent: 3 } as const;

function keyOf(ticket: TicketSummary, field: string): number {
  if (field === 'priority') return ranks[ticket.priority];
  const value = ticket[field as 'created_datetime'] as string | null;
  return value ? Date.parse(value) : 0;
}

/** Negative when `a` stands before `b`; newer ids first among equals. */
export function compareBy(order: Order): (a: TicketSummary, b: TicketSummary) => number {
  const [field = '', direction] = order.split(':');
  const sign = direction === 'asc' ? 1 : -1;
  return (a, b) => sign * (keyOf(a, field) - keyOf(b, field)) || sign * (a.id - b.id);
}

/** Whether a ticket belongs to a built-in view; undefined when only the server can tell. */
export function belongs(view: Pick<View, 'key'>, ticket: TicketSummary, meId: number): boolean | undefined {
  if (ticket.merged_into_id !== null) return false;
  if (view.key === 'trash') return ticket.trashed_datetime !== null;
  if (ticket.trashed_datetime !== null) return view.key === null ? undefined : false;
  if (view.key === 'spam') return ticket.spam;
  if (ticket.spam) return view.key === null ? undefined : false;
  switch (view.key) {
    case 'inbox': return ticket.status === 'open';
    case 'mine': return ticket.status === 'open' && ticket.assignee_user?.id === meId;
    case 'unassigned': return ticket.status === 'open' && ticket.assignee_user === null;
    case 'snoozed': return ticket.status === 'snoozed';
    case 'closed': return ticket.status === 'closed';
    case 'all': return true;
    default: return undefined;
  }
}

/** A fresh first page over what was known: what stood within the page's reach and is not in it any more has left the view. */
export function mergeHead(old: TicketList | undefined, head: TicketSummary[], next: string | null, order: Order): TicketList {
  if (!old || next === null || head.length === 0) return { items: head, next };
  const compare = compareBy(order);
  const last = head[head.length - 1]!;
  const fresh = new Set(head.map((ticket) => ticket.id));
  const rest = old.items.filter((ticket) => !fresh.has(ticket.id) && compare(ticket, last) > 0);
  return { items: [...head, ...rest], next: rest.length ? old.next : next };
}

export function appendPage(list: TicketList, page: TicketSummary[], next: string | null): TicketList {
  const known = new Set(list.items.map((ticket) => ticket.id));
  return { items: [...list.items, ...page.filter((ticket) => !known.has(ticket.id))], next };
}

/** One changed ticket put in its place, taken out, or changed where it stands (`member` undefined). */
export function applyTicket(list: TicketList, ticket: TicketSummary, member: boolean | undefined, order: Order): TicketList {
  const at = list.items.findIndex((item) => item.id === ticket.id);
  if (at < 0 && !member) return list;
  if (at >= 0 && (list.items[at]!.updated_datetime > ticket.updated_datetime)) return list;
  const items = list.items.slice();
  if (at >= 0) items.splice(at, 1);
  if (member === false) return { ...list, items };
  const compare = compareBy(order);
  let place = items.findIndex((item) => compare(ticket, item) < 0);
  if (place < 0) {
    // Beyond what is loaded: it comes with its page.
    if (at < 0 && list.next !== null) return list;
    place = items.length;
  }
  items.splice(place, 0, ticket);
  return { ...list, items };
}
