import { describe, expect, it } from '@jest/globals';
import { Bulkhead } from './bulkhead.js';

describe('a bulkhead', () => {
  it('lets in as many of a holder as it may, counts each holder alone, and has room again when one leaves', () => {
    const bulkhead = new Bulkhead(2);
    expect([1, 2, 3].map(() => bulkhead.enter('a'))).toEqual([true, true, false]);
    expect(bulkhead.enter('b')).toBe(true);
    bulkhead.leave('a');
    expect([1, 2].map(() => bulkhead.enter('a'))).toEqual([true, false]);
    for (const holder of ['a', 'a', 'b']) bulkhead.leave(holder);
    expect([1, 2, 3].map(() => bulkhead.enter('a'))).toEqual([true, true, false]);
  });
});
