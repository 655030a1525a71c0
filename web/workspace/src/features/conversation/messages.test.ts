import type { Message } from '@peakdesk/shared/api';
import { describe, expect, it } from 'vitest';
import { putMessage } from '../../live/live';
import { mergeMessages, type MessagePages } from './messages';

const message = (id: number, state = 'received') => ({ id, state }) as Message;
const ids = (pages: MessagePages) => pages.items.map((item) => item.id);

describe('messages of a ticket', () => {
  it('stand oldest first', () => {
    expect(ids(mergeMessages(undefined, [message(3), message(2)], 'older'))).toEqual([2, 3]);
  });
  it('keep older pages when the newest is fetched again', () => {
    const pages = mergeMessages({ items: [message(1), message(2), message(3)], older: null }, [message(4), message(3)], 'x');
    expect(ids(pages)).toEqual([1, 2, 3, 4]);
    expect(pages.older).toBeNull();
  });
  it('take a pushed message once, and its new delivery state in place', () => {
    const one = putMessage({ items: [message(1)], older: null }, message(2, 'queued'));
    const two = putMessage(one, message(2, 'sent'));
    expect(ids(two)).toEqual([1, 2]);
    expect(two.items[1]!.state).toBe('sent');
  });
});
