import { add } from '../kernel/amount.js';
import { DRY_RUN_DIFFERENCES_MAX } from '../kernel/limits.js';
import type { VenueMachine } from '../machine.js';
import type { Trade } from '../market/index.js';
import type { DecidedRecord, VenueEvent } from '../sequencer/index.js';
import type { Pair } from './two-roads.js';

/** A command that is decided differently: `accepted`, or the code of its refusal. */
export interface Decision {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly accountNo: number | null;
  readonly was: string;
  readonly will: string;
  readonly rule: string | null;
}

export type TradeFacts = Pick<Trade, 'price' | 'quantity' | 'value' | 'buyerFee' | 'sellerFee'>;

/** A trade between two orders, made by one command, that is another or not there on one road. */
export interface TradeChange {
  readonly seq: number;
  readonly instrumentNo: number;
  readonly buyOrder: number;
  readonly sellOrder: number;
  readonly was: TradeFacts | null;
  readonly will: TradeFacts | null;
}

export interface CloseChange {
  readonly day: string;
  readonly instrumentNo: number;
  readonly was: number | null;
  readonly will: number | null;
}

/** What an account has of an asset in the end, settled or still to be settled. */
export interface AmountChange {
  readonly accountNo: number;
  readonly assetNo: number;
  readonly was: number;
  readonly will: number;
}

export interface Totals {
  accepted: number;
  refused: number;
  trades: number;
  quantity: number;
  value: number;
  fees: number;
}

/** Counts are whole; each list shows at most so many, the first ones. */
export interface Differences {
  readonly commands: number;
  readonly was: Totals;
  readonly will: Totals;
  /** Refusals of either road, by code. */
  readonly refusals: readonly { readonly code: string; readonly was: number; readonly will: number }[];
  readonly decisions: { readonly count: number; readonly shown: readonly Decision[] };
  readonly trades: { readonly count: number; readonly shown: readonly TradeChange[] };
  readonly closes: { readonly count: number; readonly shown: readonly CloseChange[] };
  readonly amounts: { readonly count: number; readonly shown: readonly AmountChange[] };
}

const none = (): Totals => ({ accepted: 0, refused: 0, trades: 0, quantity: 0, value: 0, fees: 0 });

/** Gathers what two roads decide differently; memory stays bounded however long the period is. */
export class DifferencesFound {
  private readonly was = none();
  private readonly will = none();
  private readonly refusals = new Map<string, { was: number; will: number }>();
  private readonly decisions: Shortened<Decision>;
  private readonly trades: Shortened<TradeChange>;
  private readonly closes: Shortened<CloseChange>;
  private commands = 0;

  constructor(private readonly most = DRY_RUN_DIFFERENCES_MAX) {
    this.decisions = new Shortened(most);
    this.trades = new Shortened(most);
    this.closes = new Shortened(most);
  }

  take({ was, will }: Pair): void {
    this.commands += 1;
    this.count(was, 'was');
    this.count(will, 'will');
    const [before, after] = [verdictOf(was), verdictOf(will)];
    if (before !== after) {
      const { seq, at, cmd } = was;
      const accountNo = typeof cmd.accountNo === 'number' ? cmd.accountNo : null;
      const rule = will.rej?.rule ?? was.rej?.rule;
      const decision = { seq, at, kind: cmd.kind, accountNo, was: before, will: after };
      this.decisions.add(() => ({
        ...decision,
        rule: rule === undefined ? null : `${rule.pack} ${rule.key}`,
      }));
    }
    this.compareTrades(was, will);
    this.compareCloses(was, will);
  }

  told(asWas: VenueMachine, asIf: VenueMachine): Differences {
    const refusals = [...this.refusals].map(([code, both]) => ({ code, ...both }));
    return {
      commands: this.commands,
      was: this.was,
      will: this.will,
      refusals: refusals.sort((a, b) => (a.code < b.code ? -1 : 1)),
      decisions: this.decisions.told(),
      trades: this.trades.told(),
      closes: this.closes.told(),
      amounts: this.amounts(asWas, asIf),
    };
  }

  private count({ ok, rej, ev }: DecidedRecord, road: 'was' | 'will'): void {
    const totals = this[road];
    if (ok) totals.accepted += 1;
    else {
      totals.refused += 1;
      const code = rej!.code;
      const both = this.refusals.get(code) ?? { was: 0, will: 0 };
      both[road] += 1;
      this.refusals.set(code, both);
    }
    for (const { quantity, value, buyerFee, sellerFee } of tradesOf(ev)) {
      totals.trades += 1;
      totals.quantity = add(totals.quantity, quantity);
      totals.value = add(totals.value, value);
      totals.fees = add(totals.fees, add(buyerFee, sellerFee));
    }
  }

  private compareTrades(was: DecidedRecord, will: DecidedRecord): void {
    if (was.ev.length === 0 && will.ev.length === 0) return;
    const after = new Map(tradesOf(will.ev).map((trade) => [pairOf(trade), trade]));
    for (const trade of tradesOf(was.ev)) {
      const other = after.get(pairOf(trade));
      after.delete(pairOf(trade));
      if (other === undefined || !isSame(trade, other)) this.trades.add(() => change(was.seq, trade, other));
    }
    for (const trade of after.values()) this.trades.add(() => change(was.seq, undefined, trade));
  }

  private compareCloses(was: DecidedRecord, will: DecidedRecord): void {
    if (was.cmd.kind !== 'close-day') return;
    const [before, after] = [closesOf(was.ev), closesOf(will.ev)];
    const day = was.cmd.day as string;
    const instruments = [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => a - b);
    for (const instrumentNo of instruments) {
      const [one, other] = [before.get(instrumentNo) ?? null, after.get(instrumentNo) ?? null];
      if (one !== other) this.closes.add(() => ({ day, instrumentNo, was: one, will: other }));
    }
  }

  private amounts(asWas: VenueMachine, asIf: VenueMachine): Differences['amounts'] {
    const found = new Shortened<AmountChange>(this.most);
    const had = amountsOf(asWas);
    const has = amountsOf(asIf);
    const places = [...new Set([...had.keys(), ...has.keys()])].map((place) => place.split(' ').map(Number));
    for (const [accountNo, assetNo] of places.sort(([a, x], [b, y]) => a - b || x - y)) {
      const [was, will] = [had, has].map((all) => all.get(`${accountNo} ${assetNo}`) ?? 0);
      if (was !== will) found.add(() => ({ accountNo, assetNo, was, will }));
    }
    return found.told();
  }
}

/** Counts everything and keeps the first few. */
class Shortened<T> {
  private readonly shown: T[] = [];
  private count = 0;

  constructor(private readonly most: number) {}

  add(made: () => T): void {
    this.count += 1;
    if (this.shown.length < this.most) this.shown.push(made());
  }

  told(): { readonly count: number; readonly shown: readonly T[] } {
    return { count: this.count, shown: this.shown };
  }
}

function verdictOf({ ok, rej }: DecidedRecord): string {
  return ok ? 'accepted' : rej!.code;
}

function tradesOf(events: readonly VenueEvent[]): Trade[] {
  return events.filter(({ type }) => type === 'TradeExecuted') as unknown as Trade[];
}

function closesOf(events: readonly VenueEvent[]): Map<number, number> {
  const closed = events.filter(({ type }) => type === 'InstrumentDayClosed');
  return new Map(closed.map(({ instrumentNo, close }) => [instrumentNo as number, close as number]));
}

function pairOf({ buyOrder, sellOrder }: Trade): string {
  return `${buyOrder} ${sellOrder}`;
}

function factsOf({ price, quantity, value, buyerFee, sellerFee }: Trade): TradeFacts {
  return { price, quantity, value, buyerFee, sellerFee };
}

function isSame(one: Trade, other: Trade): boolean {
  return (
    one.price === other.price &&
    one.quantity === other.quantity &&
    one.buyerFee === other.buyerFee &&
    one.sellerFee === other.sellerFee
  );
}

function change(seq: number, was: Trade | undefined, will: Trade | undefined): TradeChange {
  const { instrumentNo, buyOrder, sellOrder } = (was ?? will)!;
  return {
    ...{ seq, instrumentNo, buyOrder, sellOrder },
    was: was === undefined ? null : factsOf(was),
    will: will === undefined ? null : factsOf(will),
  };
}

function amountsOf({ ledger }: VenueMachine): Map<string, number> {
  const amounts = new Map<string, number>();
  for (const { account, asset, posted, incoming, outgoing } of ledger.all())
    amounts.set(`${account} ${asset}`, posted + incoming - outgoing);
  return amounts;
}
