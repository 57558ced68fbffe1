import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { between, type Bounds } from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import type { RunInFlight, RunState, SettlementRuns, TradeRange } from '../commands/ports.js';

export interface SettlementRunRow {
  readonly from_trade: string;
  readonly to_trade: string;
  readonly state: RunState;
  readonly attempts: number;
  readonly error: string;
  readonly changed_at: Date;
}

/** A place in the list: the range last seen. */
export type RunPlace = readonly [fromTrade: number, toTrade: number];

/** Which runs a list shows; null for any. */
export interface RunFilter {
  readonly state: RunState | null;
  readonly changed: Bounds<number>;
}

const SHOWN = 'from_trade, to_trade, state, attempts, error, changed_at';
const CHANGED_AT = 'extract(epoch FROM changed_at) * 1000000';

@Injectable()
export class SettlementRunsStore implements SettlementRuns {
  constructor(@Inject(DATABASE_POOL) private readonly pool: Pool) {}

  async ask({ venueNo, fromTrade, toTrade }: TradeRange): Promise<{ attempts: number }> {
    const { rows } = await this.pool.query<{ attempts: number }>(
      `INSERT INTO settlement_runs (venue_no, from_trade, to_trade, state) VALUES ($1, $2, $3, 'PENDING')
       ON CONFLICT (venue_no, from_trade, to_trade) DO UPDATE SET state = 'PENDING', changed_at = clock_timestamp()
       RETURNING attempts`,
      [venueNo, fromTrade, toTrade],
    );
    return rows[0];
  }

  async move(range: TradeRange, state: RunState, error = ''): Promise<void> {
    await this.pool.query(
      `INSERT INTO settlement_runs (venue_no, from_trade, to_trade, state, attempts, error) VALUES ($1, $2, $3, $4, 1, $5)
       ON CONFLICT (venue_no, from_trade, to_trade) DO UPDATE SET state = EXCLUDED.state, error = EXCLUDED.error,
         attempts = settlement_runs.attempts + (EXCLUDED.state = 'RUNNING')::int, changed_at = clock_timestamp()`,
      [range.venueNo, range.fromTrade, range.toTrade, state, error],
    );
  }

  async inFlight(venueNo: number, trade: number): Promise<RunInFlight | undefined> {
    const { rows } = await this.pool.query(
      `SELECT from_trade, to_trade, attempts, extract(epoch FROM clock_timestamp() - changed_at) * 1000 AS age_ms
       FROM settlement_runs
       WHERE venue_no = $1 AND state IN ('PENDING', 'RUNNING') AND from_trade <= $2 AND to_trade >= $2
       ORDER BY from_trade, to_trade LIMIT 1`,
      [venueNo, trade],
    );
    if (rows.length === 0) return undefined;
    const [{ from_trade, to_trade, attempts, age_ms }] = rows;
    return {
      venueNo,
      fromTrade: Number(from_trade),
      toTrade: Number(to_trade),
      attempts,
      ageMs: Number(age_ms),
    };
  }

  async settled(venueNo: number, lastSettled: number): Promise<void> {
    await this.pool.query(
      `UPDATE settlement_runs SET state = 'DONE', error = '', changed_at = clock_timestamp()
       WHERE venue_no = $1 AND state <> 'DONE' AND to_trade <= $2`,
      [venueNo, lastSettled],
    );
  }

  /** Newest first. */
  async list(
    venueNo: number,
    { state, changed }: RunFilter,
    [fromTrade, toTrade]: RunPlace,
    limit: number,
  ): Promise<SettlementRunRow[]> {
    const { rows } = await this.pool.query<SettlementRunRow>(
      `SELECT ${SHOWN} FROM settlement_runs
       WHERE venue_no = $1 AND (from_trade, to_trade) < ($2::bigint, $3::bigint) AND ($5::text IS NULL OR state = $5)
         AND ${between(CHANGED_AT, 'bigint', 6)}
       ORDER BY from_trade DESC, to_trade DESC LIMIT $4`,
      [venueNo, fromTrade, toTrade, limit, state, ...changed],
    );
    return rows;
  }

  async find({ venueNo, fromTrade, toTrade }: TradeRange): Promise<SettlementRunRow | undefined> {
    const { rows } = await this.pool.query<SettlementRunRow>(
      `SELECT ${SHOWN} FROM settlement_runs WHERE venue_no = $1 AND from_trade = $2 AND to_trade = $3`,
      [venueNo, fromTrade, toTrade],
    );
    return rows[0];
  }
}
