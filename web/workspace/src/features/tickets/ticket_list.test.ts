import type { TicketSummary } from '@peakdesk/shared/api';
import { describe, expect, it } from 'vitest';
import { appendPage, applyTicket, belongs, mergeHead, type TicketList } from './ticket_list';

function ticket(id: number, more: Partial<TicketSummary> = {}): TicketSummary {
  const time = new Date(Date.UTC(2026, 0, 1) + id * 1000).toISOString();
  return { id, status: 'open', priority: 'normal', spam: false, trashed_datetime: null, merged_into_id: null, assignee_user: null,
    last_message_datetime: time, updated_datetime: time, tags: [], ...more } as TicketSummary;
}
const ids = (list: TicketList) => list.items.map((item) => item.id);
const order = 'last_message_datetime:desc' as const;

describe('a list of tickets', () => {
  it('takes a fresh first page: newcomers in, leavers out, later pages kept', () => {
    const old = { items: [9, 8, 7, 6, 5, 4].map((id) => ticket(id)), next: 'p2' };
    const merged = mergeHead(old, [10, 9, 7].map((id) => ticket(id)), 'p1', order);
    expect(ids(merged)).toEqual([10, 9, 7, 6, 5, 4]);
    expect(merged.next).toBe('p2');
  });
  it('is only the page when the page is all there is', () => {
    expect(ids(mergeHead({ items: [ticket(2), ticket(1)], next: null }, [ticket(2)], null, order))).toEqual([2]);
  });
  it('appends a page without doubling what moved', () => {
    expect(ids(appendPage({ items: [ticket(3), ticket(2)], next: 'x' }, [ticket(2), ticket(1)], null))).toEqual([3, 2, 1]);
  });
  it('puts a pushed ticket in its place and takes it out when it left', () => {
    const list = { items: [ticket(5), ticket(3)], next: null };
    expect(ids(applyTicket(list, ticket(4), true, order))).toEqual([5, 4, 3]);
    expect(ids(applyTicket(list, ticket(5), false, order))).toEqual([3]);
    expect(ids(applyTicket(list, ticket(9), undefined, order))).toEqual([5, 3]);
  });
  it('leaves a ticket beyond the loaded part to its page', () => {
    expect(ids(applyTicket({ items: [ticket(5)], next: 'more' }, ticket(1), true, order))).toEqual([5]);
  });
  it('does not go back to an older state', () => {
    const list = { items: [ticket(5, { updated_datetime: '2027-01-01T00:00:00.000Z', subject: 'new' })], next: null };
    expect(applyTicket(list, ticket(5, { subject: 'old' }), true, order).items[0]!.subject).toBe('new');
  });
});

describe('belongs', () => {
  it.each([
    ['inbox', {}, true], ['inbox', { status: 'closed' }, false], ['mine', { assignee_user: { id: 1, name: 'A' } }, true],
    ['mine', { assignee_user: { id: 2, name: 'B' } }, false], ['unassigned', {}, true], ['spam', { spam: true }, true],
    ['inbox', { spam: true }, false], ['trash', { trashed_datetime: '2026-01-01T00:00:00.000Z' }, true],
    ['all', { merged_into_id: 3 }, false], [null, {}, undefined], ['mentions', {}, undefined],
  ] as const)('%s with %o: %s', (key, more, expected) => {
    expect(belongs({ key }, ticket(1, more as Partial<TicketSummary>), 1)).toBe(expected);
  });
});
