import type { Instant, TradingDay } from '../../kernel/instant.js';
import type { Method, NegotiatedMethod } from '../../rules/domain/rule-pack.js';

export type Side = 'buy' | 'sell';
export type TimeInForce = 'DAY' | 'IOC' | 'FOK';
export type SelfTrade = 'CANCEL_NEWEST' | 'CANCEL_OLDEST' | 'CANCEL_BOTH';
export type OrderStatus = 'OPEN' | 'PARTLY_FILLED' | 'FILLED' | 'CANCELLED' | 'EXPIRED';

/** An order from its acceptance on. Prices in fen per unit, quantities in units. */
export class Order {
  remaining: number;
  filled = 0;
  cancelled = 0;
  /** Locked in the ledger for what remains: fen for a buy, units for a sell. */
  held = 0;
  /** Executed so far, fen. */
  value = 0;
  /** Charged so far, fen. */
  fees = 0;
  status: OrderStatus = 'OPEN';
  changedAt: Instant;
  changedSeq: number;
  // Its place in the queue of a price level; managed by the book alone.
  resting = false;
  previous: this | undefined;
  next: this | undefined;
  // Its place among its account's live orders; managed by the market alone.
  previousOfAccount: Order | undefined;
  nextOfAccount: Order | undefined;
  /** Collected for the projection and not yet drained. */
  dirty = false;

  constructor(
    readonly orderNo: number,
    readonly accountNo: number,
    readonly ownerGroup: string,
    readonly instrumentNo: number,
    readonly side: Side,
    readonly type: 'limit' | 'market',
    public price: number,
    public quantity: number,
    readonly timeInForce: TimeInForce,
    readonly clientOrderId: string,
    readonly packNo: number,
    readonly tradingDay: TradingDay,
    readonly placedAt: Instant,
    /** Whom it gives way to when it meets an order of its own owner group. */
    readonly selfTrade: SelfTrade,
    /** It only ever makes, whatever is changed about it. */
    readonly postOnly: boolean,
    /** An order of another method than the book's is born and ends in one command: it never rests, and is never dumped. */
    readonly method: Method = 'listed',
  ) {
    this.remaining = quantity;
    this.changedAt = placedAt;
    this.changedSeq = orderNo;
  }

  get isLive(): boolean {
    return this.status === 'OPEN' || this.status === 'PARTLY_FILLED';
  }
}

/** What a trade is, and at once the news of it: a trade is made for nothing else but to be told. */
export interface Trade {
  readonly type: 'TradeExecuted';
  readonly tradeNo: number;
  readonly instrumentNo: number;
  readonly price: number;
  readonly quantity: number;
  /** price × quantity, fen. */
  readonly value: number;
  readonly buyOrder: number;
  readonly sellOrder: number;
  readonly buyer: number;
  readonly seller: number;
  readonly buyerFee: number;
  readonly sellerFee: number;
  readonly makerSide: Side;
  readonly at: Instant;
  readonly seq: number;
  readonly packNo: number;
  readonly tradingDay: TradingDay;
  /** Absent for a listed trade, as in every journal written before there was another method. */
  readonly method?: NegotiatedMethod;
}
