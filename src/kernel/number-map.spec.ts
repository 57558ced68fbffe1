import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NumberMap } from './number-map.js';

const keys = fc.oneof(
  fc.integer({ min: -40, max: 40 }),
  // Keys that differ only above the 32nd bit, and the outermost ones.
  fc.integer({ min: 0, max: 8 }).map((n) => n * 2 ** 32),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 31, 2 ** 32 - 1),
);
const steps = fc.array(fc.record({ key: keys, act: fc.constantFrom('set', 'set', 'delete') }), {
  maxLength: 400,
});

describe('a map from numbers', () => {
  it('holds what a Map holds, whatever came and went', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const [map, model] = [new NumberMap<{ step: number }>(), new Map<number, { step: number }>()];
        all.forEach(({ key, act }, step) => {
          if (act === 'delete') {
            map.delete(key);
            model.delete(key);
          } else {
            map.set(key, { step });
            model.set(key, { step });
          }
          expect(map.size).toBe(model.size);
          for (const known of all) expect(map.get(known.key)).toEqual(model.get(known.key));
        });
        const steps = (values: Iterable<{ step: number }>): number[] =>
          [...values].map((value) => value.step).sort((a, b) => a - b);
        expect(steps(map)).toEqual(steps(model.values()));
      }),
      { numRuns: 60 },
    );
  });

  it('does not grow while as much goes as comes', () => {
    const map = new NumberMap<object>();
    for (let key = 0; key < 100_000; key++) {
      map.set(key, {});
      if (key >= 7) map.delete(key - 7);
    }
    expect(map.size).toBe(7);
    expect((map as unknown as { keys: Float64Array }).keys).toHaveLength(16);
  });
});
