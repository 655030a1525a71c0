import type { Message } from '@peakdesk/shared/api';
import { describe, expect, it } from 'vitest';
import { putMessage } from './live';

const message = (id: number, body_text: string, more: Partial<Message> = {}) => ({ id, body_text, public: true, sender: { type: 'user', id: 1, name: 'Ann', email: null }, ...more }) as Message;
const temporary = Number.MAX_SAFE_INTEGER;

describe('a pushed message', () => {
  it('takes the place of the one that waits for its answer', () => {
    const pages = { items: [message(3, 'Where?'), message(temporary, 'On its way. ')], older: null };
    expect(putMessage(pages, message(4, 'On its way.')).items.map((item) => item.id)).toEqual([3, 4]);
  });
  it('of somebody else, or another text, stands beside it', () => {
    const pages = { items: [message(temporary, 'On its way.')], older: null };
    expect(putMessage(pages, message(4, 'Hello')).items).toHaveLength(2);
    expect(putMessage(pages, message(4, 'On its way.', { sender: { type: 'user', id: 2, name: 'Ben', email: null } as Message['sender'] })).items).toHaveLength(2);
  });
  it('that is known is only changed', () => {
    const pages = { items: [message(4, 'Hello'), message(5, 'Hello')], older: null };
    expect(putMessage(pages, message(4, 'Hello', { state: 'sent' } as Partial<Message>)).items.map((item) => item.state)).toEqual(['sent', undefined]);
  });
});
