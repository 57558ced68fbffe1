import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../../platform/tokens.js';

export interface TradeRange {
  readonly venueNo: number;
  readonly fromTrade: number;
  readonly toTrade: number;
}

export interface SettlementRunRow {
  readonly from_trade: string;
  readonly to_trade: string;
  readonly state: 'PENDING' | 'RUNNING' | 'DONE' | 'FAILED';
  readonly attempts: number;
  readonly error: string;
  readonly changed_at: Date;
}

/** What people see of settlement work. The truth about each trade is in `settlements`. */
@Injectable()
export class SettlementRunsStore {
  constructor(@Inject(DATABASE_POOL) private readonly pool: Pool) {}

  async pending({ venueNo, fromTrade, toTrade }: TradeRange): Promise<void> {
    await this.pool.query(
      `INSERT INTO settlement_runs (venue_no, from_trade, to_trade, state) VALUES ($1, $2, $3, 'PENDING')
       ON CONFLICT (venue_no, from_trade, to_trade) DO NOTHING`,
      [venueNo, fromTrade, toTrade],
    );
  }

  async move(range: TradeRange, state: SettlementRunRow['state'], error = ''): Promise<void> {
    await this.pool.query(
      `INSERT INTO settlement_runs (venue_no, from_trade, to_trade, state, attempts, error) VALUES ($1, $2, $3, $4, 1, $5)
       ON CONFLICT (venue_no, from_trade, to_trade) DO UPDATE SET state = EXCLUDED.state, error = EXCLUDED.error,
         attempts = settlement_runs.attempts + (EXCLUDED.state = 'RUNNING')::int, changed_at = clock_timestamp()`,
      [range.venueNo, range.fromTrade, range.toTrade, state, error],
    );
  }

  async list(venueNo: number, before: number | null, limit: number): Promise<SettlementRunRow[]> {
    const { rows } = await this.pool.query<SettlementRunRow>(
      `SELECT from_trade, to_trade, state, attempts, error, changed_at FROM settlement_runs
       WHERE venue_no = $1 AND ($2::bigint IS NULL OR from_trade < $2) ORDER BY from_trade DESC, to_trade DESC LIMIT $3`,
      [venueNo, before, limit],
    );
    return rows;
  }

  async find({ venueNo, fromTrade, toTrade }: TradeRange): Promise<SettlementRunRow | undefined> {
    const { rows } = await this.pool.query<SettlementRunRow>(
      `SELECT from_trade, to_trade, state, attempts, error, changed_at FROM settlement_runs
       WHERE venue_no = $1 AND from_trade = $2 AND to_trade = $3`,
      [venueNo, fromTrade, toTrade],
    );
    return rows[0];
  }
}
