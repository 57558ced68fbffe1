import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CallLevel, type Equilibrium, equilibriumOf } from './equilibrium.js';

const REFERENCE = 7463;

/** Every price on the tick looked at, every order counted: the rule as it reads. */
function reference(
  bids: readonly CallLevel[],
  asks: readonly CallLevel[],
  near: number,
  tick: number,
): Equilibrium | undefined {
  const all: Equilibrium[] = [];
  const prices = [...bids, ...asks].map(({ price }) => price);
  for (let price = Math.min(...prices); price <= Math.max(...prices); price += tick) {
    const demand = bids.filter((bid) => bid.price >= price).reduce((sum, { quantity }) => sum + quantity, 0);
    const supply = asks.filter((ask) => ask.price <= price).reduce((sum, { quantity }) => sum + quantity, 0);
    all.push({ price, volume: Math.min(demand, supply), imbalance: demand - supply });
  }
  const rank = (e: Equilibrium): number[] => [
    -e.volume,
    Math.abs(e.imbalance),
    Math.abs(e.price - near),
    -e.price,
  ];
  all.sort((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    const i = x.findIndex((value, place) => value !== y[place]);
    return i < 0 ? 0 : x[i] - y[i];
  });
  return all.length === 0 || all[0].volume === 0 ? undefined : all[0];
}

describe('where orders that gathered meet', () => {
  const meet = (bids: [number, number][], asks: [number, number][]): Equilibrium | undefined => {
    const levels = (side: [number, number][]): CallLevel[] =>
      side.map(([price, quantity]) => ({ price, quantity }));
    return equilibriumOf(levels(bids), levels(asks), REFERENCE, 1);
  };

  it.each<[string, [number, number][], [number, number][], Equilibrium | undefined]>([
    ['nowhere without both sides', [[7463, 5]], [], undefined],
    ['nowhere when no bid reaches an ask', [[7462, 5]], [[7463, 5]], undefined],
    [
      'where the most trades',
      [
        [7470, 10],
        [7465, 30],
      ],
      [
        [7460, 20],
        [7464, 20],
      ],
      { price: 7464, volume: 40, imbalance: 0 },
    ],
    [
      'where the least is left over',
      [
        [7470, 20],
        [7464, 10],
      ],
      [[7460, 20]],
      { price: 7465, volume: 20, imbalance: 0 },
    ],
    ['nearest to the reference', [[7470, 10]], [[7460, 10]], { price: 7463, volume: 10, imbalance: 0 }],
    [
      'at the near end when the reference is outside',
      [[7470, 10]],
      [[7465, 10]],
      { price: 7465, volume: 10, imbalance: 0 },
    ],
  ])('%s', (_, bids, asks, expected) => {
    expect(meet(bids, asks)).toEqual(expected);
  });

  it('is the higher of two prices that are equally near', () => {
    const at = (orders: [number, number]): CallLevel[] => [{ price: orders[0], quantity: orders[1] }];
    expect(equilibriumOf(at([7470, 10]), at([7460, 10]), 7463, 2)).toEqual({
      ...{ price: 7464, volume: 10, imbalance: 0 },
    });
    // Two are wanted beyond what is offered at the lower, and offered beyond what is wanted at the higher.
    const bids = [
      { price: 7470, quantity: 10 },
      { price: 7462, quantity: 2 },
    ];
    const asks = [
      { price: 7460, quantity: 10 },
      { price: 7464, quantity: 2 },
    ];
    expect(equilibriumOf(bids, asks, 7463, 2)).toEqual({ price: 7464, volume: 10, imbalance: -2 });
  });

  it('is what looking at every price gives', () => {
    const side = (tick: number): fc.Arbitrary<CallLevel[]> =>
      fc.uniqueArray(
        fc.record({
          price: fc.integer({ min: 20, max: 45 }).map((n) => n * tick),
          quantity: fc.integer({ min: 1, max: 9 }),
        }),
        { maxLength: 12, selector: ({ price }) => price },
      );
    const market = fc.constantFrom(1, 2, 5).chain((tick) =>
      fc.record({
        tick: fc.constant(tick),
        bids: side(tick),
        asks: side(tick),
        near: fc.integer({ min: 1, max: 260 }),
      }),
    );
    fc.assert(
      fc.property(market, ({ tick, bids, asks, near }) => {
        const best = equilibriumOf(
          bids.toSorted((a, b) => b.price - a.price),
          asks.toSorted((a, b) => a.price - b.price),
          near,
          tick,
        );
        expect(best).toEqual(reference(bids, asks, near, tick));
      }),
      { numRuns: 3_000 },
    );
  });
});
