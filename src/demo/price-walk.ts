import { ratio } from '../kernel/amount.js';
import type { Dice } from './dice.js';

/** Where a price may walk. Fen. */
export interface WalkBounds {
  /** Where it is drawn back to. */
  readonly anchor: number;
  readonly floor: number;
  readonly ceiling: number;
  readonly tick: number;
}

/** Ticks that one step goes at most. */
const STEP_TICKS = 10;
/** One in so many ticks of the way back to the anchor is gone in a step: the price strays about a percent from it. */
const PULL = 200;
/** Ticks kept free at both ends of the band, so that quotes around the price stay inside. */
export const ROOM_TICKS = 80;

/** The next price of a gentle random walk: on the tick, inside the band, drawn back to its anchor. */
export function nextPrice(price: number, { anchor, floor, ceiling, tick }: WalkBounds, dice: Dice): number {
  const here = ratio(price, 1, tick, 'HALF_UP');
  const away = ratio(anchor, 1, tick, 'HALF_UP') - here;
  const back = truncated(away, PULL) + (dice.below(PULL) < Math.abs(away) % PULL ? Math.sign(away) : 0);
  const wished = here + back + dice.between(-STEP_TICKS, STEP_TICKS);
  const lowest = ratio(floor, 1, tick, 'CEIL') + ROOM_TICKS;
  const highest = ratio(ceiling, 1, tick, 'FLOOR') - ROOM_TICKS;
  // A band narrower than that leaves its middle.
  if (lowest > highest) return ratio(Math.max(0, lowest + highest), 1, 2, 'HALF_UP') * tick;
  return Math.min(highest, Math.max(lowest, wished)) * tick;
}

/** a ÷ b towards zero; both whole. */
export function truncated(a: number, b: number): number {
  return (a - (a % b)) / b;
}
