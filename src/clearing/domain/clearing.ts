import type { TradingDay } from '../../kernel/instant.js';
import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import type { Trade } from '../../market/domain/order.js';
import { Disputes } from './dispute.js';
import { type FailedDelivery, isOwed, isUndelivered } from './failed-delivery.js';

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

/** The word that a day's trades are delivered, or aside with a named fault. */
export interface Confirmation {
  readonly day: TradingDay;
  readonly fromTrade: number;
  /** One less than `fromTrade` on a day without trades. */
  readonly toTrade: number;
  readonly undelivered: number;
  readonly seq: number;
  readonly at: number;
}

/** The trades that wait for delivery versus payment, in trade order, and those whose delivery failed. */
export class Clearing {
  private waiting: Trade[] = [];
  /** Everything before this place in `waiting` is settled or aside; cut away now and then. */
  private done = 0;
  lastSettled = 0;
  /** Settled since the last drain; not part of the state. */
  readonly settlements: Settlement[] = [];
  private readonly annulled = new Set<number>();
  /** Annulled since the last drain; not part of the state. */
  readonly annulments: Annulment[] = [];
  /** Delivered by the reserve in a party's place: such a trade has no mirror. */
  private readonly covered = new Set<number>();
  /** By trade, in trade order: what is still owed. */
  private readonly failures = new Map<number, FailedDelivery>();
  /** Failures that changed since the last drain; not part of the state. */
  readonly failureChanges: FailedDelivery[] = [];
  /** The account that steps in for a leg that fails, or 0. */
  reserveAccount = 0;
  lastConfirmed: { readonly day: TradingDay; readonly toTrade: number } = { day: '', toTrade: 0 };
  /** The last trade of each day that is over and not confirmed, the oldest first. */
  private readonly dayEnds = new Map<TradingDay, number>();
  /** Confirmed since the last drain; not part of the state. */
  readonly confirmations: Confirmation[] = [];
  disputes = new Disputes();

  get pendingCount(): number {
    return this.waiting.length - this.done;
  }

  get firstPending(): number | undefined {
    return this.waiting[this.done]?.tradeNo;
  }

  get lastPending(): number | undefined {
    return this.pendingCount === 0 ? undefined : this.waiting[this.waiting.length - 1].tradeNo;
  }

  /** The trade whose turn it is. */
  get next(): Trade | undefined {
    return this.waiting[this.done];
  }

  capture(trade: Trade): void {
    const expected = (this.lastPending ?? this.lastSettled) + 1;
    invariant(trade.tradeNo === expected, 'trades are captured in order, each once');
    this.waiting.push(trade);
  }

  /** The oldest waiting trade, if it is not after `last`; it counts as settled from now on. */
  take(last: number, seq: number, at: number): Trade | undefined {
    const trade = this.pass(last);
    if (trade !== undefined) this.settlements.push({ tradeNo: trade.tradeNo, seq, at });
    return trade;
  }

  /** The oldest waiting trade goes aside with its fault. */
  setAside(failure: FailedDelivery): void {
    const trade = this.pass(failure.trade.tradeNo);
    invariant(trade === failure.trade, 'the trade whose turn it is fails');
    this.changeFailed(failure);
  }

  pending(): readonly Trade[] {
    return this.waiting.slice(this.done);
  }

  /** What is still owed, in trade order. */
  failed(): FailedDelivery[] {
    return [...this.failures.values()];
  }

  failureOf(tradeNo: number): FailedDelivery | undefined {
    return this.failures.get(tradeNo);
  }

  get failedCount(): number {
    return this.failures.size;
  }

  undeliveredUpTo(tradeNo = Infinity): number {
    let count = 0;
    for (const failure of this.failures.values())
      if (isUndelivered(failure) && failure.trade.tradeNo <= tradeNo) count += 1;
    return count;
  }

  /** What is owed no longer leaves memory. */
  changeFailed(failure: FailedDelivery): void {
    const { tradeNo } = failure.trade;
    if (isOwed(failure)) this.failures.set(tradeNo, failure);
    else this.failures.delete(tradeNo);
    this.failureChanges.push(failure);
  }

  /** Late, but with both legs. */
  deliverFailed(failure: FailedDelivery, seq: number, at: number): void {
    this.deliverAside(failure, seq, at);
    this.changeFailed({ ...failure, state: 'DELIVERED', nextAt: null, changedAt: at });
  }

  /** Both legs have moved, one perhaps from the reserve. */
  private deliverAside({ trade }: FailedDelivery, seq: number, at: number): void {
    const failure = this.failures.get(trade.tradeNo);
    invariant(failure !== undefined && isUndelivered(failure), 'a trade is delivered once');
    this.settlements.push({ tradeNo: trade.tradeNo, seq, at });
  }

  /** The reserve has given in a party's place. */
  coverAside(failure: FailedDelivery, seq: number, at: number): void {
    this.deliverAside(failure, seq, at);
    this.covered.add(failure.trade.tradeNo);
  }

  isCovered(tradeNo: number): boolean {
    return this.covered.has(tradeNo);
  }

  isAnnulled(tradeNo: number): boolean {
    return this.annulled.has(tradeNo);
  }

  annul(annulment: Annulment): void {
    const { tradeNo } = annulment;
    invariant(
      tradeNo <= this.lastSettled && !this.annulled.has(tradeNo) && !this.failures.has(tradeNo),
      'a settled trade is annulled at most once',
    );
    this.annulled.add(tradeNo);
    this.annulments.push(annulment);
  }

  endDay(day: TradingDay, lastTrade: number): void {
    this.dayEnds.set(day, lastTrade);
  }

  /** Undefined while it is open, once it is confirmed, and where the state is of a release that did not keep it. */
  lastTradeOf(day: TradingDay): number | undefined {
    return this.dayEnds.get(day);
  }

  /** The day that is confirmed next. */
  get firstUnconfirmed(): TradingDay | undefined {
    return this.dayEnds.keys().next().value;
  }

  confirm(confirmation: Confirmation): void {
    const { day, fromTrade, toTrade } = confirmation;
    invariant(
      day > this.lastConfirmed.day && fromTrade === this.lastConfirmed.toTrade + 1,
      'days are confirmed in order',
    );
    this.lastConfirmed = { day, toTrade };
    this.dayEnds.delete(day);
    this.confirmations.push(confirmation);
  }

  /** Forgets which rows changed, without writing them. */
  letGo(): void {
    this.settlements.length = this.annulments.length = 0;
    this.failureChanges.length = this.confirmations.length = this.disputes.changes.length = 0;
  }

  dump(): Json {
    // What there is none of is left out, as in states saved before there could be any.
    const { lastConfirmed, reserveAccount } = this;
    return {
      lastSettled: this.lastSettled,
      waiting: this.pending().map(withoutType),
      annulled: this.annulled.size === 0 ? undefined : [...this.annulled].sort((a, b) => a - b),
      covered: this.covered.size === 0 ? undefined : [...this.covered].sort((a, b) => a - b),
      failures:
        this.failures.size === 0
          ? undefined
          : this.failed().map((failure) => ({ ...failure, trade: withoutType(failure.trade) })),
      reserveAccount: reserveAccount === 0 ? undefined : reserveAccount,
      lastConfirmed: lastConfirmed.day === '' ? undefined : { ...lastConfirmed },
      dayEnds: this.dayEnds.size === 0 ? undefined : [...this.dayEnds],
      disputes: this.disputes.dump(),
    };
  }

  static restore(state: Json): Clearing {
    const saved = state as unknown as SavedClearing;
    const clearing = new Clearing();
    clearing.lastSettled = saved.lastSettled;
    clearing.waiting = saved.waiting.map(withType);
    for (const tradeNo of saved.annulled ?? []) clearing.annulled.add(tradeNo);
    for (const tradeNo of saved.covered ?? []) clearing.covered.add(tradeNo);
    for (const failure of saved.failures ?? [])
      clearing.failures.set(failure.trade.tradeNo, { ...failure, trade: withType(failure.trade) });
    clearing.reserveAccount = saved.reserveAccount ?? 0;
    clearing.lastConfirmed = saved.lastConfirmed ?? clearing.lastConfirmed;
    for (const [day, lastTrade] of saved.dayEnds ?? []) clearing.dayEnds.set(day, lastTrade);
    clearing.disputes = Disputes.restore(saved.disputes);
    return clearing;
  }

  private pass(last: number): Trade | undefined {
    const trade = this.waiting[this.done];
    if (trade === undefined || trade.tradeNo > last) return undefined;
    this.done += 1;
    this.lastSettled = trade.tradeNo;
    if (this.done > 1024 && this.done * 2 > this.waiting.length) {
      this.waiting = this.waiting.slice(this.done);
      this.done = 0;
    }
    return trade;
  }
}

type SavedTrade = Omit<Trade, 'type'>;
interface SavedClearing {
  readonly lastSettled: number;
  readonly waiting: SavedTrade[];
  readonly annulled?: number[];
  readonly covered?: number[];
  readonly failures?: (Omit<FailedDelivery, 'trade'> & { readonly trade: SavedTrade })[];
  readonly reserveAccount?: number;
  readonly lastConfirmed?: Clearing['lastConfirmed'];
  readonly dayEnds?: [TradingDay, number][];
  readonly disputes?: Json;
}

const withoutType = ({ type: _, ...facts }: Trade): SavedTrade & { [field: string]: Json | undefined } =>
  facts;
const withType = (facts: SavedTrade): Trade => ({ type: 'TradeExecuted', ...facts });
