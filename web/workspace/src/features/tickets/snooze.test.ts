import { describe, expect, it } from 'vitest';
import { snoozeChoices } from './snooze';

describe('snoozeChoices', () => {
  it('are all ahead, at round hours', () => {
    const now = new Date(2026, 10, 25, 10, 20); // a Wednesday
    const choices = snoozeChoices(now);
    expect(choices.map((choice) => choice.key)).toEqual(['later', 'evening', 'tomorrow', 'monday', 'week']);
    expect(choices.find((choice) => choice.key === 'monday')!.time).toEqual(new Date(2026, 10, 30, 9));
    for (const choice of choices) expect(choice.time.getTime()).toBeGreaterThan(now.getTime());
  });
  it('leaves out this evening at night, and the doubled Monday on a Sunday', () => {
    const keys = snoozeChoices(new Date(2026, 10, 29, 21, 0)).map((choice) => choice.key);
    expect(keys).not.toContain('evening');
    expect(keys).not.toContain('monday');
    expect(keys).toContain('tomorrow');
  });
  it('says in a week, not Monday, on a Monday', () => {
    const keys = snoozeChoices(new Date(2026, 10, 23, 1, 0)).map((choice) => choice.key);
    expect(keys).toEqual(['later', 'evening', 'tomorrow', 'week']);
  });
});
