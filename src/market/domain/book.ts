import { invariant } from '../../kernel/invariant.js';
import type { Side } from './order.js';

/** What the book needs of an order; the market's orders have more. */
export interface Resting {
  readonly orderNo: number;
  readonly side: Side;
  readonly price: number;
  remaining: number;
  /** True while it stands in a book. */
  resting: boolean;
  previous: this | undefined;
  next: this | undefined;
}

/** All orders at one price, oldest first. */
export class PriceLevel<O extends Resting> {
  first: O | undefined;
  last: O | undefined;
  /** Units. */
  quantity = 0;
  orders = 0;

  constructor(readonly price: number) {}
}

/**
 * One side of a book: price levels sorted so that the BEST one is last, which makes the common work — at and near
 * the best price — a matter of the array's end.
 */
export class BookSide<O extends Resting> {
  private readonly levels: PriceLevel<O>[] = [];

  constructor(readonly side: Side) {}

  get best(): PriceLevel<O> | undefined {
    return this.levels[this.levels.length - 1];
  }

  add(order: O): void {
    const index = this.indexOf(order.price);
    let level = this.levels[index];
    if (level === undefined || level.price !== order.price) {
      level = new PriceLevel(order.price);
      this.levels.splice(index, 0, level);
    }
    order.previous = level.last;
    order.next = undefined;
    if (level.last === undefined) level.first = order;
    else level.last.next = order;
    level.last = order;
    order.resting = true;
    level.quantity += order.remaining;
    level.orders += 1;
  }

  /** Takes the order out; `remaining` must still be what the level counts. */
  remove(order: O): void {
    const index = this.indexOf(order.price);
    const level = this.levels[index];
    invariant(level !== undefined && level.price === order.price, 'a resting order has a level');
    if (order.previous === undefined) level.first = order.next;
    else order.previous.next = order.next;
    if (order.next === undefined) level.last = order.previous;
    else order.next.previous = order.previous;
    order.previous = order.next = undefined;
    order.resting = false;
    level.quantity -= order.remaining;
    level.orders -= 1;
    if (level.orders === 0) this.levels.splice(index, 1);
  }

  /** A fill or a decrease: the order keeps its place. */
  reduce(order: O, quantity: number): void {
    const level = this.levels[this.indexOf(order.price)];
    invariant(level?.price === order.price && quantity < order.remaining, 'a reduced order keeps something');
    order.remaining -= quantity;
    level.quantity -= quantity;
  }

  /** Best first. */
  *iterate(): Generator<PriceLevel<O>> {
    for (let i = this.levels.length - 1; i >= 0; i--) yield this.levels[i];
  }

  levelAt(price: number): PriceLevel<O> | undefined {
    const level = this.levels[this.indexOf(price)];
    return level?.price === price ? level : undefined;
  }

  depth(levels: number): { price: number; quantity: number; orders: number }[] {
    const end = Math.max(0, this.levels.length - levels);
    const depth = [];
    for (let i = this.levels.length - 1; i >= end; i--) {
      const { price, quantity, orders } = this.levels[i];
      depth.push({ price, quantity, orders });
    }
    return depth;
  }

  /** Where a price is or belongs: worse prices stand before it. */
  private indexOf(price: number): number {
    const { levels } = this;
    let low = 0;
    let high = levels.length;
    const sign = this.side === 'buy' ? 1 : -1;
    const wanted = sign * price;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sign * levels[middle].price < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A price-time book of one instrument. */
export class Book<O extends Resting> {
  readonly bids = new BookSide<O>('buy');
  readonly asks = new BookSide<O>('sell');

  sideOf(side: Side): BookSide<O> {
    return side === 'buy' ? this.bids : this.asks;
  }

  opposite(side: Side): BookSide<O> {
    return side === 'buy' ? this.asks : this.bids;
  }

  /** The resting order a taker meets next, or undefined when none is good enough. */
  bestFor(side: Side, limit: number): O | undefined {
    const level = this.opposite(side).best;
    if (level === undefined) return undefined;
    return (side === 'buy' ? level.price <= limit : level.price >= limit) ? level.first : undefined;
  }

  /** Units a taker could get at its limit; stops counting at `enough`. */
  quantityWithin(side: Side, limit: number, enough: number): number {
    let quantity = 0;
    for (const level of this.opposite(side).iterate()) {
      if (side === 'buy' ? level.price > limit : level.price < limit) break;
      quantity += level.quantity;
      if (quantity >= enough) break;
    }
    return quantity;
  }
}
