import { describe, expect, it } from '@jest/globals';
import { SERIAL_MAX } from './instrument.js';
import { forkOf, forksAround } from './serial-run.js';

function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('the fork of a run of serials', () => {
  it('is its serial that the most powers of two divide', () => {
    expect(
      [
        [1, 1],
        [5, 7],
        [5, 8],
        [9, 15],
        [1, 100],
        [2 ** 39 - 3, 2 ** 39 + 900],
      ].map(([first, last]) => forkOf({ first, last })),
    ).toEqual([1, 6, 8, 12, 64, 2 ** 39]);
  });

  it('is among the few around each of its serials, however long or high the run is', () => {
    const roll = dice(7);
    for (let i = 0; i < 3_000; i++) {
      const length = 1 + roll(2 ** roll(30));
      const first = 1 + roll(Math.min(SERIAL_MAX - length, 2 ** roll(40)));
      const run = { first, last: first + length - 1 };
      const fork = forkOf(run);
      expect(fork >= run.first && fork <= run.last).toBe(true);
      for (const serial of [run.first, run.last, first + roll(length)])
        expect([run, serial, forksAround(serial).includes(fork)]).toEqual([run, serial, true]);
    }
    expect(forksAround(SERIAL_MAX)).toContain(forkOf({ first: 1, last: SERIAL_MAX }));
    expect(forksAround(1).length).toBeLessThanOrEqual(80);
  });
});
