import type { Command } from '../../src/sequencer/index.js';
import type { Furnished } from './furnish.js';

const MAKERS_PER_TAKER = 100;
const [PRICE, UNITS] = [10_000, 10];

/** Orders that make exactly so many trades: many small sells, then one buy of all of them. */
export function crossings({ instrumentNo, buyers, sellers }: Furnished, trades: number): Command[] {
  const kind = { kind: 'place-order', instrumentNo, type: 'limit', price: PRICE };
  const commands: Command[] = [];
  for (let made = 0; made < trades;) {
    const some = Math.min(MAKERS_PER_TAKER, trades - made);
    for (let i = 0; i < some; i++)
      commands.push({ ...kind, ...sellers[(made + i) % sellers.length], side: 'sell', quantity: UNITS });
    const buyer = buyers[(made / MAKERS_PER_TAKER) % buyers.length];
    commands.push({ ...kind, ...buyer, side: 'buy', quantity: some * UNITS });
    made += some;
  }
  return commands;
}
