import { Book, type Resting, type Side } from '../market/index.js';
import type { LobsterMessage } from './lobster.js';

export interface RecordedLevel {
  readonly price: number;
  readonly size: number;
}

/** One row of an orderbook file: the levels seen after a message, best first. */
export interface RecordedBook {
  readonly buy: readonly RecordedLevel[];
  readonly sell: readonly RecordedLevel[];
  /** Levels a side that the file can show. */
  readonly levels: number;
}

const WHOLE = /^-?\d{1,15}$/;
const SIDES = ['buy', 'sell'] as const;

/** Ask price, ask size, bid price, bid size for each level; a level of size 0 is empty. */
export function readBook(line: string): RecordedBook {
  const fields = line.split(',');
  if (fields.length % 4 !== 0 || !fields.every((field) => WHOLE.test(field)))
    throw new Error(`not a LOBSTER book: ${line}`);
  const numbers = fields.map(Number);
  const side = (first: number): RecordedLevel[] => {
    const levels: RecordedLevel[] = [];
    for (let at = first; at < numbers.length; at += 4)
      if (numbers[at + 1] > 0) levels.push({ price: numbers[at], size: numbers[at + 1] });
    return levels;
  };
  return { sell: side(0), buy: side(2), levels: numbers.length / 4 };
}

/** An order of the tape, or what stands at a price without our knowing whose it is. */
export class TapeOrder implements Resting {
  resting = false;
  previous: this | undefined;
  next: this | undefined;

  constructor(
    readonly orderNo: number,
    readonly side: Side,
    readonly price: number,
    public remaining: number,
  ) {}
}

/** No LOBSTER order that can be seen has this number. */
const UNKNOWN = 0;

/**
 * The tape's orders in our own book, as far as they can be known: what happens outside the levels shown is not
 * recorded, so a price that leaves them is forgotten, and comes back as a quantity of unknown orders.
 */
export class TapeBook {
  private readonly book = new Book<TapeOrder>();
  private readonly known = new Map<number, TapeOrder>();

  constructor(private seen: RecordedBook) {
    this.adopt(seen);
  }

  bestPrice(side: Side): number | undefined {
    return this.book.sideOf(side).best?.price;
  }

  /** Oldest first, or undefined when there is nothing or somebody unknown among them. */
  ordersAt(side: Side, price: number): TapeOrder[] | undefined {
    const orders: TapeOrder[] = [];
    for (let order = this.book.sideOf(side).levelAt(price)?.first; order !== undefined; order = order.next) {
      if (order.orderNo === UNKNOWN) return undefined;
      orders.push(order);
    }
    return orders.length === 0 ? undefined : orders;
  }

  /** Does what the message says; true when the book is then the recorded one, wherever both rows show it. */
  follow(message: LobsterMessage, recorded: RecordedBook): boolean {
    this.apply(message);
    const isSame = SIDES.every((side) => this.isSame(side, recorded));
    this.adopt(recorded);
    return isSame;
  }

  private apply({ kind, orderId, size, price, restingSide }: LobsterMessage): void {
    if (kind === 'hidden' || kind === 'other') return;
    if (kind === 'new') return this.add(Number(orderId), restingSide, price, size);
    const order = this.known.get(Number(orderId)) ?? this.unknownAt(restingSide, price);
    if (order === undefined) return;
    if (size < order.remaining) this.book.sideOf(order.side).reduce(order, size);
    else this.drop(order);
  }

  private isSame(side: Side, recorded: RecordedBook): boolean {
    const shown = (price: number): boolean =>
      isShown(this.seen, side, price) && isShown(recorded, side, price);
    const ours = this.book
      .sideOf(side)
      .depth(Infinity)
      .filter(({ price }) => shown(price));
    const theirs = recorded[side].filter(({ price }) => shown(price));
    return (
      ours.length === theirs.length &&
      ours.every(({ price, quantity }, i) => price === theirs[i].price && quantity === theirs[i].size)
    );
  }

  /** Forgets what is not shown any more, and takes over as unknown what is shown and not known. */
  private adopt(recorded: RecordedBook): void {
    for (const side of SIDES) {
      const sizes = new Map(recorded[side].map(({ price, size }) => [price, size]));
      for (const level of [...this.book.sideOf(side).iterate()])
        if (sizes.get(level.price) !== level.quantity) this.forget(side, level.price);
      for (const { price, size } of recorded[side])
        if (this.book.sideOf(side).levelAt(price) === undefined) this.add(UNKNOWN, side, price, size);
    }
    this.seen = recorded;
  }

  private add(orderNo: number, side: Side, price: number, size: number): void {
    const order = new TapeOrder(orderNo, side, price, size);
    this.book.sideOf(side).add(order);
    if (orderNo !== UNKNOWN) this.known.set(orderNo, order);
  }

  private drop(order: TapeOrder): void {
    this.book.sideOf(order.side).remove(order);
    if (order.orderNo !== UNKNOWN) this.known.delete(order.orderNo);
  }

  private forget(side: Side, price: number): void {
    for (;;) {
      const first = this.book.sideOf(side).levelAt(price)?.first;
      if (first === undefined) return;
      this.drop(first);
    }
  }

  /** The unknown of a price are older than anybody who is known there. */
  private unknownAt(side: Side, price: number): TapeOrder | undefined {
    const first = this.book.sideOf(side).levelAt(price)?.first;
    return first?.orderNo === UNKNOWN ? first : undefined;
  }
}

/** A row shows a price when it is no worse than its last level, or has room for more. */
function isShown(row: RecordedBook, side: Side, price: number): boolean {
  const levels = row[side];
  if (levels.length < row.levels) return true;
  const worst = levels[levels.length - 1].price;
  return side === 'buy' ? price >= worst : price <= worst;
}
