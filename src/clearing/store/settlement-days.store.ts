import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../../platform/tokens.js';
import {
  type DayAtWork,
  type DayStep,
  type SettlementDay,
  type SettlementDays,
  STEPS,
  type Step,
  type StepState,
} from '../commands/day-ports.js';

/** A day's run begins with all its rows or with none, and only where it has none yet. */
const BEGIN = `
WITH closed AS (
  SELECT day FROM trading_days d WHERE venue_no = $1 AND status = 'CLOSED' AND ($2 = '' OR day > nullif($2, '')::date) ORDER BY day LIMIT 1),
begun AS (
  INSERT INTO settlement_days (venue_no, day, from_trade, to_trade, state, begun_by)
  SELECT $1, day, coalesce(first, before + 1), coalesce(last, before), 'RUNNING', $3 FROM closed,
    LATERAL (SELECT min(trade_no) AS first, max(trade_no) AS last FROM trades WHERE venue_no = $1 AND trading_day = day
             AND trade_no > (SELECT coalesce(max(to_trade), 0) FROM settlement_confirmations WHERE venue_no = $1)) t,
    LATERAL (SELECT coalesce(max(to_trade), 0) AS before FROM settlement_confirmations WHERE venue_no = $1) c
  ON CONFLICT DO NOTHING RETURNING day, from_trade, to_trade)
INSERT INTO settlement_steps (venue_no, day, step, from_trade, to_trade, state)
SELECT $1, day, step, first, least(first + $4::bigint - 1, to_trade), 'PENDING'
FROM begun CROSS JOIN generate_series(from_trade, to_trade, $4::bigint) AS first CROSS JOIN unnest($5::text[]) AS step`;

@Injectable()
export class SettlementDaysStore implements SettlementDays {
  constructor(@Inject(DATABASE_POOL) private readonly pool: Pool) {}

  async begin(venueNo: number, after: string, by: string, rangeTrades: number): Promise<void> {
    const { rows } = await this.pool.query(
      `SELECT EXISTS (SELECT 1 FROM settlement_days WHERE venue_no = $1 AND state = 'RUNNING')
           OR NOT EXISTS (SELECT 1 FROM trading_days WHERE venue_no = $1 AND status = 'CLOSED' AND ($2 = '' OR day > nullif($2, '')::date)) AS idle`,
      [venueNo, after],
    );
    if (!rows[0].idle) await this.pool.query(BEGIN, [venueNo, after, by, rangeTrades, STEPS]);
  }

  async atWork(venueNo: number): Promise<DayAtWork | undefined> {
    const { rows } = await this.pool.query(
      `SELECT day::text, to_trade, asked, extract(epoch FROM clock_timestamp() - greatest(asked_at, changed_at,
              (SELECT max(s.changed_at) FROM settlement_steps s WHERE s.venue_no = d.venue_no AND s.day = d.day))) * 1000 AS idle_ms
       FROM settlement_days d WHERE venue_no = $1 AND state = 'RUNNING' ORDER BY d.day LIMIT 1`,
      [venueNo],
    );
    if (rows.length === 0) return undefined;
    const [{ day, to_trade, asked, idle_ms }] = rows;
    return { venueNo, day, toTrade: Number(to_trade), asked, idleMs: Number(idle_ms) };
  }

  async ask({ venueNo, day }: SettlementDay): Promise<number> {
    const { rows } = await this.pool.query<{ asked: number }>(
      `UPDATE settlement_days SET asked = asked + 1, asked_at = clock_timestamp() WHERE venue_no = $1 AND day = $2 RETURNING asked`,
      [venueNo, day],
    );
    return rows[0].asked;
  }

  async open({ venueNo, day }: SettlementDay): Promise<DayStep[]> {
    const { rows } = await this.pool.query(
      `SELECT step, from_trade, to_trade FROM settlement_steps WHERE venue_no = $1 AND day = $2 AND state <> 'DONE'
       ORDER BY from_trade, array_position($3::text[], step)`,
      [venueNo, day, STEPS],
    );
    return rows.map(({ step, from_trade, to_trade }) => ({
      ...{ venueNo, day, step: step as Step },
      ...{ fromTrade: Number(from_trade), toTrade: Number(to_trade) },
    }));
  }

  async stepsOf({ venueNo, day }: SettlementDay, fromTrade: number): Promise<ReadonlyMap<Step, StepState>> {
    const { rows } = await this.pool.query<{ step: Step; state: StepState }>(
      `SELECT step, state FROM settlement_steps WHERE venue_no = $1 AND day = $2 AND from_trade = $3`,
      [venueNo, day, fromTrade],
    );
    return new Map(rows.map(({ step, state }) => [step, state]));
  }

  async move({ venueNo, day, step, fromTrade }: DayStep, state: StepState, error = ''): Promise<void> {
    await this.pool.query(
      `UPDATE settlement_steps SET state = $5, error = $6, changed_at = clock_timestamp(), attempts = attempts + ($5 = 'RUNNING')::int
       WHERE venue_no = $1 AND day = $2 AND step = $3 AND from_trade = $4 AND state <> 'DONE'`,
      [venueNo, day, step, fromTrade, state, error],
    );
  }

  async confirmed({ venueNo, day }: SettlementDay): Promise<void> {
    await this.pool.query(
      `UPDATE settlement_days SET state = 'CONFIRMED', changed_at = clock_timestamp() WHERE venue_no = $1 AND day = $2`,
      [venueNo, day],
    );
  }
}
