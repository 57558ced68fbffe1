import type { Command } from '../../src/sequencer/index.js';
import { seeded } from '../../test/support/random.js';
import type { Furnished } from './furnish.js';

/** Prices of each side, one tick apart, on either side of the middle. */
const LEVELS = 5_000;
const MIDDLE = 10_000;
const QUANTITY_MAX = 100;

/** So many orders that do not meet, spread evenly over ten thousand prices. */
export function fillBook(
  { instrumentNo, buyers, sellers }: Furnished,
  resting: number,
  place: (command: Command, org: string) => void,
): void {
  const random = seeded(1);
  for (let i = 0; i < resting; i++) {
    const isBuy = i % 2 === 0;
    const members = isBuy ? buyers : sellers;
    const { accountNo, org } = members[(i >> 1) % members.length];
    const away = 1 + Math.floor(random() * LEVELS);
    const command = {
      kind: 'place-order',
      org,
      accountNo,
      instrumentNo,
      side: isBuy ? 'buy' : 'sell',
      type: 'limit',
      price: isBuy ? MIDDLE - away : MIDDLE + away,
      quantity: 1 + Math.floor(random() * QUANTITY_MAX),
    };
    place(command, org);
  }
}
