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

/** One annulled trade (成交撤销): its mirror entries are in the ledger under its number. */
export interface Annulment {
  readonly tradeNo: number;
  readonly proposalNo: number;
  /** The command that annulled it: its last approval. */
  readonly seq: number;
  readonly at: number;
  readonly reason: string;
}

/** The trades that wait for delivery versus payment, in trade order. */
export class Clearing {
  private waiting: Trade[] = [];
  /** Everything before this place in `waiting` is settled; cut away now and then. */
  private done = 0;
  lastSettled = 0;
  /** Settled since the last drain; not part of the state. */
  readonly settlements: Settlement[] = [];
  private readonly annulled = new Set<number>();
  /** Annulled since the last drain; not part of the state. */
  readonly annulments: Annulment[] = [];

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

  isAnnulled(tradeNo: number): boolean {
    return this.annulled.has(tradeNo);
  }

  annul(annulment: Annulment): void {
    const { tradeNo } = annulment;
    invariant(
      tradeNo <= this.lastSettled && !this.annulled.has(tradeNo),
      'a settled trade is annulled at most once',
    );
    this.annulled.add(tradeNo);
    this.annulments.push(annulment);
  }

  /** Forgets which rows changed, without writing them. */
  letGo(): void {
    this.settlements.length = this.annulments.length = 0;
  }

  dump(): Json {
    return {
      lastSettled: this.lastSettled,
      waiting: this.pending().map(({ type: _, ...facts }) => facts),
      // Left out where there are none, as in states saved before trades could be annulled.
      annulled: this.annulled.size === 0 ? undefined : [...this.annulled].sort((a, b) => a - b),
    };
  }

  static restore(state: Json): Clearing {
    const saved = state as unknown as {
      lastSettled: number;
      waiting: Omit<Trade, 'type'>[];
      annulled?: number[];
    };
    const clearing = new Clearing();
    clearing.lastSettled = saved.lastSettled;
    clearing.waiting = saved.waiting.map((facts) => ({ type: 'TradeExecuted', ...facts }));
    for (const tradeNo of saved.annulled ?? []) clearing.annulled.add(tradeNo);
    return clearing;
  }
}
