// @vitest-environment happy-dom
import type { TicketSummary } from '@peakdesk/shared/api';
import { QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { changed, changeTicket, showTicket } from './changes';
import type { TicketList } from './ticket_list';

const base = { id: 1, number: 1, subject: 'Where is it?', status: 'open', priority: 'normal', spam: false, trashed_datetime: null, merged_into_id: null,
  assignee_user: null, assignee_team: null, tags: [{ id: 1, name: 'vip', colour: 'red' }], custom_fields: { size: 'L' }, snooze_datetime: null,
  last_message_datetime: '2026-01-01T00:00:00.000Z', updated_datetime: '2026-01-01T00:00:00.000Z' } as unknown as TicketSummary;
const known = { users: [{ id: 5, name: 'Ann' }], teams: [], tags: [{ id: 2, name: 'late', colour: 'blue' }] };
const now = '2026-01-02T00:00:00.000Z';

describe('changed', () => {
  it('adds and removes tags by name with their colours', () => {
    const after = changed(base, { add_tags: ['late', 'brand new'], remove_tags: ['vip'] }, known, now);
    expect(after.tags).toEqual([{ id: 2, name: 'late', colour: 'blue' }, { id: 0, name: 'brand new', colour: 'grey' }]);
  });
  it('snoozes by a time alone and wakes by opening', () => {
    const snoozed = changed(base, { snooze_datetime: '2026-01-09T09:00:00.000Z' }, known, now);
    expect(snoozed.status).toBe('snoozed');
    expect(changed(snoozed, { status: 'open' }, known, now).snooze_datetime).toBeNull();
  });
  it('assigns and unassigns', () => {
    const mine = changed(base, { assignee_user_id: 5 }, known, now);
    expect(mine.assignee_user).toEqual({ id: 5, name: 'Ann' });
    expect(changed(mine, { assignee_user_id: null }, known, now).assignee_user).toBeNull();
  });
  it('merges custom fields and removes by null', () => {
    expect(changed(base, { custom_fields: { size: null, colour: 'red' } }, known, now).custom_fields).toEqual({ colour: 'red' });
  });
});

describe('changeTicket', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('shows the change at once and rolls it back when the server refuses', async () => {
    const client = new QueryClient();
    const scope = { view: { key: 'inbox' }, order: 'last_message_datetime:desc' };
    client.setQueryDefaults(['tickets', 1], { meta: { scope } });
    client.getQueryCache().build(client, { queryKey: ['tickets', 1], meta: { scope } });
    client.setQueryData<TicketList>(['tickets', 1], { items: [base], next: null });
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('{"code":"invalid","status":422,"title":"no","type":"about:blank"}', { status: 422, headers: { 'content-type': 'application/problem+json' } })));
    const pending = changeTicket(client, 9, 1, { status: 'closed' });
    expect(client.getQueryData<TicketList>(['tickets', 1])!.items).toEqual([]);
    expect(await pending).toBe(false);
    expect(client.getQueryData<TicketList>(['tickets', 1])!.items).toEqual([base]);
    showTicket(client, { ...base, status: 'closed', updated_datetime: now }, 9);
    expect(client.getQueryData<TicketList>(['tickets', 1])!.items).toEqual([]);
  });
});
