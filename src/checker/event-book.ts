import type { Side } from '../market/index.js';

/** An order as its events tell it; nothing of the product's own book is used. */
export interface ToldOrder {
  readonly orderNo: number;
  readonly accountNo: number;
  readonly instrumentNo: number;
  readonly side: Side;
  /** Absent: listed. */
  readonly method?: string;
  price: number;
  quantity: number;
  remaining: number;
  filled: number;
  cancelled: number;
  value: number;
  fees: number;
}

/** The resting orders of one side, by price and then in the order they came. */
class Queue {
  private readonly prices: number[] = [];
  private readonly at = new Map<number, Set<ToldOrder>>();

  constructor(private readonly side: Side) {}

  first(): ToldOrder | undefined {
    const best = this.side === 'buy' ? this.prices.at(-1) : this.prices[0];
    return best === undefined ? undefined : this.at.get(best)!.values().next().value;
  }

  add(order: ToldOrder): void {
    let level = this.at.get(order.price);
    if (level === undefined) {
      this.at.set(order.price, (level = new Set()));
      this.prices.splice(this.placeOf(order.price), 0, order.price);
    }
    level.add(order);
  }

  remove(order: ToldOrder): void {
    const level = this.at.get(order.price);
    if (level === undefined || !level.delete(order) || level.size > 0) return;
    this.at.delete(order.price);
    this.prices.splice(this.placeOf(order.price), 1);
  }

  *inOrder(): Generator<ToldOrder> {
    const prices = this.side === 'buy' ? this.prices.toReversed() : this.prices;
    for (const price of prices) yield* this.at.get(price)!;
  }

  private placeOf(price: number): number {
    let low = 0;
    let high = this.prices.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.prices[middle] < price) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** One instrument's book, kept from events alone. */
export class EventBook {
  readonly buy = new Queue('buy');
  readonly sell = new Queue('sell');

  *resting(): Generator<ToldOrder> {
    yield* this.buy.inOrder();
    yield* this.sell.inOrder();
  }
}
