import { type CallLevel, type Equilibrium, equilibriumOf } from './equilibrium.js';
import type { InstrumentMarket } from './instrument-market.js';
import type { Order } from './order.js';

/** The orders that another side reaches, best first, oldest first within a price. */
export interface Crossing {
  readonly bids: readonly Order[];
  readonly asks: readonly Order[];
}

export function crossingOf({ book }: InstrumentMarket): Crossing {
  const [highest, lowest] = [book.bids.best?.price ?? 0, book.asks.best?.price ?? Infinity];
  return { bids: reaching(book.bids, lowest), asks: reaching(book.asks, highest) };
}

function reaching(side: InstrumentMarket['book']['bids'], limit: number): Order[] {
  const orders: Order[] = [];
  for (const level of side.iterate()) {
    if (side.side === 'buy' ? level.price < limit : level.price > limit) break;
    for (let order = level.first; order !== undefined; order = order.next) orders.push(order);
  }
  return orders;
}

/**
 * Who must go before orders meet, so that no owner group can trade with itself: of a group's best bid and best ask that
 * cross, the one accepted later says who gives way, and so on until the group no longer crosses itself.
 */
export function givingWay({ bids, asks }: Crossing): Order[] {
  const own = new Map<string, { readonly bids: Order[]; readonly asks: Order[] }>();
  for (const bid of bids) {
    const group = own.get(bid.ownerGroup);
    if (group === undefined) own.set(bid.ownerGroup, { bids: [bid], asks: [] });
    else group.bids.push(bid);
  }
  for (const ask of asks) own.get(ask.ownerGroup)?.asks.push(ask);
  return [...own.values()].flatMap((group) => ofGroup(group));
}

function ofGroup({ bids, asks }: Crossing): Order[] {
  const gone: Order[] = [];
  let [b, a] = [0, 0];
  while (b < bids.length && a < asks.length && bids[b].price >= asks[a].price) {
    const [bid, ask] = [bids[b], asks[a]];
    const [older, newer] = bid.orderNo < ask.orderNo ? [bid, ask] : [ask, bid];
    const leaving = {
      CANCEL_NEWEST: [newer],
      CANCEL_OLDEST: [older],
      CANCEL_BOTH: [older, newer],
    }[newer.selfTrade];
    gone.push(...leaving);
    if (leaving.includes(bid)) b += 1;
    if (leaving.includes(ask)) a += 1;
  }
  return gone;
}

/** Where the orders that gathered would meet now (参考价与匹配量): shown to everybody while a call lasts. */
export function indication(market: InstrumentMarket, tickFen: number): Equilibrium | undefined {
  const crossing = crossingOf(market);
  const gone = new Set(givingWay(crossing));
  const left = (orders: readonly Order[]): CallLevel[] =>
    levelsOf(orders.filter((order) => !gone.has(order)));
  return equilibriumOf(left(crossing.bids), left(crossing.asks), market.callReference(), tickFen);
}

export function levelsOf(orders: readonly Order[]): CallLevel[] {
  const levels: { price: number; quantity: number }[] = [];
  for (const { price, remaining } of orders) {
    const last = levels.at(-1);
    if (last?.price === price) last.quantity += remaining;
    else levels.push({ price, quantity: remaining });
  }
  return levels;
}
