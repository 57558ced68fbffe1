import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import { between, type Bounds, type Caller, PublicIds } from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { STEPS } from '../commands/day-ports.js';
import type { DisputeState } from '../domain/dispute.js';
import { type FailureState, ownerOf } from '../domain/failed-delivery.js';

/** Where each trade of a day stands: what its range has been through, unless it has a row of its own. */
const TRADE_STATES = `
SELECT state, count(*)::int AS trades FROM (
  SELECT coalesce(nullif(f.state, 'DELIVERED'), CASE
    WHEN s.trade_no IS NULL THEN CASE WHEN funded.state = 'DONE' THEN 'CASH_HELD+GOODS_HELD' WHEN captured.state = 'DONE' THEN 'MATCHED' ELSE 'PENDING' END
    WHEN confirmed.state = 'DONE' THEN 'CONFIRMED' ELSE 'DELIVERED' END) AS state
  FROM trades t
  LEFT JOIN settlements s USING (venue_no, trade_no)
  LEFT JOIN settlement_failures f USING (venue_no, trade_no)
  JOIN settlement_days d ON d.venue_no = t.venue_no AND t.trade_no BETWEEN d.from_trade AND d.to_trade
  LEFT JOIN settlement_steps captured ON captured.venue_no = t.venue_no AND captured.day = d.day AND captured.step = 'TRADE_CAPTURED'
    AND captured.from_trade = d.from_trade + (t.trade_no - d.from_trade) / $3 * $3
  LEFT JOIN settlement_steps funded ON funded.venue_no = t.venue_no AND funded.day = d.day AND funded.step = 'FUNDED' AND funded.from_trade = captured.from_trade
  LEFT JOIN settlement_steps confirmed ON confirmed.venue_no = t.venue_no AND confirmed.day = d.day AND confirmed.step = 'CONFIRMED' AND confirmed.from_trade = captured.from_trade
  WHERE t.venue_no = $1 AND d.day = $2) states GROUP BY 1 ORDER BY 1`;

interface DayRow {
  readonly day: string;
  readonly from_trade: string;
  readonly to_trade: string;
  readonly state: string;
  readonly begun_by: string;
  readonly begun_at: Date;
  readonly asked: number;
  readonly changed_at: Date;
  readonly undelivered: number | null;
  readonly seq: string | null;
}

export interface FailureRow {
  readonly trade_no: string;
  readonly [column: string]: unknown;
}
export interface DisputeRow {
  readonly dispute_no: string;
  readonly [column: string]: unknown;
}

export const DAY_STATES = ['RUNNING', 'CONFIRMED'] as const;
export const DISPUTE_STATES = ['OPEN', 'ACCEPTED', 'REJECTED'] as const satisfies DisputeState[];

/** Which days a list shows; null for any. */
export interface DayFilter {
  readonly state: (typeof DAY_STATES)[number] | null;
  readonly days: Bounds<string>;
}
/** Which disputes a list shows, by what trade day and by whose they are; null for any. */
export interface DisputeFilter {
  readonly state: (typeof DISPUTE_STATES)[number] | null;
  readonly account: number | null;
  readonly days: Bounds<string>;
}

const DAYS = `
SELECT d.day::text, d.from_trade, d.to_trade, d.state, d.begun_by, d.begun_at, d.asked, d.changed_at, c.undelivered, c.seq
FROM settlement_days d LEFT JOIN settlement_confirmations c USING (venue_no, day)`;

/** The settlement desk's reading: days, their steps, what failed, what is disputed. */
@Injectable()
export class SettlementDayTables {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(PublicIds) private readonly ids: PublicIds,
  ) {}

  async days(
    venueNo: number,
    { state, days }: DayFilter,
    before: string | null,
    limit: number,
  ): Promise<DayRow[]> {
    const { rows } = await this.pool.query<DayRow>(
      `${DAYS} WHERE d.venue_no = $1 AND ($2::date IS NULL OR d.day < $2) AND ($4::text IS NULL OR d.state = $4)
         AND ${between('d.day', 'date', 5)} ORDER BY d.day DESC LIMIT $3`,
      [venueNo, before, limit, state, ...days],
    );
    return rows;
  }

  /** Done and total of every step in trades, and how many trades are in which state. */
  async progress(venueNo: number, day: string, rangeTrades: number): Promise<object | undefined> {
    const { rows } = await this.pool.query<DayRow>(`${DAYS} WHERE d.venue_no = $1 AND d.day = $2`, [
      venueNo,
      day,
    ]);
    if (rows.length === 0) return undefined;
    const steps = await this.pool.query(
      `SELECT step, sum(to_trade - from_trade + 1)::bigint AS total, coalesce(sum(to_trade - from_trade + 1) FILTER (WHERE state = 'DONE'), 0)::bigint AS done,
              count(*) FILTER (WHERE state = 'FAILED')::int AS failed, sum(attempts)::int AS attempts,
              (array_agg(error) FILTER (WHERE state = 'FAILED'))[1] AS error
       FROM settlement_steps WHERE venue_no = $1 AND day = $2 GROUP BY step ORDER BY array_position($3::text[], step)`,
      [venueNo, day, STEPS],
    );
    const states = await this.pool.query(TRADE_STATES, [venueNo, day, rangeTrades]);
    return {
      ...showDay(rows[0]),
      steps: steps.rows.map(({ step, total, done, failed, attempts, error }) => ({
        ...{ step, done: Number(done), total: Number(total), failed, attempts, error: error ?? '' },
      })),
      states: Object.fromEntries(states.rows.map(({ state, trades }) => [state, trades])),
    };
  }

  async failures(
    venueNo: number,
    caller: Caller,
    { owed, after, limit }: { owed: boolean; after: number; limit: number },
  ): Promise<FailureRow[]> {
    const { rows } = await this.pool.query<FailureRow>(
      `SELECT f.*, t.quantity, t.value, t.buyer_fee, t.trading_day::text, i.symbol, i.unit_scale
       FROM settlement_failures f JOIN trades t USING (venue_no, trade_no)
       JOIN instruments i ON i.venue_no = t.venue_no AND i.instrument_no = t.instrument_no
       WHERE f.venue_no = $1 AND f.trade_no > $2 AND ($3 = false OR f.state NOT IN ('DELIVERED', 'RECOVERED'))
         AND ($4::text IS NULL OR EXISTS (SELECT 1 FROM accounts a WHERE a.venue_no = f.venue_no AND a.account_no = f.account_no AND a.org = $4))
       ORDER BY f.trade_no LIMIT $5`,
      [venueNo, after, owed, ownOnly(caller), limit],
    );
    return rows;
  }

  showFailure(venueNo: number, row: FailureRow): object {
    const goods = formatDecimal(Number(row.quantity), Number(row.unit_scale));
    const cash = formatDecimal(Number(row.value) + Number(row.buyer_fee), 2);
    return {
      tradeId: this.ids.encode('trd', venueNo, Number(row.trade_no)),
      ...{ tradingDay: row.trading_day, symbol: row.symbol, leg: row.leg },
      accountId: this.ids.encode('acc', venueNo, Number(row.account_no)),
      owes: row.leg === 'GOODS' ? goods : cash,
      ...{ obstacle: row.obstacle, state: row.state, retries: row.retries, reason: row.reason },
      owner: ownerOf({
        state: row.state as FailureState,
        nextAt: row.next_at === null ? null : Number(row.next_at),
        coveredBy: Number(row.covered_by),
      }),
      nextRetryAt: row.next_at === null ? null : formatInstant(Number(row.next_at)),
      coveredByReserve: row.covered_by !== '0',
      since: formatInstant(Number(row.since_at)),
      changedAt: formatInstant(Number(row.changed_at)),
    };
  }

  /** Of the caller's own accounts, or all; both parties of the trade see a dispute. */
  async disputes(
    venueNo: number,
    caller: Caller,
    { state, account, days }: DisputeFilter,
    before: number,
    limit: number,
  ): Promise<DisputeRow[]> {
    const { rows } = await this.pool.query<DisputeRow>(
      `SELECT d.*, d.trading_day::text AS day, a.org = $3 AS own FROM settlement_disputes d
       JOIN trades t USING (venue_no, trade_no) JOIN accounts a ON a.venue_no = d.venue_no AND a.account_no = d.account_no
       WHERE d.venue_no = $1 AND d.dispute_no < $2 AND ($3::text IS NULL OR EXISTS (
         SELECT 1 FROM accounts p WHERE p.venue_no = d.venue_no AND p.account_no IN (t.buyer, t.seller) AND p.org = $3))
         AND ($5::text IS NULL OR d.state = $5) AND ($6::bigint IS NULL OR d.account_no = $6) AND ${between('d.trading_day', 'date', 7)}
       ORDER BY d.dispute_no DESC LIMIT $4`,
      [venueNo, before, ownOnly(caller), limit, state, account, ...days],
    );
    return rows;
  }

  /** The other party learns that there is a dispute about its trade, and its end, not who it trades with. */
  showDispute(venueNo: number, row: DisputeRow): object {
    const isParty = row.own !== false;
    return {
      dispute: Number(row.dispute_no),
      tradeId: this.ids.encode('trd', venueNo, Number(row.trade_no)),
      ...(isParty ? { accountId: this.ids.encode('acc', venueNo, Number(row.account_no)) } : {}),
      ...{ tradingDay: row.day, grounds: row.grounds, state: row.state, answer: row.answer },
      filedAt: formatInstant(Number(row.filed_at)),
      deadline: row.deadline === null ? null : formatInstant(Number(row.deadline)),
      changedAt: formatInstant(Number(row.changed_at)),
      proposalId: row.proposal_no === '0' ? null : this.ids.encode('prp', venueNo, Number(row.proposal_no)),
    };
  }

  /** What a party may know of its own trade, or nothing. */
  async ownTrade(
    venueNo: number,
    tradeNo: number,
    org: string,
  ): Promise<{ accountNo: number; tradingDay: string } | undefined> {
    const { rows } = await this.pool.query(
      `SELECT a.account_no, t.trading_day::text FROM trades t JOIN accounts a ON a.venue_no = t.venue_no AND a.account_no IN (t.buyer, t.seller)
       WHERE t.venue_no = $1 AND t.trade_no = $2 AND a.org = $3 ORDER BY a.account_no LIMIT 1`,
      [venueNo, tradeNo, org],
    );
    if (rows.length === 0) return undefined;
    return { accountNo: Number(rows[0].account_no), tradingDay: rows[0].trading_day as string };
  }

  async tradeOfDispute(
    venueNo: number,
    disputeNo: number,
  ): Promise<{ tradeNo: number; state: string; proposalNo: number } | undefined> {
    const { rows } = await this.pool.query(
      `SELECT trade_no, state, proposal_no FROM settlement_disputes WHERE venue_no = $1 AND dispute_no = $2`,
      [venueNo, disputeNo],
    );
    if (rows.length === 0) return undefined;
    const [{ trade_no, state, proposal_no }] = rows;
    return { tradeNo: Number(trade_no), state: state as string, proposalNo: Number(proposal_no) };
  }
}

export function showDay(row: DayRow): object {
  const [fromTrade, toTrade] = [Number(row.from_trade), Number(row.to_trade)];
  return {
    ...{ day: row.day, state: row.state, trades: toTrade - fromTrade + 1, begunBy: row.begun_by },
    begunAt: row.begun_at.toISOString(),
    ...{ asked: row.asked, undelivered: row.undelivered },
    confirmedSeq: row.seq === null ? null : Number(row.seq),
    changedAt: row.changed_at.toISOString(),
  };
}

function ownOnly(caller: Caller): string | null {
  return caller.scopes['settlement.read'] === 'own' ? caller.orgId : null;
}
