import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RejectionError } from '../../kernel/rejection.js';
import { decodeCursor, encodeCursor, pageOf } from './pagination.js';

describe('pages', () => {
  it('have a cursor that comes back as the place it was made of', () => {
    const part = fc.oneof(fc.string(), fc.maxSafeInteger());
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), (place) => {
        expect(decodeCursor(encodeCursor(place), place.length)).toEqual(
          place.map((p) => (Object.is(p, -0) ? 0 : p)),
        );
      }),
    );
  });

  it('refuse a cursor that is not ours', () => {
    for (const text of ['x', 'bnVsbA', encodeCursor(['a', 'b']), Buffer.from('[1.5]').toString('base64url')])
      expect(() => decodeCursor(text, 1)).toThrow(RejectionError);
  });

  it('together show every row once, and only the last has no next', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }), (count, limit) => {
        const all = Array.from({ length: count }, (_, no) => no);
        const seen: number[] = [];
        let after: string | undefined;
        do {
          const from = Number(decodeCursor(after, 1)?.[0] ?? -1);
          const rows = all.filter((no) => no > from).slice(0, limit + 1);
          const page = pageOf(
            rows,
            limit,
            (no) => [no],
            (no) => no,
          );
          seen.push(...page.items);
          after = page.next;
        } while (after !== undefined);
        expect(seen).toEqual(all);
      }),
    );
  });
});
