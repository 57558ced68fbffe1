import { add, ratio, subtract } from '../../kernel/amount.js';
import type { TradingDay } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import type { PriceBand, RulePack } from '../../rules/domain/rule-pack.js';
import { Book } from './book.js';
import type { GatheringCall } from './call.js';
import type { DayTurnover } from './intervention.js';
import { Order, type Trade } from './order.js';

/** One instrument's day, as it is kept for ever. Prices in fen, 0 where nothing traded. */
export interface InstrumentDay {
  readonly instrumentNo: number;
  readonly day: TradingDay;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly last: number;
  readonly close: number;
  readonly volume: number;
  readonly value: number;
  readonly trades: number;
}

interface BandAnswer {
  readonly pack: RulePack;
  readonly previousClose: number;
  readonly tickFen: number;
  readonly band: PriceBand;
}

/** The book of one instrument and what the day has done to its price. */
export class InstrumentMarket {
  readonly book = new Book<Order>();
  /** Set while orders gather for a call auction. */
  call: GatheringCall | undefined;
  /** The scheduled calls that this day has had. */
  callsHeld: string[] = [];
  /** What earlier days traded, as far back as the rule of interventions looks. */
  turnovers: DayTurnover[] = [];
  /** The reason while this instrument is halted, else ''. */
  haltReason = '';
  lastPrice = 0;
  open = 0;
  high = 0;
  low = 0;
  volume = 0;
  value = 0;
  trades = 0;
  private lastBand: BandAnswer | undefined;

  constructor(
    readonly instrumentNo: number,
    /** Base of the price band: the previous trading day's close. */
    public previousClose: number,
  ) {}

  /** What this instrument may trade at under a pack; the same question comes with every order. */
  band(pack: RulePack, tickFen: number): PriceBand {
    const { previousClose } = this;
    const last = this.lastBand;
    if (
      last !== undefined &&
      last.pack === pack &&
      last.previousClose === previousClose &&
      last.tickFen === tickFen
    )
      return last.band;
    const band = pack.band(previousClose, pack.bandPctBps, tickFen);
    this.lastBand = { pack, previousClose, tickFen, band };
    return band;
  }

  record({ price, quantity, value }: Trade): void {
    if (this.trades === 0) this.open = this.high = this.low = price;
    this.high = Math.max(this.high, price);
    this.low = Math.min(this.low, price);
    this.lastPrice = price;
    this.volume = add(this.volume, quantity);
    this.value = add(this.value, value);
    this.trades += 1;
  }

  /** A trade of this day is annulled: the day counts it no more. The prices that were seen stay, unless none is left. */
  strike({ quantity, value }: Pick<Trade, 'quantity' | 'value'>): void {
    this.volume = subtract(this.volume, quantity);
    this.value = subtract(this.value, value);
    this.trades -= 1;
    if (this.trades === 0) this.open = this.high = this.low = 0;
  }

  /** What a call's price is measured against: today's last price, else the previous close. */
  callReference(): number {
    return this.trades === 0 ? this.previousClose : this.lastPrice;
  }

  /** How far from the last price a trade may be under a pack; undefined where only the band limits it. */
  corridor(pack: RulePack): PriceBand | undefined {
    if (pack.volatilityBps === 0) return undefined;
    return pack.band(this.callReference(), pack.volatilityBps, 1);
  }

  /** Volume-weighted average of the day, half up to the fen; without a trade the previous close (rulebook §1.2). */
  closingPrice(): number {
    return this.volume === 0 ? this.previousClose : ratio(this.value, 1, this.volume, 'HALF_UP');
  }

  endDay(day: TradingDay): InstrumentDay {
    const { instrumentNo, open, high, low, volume, value, trades } = this;
    const close = this.closingPrice();
    this.previousClose = close;
    return {
      instrumentNo,
      day,
      open,
      high,
      low,
      last: trades === 0 ? 0 : this.lastPrice,
      close,
      volume,
      value,
      trades,
    };
  }

  startDay(): void {
    this.callsHeld = [];
    this.open = this.high = this.low = this.volume = this.value = this.trades = 0;
  }

  /** Best level first, oldest first within it. */
  *restingOrders(): Generator<Order> {
    for (const side of [this.book.bids, this.book.asks]) {
      for (const level of side.iterate()) {
        for (let order = level.first; order !== undefined; order = order.next) yield order;
      }
    }
  }

  dump(): Json {
    const { instrumentNo, previousClose, haltReason, lastPrice, open, high, low, volume, value, trades } =
      this;
    const day = [open, high, low, volume, value, trades];
    const { call, callsHeld, turnovers } = this;
    return {
      instrumentNo,
      previousClose,
      haltReason,
      lastPrice,
      day,
      orders: [...this.restingOrders()].map(dumpOrder),
      // Left out where there are none, as in states saved before there were calls.
      call: call && { ...call },
      callsHeld: callsHeld.length === 0 ? undefined : [...callsHeld],
      turnovers: turnovers.length === 0 ? undefined : turnovers.map(({ value, volume }) => [value, volume]),
    };
  }

  static restore(state: Json): InstrumentMarket {
    const saved = state as unknown as {
      instrumentNo: number;
      previousClose: number;
      haltReason: string;
      lastPrice: number;
      day: [number, number, number, number, number, number];
      orders: Json[];
      call?: GatheringCall;
      callsHeld?: string[];
      turnovers?: [number, number][];
    };
    const market = new InstrumentMarket(saved.instrumentNo, saved.previousClose);
    market.haltReason = saved.haltReason;
    market.lastPrice = saved.lastPrice;
    market.call = saved.call;
    market.callsHeld = saved.callsHeld ?? [];
    market.turnovers = (saved.turnovers ?? []).map(([value, volume]) => ({ value, volume }));
    [market.open, market.high, market.low, market.volume, market.value, market.trades] = saved.day;
    for (const dumped of saved.orders) {
      const order = restoreOrder(dumped);
      market.book.sideOf(order.side).add(order);
    }
    return market;
  }
}

function dumpOrder(o: Order): Json {
  const facts = [
    o.orderNo,
    o.accountNo,
    o.ownerGroup,
    o.instrumentNo,
    o.side,
    o.type,
    o.price,
    o.quantity,
    o.timeInForce,
  ];
  const origin = [o.clientOrderId, o.packNo, o.tradingDay, o.placedAt, o.selfTrade, o.postOnly];
  const course = [
    o.remaining,
    o.filled,
    o.cancelled,
    o.held,
    o.value,
    o.fees,
    o.status,
    o.changedAt,
    o.changedSeq,
  ];
  return [facts, origin, course];
}

function restoreOrder(state: Json): Order {
  const [facts, origin, course] = state as [unknown[], unknown[], unknown[]];
  const order = new Order(...([...facts, ...origin] as ConstructorParameters<typeof Order>));
  const [remaining, filled, cancelled, held, value, fees, status, changedAt, changedSeq] = course;
  return Object.assign(order, {
    remaining,
    filled,
    cancelled,
    held,
    value,
    fees,
    status,
    changedAt,
    changedSeq,
  });
}
