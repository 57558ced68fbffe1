import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  add,
  AMOUNT_MAX,
  isAmount,
  multiply,
  productFits,
  ratio,
  type Rounding,
  subtract,
} from './amount.js';
import { InvariantBroken } from './invariant.js';

const amounts = fc.maxSafeNat();

describe('an amount', () => {
  it('is a whole number from zero to 2^53 - 1', () => {
    for (const good of [0, 1, AMOUNT_MAX]) expect(isAmount(good)).toBe(true);
    for (const bad of [-1, 0.5, AMOUNT_MAX + 1, NaN, Infinity, '1', 1n, null, undefined])
      expect(isAmount(bad)).toBe(false);
  });

  it('is added and multiplied exactly, or not at all', () => {
    const exactOrThrows = (work: () => number, exact: bigint): void => {
      if (exact <= BigInt(AMOUNT_MAX)) expect(BigInt(work())).toBe(exact);
      else expect(work).toThrow(InvariantBroken);
    };
    fc.assert(
      fc.property(amounts, fc.oneof(amounts, fc.nat()), (a, b) => {
        exactOrThrows(() => add(a, b), BigInt(a) + BigInt(b));
        exactOrThrows(() => multiply(a, b), BigInt(a) * BigInt(b));
        expect(productFits(a, b)).toBe(BigInt(a) * BigInt(b) <= BigInt(AMOUNT_MAX));
      }),
    );
  });

  it('never goes below zero by subtraction', () => {
    expect(subtract(3, 3)).toBe(0);
    expect(() => subtract(3, 4)).toThrow(InvariantBroken);
    expect(() => add(AMOUNT_MAX, 1)).toThrow('invariant broken: a sum stays exact');
  });
});

describe('a ratio', () => {
  it('is rounded by the rule that is named', () => {
    expect([ratio(5, 1, 2, 'FLOOR'), ratio(5, 1, 2, 'HALF_UP'), ratio(5, 1, 2, 'CEIL')]).toEqual([2, 3, 3]);
    expect([ratio(7, 1, 3, 'FLOOR'), ratio(7, 1, 3, 'HALF_UP'), ratio(7, 1, 3, 'CEIL')]).toEqual([2, 2, 3]);
    expect([ratio(6, 1, 3, 'FLOOR'), ratio(6, 1, 3, 'HALF_UP'), ratio(6, 1, 3, 'CEIL')]).toEqual([2, 2, 2]);
  });

  it('is exact where the product is beyond 2^53', () => {
    expect(ratio(AMOUNT_MAX, AMOUNT_MAX, AMOUNT_MAX, 'FLOOR')).toBe(AMOUNT_MAX);
    expect(ratio(AMOUNT_MAX, 9_999, 10_000, 'HALF_UP')).toBe(9_006_298_534_815_517);
    expect(ratio(AMOUNT_MAX, AMOUNT_MAX, AMOUNT_MAX, 'CEIL')).toBe(AMOUNT_MAX);
    const half = (rounding: Rounding): number => ratio(AMOUNT_MAX, 3, 6, rounding);
    expect([half('FLOOR'), half('HALF_UP'), half('CEIL')]).toEqual([2 ** 52 - 1, 2 ** 52, 2 ** 52]);
    expect(() => ratio(AMOUNT_MAX, 2, 1, 'FLOOR')).toThrow(InvariantBroken);
    expect(() => ratio(1, 1, 0, 'FLOOR')).toThrow(InvariantBroken);
    expect(() => ratio(1.5, 1, 1, 'FLOOR')).toThrow(InvariantBroken);
  });

  it('is exact beside every multiple, up to the largest product that is', () => {
    const factors = fc.oneof(
      fc.constantFrom(1, 2, 3, 10_000),
      fc.nat({ max: 2 ** 31 }),
      fc.nat({ max: 2 ** 52 }),
    );
    fc.assert(
      fc.property(factors, factors, fc.integer({ min: -2, max: 2 }), (quotient, by, off) => {
        const d = Math.max(1, by);
        const most = Math.floor(AMOUNT_MAX / d) - 1;
        const product = Math.max(0, (quotient % Math.max(1, most)) * d + off);
        const [floor, rest] = [Number(BigInt(product) / BigInt(d)), Number(BigInt(product) % BigInt(d))];
        expect(ratio(product, 1, d, 'FLOOR')).toBe(floor);
        expect(ratio(product, 1, d, 'CEIL')).toBe(rest > 0 ? floor + 1 : floor);
        expect(ratio(product, 1, d, 'HALF_UP')).toBe(rest * 2 >= d ? floor + 1 : floor);
      }),
    );
  });

  it('lies within one unit of the true value, on the side its rule says', () => {
    fc.assert(
      fc.property(amounts, fc.nat(10_000), fc.integer({ min: 10_000, max: 1_000_000 }), (a, n, d) => {
        const exact = BigInt(a) * BigInt(n);
        const floor = BigInt(ratio(a, n, d, 'FLOOR')) * BigInt(d);
        const ceil = BigInt(ratio(a, n, d, 'CEIL')) * BigInt(d);
        const half = BigInt(ratio(a, n, d, 'HALF_UP')) * BigInt(d);
        expect(floor <= exact && exact - floor < BigInt(d)).toBe(true);
        expect(ceil >= exact && ceil - exact < BigInt(d)).toBe(true);
        const off = (half - exact) * 2n;
        expect(off > -BigInt(d) && off <= BigInt(d)).toBe(true);
      }),
    );
  });
});
