import type { DeskEvent } from '@peakdesk/shared/api';
import { setLocale } from '@peakdesk/shared/i18n';
import { beforeAll, describe, expect, it } from 'vitest';
import { eventLines } from './history_drawer';

const event = (name: string, payload: object) => ({ name, payload }) as unknown as DeskEvent;

describe('eventLines', () => {
  beforeAll(() => setLocale('en'));
  it('says what a change was and what it became', () => {
    expect(eventLines(event('ticket.status_changed', { from: 'open', to: 'closed' }))).toEqual({ title: 'Status changed', changes: ['Open → Closed'] });
    expect(eventLines(event('ticket.assigned', { from: null, to: { id: 1, name: 'Ann' } })).changes).toEqual(['– → Ann']);
    expect(eventLines(event('ticket.field_changed', { key: 'order', from: null, to: '12' })).changes).toEqual(['order: – → 12']);
  });
  it('lists tags and tickets', () => {
    expect(eventLines(event('ticket.tagged', { added: ['vip'], removed: ['late'] })).changes).toEqual(['+ vip', '− late']);
    expect(eventLines(event('ticket.merged', { from_tickets: [7, 8], into_ticket: 5 })).changes).toEqual(['#7, #8 → #5']);
  });
  it('shows an event it does not know by its name', () => {
    expect(eventLines(event('ticket.teleported', {}))).toEqual({ title: 'ticket.teleported', changes: [] });
  });
});
