/**
 * Answers of doors whose description has no schema yet. When the description has one, `answer<…>()` no longer needs
 * the type beside it: delete it here.
 */
export interface Instrument {
  readonly symbol: string;
  readonly kind: string;
  readonly pollutant: string;
  readonly zone: string;
  readonly vintage: number;
  readonly unitName: string;
  readonly unitScale: number;
  readonly tick: string;
  readonly lot: string;
  readonly rulePack: string;
  readonly state: string;
}

export interface Level {
  readonly price: string;
  readonly quantity: string;
  readonly orders: number;
}

export interface Ticker {
  readonly symbol: string;
  readonly tradingDay: string | null;
  readonly last: string | null;
  readonly previousClose: string;
  readonly bandFloor: string | null;
  readonly bandCeiling: string | null;
  readonly open: string | null;
  readonly high: string | null;
  readonly low: string | null;
  readonly volume: string;
  readonly value: string;
  readonly trades: number;
  readonly halted: boolean;
  readonly killSwitch: boolean;
  readonly rulePack: string | null;
}

export interface TapeTrade {
  readonly tradeId: string;
  readonly price: string;
  readonly quantity: string;
  readonly makerSide: string;
  readonly method: string;
  readonly annulled: boolean;
  readonly at: string;
}

export interface Candle {
  readonly start: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
}

export interface SessionNow {
  readonly tradingDay: string | null;
  readonly status: string;
  readonly haltReason: string;
}

export interface Account {
  readonly accountId: string;
  readonly title: string;
  readonly kind: string;
  readonly state: string;
}

export interface Holding {
  readonly accountId: string;
  readonly asset: string;
  readonly available: string;
  readonly posted: string;
  readonly held: string;
  readonly outgoing: string;
  readonly incoming: string;
  readonly locked: string;
  readonly frozen: string;
}

export interface Order {
  readonly orderId: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly method: string;
  readonly type: string;
  readonly timeInForce: string;
  readonly price: string;
  readonly quantity: string;
  readonly filled: string;
  readonly remaining: string;
  readonly fees: string;
  readonly status: string;
  readonly placedAt: string;
}

export interface OwnTrade {
  readonly tradeId: string;
  readonly orderId: string;
  readonly symbol: string;
  readonly method: string;
  readonly side: 'buy' | 'sell';
  readonly price: string;
  readonly quantity: string;
  readonly value: string;
  readonly fee: string;
  readonly state: string;
  readonly at: string;
}

export interface NetLine {
  readonly accountId: string;
  readonly symbol: string;
  readonly bought: string;
  readonly sold: string;
  readonly netUnits: string;
  readonly boughtValue: string;
  readonly soldValue: string;
  readonly fees: string;
  readonly netCash: string;
  readonly trades: number;
}

export interface Statement {
  readonly from: string;
  readonly to: string;
  readonly net: readonly NetLine[];
  readonly trades: readonly { readonly tradeId: string }[];
}
