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
  const away = Math.round((anchor - price) / tick);
  const back = Math.trunc(away / PULL) + (dice.below(PULL) < Math.abs(away) % PULL ? Math.sign(away) : 0);
  const wished = Math.round(price / tick) + back + dice.between(-STEP_TICKS, STEP_TICKS);
  const lowest = Math.ceil(floor / tick) + ROOM_TICKS;
  const highest = Math.floor(ceiling / tick) - ROOM_TICKS;
  // A band narrower than that leaves its middle.
  if (lowest > highest) return Math.round((lowest + highest) / 2) * tick;
  return Math.min(highest, Math.max(lowest, wished)) * tick;
}
