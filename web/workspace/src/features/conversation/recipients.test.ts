import { describe, expect, it } from 'vitest';
import { readAddresses } from './recipients';

describe('readAddresses', () => {
  it('reads names, bare addresses and lists', () => {
    expect(readAddresses('Ann Lee <ann@x.test>, bob@x.test; "C, D" ').addresses).toEqual([{ name: 'Ann Lee', address: 'ann@x.test' }, { name: '', address: 'bob@x.test' }]);
  });
  it('keeps what is no address to be corrected', () => {
    expect(readAddresses('ann@x.test, nobody').wrong).toEqual(['nobody']);
  });
});
