import { describe, expect, it } from '@jest/globals';
import { Dice } from './dice.js';
import { nextPrice, ROOM_TICKS, type WalkBounds } from './price-walk.js';

const BAND: WalkBounds = { anchor: 6_180, floor: 5_562, ceiling: 6_798, tick: 1 };

function walk(seed: number, steps: number, bounds = BAND, from = bounds.anchor): number[] {
  const dice = new Dice(seed);
  const prices: number[] = [];
  for (let price = from; prices.length < steps;) prices.push((price = nextPrice(price, bounds, dice)));
  return prices;
}

describe('the price that the demo walks', () => {
  it('is the same from the same seed, and another from another', () => {
    expect(walk(7, 500)).toEqual(walk(7, 500));
    expect(walk(8, 500)).not.toEqual(walk(7, 500));
  });

  it('goes gently: ten ticks a step, and comes back to its anchor however long it goes', () => {
    const prices = walk(1, 50_000);
    const steps = prices.map((price, place) => Math.abs(price - (prices[place - 1] ?? BAND.anchor)));
    expect(Math.max(...steps)).toBeLessThanOrEqual(12);
    expect(new Set(prices).size).toBeGreaterThan(100);
    const mean = prices.reduce((sum, price) => sum + price, 0) / prices.length;
    expect(Math.abs(mean - BAND.anchor)).toBeLessThan(20);
  });

  it('stays on the tick and inside the band, with room for the quotes around it, wherever the band goes', () => {
    for (const tick of [1, 5]) {
      const bounds = { ...BAND, floor: 6_401, ceiling: 7_403, tick };
      const prices = walk(2, 5_000, bounds, 6_000);
      expect(prices.every((price) => price % tick === 0)).toBe(true);
      expect(Math.min(...prices)).toBeGreaterThanOrEqual(bounds.floor + ROOM_TICKS * tick);
      expect(Math.max(...prices)).toBeLessThanOrEqual(bounds.ceiling - ROOM_TICKS * tick);
    }
  });

  it('stands in the middle of a band that is too narrow to walk in', () => {
    expect(new Set(walk(3, 50, { anchor: 100, floor: 90, ceiling: 110, tick: 1 }))).toEqual(new Set([100]));
  });
});
