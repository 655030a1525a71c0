// The columns of the wide list: which there are, how wide each is, and which order a click on its head asks for.
import type { Schemas, View } from '@peakdesk/shared/api';
import type { Order } from './ticket_list';

export type Column = Schemas['ViewColumn'];

export const allColumns: Column[] = ['customer', 'subject', 'tags', 'assignee', 'team', 'priority', 'status', 'channel', 'created', 'updated', 'last_message'];
const usual: Column[] = ['customer', 'subject', 'tags', 'assignee', 'last_message'];

const widths: Record<Column, string> = {
  customer: 'minmax(120px, 190px)', subject: 'minmax(220px, 1fr)', tags: 'minmax(90px, 180px)', assignee: 'minmax(100px, 150px)', team: 'minmax(90px, 140px)',
  priority: '92px', status: '104px', channel: '84px', created: '104px', updated: '104px', last_message: '120px',
};

/** A view's columns in the order they stand in; the subject is always among them: a row must say what it is. */
export function columnsOf(view: Pick<View, 'columns'>): Column[] {
  const chosen = new Set<Column>(view.columns.length ? view.columns : usual);
  chosen.add('subject');
  return allColumns.filter((column) => chosen.has(column));
}

/** For grid-template-columns, the mark before the columns included. */
export const gridOf = (columns: Column[]): string => ['32px', ...columns.map((column) => widths[column])].join(' ');

const orders: Partial<Record<Column, [first: Order, second?: Order]>> = {
  last_message: ['last_message_datetime:desc', 'last_message_datetime:asc'], created: ['created_datetime:desc', 'created_datetime:asc'], updated: ['updated_datetime:desc'], priority: ['priority:desc'],
};

/** The order a click on this head asks for; undefined when the list cannot be sorted by it. */
export function nextOrder(column: Column, now: Order): Order | undefined {
  const [first, second] = orders[column] ?? [];
  return now === first && second ? second : first;
}

export function sortedBy(column: Column, now: Order): 'ascending' | 'descending' | undefined {
  return orders[column]?.includes(now) ? (now.endsWith(':asc') ? 'ascending' : 'descending') : undefined;
}
