import type { EventBook, ToldOrder } from './event-book.js';

/** What an uncrossing tells of itself. */
export interface ToldUncrossing {
  readonly instrumentNo: number;
  /** Fen; 0 where nothing trades. */
  readonly price: number;
  readonly volume: number;
  readonly imbalance: number;
}

/**
 * What is wrong with the price of a call, or undefined: counted anew, order by order, at every price that somebody
 * named. Nothing of the product's own pricing is used.
 */
export function wrongWith(book: EventBook, { price, volume, imbalance }: ToldUncrossing): string | undefined {
  const [bids, asks] = [[...book.buy.inOrder()], [...book.sell.inOrder()]];
  const at = (limit: number): { volume: number; imbalance: number } => {
    const demand = sum(bids.filter((bid) => bid.price >= limit));
    const supply = sum(asks.filter((ask) => ask.price <= limit));
    return { volume: Math.min(demand, supply), imbalance: demand - supply };
  };
  const told = price === 0 ? { volume: 0, imbalance: 0 } : at(price);
  if (told.volume !== volume || told.imbalance !== imbalance)
    return `at ${price} ${told.volume} trade with ${told.imbalance} left over, told are ${volume} and ${imbalance}`;
  // Only prices between the best ask and the best bid can trade anything.
  const [highest, lowest] = [bids[0]?.price ?? 0, asks[0]?.price ?? Infinity];
  for (const limit of new Set([...bids, ...asks].map((order) => order.price))) {
    if (limit < lowest || limit > highest) continue;
    const other = at(limit);
    const isBetter =
      other.volume > volume || (other.volume === volume && Math.abs(other.imbalance) < Math.abs(imbalance));
    if (isBetter)
      return `${price} is called, ${limit} trades ${other.volume} with ${other.imbalance} left over`;
  }
  return undefined;
}

function sum(orders: readonly ToldOrder[]): number {
  return orders.reduce((total, { remaining }) => total + remaining, 0);
}
