import type { Command } from '../../src/sequencer/index.js';
import type { Dice } from './dice.js';
import { EVERY_POWER, type Founding, type Trader } from './founding.js';

/** Few enough that members often meet in the same bidding. */
const NUMBERS = 4;
const PARTS = 60;
const SECOND_MICROS = 1_000_000;

/**
 * One word about a one-way bidding: applications, registrations, bids, and the close that the day keeper would ask for.
 * As with blocks, a member does not look first. `now` is nobody's clock, so some times are over when they are named.
 */
export function biddingWish(
  dice: Dice,
  { things }: Founding,
  { org, accountNo }: Trader,
  now: number,
): Command {
  const [{ instrumentNo, price }] = things;
  const biddingNo = 1 + dice.pick(NUMBERS);
  const draw = dice.pick(100);
  if (draw < 8) {
    const side = dice.one(['buy', 'sell']);
    const end = now + SECOND_MICROS;
    const payload = {
      ...{ accountNo, instrumentNo, side, quantity: PARTS, depositBps: 1_000 },
      ...{ rule: dice.one(['WHOLE', 'PARTS']), reserveFen: dice.chance(0.2) ? price : 0 },
      ...{ floorFen: side === 'sell' ? price - 2 : 0, ceilingFen: side === 'sell' ? 0 : price + 2 },
      ...{ registrationOpensAt: now - SECOND_MICROS, registrationClosesAt: end },
      ...{ biddingOpensAt: now - SECOND_MICROS, biddingClosesAt: end },
    };
    return { kind: 'propose', action: 'open-one-way-bidding', payload, powers: EVERY_POWER };
  }
  if (draw < 35) return { kind: 'register-one-way', org, accountNo, biddingNo, quantity: PARTS };
  const quantity = dice.chance(0.5) ? PARTS : 1 + dice.pick(PARTS);
  if (draw < 75)
    return { kind: 'bid-one-way', org, accountNo, biddingNo, price: price + dice.pick(5) - 2, quantity };
  return { kind: 'close-one-way-bidding', biddingNo };
}
