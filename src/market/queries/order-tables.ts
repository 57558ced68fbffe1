import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { CENTS, formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import { RejectionError } from '../../kernel/rejection.js';
import { type Caller, PublicIds } from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { isMasked, ownOnly } from './masking.js';

export interface OrderRow {
  readonly order_no: string;
  readonly account_no: string;
  readonly symbol: string;
  readonly unit_scale: number;
  readonly side: string;
  readonly type: string;
  readonly price: string;
  readonly quantity: string;
  readonly remaining: string;
  readonly filled: string;
  readonly cancelled: string;
  readonly fees: string;
  readonly status: string;
  readonly time_in_force: string;
  readonly client_order_id: string;
  readonly trading_day: string;
  readonly placed_at: string;
  readonly method: string;
  readonly changed_at: string;
}

interface Asked {
  readonly before: number | null;
  readonly limit: number;
  readonly instrumentNo: number | null;
  readonly accountNo: number | null;
  readonly side?: 'buy' | 'sell' | undefined;
  readonly state?: 'open' | 'done' | undefined;
}

const COLUMNS = `o.order_no, o.account_no, i.symbol, i.unit_scale, o.side, o.type, o.price, o.quantity, o.remaining, o.filled,
  o.cancelled, o.fees, o.status, o.time_in_force, o.client_order_id, o.trading_day::text, o.placed_at, o.changed_at, o.method`;
const FROM = `FROM orders o JOIN accounts a ON a.venue_no = o.venue_no AND a.account_no = o.account_no
  JOIN instruments i ON i.venue_no = o.venue_no AND i.instrument_no = o.instrument_no`;

/** Orders as their owners read them. */
@Injectable()
export class OrderTables {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(PublicIds) private readonly ids: PublicIds,
  ) {}

  async orders(venueNo: number, caller: Caller, asked: Asked): Promise<OrderRow[]> {
    const { before, state, side, instrumentNo, accountNo, limit } = asked;
    const { rows } = await this.pool.query<OrderRow>(
      `SELECT ${COLUMNS} ${FROM} WHERE o.venue_no = $1 AND ($2::text IS NULL OR a.org = $2)
         AND ($3::bigint IS NULL OR o.order_no < $3) AND ($4::boolean IS NULL OR (o.status IN ('OPEN', 'PARTLY_FILLED')) = $4)
         AND ($5::int IS NULL OR o.instrument_no = $5) AND ($6::bigint IS NULL OR o.account_no = $6) AND ($7::text IS NULL OR o.side = $7)
       ORDER BY o.order_no DESC LIMIT $8`,
      [
        ...[venueNo, ownOnly(caller, 'order.read'), before, state === undefined ? null : state === 'open'],
        ...[instrumentNo, accountNo, side ?? null, limit],
      ],
    );
    return rows;
  }

  async order(venueNo: number, caller: Caller, orderId: string): Promise<object> {
    const named = this.ids.decode('ord', orderId);
    const { rows } = await this.pool.query<OrderRow>(
      `SELECT ${COLUMNS} ${FROM} WHERE o.venue_no = $1 AND o.order_no = $2 AND ($3::text IS NULL OR a.org = $3)`,
      [venueNo, named?.venueNo === venueNo ? named.no : 0, ownOnly(caller, 'order.read')],
    );
    // A foreign order looks like none at all.
    if (rows[0] === undefined) throw new RejectionError({ code: 'market.order_unknown' });
    const row = rows[0];
    const fills = await this.pool.query<{ trade_no: string; price: string; quantity: string }>(
      `SELECT trade_no, price, quantity FROM trades WHERE venue_no = $1 AND (buy_order = $2 OR sell_order = $2)
         AND seq >= $2 ORDER BY trade_no`,
      [venueNo, row.order_no],
    );
    return {
      ...this.showOrder(venueNo, caller, row),
      fills: fills.rows.map(({ trade_no, price, quantity }) => ({
        tradeId: this.ids.encode('trd', venueNo, Number(trade_no)),
        price: formatDecimal(Number(price), CENTS),
        quantity: formatDecimal(Number(quantity), row.unit_scale),
      })),
    };
  }

  /** What an order of this organisation trades, also after it ended. */
  async symbolOfOwn(venueNo: number, org: string, orderNo: number): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ symbol: string }>(
      `SELECT i.symbol ${FROM} WHERE o.venue_no = $1 AND o.order_no = $2 AND a.org = $3`,
      [venueNo, orderNo, org],
    );
    return rows[0]?.symbol;
  }

  showOrder(venueNo: number, caller: Caller, row: OrderRow): object {
    const units = (text: string): string => formatDecimal(Number(text), row.unit_scale);
    return {
      orderId: this.ids.encode('ord', venueNo, Number(row.order_no)),
      ...(isMasked(caller) ? {} : { accountId: this.ids.encode('acc', venueNo, Number(row.account_no)) }),
      symbol: row.symbol,
      side: row.side,
      method: row.method,
      type: row.type,
      timeInForce: row.time_in_force,
      price: formatDecimal(Number(row.price), CENTS),
      quantity: units(row.quantity),
      filled: units(row.filled),
      remaining: units(row.remaining),
      cancelled: units(row.cancelled),
      fees: formatDecimal(Number(row.fees), CENTS),
      status: row.status,
      ...(row.client_order_id === '' ? {} : { clientOrderId: row.client_order_id }),
      tradingDay: row.trading_day,
      placedAt: formatInstant(Number(row.placed_at)),
      changedAt: formatInstant(Number(row.changed_at)),
    };
  }
}
