import { describe, expect, it } from 'vitest';
import { keyOf } from './fields_page';

describe('keyOf', () => {
  it.each([['Order number', 'order_number'], ['Größe (EU)', 'gro_e_eu'], ['2nd choice', 'nd_choice'], ['Numéro', 'numero'], ['Размер', '']])('%s -> %s', (label, key) => {
    expect(keyOf(label)).toBe(key);
  });
});
