import type { Instant, TradingDay } from '../../kernel/instant.js';
import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import { NumberMap } from '../../kernel/number-map.js';
import type { CallResult } from './call.js';
import { BlockAgreements } from './block-agreements.js';
import { InstrumentMarket, type InstrumentDay } from './instrument-market.js';
import { KillSwitches } from './kill-switches.js';
import { OneWayBiddings } from './one-way-biddings.js';
import { Conduct } from './conduct.js';
import type { Intervention } from './intervention.js';
import { Order, type Trade } from './order.js';

export interface DayChange {
  readonly day: TradingDay;
  readonly status: 'OPEN' | 'CLOSED';
  readonly at: Instant;
}

/** The live orders of one account, linked through the orders themselves. */
interface OwnOrders {
  first: Order | undefined;
  count: number;
}

/** Books, live orders and the trading day of one venue. */
export class Market {
  tradingDay: TradingDay = '';
  dayStatus: 'OPEN' | 'CLOSED' = 'CLOSED';
  /** The reason while the whole venue is halted, else ''. */
  haltReason = '';
  killSwitches = new KillSwitches();
  /** What is negotiated outside the books. */
  blocks = new BlockAgreements();
  oneWay = new OneWayBiddings();
  conduct = new Conduct();
  private lastTradeNo = 0;
  private readonly instruments = new Map<number, InstrumentMarket>();
  private readonly live = new NumberMap<Order>();
  private readonly byAccount = new NumberMap<OwnOrders>();
  /** `account clientOrderId` → order, for this trading day. */
  private readonly clientIds = new Map<string, number>();

  /** Changes since the last drain; not part of the state. */
  readonly dirtyOrders: Order[] = [];
  readonly newTrades: Trade[] = [];
  readonly dayChanges: DayChange[] = [];
  readonly instrumentDays: InstrumentDay[] = [];
  readonly callResults: CallResult[] = [];
  readonly interventions: Intervention[] = [];

  /**
   * The market of one instrument; `referencePrice` is its previous close until it has one. A market nobody has used
   * yet is only looked at here, not kept: a refused command must leave no trace in the state.
   */
  of(instrumentNo: number, referencePrice: number): InstrumentMarket {
    return this.instruments.get(instrumentNo) ?? new InstrumentMarket(instrumentNo, referencePrice);
  }

  keep(market: InstrumentMarket): InstrumentMarket {
    this.instruments.set(market.instrumentNo, market);
    return market;
  }

  find(instrumentNo: number): InstrumentMarket | undefined {
    return this.instruments.get(instrumentNo);
  }

  all(): IterableIterator<InstrumentMarket> {
    return this.instruments.values();
  }

  order(orderNo: number): Order | undefined {
    return this.live.get(orderNo);
  }

  get liveCount(): number {
    return this.live.size;
  }

  /** In no order. */
  liveOrders(): Generator<Order> {
    return this.live[Symbol.iterator]();
  }

  /** In order of acceptance. */
  ordersOf(accountNo: number): Order[] {
    const orders: Order[] = [];
    let order = this.byAccount.get(accountNo)?.first;
    for (; order !== undefined; order = order.nextOfAccount) orders.push(order);
    return orders.sort((a, b) => a.orderNo - b.orderNo);
  }

  openOrderCount(accountNo: number): number {
    return this.byAccount.get(accountNo)?.count ?? 0;
  }

  orderByClientId(accountNo: number, clientOrderId: string): number | undefined {
    return this.clientIds.get(`${accountNo} ${clientOrderId}`);
  }

  nextTradeNo(): number {
    return ++this.lastTradeNo;
  }

  get tradeCount(): number {
    return this.lastTradeNo;
  }

  admit(order: Order): void {
    this.live.set(order.orderNo, order);
    this.link(order);
    if (order.clientOrderId !== '')
      this.clientIds.set(`${order.accountNo} ${order.clientOrderId}`, order.orderNo);
    this.touch(order);
  }

  /** The order has reached its end. */
  forget(order: Order): void {
    invariant(!order.isLive && order.held === 0, 'a finished order holds nothing');
    this.live.delete(order.orderNo);
    this.unlink(order);
    this.touch(order);
  }

  private link(order: Order): void {
    const own = this.byAccount.get(order.accountNo);
    if (own === undefined) {
      this.byAccount.set(order.accountNo, { first: order, count: 1 });
      return;
    }
    order.nextOfAccount = own.first;
    if (own.first !== undefined) own.first.previousOfAccount = order;
    own.first = order;
    own.count += 1;
  }

  private unlink(order: Order): void {
    const { previousOfAccount: previous, nextOfAccount: next } = order;
    const own = this.byAccount.get(order.accountNo);
    invariant(own !== undefined, 'a live order is among its account’s');
    if (previous === undefined) own.first = next;
    else previous.nextOfAccount = next;
    if (next !== undefined) next.previousOfAccount = previous;
    order.previousOfAccount = order.nextOfAccount = undefined;
    own.count -= 1;
    if (own.count === 0) this.byAccount.delete(order.accountNo);
  }

  touch(order: Order): void {
    if (order.dirty) return;
    order.dirty = true;
    this.dirtyOrders.push(order);
  }

  openDay(day: TradingDay, at: Instant): void {
    this.tradingDay = day;
    this.dayStatus = 'OPEN';
    this.clientIds.clear();
    this.conduct.startDay();
    for (const market of this.instruments.values()) market.startDay();
    this.dayChanges.push({ day, status: 'OPEN', at });
  }

  closeDay(at: Instant): void {
    this.dayStatus = 'CLOSED';
    this.dayChanges.push({ day: this.tradingDay, status: 'CLOSED', at });
  }

  /** Forgets which rows changed, without writing them. */
  letGo(): void {
    for (const order of this.dirtyOrders) order.dirty = false;
    for (const changes of [
      this.dirtyOrders,
      this.newTrades,
      this.dayChanges,
      this.instrumentDays,
      this.callResults,
      this.killSwitches.changes,
      this.interventions,
    ])
      changes.length = 0;
    this.blocks.letGo();
    this.oneWay.letGo();
  }

  dump(): Json {
    return {
      tradingDay: this.tradingDay,
      dayStatus: this.dayStatus,
      haltReason: this.haltReason,
      killSwitches: this.killSwitches.dump(),
      lastTradeNo: this.lastTradeNo,
      instruments: [...this.instruments.values()]
        .sort((a, b) => a.instrumentNo - b.instrumentNo)
        .map((m) => m.dump()),
      // Left out where nothing is counted, as in states saved before anything was.
      conduct: this.conduct.dump(),
      clientIds: [...this.clientIds].sort(([a], [b]) => (a < b ? -1 : 1)),
      blocks: this.blocks.dump(),
      oneWay: this.oneWay.dump(),
    };
  }

  static restore(state: Json): Market {
    const saved = state as {
      tradingDay: string;
      dayStatus: 'OPEN' | 'CLOSED';
      haltReason: string;
      killSwitches?: Json;
      lastTradeNo: number;
      instruments: Json[];
      conduct?: Json;
      clientIds: [string, number][];
      blocks?: Json;
      oneWay?: Json;
    };
    const market = new Market();
    market.tradingDay = saved.tradingDay;
    market.dayStatus = saved.dayStatus;
    market.haltReason = saved.haltReason;
    market.killSwitches = KillSwitches.restore(saved.killSwitches);
    market.lastTradeNo = saved.lastTradeNo;
    market.conduct = Conduct.restore(saved.conduct);
    for (const dumped of saved.instruments) {
      const instrument = InstrumentMarket.restore(dumped);
      market.instruments.set(instrument.instrumentNo, instrument);
      for (const order of instrument.restingOrders()) market.admit(order);
    }
    market.clientIds.clear();
    for (const [name, orderNo] of saved.clientIds) market.clientIds.set(name, orderNo);
    market.blocks = BlockAgreements.restore(saved.blocks);
    market.oneWay = OneWayBiddings.restore(saved.oneWay);
    market.letGo();
    return market;
  }
}
