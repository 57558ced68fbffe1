import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { add } from '../../kernel/amount.js';
import { formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import { STATEMENT_TRADES_MAX } from '../../kernel/limits.js';
import { RejectionError } from '../../kernel/rejection.js';
import { PublicIds } from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';

/** Net of a period, per account and instrument: a view, nothing is settled net. Decimals as text. */
export interface NetLine {
  readonly accountId: string;
  readonly symbol: string;
  readonly bought: string;
  readonly sold: string;
  readonly netUnits: string;
  readonly boughtValue: string;
  readonly soldValue: string;
  readonly fees: string;
  /** Received less paid, fees included. */
  readonly netCash: string;
  readonly trades: number;
}

export interface TradeLine {
  readonly tradeId: string;
  readonly accountId: string;
  readonly day: string;
  readonly at: string;
  readonly symbol: string;
  readonly side: string;
  readonly price: string;
  readonly quantity: string;
  readonly value: string;
  readonly fee: string;
  readonly state: string;
}

export interface Statement {
  readonly organisation: string;
  readonly venue: string;
  readonly from: string;
  readonly to: string;
  readonly net: readonly NetLine[];
  readonly trades: readonly TradeLine[];
}

const SIDES = `
SELECT t.trade_no, t.trading_day::text AS day, t.at, i.symbol, i.unit_scale, s.side, s.account_no, t.price, t.quantity, t.value, s.fee,
       CASE WHEN n.trade_no IS NOT NULL THEN 'ANNULLED' WHEN f.state IS NOT NULL AND f.state <> 'DELIVERED' THEN f.state
            WHEN x.trade_no IS NULL THEN 'EXECUTED' WHEN c.day IS NULL THEN 'DELIVERED' ELSE 'CONFIRMED' END AS state
FROM trades t
CROSS JOIN LATERAL (VALUES ('buy', t.buyer, t.buyer_fee), ('sell', t.seller, t.seller_fee)) s(side, account_no, fee)
JOIN accounts a ON a.venue_no = t.venue_no AND a.account_no = s.account_no AND a.org = $2
JOIN instruments i ON i.venue_no = t.venue_no AND i.instrument_no = t.instrument_no
LEFT JOIN annulments n ON n.venue_no = t.venue_no AND n.trade_no = t.trade_no
LEFT JOIN settlements x ON x.venue_no = t.venue_no AND x.trade_no = t.trade_no
LEFT JOIN settlement_failures f ON f.venue_no = t.venue_no AND f.trade_no = t.trade_no
LEFT JOIN settlement_confirmations c ON c.venue_no = t.venue_no AND t.trade_no BETWEEN c.from_trade AND c.to_trade
WHERE t.venue_no = $1 AND t.trading_day BETWEEN $3 AND $4
ORDER BY t.trade_no, s.side LIMIT $5`;

interface Side {
  readonly trade_no: string;
  readonly day: string;
  readonly at: string;
  readonly symbol: string;
  readonly unit_scale: number;
  readonly side: 'buy' | 'sell';
  readonly account_no: string;
  readonly price: string;
  readonly quantity: string;
  readonly value: string;
  readonly fee: string;
  readonly state: string;
}

/** One query's rows, from which every format and the netting view take their figures. */
@Injectable()
export class StatementFigures {
  most = STATEMENT_TRADES_MAX;

  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(PublicIds) private readonly ids: PublicIds,
  ) {}

  /** Has it an account at this venue? */
  async isMember(venueNo: number, org: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `SELECT 1 FROM accounts WHERE venue_no = $1 AND org = $2 LIMIT 1`,
      [venueNo, org],
    );
    return rowCount === 1;
  }

  async of(venueNo: number, venue: string, org: string, from: string, to: string): Promise<Statement> {
    const { rows } = await this.pool.query<Side>(SIDES, [venueNo, org, from, to, this.most + 1]);
    if (rows.length > this.most)
      throw new RejectionError({ code: 'clearing.statement_too_long', data: { most: this.most } });
    const account = (no: string): string => this.ids.encode('acc', venueNo, Number(no));
    const trades = rows.map((row) => ({
      tradeId: this.ids.encode('trd', venueNo, Number(row.trade_no)),
      accountId: account(row.account_no),
      ...{ day: row.day, at: formatInstant(Number(row.at)), symbol: row.symbol, side: row.side },
      price: formatDecimal(Number(row.price), 2),
      quantity: formatDecimal(Number(row.quantity), row.unit_scale),
      value: formatDecimal(Number(row.value), 2),
      fee: formatDecimal(Number(row.fee), 2),
      state: row.state,
    }));
    return { organisation: org, venue, from, to, net: netOf(rows, account), trades };
  }
}

interface Sums {
  bought: number;
  sold: number;
  boughtValue: number;
  soldValue: number;
  fees: number;
  trades: number;
}

/** What was annulled counts as if it had never been. */
function netOf(rows: readonly Side[], account: (no: string) => string): NetLine[] {
  const lines = new Map<string, { readonly row: Side; readonly sums: Sums }>();
  for (const row of rows) {
    if (row.state === 'ANNULLED') continue;
    const name = `${row.account_no} ${row.symbol}`;
    const line = lines.get(name) ?? {
      row,
      sums: { bought: 0, sold: 0, boughtValue: 0, soldValue: 0, fees: 0, trades: 0 },
    };
    lines.set(name, line);
    const { sums } = line;
    const [units, value] =
      row.side === 'buy' ? (['bought', 'boughtValue'] as const) : (['sold', 'soldValue'] as const);
    sums[units] = add(sums[units], Number(row.quantity));
    sums[value] = add(sums[value], Number(row.value));
    sums.fees = add(sums.fees, Number(row.fee));
    sums.trades += 1;
  }
  return [...lines.values()].map(({ row, sums }) => {
    const units = (quantity: number): string => signed(quantity, row.unit_scale);
    const { bought, sold, boughtValue, soldValue, fees, trades } = sums;
    return {
      ...{ accountId: account(row.account_no), symbol: row.symbol },
      ...{ bought: units(bought), sold: units(sold), netUnits: units(bought - sold) },
      ...{ boughtValue: signed(boughtValue, 2), soldValue: signed(soldValue, 2), fees: signed(fees, 2) },
      ...{ netCash: signed(soldValue - boughtValue - fees, 2), trades },
    };
  });
}

function signed(amount: number, scale: number): string {
  return amount < 0 ? `-${formatDecimal(-amount, scale)}` : formatDecimal(amount, scale);
}
