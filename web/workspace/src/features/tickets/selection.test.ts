import { describe, expect, it } from 'vitest';
import { toggleRange, type Selection } from './selection';

const none: Selection = { ids: new Set(), anchor: null, whole: false };
const shown = [5, 4, 3, 2, 1];

describe('selection', () => {
  it('ticks and unticks one', () => {
    const one = toggleRange(none, shown, 4, false);
    expect([...one.ids]).toEqual([4]);
    expect([...toggleRange(one, shown, 4, false).ids]).toEqual([]);
  });
  it('ticks a range up or down from the last one touched', () => {
    expect([...toggleRange(toggleRange(none, shown, 4, false), shown, 2, true).ids]).toEqual([4, 3, 2]);
    expect([...toggleRange(toggleRange(none, shown, 2, false), shown, 4, true).ids].sort()).toEqual([2, 3, 4]);
  });
  it('stops meaning the whole view once one is touched', () => {
    expect(toggleRange({ ...none, whole: true }, shown, 4, false).whole).toBe(false);
  });
});
