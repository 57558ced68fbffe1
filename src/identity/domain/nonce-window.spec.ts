import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NonceWindow } from './nonce-window.js';

describe('the nonce window', () => {
  it('takes each nonce of each key once within a period, like a plain set would', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('k1', 'k2'), fc.integer({ min: 0, max: 40 }))),
        (uses) => {
          const window = new NonceWindow(60_000, 1_000);
          const seen = new Set<string>();
          uses.forEach(([key, no], at) => {
            const name = `${key}/${no}`;
            expect(window.take(key, `nonce-${no}`, at)).toBe(seen.has(name) ? 'used' : 'new');
            seen.add(name);
          });
        },
      ),
    );
  });

  it('remembers for at least one period wherever the turn falls, and forgets after two', () => {
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(59_999), (start, wait) => {
        const window = new NonceWindow(60_000, 1_000);
        window.take('k', 'first', 0);
        window.take('k', 'n', start);
        expect(window.take('k', 'n', start + wait)).toBe('used');
        expect(window.take('k', 'n', start + 180_000)).toBe('new');
      }),
    );
  });

  it('grows to its limit without losing one, then refuses rather than forgetting', () => {
    const window = new NonceWindow(60_000, 20_000);
    for (let no = 0; no < 20_000; no++) expect(window.take('k', String(no), 0)).toBe('new');
    for (let no = 0; no < 20_000; no++) expect(window.take('k', String(no), 0)).toBe('used');
    expect(window.take('k', 'one more', 0)).toBe('full');
  });
});
