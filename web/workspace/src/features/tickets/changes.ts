// Changes to tickets: shown at once, rolled back when the server refuses. Owns how a ticket looks in every cache.
import { api, call, type Ticket, type TicketChange, type TicketSummary, type View } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import type { QueryClient } from '@tanstack/react-query';
import { sayProblem } from '../../ui/parts';
import { toast } from '../../ui/toasts';
import { applyTicket, belongs, type Order, type TicketList } from './ticket_list';

export type ListScope = { view: View | null; order: Order };
type Lookups = { users: { id: number; name: string }[]; teams: { id: number; name: string }[]; tags: { id: number; name: string; colour: string }[] };

function lookups(client: QueryClient): Lookups {
  return {
    users: client.getQueryData(['users']) ?? [],
    teams: client.getQueryData(['teams']) ?? [],
    tags: client.getQueryData(['tags']) ?? [],
  };
}

/** How a ticket looks after a change, as far as the screen can know. Pure. */
export function changed<T extends TicketSummary>(ticket: T, change: TicketChange, known: Lookups, now: string): T {
  // Keeps updated_datetime: that is the server's clock, and its answer must win over ours.
  const after: T = { ...ticket };
  if (change.subject !== undefined) after.subject = change.subject;
  if (change.priority) after.priority = change.priority;
  if (change.language !== undefined) after.language = change.language;
  if (change.is_unread !== undefined) after.is_unread = change.is_unread;
  if (change.spam !== undefined) after.spam = change.spam;
  if (change.trashed !== undefined) after.trashed_datetime = change.trashed ? now : null;
  if (change.snooze_datetime !== undefined) {
    after.snooze_datetime = change.snooze_datetime;
    after.status = change.snooze_datetime ? 'snoozed' : 'open';
  }
  if (change.status) {
    after.status = change.status;
    if (change.status === 'closed') after.closed_datetime = now;
    if (change.status !== 'snoozed') after.snooze_datetime = null;
  }
  const find = (list: { id: number; name: string }[], id: number | null | undefined, before: { id: number; name: string } | null) =>
    id === undefined ? before : id === null ? null : (list.find((one) => one.id === id) ?? { id, name: '…' });
  after.assignee_user = find(known.users, change.assignee_user_id, ticket.assignee_user);
  after.assignee_team = find(known.teams, change.assignee_team_id, ticket.assignee_team);
  const names = new Set(change.tags ?? ticket.tags.map((tag) => tag.name));
  change.add_tags?.forEach((name) => names.add(name));
  change.remove_tags?.forEach((name) => names.delete(name));
  after.tags = [...names].map((name) => {
    const tag = ticket.tags.find((one) => one.name === name) ?? known.tags.find((one) => one.name === name);
    return (tag ? { id: tag.id, name: tag.name, colour: tag.colour } : { id: 0, name, colour: 'grey' }) as TicketSummary['tags'][number];
  });
  if (change.custom_fields) {
    after.custom_fields = { ...ticket.custom_fields, ...change.custom_fields };
    for (const [key, value] of Object.entries(change.custom_fields)) if (value === null) delete after.custom_fields[key];
  }
  return after;
}

/** Puts a ticket into every list and detail that shows it. Returns whether some list's membership is the server's to tell. */
export function showTicket(client: QueryClient, ticket: TicketSummary, meId: number): boolean {
  let unsure = false;
  client.setQueryData<Ticket>(['ticket', ticket.id], (old) =>
    old && old.updated_datetime <= ticket.updated_datetime ? { ...old, ...ticket } : old);
  for (const query of client.getQueryCache().findAll({ queryKey: ['tickets'] })) {
    const scope = query.meta?.scope as ListScope | undefined;
    const list = query.state.data as TicketList | undefined;
    if (!scope || !list) continue;
    const member = scope.view ? belongs(scope.view, ticket, meId) : undefined;
    if (member === undefined) unsure = true;
    const after = applyTicket(list, ticket, member, scope.order);
    if (after !== list) client.setQueryData(query.queryKey, after);
  }
  return unsure;
}

function findTicket(client: QueryClient, id: number): TicketSummary | undefined {
  const detail = client.getQueryData<Ticket>(['ticket', id]);
  if (detail) return detail;
  for (const [, list] of client.getQueriesData<TicketList>({ queryKey: ['tickets'] })) {
    const found = list?.items.find((ticket) => ticket.id === id);
    if (found) return found;
  }
  return undefined;
}

/** Changes one ticket, shown before the server answers. Resolves to whether it held. */
export async function changeTicket(client: QueryClient, meId: number, id: number, change: TicketChange): Promise<boolean> {
  const before = findTicket(client, id);
  if (before) showTicket(client, changed(before, change, lookups(client), new Date().toISOString()), meId);
  try {
    const ticket = await call(api.PATCH('/api/tickets/{id}', { params: { path: { id } }, body: change }));
    client.setQueryData(['ticket', id], ticket);
    showTicket(client, ticket, meId);
    void client.invalidateQueries({ queryKey: ['ticket-events', id] });
    return true;
  } catch (error) {
    if (before) showTicket(client, before, meId);
    void client.invalidateQueries({ queryKey: ['ticket', id] });
    void client.invalidateQueries({ queryKey: ['tickets'] });
    sayProblem(error);
    return false;
  }
}

/** As changeTicket, and offers to take it back. */
export async function changeWithUndo(client: QueryClient, meId: number, id: number, change: TicketChange, back: TicketChange, said: string): Promise<void> {
  const done = changeTicket(client, meId, id, change);
  toast(said, { action: { label: t('common.undo'), run: () => void done.then(() => changeTicket(client, meId, id, back)) } });
  await done;
}
