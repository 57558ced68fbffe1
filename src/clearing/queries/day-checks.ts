import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../../platform/tokens.js';
import type { DayChecks, DayStep } from '../commands/day-ports.js';

const CAPTURED = `
SELECT format('%s trades of the day in %s to %s', count(*), $2::bigint, $3::bigint) AS fault FROM trades
WHERE venue_no = $1 AND trade_no BETWEEN $2 AND $3 AND trading_day = $4 HAVING count(*) <> $3::bigint - $2::bigint + 1`;

/** What the undelivered trades of the range need is promised by whoever must give it. */
const FUNDED = `
WITH waiting AS (
  SELECT t.* FROM trades t LEFT JOIN settlements s USING (venue_no, trade_no)
  WHERE t.venue_no = $1 AND t.trade_no BETWEEN $2 AND $3 AND s.trade_no IS NULL),
due AS (
  SELECT account_no, asset_no, sum(amount) AS amount FROM (
    SELECT seller AS account_no, instrument_no AS asset_no, quantity AS amount FROM waiting
    UNION ALL SELECT buyer, 0, value + buyer_fee FROM waiting) legs GROUP BY 1, 2)
SELECT format('account %s promises %s of asset %s, due are %s', d.account_no, coalesce(b.outgoing, 0), d.asset_no, d.amount) AS fault
FROM due d LEFT JOIN balances b ON b.venue_no = $1 AND b.account_no = d.account_no AND b.asset_no = d.asset_no
WHERE coalesce(b.outgoing, 0) < d.amount LIMIT 1`;

const DELIVERED = `
SELECT format('%s of %s trades are delivered or aside with a name', settled + aside, wanted) AS fault FROM (
  SELECT $3::bigint - $2::bigint + 1 AS wanted,
    (SELECT count(*) FROM settlements WHERE venue_no = $1 AND trade_no BETWEEN $2 AND $3) AS settled,
    (SELECT count(*) FROM settlement_failures f WHERE f.venue_no = $1 AND f.trade_no BETWEEN $2 AND $3
       AND NOT EXISTS (SELECT 1 FROM settlements s WHERE s.venue_no = $1 AND s.trade_no = f.trade_no)) AS aside) counts
WHERE settled + aside <> wanted`;

/** Gross, both legs: what the entries of the range moved is what its trades say, and nothing is left over. */
const BALANCED = `
WITH delivered AS (
  SELECT t.instrument_no, sum(t.quantity) AS quantity, sum(t.value + t.buyer_fee) AS paid
  FROM trades t JOIN settlements s USING (venue_no, trade_no)
  WHERE t.venue_no = $1 AND t.trade_no BETWEEN $2 AND $3 GROUP BY 1),
moved AS (
  SELECT asset_no, sum(amount) AS left_over, sum(amount) FILTER (WHERE amount > 0) AS amount FROM ledger_entries
  WHERE venue_no = $1 AND cause = 'trade' AND cause_no BETWEEN $2 AND $3 GROUP BY 1)
SELECT format('asset %s: %s moved, %s due, %s left over', asset_no, m.amount, d.amount, m.left_over) AS fault
FROM moved m FULL JOIN (
  SELECT instrument_no AS asset_no, quantity AS amount FROM delivered
  UNION ALL SELECT 0, sum(paid) FROM delivered HAVING sum(paid) > 0) d USING (asset_no)
WHERE m.left_over IS DISTINCT FROM 0 OR m.amount IS DISTINCT FROM d.amount LIMIT 1`;

/** The tables' own word on a range, each of a few milliseconds: the run trusts no memory of ours. */
@Injectable()
export class DayChecksOfTables implements DayChecks {
  constructor(@Inject(DATABASE_POOL) private readonly pool: Pool) {}

  captured({ venueNo, fromTrade, toTrade, day }: DayStep): Promise<string | undefined> {
    return this.fault(CAPTURED, [venueNo, fromTrade, toTrade, day]);
  }

  funded({ venueNo, fromTrade, toTrade }: DayStep): Promise<string | undefined> {
    return this.fault(FUNDED, [venueNo, fromTrade, toTrade]);
  }

  async delivered({ venueNo, fromTrade, toTrade }: DayStep): Promise<string | undefined> {
    const range = [venueNo, fromTrade, toTrade];
    return (await this.fault(DELIVERED, range)) ?? (await this.fault(BALANCED, range));
  }

  private async fault(text: string, values: readonly unknown[]): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ fault: string }>(text, values as unknown[]);
    return rows[0]?.fault;
  }
}
