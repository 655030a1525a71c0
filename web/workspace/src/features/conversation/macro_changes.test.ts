import { describe, expect, it } from 'vitest';
import { macroChange } from './macro_changes';

describe('macroChange', () => {
  it('gathers actions into one change', () => {
    const now = new Date('2026-11-27T09:00:00Z');
    expect(macroChange([
      { name: 'setResponseText', arguments: { body_text: 'Hi' } }, { name: 'addTags', arguments: { tags: 'late, vip' } }, { name: 'addTags', arguments: { tags: 'x' } },
      { name: 'setPriority', arguments: { priority: 'high' } }, { name: 'snooze', arguments: { duration_s: 3600 } }, { name: 'setCustomField', arguments: { key: 'order', value: '12' } },
    ], now)).toEqual({ add_tags: ['late', 'vip', 'x'], priority: 'high', snooze_datetime: '2026-11-27T10:00:00.000Z', custom_fields: { order: '12' } });
  });
});
