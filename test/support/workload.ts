import { Book, type Resting, type Side } from '../../src/market/index.js';
import { seeded } from './random.js';

/** W1: a shallow book around a walking middle. W2 (deep): offsets of 100 ticks on average, small takers. */
export interface WorkloadShape {
  readonly commands: number;
  readonly seed: number;
  readonly deep: boolean;
}

export type WorkloadType = 'limit' | 'cancel' | 'ioc' | 'market';

export interface WorkloadCommand {
  readonly type: WorkloadType;
  readonly id: number;
  readonly side: Side;
  readonly price: number;
  readonly quantity: number;
  readonly account: number;
}

export interface WorkloadOutcome {
  readonly trades: number;
  readonly volume: number;
  readonly tradeHash: number;
  readonly depthHash: number;
  readonly levels: number;
}

const HIGHEST_PRICE = (1 << 15) - 1;
const HASH_START = 0x811c9dc5 | 0;
const mix = (hash: number, value: number): number => Math.imul(hash ^ value, 16777619);

class WorkloadOrder implements Resting {
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

/** The bare book under the workload: no accounts, no fees. */
export class BareMatcher {
  readonly book = new Book<WorkloadOrder>();
  readonly live = new Map<number, WorkloadOrder>();
  trades = 0;
  volume = 0;
  private hash = HASH_START;

  /** Tells `onGone` every maker that is filled. */
  apply({ type, id, side, price, quantity }: WorkloadCommand, onGone?: (id: number) => void): void {
    if (type === 'cancel') return this.cancel(id);
    let remaining = quantity;
    while (remaining > 0) {
      const maker = this.book.bestFor(side, price);
      if (maker === undefined) break;
      const filled = Math.min(remaining, maker.remaining);
      this.hash = mix(mix(mix(mix(this.hash, maker.orderNo), id), maker.price), filled);
      this.trades += 1;
      this.volume += filled;
      remaining -= filled;
      const makers = this.book.sideOf(maker.side);
      if (filled < maker.remaining) {
        makers.reduce(maker, filled);
      } else {
        makers.remove(maker);
        this.live.delete(maker.orderNo);
        onGone?.(maker.orderNo);
      }
    }
    if (remaining === 0 || type !== 'limit') return;
    const order = new WorkloadOrder(id, side, price, remaining);
    this.book.sideOf(side).add(order);
    this.live.set(id, order);
  }

  outcome(): WorkloadOutcome {
    let hash = HASH_START;
    let levels = 0;
    for (const side of [this.book.bids, this.book.asks]) {
      for (const { price, quantity } of side.iterate()) {
        hash = mix(mix(hash, price), quantity);
        levels += 1;
      }
    }
    return {
      trades: this.trades,
      volume: this.volume,
      tradeHash: this.hash >>> 0,
      depthHash: hash >>> 0,
      levels,
    };
  }

  private cancel(id: number): void {
    const order = this.live.get(id);
    if (order === undefined) return;
    this.book.sideOf(order.side).remove(order);
    this.live.delete(id);
  }
}

/** The ids that may still be cancelled, with a uniform pick in constant time. */
class LiveIds {
  private readonly ids: number[] = [];
  private readonly places = new Map<number, number>();

  get size(): number {
    return this.ids.length;
  }

  at(place: number): number {
    return this.ids[place];
  }

  add(id: number): void {
    this.places.set(id, this.ids.length);
    this.ids.push(id);
  }

  drop(id: number): void {
    const place = this.places.get(id);
    if (place === undefined) return;
    const last = this.ids.pop()!;
    this.places.delete(id);
    if (last === id) return;
    this.ids[place] = last;
    this.places.set(last, place);
  }
}

/**
 * 60 % limit orders, 30 % cancels of a uniformly random live order, 5 % IOC, 5 % market. Which orders live is known
 * only by matching, so the generator matches along. The order of random draws is part of the workload's definition.
 */
export function workload({ commands, seed, deep }: WorkloadShape): WorkloadCommand[] {
  const random = seeded(seed);
  const live = new LiveIds();
  const matcher = new BareMatcher();
  const result: WorkloadCommand[] = [];
  let middle = 10_000;
  let lastId = 0;
  for (let i = 0; i < commands; i++) {
    if (i % 16 === 0) middle = Math.min(12_000, Math.max(8_000, middle + (random() < 0.5 ? -1 : 1)));
    let type = typeOf(random());
    const side: Side = random() < 0.5 ? 'buy' : 'sell';
    const small = deep && (type === 'ioc' || type === 'market');
    const quantity = 1 + Math.floor(random() * (small ? 20 : 100));
    const account = 1 + Math.floor(random() * 1000);
    const offset = Math.min(4_000, Math.floor(-Math.log(1 - random()) * (deep ? 100 : 12)) - 3);
    if (type === 'cancel' && live.size === 0) type = 'limit';
    const id = type === 'cancel' ? live.at(Math.floor(random() * live.size)) : ++lastId;
    const command = { type, id, side, price: priceOf(type, side, middle, offset), quantity, account };
    matcher.apply(command, (gone) => live.drop(gone));
    if (type === 'cancel') live.drop(id);
    else if (matcher.live.has(id)) live.add(id);
    result.push(command);
  }
  return result;
}

export function runBare(commands: readonly WorkloadCommand[]): WorkloadOutcome {
  const matcher = new BareMatcher();
  for (const command of commands) matcher.apply(command);
  return matcher.outcome();
}

function typeOf(draw: number): WorkloadType {
  if (draw < 0.6) return 'limit';
  if (draw < 0.9) return 'cancel';
  return draw < 0.95 ? 'ioc' : 'market';
}

function priceOf(type: WorkloadType, side: Side, middle: number, offset: number): number {
  const sign = side === 'buy' ? 1 : -1;
  if (type === 'limit') return middle - sign * offset;
  if (type === 'ioc') return middle + sign * 4;
  if (type === 'market') return side === 'buy' ? HIGHEST_PRICE : 0;
  return 0;
}
