import { CENTS, formatDecimal } from '../kernel/decimal.js';
import { BATCH_ITEMS_MAX } from '../kernel/limits.js';
import { type ApiClient, ApiRefusal } from './api-client.js';
import type { Intent } from './lobster.js';
import type { Clerk } from './own-service.js';

/** Somebody who trades, and the account to trade from. */
export interface Seat {
  readonly trader: Clerk;
  readonly accountId: string;
}

export interface LoadCounts {
  placed: number;
  taken: number;
  cancelled: number;
  reduced: number;
  /** Intents on orders from before the file began, or on orders the venue refused. */
  withoutOrder: number;
  fills: number;
  readonly refused: Record<string, number>;
}

interface Sent {
  readonly seat: number;
  readonly item: object;
  /** Of a resting order: the file's name for it. */
  readonly names?: { readonly orderId: string; readonly quantity: number };
  readonly count: 'placed' | 'taken' | 'cancelled';
}

interface Known {
  readonly seat: number;
  readonly publicId: string;
  quantity: number;
}

interface ItemAnswer {
  readonly ok: boolean;
  readonly order?: { readonly orderId: string; readonly fills: readonly object[] };
  readonly problem?: { readonly code: string };
}

/**
 * Sends intents window by window: within a window every trader's items are one request, and the requests of all
 * traders are sent together. Whatever names an order of the same window waits for the next one.
 */
export class OrderLoad {
  readonly counts: LoadCounts = {
    placed: 0,
    taken: 0,
    cancelled: 0,
    reduced: 0,
    withoutOrder: 0,
    fills: 0,
    refused: {},
  };
  private readonly known = new Map<string, Known>();
  private readonly inFlight = new Set<string>();
  private late: Intent[] = [];

  constructor(
    private readonly api: ApiClient,
    private readonly seats: readonly Seat[],
    private readonly symbol: string,
  ) {}

  async send(intents: readonly Intent[]): Promise<void> {
    const window = [...this.late, ...intents];
    this.late = [];
    const batches = new Map<number, Sent[]>();
    // Reductions first: a cancel of the same window takes their order away.
    const reductions = window
      .filter((intent) => intent.act === 'reduce')
      .filter(({ orderId }) => this.known.has(orderId));
    for (const reduction of reductions) await this.reduce(reduction, this.known.get(reduction.orderId)!);
    const done = new Set<Intent>(reductions);
    for (const intent of window.filter((one) => !done.has(one))) {
      if (this.mustWait(intent)) this.late.push(intent);
      else this.add(batches, intent);
    }
    await Promise.all([...batches].map(([seat, items]) => this.sendBatch(seat, items)));
    this.inFlight.clear();
  }

  /** Sends what still waits for an order of the window before. */
  async finish(): Promise<void> {
    while (this.late.length > 0) await this.send([]);
  }

  private mustWait({ act, orderId }: Intent): boolean {
    return (act === 'cancel' || act === 'reduce') && this.inFlight.has(orderId);
  }

  private add(batches: Map<number, Sent[]>, intent: Intent): void {
    const sent = this.sent(intent);
    if (sent === undefined) {
      this.counts.withoutOrder += 1;
      return;
    }
    if (sent.names !== undefined) this.inFlight.add(sent.names.orderId);
    const batch = batches.get(sent.seat);
    if (batch === undefined) batches.set(sent.seat, [sent]);
    else batch.push(sent);
  }

  private sent(intent: Intent): Sent | undefined {
    const { orderId } = intent;
    if (intent.act === 'place') {
      const seat = Number(orderId) % this.seats.length;
      return {
        seat,
        item: this.order(seat, intent, 'DAY'),
        names: { orderId, quantity: intent.quantity },
        count: 'placed',
      };
    }
    if (intent.act === 'take') {
      // Never the owner of the order it is meant for.
      const seat = (Number(orderId) + 1) % this.seats.length;
      return { seat, item: this.order(seat, intent, 'IOC'), count: 'taken' };
    }
    const known = this.known.get(orderId);
    if (known === undefined || intent.act === 'reduce') return undefined;
    this.known.delete(orderId);
    return { seat: known.seat, item: { action: 'cancel', orderId: known.publicId }, count: 'cancelled' };
  }

  private order(
    seat: number,
    { side, price, quantity }: Intent & { act: 'place' | 'take' },
    timeInForce: 'DAY' | 'IOC',
  ): object {
    const { accountId } = this.seats[seat];
    const order = {
      accountId,
      symbol: this.symbol,
      side,
      price: formatDecimal(price, CENTS),
      quantity: String(quantity),
      timeInForce,
    };
    return { action: 'place', order };
  }

  private async sendBatch(seat: number, batch: readonly Sent[]): Promise<void> {
    for (let from = 0; from < batch.length; from += BATCH_ITEMS_MAX) {
      const some = batch.slice(from, from + BATCH_ITEMS_MAX);
      const { items } = await this.api.post(this.seats[seat].trader, 'orders:batch', {
        items: some.map(({ item }) => item),
      });
      (items as ItemAnswer[]).forEach((answer, index) => this.note(seat, some[index], answer));
    }
  }

  private note(seat: number, { names, count }: Sent, { ok, order, problem }: ItemAnswer): void {
    if (!ok || order === undefined) {
      this.refuse(problem?.code ?? 'unknown');
      return;
    }
    this.counts[count] += 1;
    this.counts.fills += order.fills.length;
    if (names !== undefined)
      this.known.set(names.orderId, { seat, publicId: order.orderId, quantity: names.quantity });
  }

  private async reduce({ by }: Intent & { act: 'reduce' }, known: Known): Promise<void> {
    known.quantity -= by;
    try {
      await this.api.patch(this.seats[known.seat].trader, `orders/${known.publicId}`, {
        quantity: String(known.quantity),
      });
      this.counts.reduced += 1;
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      this.refuse(error.code);
    }
  }

  private refuse(code: string): void {
    this.counts.refused[code] = (this.counts.refused[code] ?? 0) + 1;
  }
}
