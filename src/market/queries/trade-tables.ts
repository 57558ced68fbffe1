import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { CENTS, formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import { type Bounds, type Caller, PublicIds } from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { isMasked, ownOnly } from './masking.js';

export interface TradeRow {
  readonly trade_no: string;
  readonly symbol: string;
  readonly unit_scale: number;
  readonly price: string;
  readonly quantity: string;
  readonly value: string;
  readonly side: 'buy' | 'sell';
  readonly order_no: string;
  readonly account_no: string;
  readonly fee: string;
  readonly at: string;
  readonly trading_day: string;
  readonly method: string;
  readonly settled: boolean;
  readonly annulled: boolean;
}

export const TRADE_STATES = ['EXECUTED', 'SETTLED', 'ANNULLED'] as const;

export interface TradesAsked {
  /** The last row that was seen: its trade, and whether its side was the first or the second of it. */
  readonly last: readonly number[];
  readonly limit: number;
  readonly instrumentNo: number | null;
  readonly accountNo: number | null;
  readonly side: 'buy' | 'sell' | undefined;
  readonly method: string | undefined;
  readonly state: (typeof TRADE_STATES)[number] | undefined;
  readonly days: Bounds<string>;
}

const has = (table: 'settlements' | 'annulments'): string =>
  `EXISTS (SELECT 1 FROM ${table} x WHERE x.venue_no = t.venue_no AND x.trade_no = t.trade_no)`;
const IN_STATE = {
  EXECUTED: `NOT ${has('settlements')} AND NOT ${has('annulments')}`,
  SETTLED: `${has('settlements')} AND NOT ${has('annulments')}`,
  ANNULLED: has('annulments'),
};

/** Trading days only go forward, as the numbers of trades do: the days are a range of numbers, found by two steps. */
const IN_DAYS = `($8::date IS NULL OR t.trade_no >= (SELECT d.trade_no FROM trades d
         WHERE d.venue_no = $1 AND d.trading_day >= $8 ORDER BY d.trading_day, d.trade_no LIMIT 1))
       AND ($9::date IS NULL OR t.trade_no <= (SELECT d.trade_no FROM trades d
         WHERE d.venue_no = $1 AND d.trading_day < $9 ORDER BY d.trading_day DESC, d.trade_no DESC LIMIT 1))`;

/** One side of trades, so that each of the two follows the index of its accounts. */
const sideOf = (side: 'buy' | 'sell', party: 'buyer' | 'seller', before: string, state: string): string =>
  `(SELECT t.*, '${side}' AS side, t.${side}_order AS order_no, t.${party} AS account_no, t.${party}_fee AS fee FROM trades t
     WHERE t.venue_no = $1 AND t.trade_no < ${before}::bigint AND ($5::int IS NULL OR t.instrument_no = $5)
       AND ($2::text IS NULL OR t.${party} = ANY (ARRAY(SELECT account_no FROM accounts WHERE venue_no = $1 AND org = $2)))
       AND ($6::bigint IS NULL OR t.${party} = $6) AND ($7::text IS NULL OR t.method = $7)
       AND ${IN_DAYS} AND ${state} AND ($10::text IS NULL OR $10 = '${side}')
     ORDER BY t.trade_no DESC LIMIT $11)`;

/** Trades as those read them who took part in them; one row a side, the buyer's first. */
@Injectable()
export class TradeTables {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(PublicIds) private readonly ids: PublicIds,
  ) {}

  async trades(venueNo: number, caller: Caller, asked: TradesAsked): Promise<TradeRow[]> {
    const state = asked.state === undefined ? 'TRUE' : IN_STATE[asked.state];
    const [trade, sidesSeen] = asked.last as [number, number];
    const { rows } = await this.pool.query<TradeRow>(
      `SELECT t.trade_no, i.symbol, i.unit_scale, t.price, t.quantity, t.value, t.side, t.order_no, t.account_no, t.fee, t.at,
         t.trading_day::text, t.method, ${has('settlements')} AS settled, ${has('annulments')} AS annulled
       FROM (${sideOf('buy', 'buyer', '$3', state)} UNION ALL ${sideOf('sell', 'seller', '$4', state)}) t
       JOIN instruments i ON i.venue_no = t.venue_no AND i.instrument_no = t.instrument_no
       ORDER BY t.trade_no DESC, t.side LIMIT $11`,
      [
        ...[venueNo, ownOnly(caller, 'trade.read'), trade],
        // A page may end between the two sides of a trade.
        ...[sidesSeen === 1 ? trade + 1 : trade, asked.instrumentNo, asked.accountNo],
        ...[asked.method ?? null, ...asked.days, asked.side ?? null, asked.limit],
      ],
    );
    return rows;
  }

  showTrade(venueNo: number, caller: Caller, row: TradeRow): object {
    return {
      tradeId: this.ids.encode('trd', venueNo, Number(row.trade_no)),
      orderId: this.ids.encode('ord', venueNo, Number(row.order_no)),
      ...(isMasked(caller) ? {} : { accountId: this.ids.encode('acc', venueNo, Number(row.account_no)) }),
      symbol: row.symbol,
      method: row.method,
      side: row.side,
      price: formatDecimal(Number(row.price), CENTS),
      quantity: formatDecimal(Number(row.quantity), row.unit_scale),
      value: formatDecimal(Number(row.value), CENTS),
      fee: formatDecimal(Number(row.fee), CENTS),
      state: row.annulled ? 'ANNULLED' : row.settled ? 'SETTLED' : 'EXECUTED',
      tradingDay: row.trading_day,
      at: formatInstant(Number(row.at)),
    };
  }
}
