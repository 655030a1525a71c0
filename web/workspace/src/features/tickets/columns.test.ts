import { describe, expect, it } from 'vitest';
import { columnsOf, gridOf, nextOrder, sortedBy } from './columns';

describe('columns', () => {
  it('keep their places and always hold the subject', () => {
    expect(columnsOf({ columns: ['last_message', 'team'] })).toEqual(['subject', 'team', 'last_message']);
    expect(columnsOf({ columns: [] })).toEqual(['customer', 'subject', 'tags', 'assignee', 'last_message']);
    expect(gridOf(['subject', 'priority'])).toBe('32px minmax(220px, 1fr) 92px');
  });
  it('sort by what the server can sort by, and turn round on the second click', () => {
    expect(nextOrder('last_message', 'priority:desc')).toBe('last_message_datetime:desc');
    expect(nextOrder('last_message', 'last_message_datetime:desc')).toBe('last_message_datetime:asc');
    expect(nextOrder('priority', 'priority:desc')).toBe('priority:desc');
    expect(nextOrder('tags', 'priority:desc')).toBeUndefined();
    expect(sortedBy('created', 'created_datetime:asc')).toBe('ascending');
    expect(sortedBy('created', 'priority:desc')).toBeUndefined();
  });
});
