import { describe, expect, it } from 'vitest';
import { contrast, pairs, tagColours, tokens } from './tokens';

describe('tokens', () => {
  for (const scheme of ['light', 'dark'] as const) {
    it.each(pairs)(`${scheme}: %s is readable on %s`, (text, ground) => {
      expect(contrast(tokens[scheme][text]!, tokens[scheme][ground]!)).toBeGreaterThanOrEqual(4.5);
    });
  }
  it.each(Object.entries(tagColours))('a %s tag is readable in both schemes', (_name, [ground, text, darkGround, darkText]) => {
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(darkText, darkGround)).toBeGreaterThanOrEqual(4.5);
  });
  it('has the same names in both schemes', () => {
    expect(Object.keys(tokens.dark).sort()).toEqual(Object.keys(tokens.light).sort());
  });
});
