import type { Command } from '../../src/sequencer/index.js';
import type { Dice } from './dice.js';
import type { Founding, Trader } from './founding.js';

/** The smallest block of the demonstration. */
const BLOCK = 100;
/** Few enough that members often meet over the same one. */
const NUMBERS = 3;

/**
 * One word about a block. A member does not look first: it names intents, negotiations and versions that may be there,
 * as one does who heard of them by telephone.
 */
export function blockWish(dice: Dice, { things }: Founding, { org, accountNo }: Trader): Command {
  const [{ instrumentNo, price }] = things;
  const terms = { price: price + dice.pick(3) - 1, quantity: BLOCK + dice.pick(3) };
  const negotiationNo = 1 + dice.pick(NUMBERS);
  const intentNo = 1 + dice.pick(NUMBERS);
  const draw = dice.pick(100);
  if (draw < 15) {
    const side = dice.one(['buy', 'sell']);
    return { kind: 'post-block-intent', org, accountNo, instrumentNo, side, ...terms };
  }
  if (draw < 30) return { kind: 'answer-block-intent', org, intentNo, accountNo };
  if (draw < 55) return { kind: 'offer-block-terms', org, negotiationNo, ...terms };
  if (draw < 96) return { kind: 'confirm-block-terms', org, negotiationNo, version: 1 + dice.pick(2) };
  if (draw < 98) return { kind: 'withdraw-block-negotiation', org, negotiationNo };
  return { kind: 'withdraw-block-intent', org, intentNo };
}
