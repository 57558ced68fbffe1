import { depthOf } from '../../src/market/queries/market-view.js';
import type { Order } from '../../src/market/index.js';
import { answering } from '../lib/answering.js';
import { fillBook } from './fill-book.js';
import { MemoryVenue } from './memory-venue.js';

const ACCOUNTS = 1_000;

interface Asked {
  readonly resting: number;
  readonly levels: number;
  readonly snapshots: number;
}

answering({ depth });

/** Microseconds of one depth snapshot of a full book, and whether it is what all its orders add up to. */
async function depth({ resting, levels, snapshots }: Asked): Promise<object> {
  const { venue, furnished } = await MemoryVenue.furnished(ACCOUNTS);
  fillBook(furnished, resting, (command, org) => {
    if (!venue.decide(command, 'usr_bench', org).ok) throw new Error('an order was refused');
    venue.letGo();
  });
  const { machine } = venue;
  const { instrumentNo } = furnished;
  const shown = depthOf(machine, instrumentNo, levels);
  const begun = process.hrtime.bigint();
  for (let i = 0; i < snapshots; i++) depthOf(machine, instrumentNo, levels);
  const micros = Number(process.hrtime.bigint() - begun) / 1_000 / snapshots;
  const orders = [...machine.market.liveOrders()];
  const isRight =
    sameSide(shown.bids, summed(orders, 'buy', levels)) &&
    sameSide(shown.asks, summed(orders, 'sell', levels));
  return { micros, resting: orders.length, isRight };
}

type Summed = readonly { readonly price: number; readonly quantity: number; readonly orders: number }[];

/** The same from the orders alone, without the book. */
function summed(orders: readonly Order[], side: Order['side'], levels: number): Summed {
  const byPrice = new Map<number, { quantity: number; orders: number }>();
  for (const order of orders) {
    if (order.side !== side) continue;
    const level = byPrice.get(order.price) ?? { quantity: 0, orders: 0 };
    byPrice.set(order.price, { quantity: level.quantity + order.remaining, orders: level.orders + 1 });
  }
  const sign = side === 'buy' ? -1 : 1;
  return [...byPrice]
    .sort(([a], [b]) => sign * (a - b))
    .slice(0, levels)
    .map(([price, level]) => ({ price, ...level }));
}

function sameSide(
  shown: readonly { price: string; quantity: string; orders: number }[],
  due: Summed,
): boolean {
  const text = due.map(({ price, quantity, orders }) => `${(price / 100).toFixed(2)} ${quantity} ${orders}`);
  return shown.length > 0 && shown.map((l) => `${l.price} ${l.quantity} ${l.orders}`).join() === text.join();
}
