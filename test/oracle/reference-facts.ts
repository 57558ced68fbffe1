/** What the slow twin of the market is told, and what it writes down. */
export type Facts = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

export interface ReferenceRules {
  readonly windows: readonly (readonly [number, number])[];
  readonly quantityMax: number;
  readonly bandBps: number;
  readonly protectionBps: number;
  readonly valueMax: number;
  readonly feeBps: { readonly buy: number; readonly sell: number };
  readonly feeMin: number;
  readonly t1: boolean;
  readonly block?: {
    readonly windows: readonly (readonly [number, number])[];
    readonly min: number;
    readonly bandBps: number;
  };
  /** One-way bidding is offered with this deposit at least. */
  readonly oneWayDepositMinBps?: number;
  /** So many levels may be picked from; absent: orders match by themselves. */
  readonly pickLevels?: number;
  /** How far a trade may be from the last price, and for how long orders gather instead. */
  readonly volatility?: { readonly bps: number; readonly hours: number };
}

export interface Party {
  readonly no: number;
  readonly org: string;
  readonly group: string;
  readonly state: string;
  cash: number;
  readonly goods: Map<number, number>;
  readonly boughtToday: Map<number, number>;
}

export interface Thing {
  readonly no: number;
  readonly tick: number;
  readonly lot: number;
  previousClose: number;
  halted: boolean;
  volume: number;
  value: number;
  /** Today's last price; 0 before the first trade. */
  last: number;
  /** The hour until which orders gather. */
  gathersTo: number | undefined;
}

export interface Order {
  readonly no: number;
  readonly party: Party;
  readonly thing: Thing;
  readonly side: 'buy' | 'sell';
  readonly client: string;
  readonly giveWay: string;
  readonly makesOnly: boolean;
  price: number;
  quantity: number;
  place: number;
  filled: number;
  cancelled: number;
  spent: number;
  fees: number;
  ended: '' | 'CANCELLED' | 'FILLED' | 'EXPIRED';
}
