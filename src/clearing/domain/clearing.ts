import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import type { Trade } from '../../market/domain/order.js';

/** One delivered and paid trade. */
export interface Settlement {
  readonly tradeNo: number;
  /** The command that settled it. */
  readonly seq: number;
  readonly at: number;
}

/** The trades that wait for delivery versus payment, in trade order. */
export class Clearing {
  private waiting: Trade[] = [];
  /** Everything before this place in `waiting` is settled; cut away now and then. */
  private done = 0;
  lastSettled = 0;
  /** Settled since the last drain; not part of the state. */
  readonly settlements: Settlement[] = [];

  get pendingCount(): number {
    return this.waiting.length - this.done;
  }

  get firstPending(): number | undefined {
    return this.waiting[this.done]?.tradeNo;
  }

  get lastPending(): number | undefined {
    return this.pendingCount === 0 ? undefined : this.waiting[this.waiting.length - 1].tradeNo;
  }

  capture(trade: Trade): void {
    const expected = (this.lastPending ?? this.lastSettled) + 1;
    invariant(trade.tradeNo === expected, 'trades are captured in order, each once');
    this.waiting.push(trade);
  }

  /** The oldest waiting trade, if it is not after `last`; it counts as settled from now on. */
  take(last: number, seq: number, at: number): Trade | undefined {
    const trade = this.waiting[this.done];
    if (trade === undefined || trade.tradeNo > last) return undefined;
    this.done += 1;
    this.lastSettled = trade.tradeNo;
    this.settlements.push({ tradeNo: trade.tradeNo, seq, at });
    if (this.done > 1024 && this.done * 2 > this.waiting.length) {
      this.waiting = this.waiting.slice(this.done);
      this.done = 0;
    }
    return trade;
  }

  pending(): readonly Trade[] {
    return this.waiting.slice(this.done);
  }

  /** Forgets which rows changed, without writing them. */
  letGo(): void {
    this.settlements.length = 0;
  }

  dump(): Json {
    return { lastSettled: this.lastSettled, waiting: this.pending().map(({ type: _, ...facts }) => facts) };
  }

  static restore(state: Json): Clearing {
    const saved = state as unknown as { lastSettled: number; waiting: Omit<Trade, 'type'>[] };
    const clearing = new Clearing();
    clearing.lastSettled = saved.lastSettled;
    clearing.waiting = saved.waiting.map((facts) => ({ type: 'TradeExecuted', ...facts }));
    return clearing;
  }
}
