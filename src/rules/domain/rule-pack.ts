import { invariant } from '../../kernel/invariant.js';
import { AMOUNT_MAX, ratio } from '../../kernel/amount.js';
import {
  type Instant,
  type LocalTime,
  localTime,
  microsOfClock,
  nextDay,
  startOfDay,
  type TradingDay,
} from '../../kernel/instant.js';
import type { RuleRef } from '../../kernel/rejection.js';
import { Calendar, windowsOf, type Window } from './calendar.js';
import { ruleOn, type RuleOfDay } from './dated-rule.js';
import type { METHODS, PackFile, RuleKey } from './pack-schema.js';

const BPS = 10_000;
const SECOND = 1_000_000;
/** No calendar rests longer; one that ends is not searched for ever. */
const CLOSED_DAYS_MOST = 366;

export interface PriceBand {
  readonly floor: number;
  readonly ceiling: number;
}

/** One day's windows of one method, as instants. */
interface Hours {
  readonly day: TradingDay;
  readonly windows: readonly Window[];
}

/** A call auction's course, as instants. */
export interface CallHours {
  readonly from: Instant;
  /** Orders meet at this instant, or later, but not after `latest` unless the venue was away. */
  readonly to: Instant;
  /** From here on no order can be taken back or changed. */
  readonly noCancelFrom: Instant;
  readonly latest: Instant;
}

export type Method = (typeof METHODS)[number];
/** Agreed outside the book. */
export type NegotiatedMethod = Exclude<Method, 'listed'>;
export type Side = 'buy' | 'sell';
type Fees = Readonly<Record<Side, number>>;

/** One version of a market's rules, read into numbers once. Every decision names its `packNo`. */
export class RulePack {
  readonly id: string;
  readonly offsetMinutes: number;
  readonly tickFen: number;
  readonly quantityStep: number;
  readonly quantityMin: number;
  readonly quantityMax: number;
  /** Of a block agreement; the smallest is 0 where the pack has none. */
  readonly quantityMinBlock: number;
  readonly quantityMaxBlock: number;
  readonly quantityMinOneWay: number;
  /** Of the value at the base price; undefined where the pack has no one-way bidding. */
  readonly oneWayDepositMinBps: number | undefined;
  readonly bandPctBps: number;
  /** The wide band (block agreements); the listed one where the pack knows no block trades. */
  readonly bandPctBlockBps: number;
  readonly bandRounding: 'INWARD' | 'HALF_UP';
  readonly t1Goods: boolean;
  readonly t0Cash: boolean;
  readonly feeBps: Fees;
  readonly negotiatedFeeBps: Readonly<Record<NegotiatedMethod, Fees>>;
  readonly feeRounding: 'HALF_UP' | 'FLOOR' | 'CEIL';
  readonly feeMinFen: number;
  readonly orderValueMaxFen: number;
  readonly marketProtectionBps: number;
  readonly closeMethod: 'VWAP';
  /** Whose trades make open, high, low and close; the book's always do. */
  readonly methodsCounted: readonly Method[];
  readonly selfTrade: 'CANCEL_NEWEST' | 'CANCEL_OLDEST' | 'CANCEL_BOTH';
  /** Its orders are counted: how many a second, and how many for each trade. */
  readonly ordersPerSecond: number | undefined;
  readonly ordersToTrades: { readonly free: number; readonly each: number } | undefined;
  /** Owner groups may hold only so much. */
  readonly limitsHoldings: boolean;
  readonly matcher: 'PRICE_TIME' | 'PICK_LISTING';
  /** Price levels that may be picked from, where the taker picks. */
  readonly pickLevels: number;
  /** How far a trade may be from the last price; 0: as far as the band. */
  readonly volatilityBps: number;
  /** Microseconds of the day; 24:00 is the next midnight. */
  readonly dayEnds: number;

  /** All trades of a day are delivered together after its close; otherwise each soon after it was made. */
  readonly deliversAfterClose: boolean;
  /** A frozen account delivers nothing, not even what it sold before. */
  readonly frozenHolds: boolean;
  readonly retryMinutes: readonly number[];
  /** A day opens only after the day before was reconciled. */
  readonly opensReconciled: boolean;
  readonly cashBreaksHold: 'ALL' | 'DIFFERENCES' | 'NONE';

  readonly calendar: Calendar;
  private readonly listed: readonly Window[];
  private readonly block: readonly Window[];
  // Orders of one day ask for the same hours again and again.
  private readonly lastHours = new Map<Method, Hours>();

  constructor(
    readonly packNo: number,
    readonly file: PackFile,
  ) {
    const keys = file.keys;
    this.id = `${file.pack}@${file.version}`;
    this.offsetMinutes = keys['session.offsetMinutes'].value;
    this.tickFen = keys.tick.value;
    this.quantityStep = keys.qtyStep.value;
    this.quantityMin = keys['qtyMin.listed'].value;
    this.quantityMax = keys['qtyMax.listed'].value;
    this.quantityMinBlock = keys['qtyMin.block']?.value ?? 0;
    this.quantityMaxBlock = keys['qtyMax.block']?.value ?? AMOUNT_MAX;
    this.quantityMinOneWay = keys['qtyMin.one_way']?.value ?? 1;
    this.oneWayDepositMinBps = keys['oneWay.depositMin']?.value;
    this.bandPctBps = keys['band.pct.listed'].value;
    this.bandPctBlockBps = keys['band.pct.block']?.value ?? this.bandPctBps;
    this.bandRounding = keys['band.rounding'].value;
    this.t1Goods = keys['t1.goods'].value;
    this.t0Cash = keys['t0.cash'].value;
    this.feeBps = { buy: keys['fee.listed.buy'].value, sell: keys['fee.listed.sell'].value };
    this.negotiatedFeeBps = {
      block: this.feesOf('fee.block.buy', 'fee.block.sell'),
      one_way: this.feesOf('fee.one_way.buy', 'fee.one_way.sell'),
    };
    this.feeRounding = keys['fee.rounding'].value;
    this.feeMinFen = keys['fee.min'].value;
    this.orderValueMaxFen = keys['order.valueMax'].value;
    this.marketProtectionBps = keys['order.marketProtection'].value;
    this.closeMethod = keys['close.method'].value;
    this.methodsCounted = keys['close.methodsCounted']?.value ?? ['listed'];
    this.selfTrade = keys['selfTrade.default'].value;
    this.matcher = keys.matcher.value;
    this.ordersPerSecond = keys['orders.perSecond']?.value;
    this.ordersToTrades = keys['orders.toTrades']?.value;
    this.limitsHoldings =
      keys['maxHolding.compliance'] !== undefined || keys['maxHolding.other'] !== undefined;
    this.pickLevels = keys['pick.levels']?.value ?? 0;
    this.volatilityBps = keys['volatility.pct']?.value ?? 0;
    this.dayEnds = microsOfClock(keys['session.dayEnds'].value);
    this.deliversAfterClose = keys['settlement.delivery']?.value === 'UNIFIED';
    this.frozenHolds = keys['settlement.frozen']?.value === 'HOLD';
    this.retryMinutes = keys['settlement.retryMinutes']?.value ?? [];
    this.opensReconciled = keys['reconciliation.beforeOpening']?.value ?? false;
    this.cashBreaksHold = keys['reconciliation.cashBreaksHold']?.value ?? 'ALL';
    this.calendar = new Calendar(keys['session.calendar'].value);
    this.listed = windowsOf(keys['session.windows.listed'].value);
    this.block = windowsOf(keys['session.windows.block']?.value ?? []);
  }

  get name(): string {
    return this.file.pack;
  }

  covers(day: TradingDay): boolean {
    return this.file.effectiveFrom <= day && (this.file.effectiveTo === null || day <= this.file.effectiveTo);
  }

  /** One key on a day: a rule may have dates of its own. */
  ruleOn<K extends RuleKey>(key: K, day: TradingDay): RuleOfDay<K> | undefined {
    return ruleOn(this.file, key, day);
  }

  /** What a clock in the venue shows; no day is ever without its own offset. */
  localTime(at: Instant): LocalTime {
    const local = localTime(at, this.offsetMinutes);
    const offset = this.offsetOn(local.day);
    return offset === this.offsetMinutes ? local : localTime(at, offset);
  }

  offsetOn(day: TradingDay): number {
    const summer = this.file.keys['session.summerTime']?.value.find(
      ({ from, to }) => from <= day && day <= to,
    );
    return summer?.offsetMinutes ?? this.offsetMinutes;
  }

  tradesOn(day: TradingDay): boolean {
    return this.calendar.tradesOn(day);
  }

  /** Does this market know the method? A block needs its hours and its smallest quantity. */
  offers(method: Method): boolean {
    if (method === 'block') return this.block.length > 0 && this.quantityMinBlock > 0;
    return method === 'listed' || this.oneWayDepositMinBps !== undefined;
  }

  /** None for a one-way bidding: it has the hours of its notice. */
  windows(method: Method): readonly Window[] {
    if (method === 'one_way') return [];
    return method === 'listed' ? this.listed : this.block;
  }

  /** True on a trading day from the first microsecond of a window up to, not including, its end. */
  isOpen(method: Method, day: TradingDay, at: Instant): boolean {
    let hours = this.lastHours.get(method);
    if (hours?.day !== day) this.lastHours.set(method, (hours = this.hoursOf(method, day)));
    for (const { from, to } of hours.windows) if (from <= at && at < to) return true;
    return false;
  }

  /** When the first trading day after a day opens; undefined where the calendar ends before. */
  nextOpening(day: TradingDay): Instant | undefined {
    let next = nextDay(day);
    for (let looked = 0; !this.tradesOn(next); next = nextDay(next), looked++)
      if (looked > CLOSED_DAYS_MOST) return undefined;
    const { from } = this.hoursOf('listed', next).windows[0];
    return Math.min(from, this.callHours('opening', next)?.from ?? from);
  }

  /** When a scheduled call of a trading day gathers and ends; undefined where the pack has none, or on a day without trade. */
  callHours(phase: 'opening' | 'closing', day: TradingDay): CallHours | undefined {
    const call = this.file.keys[`call.${phase}`]?.value;
    if (call === undefined || !this.tradesOn(day)) return undefined;
    const midnight = startOfDay(day, this.offsetOn(day));
    const to = midnight + microsOfClock(call.to);
    return {
      from: midnight + microsOfClock(call.from),
      to,
      noCancelFrom: to - call.noCancelSeconds * SECOND,
      latest: to + call.randomEndSeconds * SECOND,
    };
  }

  /** The call that begins at an instant because the price moved too far. */
  interruptionHours(at: Instant): CallHours {
    const keys = this.file.keys;
    const to = at + (keys['volatility.callSeconds']?.value ?? 0) * SECOND;
    const latest = to + (keys['volatility.randomEndSeconds']?.value ?? 0) * SECOND;
    return { from: at, to, noCancelFrom: to, latest };
  }

  private hoursOf(method: Method, day: TradingDay): Hours {
    if (!this.tradesOn(day)) return { day, windows: [] };
    const midnight = startOfDay(day, this.offsetOn(day));
    return {
      day,
      windows: this.windows(method).map(({ from, to }) => ({ from: midnight + from, to: midnight + to })),
    };
  }

  /** The prices allowed around a reference, on the tick and never outside the legal limits. */
  band(referenceFen: number, pctBps = this.bandPctBps, tickFen = this.tickFen): PriceBand {
    const round = this.bandRounding === 'INWARD' ? bandInward : bandHalfUp;
    return round(referenceFen, pctBps, tickFen);
  }

  /** The fee of one trade for one side; never more than the trade is worth. */
  fee(side: Side, valueFen: number, method?: Method): number {
    const isListed = method === undefined || method === 'listed';
    const bps = isListed ? this.feeBps[side] : this.negotiatedFeeBps[method][side];
    const fee = Math.max(this.feeMinFen, ratio(valueFen, bps, BPS, this.feeRounding));
    return Math.min(fee, valueFen);
  }

  private feesOf(buy: RuleKey & `fee.${string}`, sell: RuleKey & `fee.${string}`): Fees {
    const { keys } = this.file;
    const bpsOf = (key: typeof buy): number | undefined => keys[key]?.value as number | undefined;
    return { buy: bpsOf(buy) ?? this.feeBps.buy, sell: bpsOf(sell) ?? this.feeBps.sell };
  }

  /** The rule behind a refusal, for its problem document. */
  rule(key: RuleKey): RuleRef {
    const entry = this.file.keys[key];
    invariant(entry !== undefined, `pack ${this.id} has the rule ${key}`);
    return { pack: this.id, key, legalBasis: entry.legalBasis };
  }
}

/** Upper limit floored, lower limit raised to the tick: half-up rounding would leave the legal band. */
export function bandInward(referenceFen: number, pctBps: number, tickFen: number): PriceBand {
  const floor = ratio(referenceFen, BPS - pctBps, BPS, 'CEIL');
  const ceiling = ratio(referenceFen, BPS + pctBps, BPS, 'FLOOR');
  return {
    floor: Math.max(tickFen, ratio(floor, 1, tickFen, 'CEIL') * tickFen),
    ceiling: ratio(ceiling, 1, tickFen, 'FLOOR') * tickFen,
  };
}

/** Both limits to the nearest tick, which may lie outside the legal band by less than a tick. */
export function bandHalfUp(referenceFen: number, pctBps: number, tickFen: number): PriceBand {
  const nearest = (bps: number): number => ratio(referenceFen, bps, BPS * tickFen, 'HALF_UP') * tickFen;
  return { floor: Math.max(tickFen, nearest(BPS - pctBps)), ceiling: nearest(BPS + pctBps) };
}
