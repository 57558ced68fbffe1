import { SERIAL_MAX } from './instrument.js';

/** Serials in a row; both ends belong to it. */
export interface SerialRun {
  readonly first: number;
  readonly last: number;
}

/**
 * The serial of a run that the most powers of two divide. Runs that have one serial in common have forks out of a few
 * (`forksAround`), so an ordinary index finds every run with a serial: the tree of intervals, kept as a column.
 */
export function forkOf({ first, last }: SerialRun): number {
  let power = 1;
  while (last - (last % (power * 2)) >= first) power *= 2;
  return last - (last % power);
}

/** Every fork that a run with this serial may have: its neighbours among the multiples of each power of two. */
export function forksAround(serial: number): number[] {
  const forks = new Set<number>();
  for (let power = 1; power <= SERIAL_MAX; power *= 2) {
    const below = serial - (serial % power);
    if (below > 0) forks.add(below);
    if (below < serial) forks.add(below + power);
  }
  return [...forks];
}
