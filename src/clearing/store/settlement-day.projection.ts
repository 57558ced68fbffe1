import type { SqlStatement } from '../../sequencer/domain/command.js';
import type { Clearing, Confirmation } from '../domain/clearing.js';
import type { Dispute } from '../domain/dispute.js';
import type { FailedDelivery } from '../domain/failed-delivery.js';

const FAILURES = `
INSERT INTO settlement_failures (venue_no, trade_no, leg, account_no, obstacle, state, retries, next_at, covered_by, since_at, changed_at,
  proposal_no, reason)
SELECT $1, u.* FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::int[], $8::bigint[], $9::bigint[],
  $10::bigint[], $11::bigint[], $12::bigint[], $13::text[]) AS u
ON CONFLICT (venue_no, trade_no) DO UPDATE SET leg = EXCLUDED.leg, account_no = EXCLUDED.account_no, obstacle = EXCLUDED.obstacle,
  state = EXCLUDED.state, retries = EXCLUDED.retries, next_at = EXCLUDED.next_at, covered_by = EXCLUDED.covered_by,
  changed_at = EXCLUDED.changed_at, proposal_no = EXCLUDED.proposal_no, reason = EXCLUDED.reason`;

const CONFIRMATIONS = `
INSERT INTO settlement_confirmations (venue_no, day, from_trade, to_trade, undelivered, seq, at)
SELECT $1, u.* FROM unnest($2::date[], $3::bigint[], $4::bigint[], $5::int[], $6::bigint[], $7::bigint[]) AS u`;

const DISPUTES = `
INSERT INTO settlement_disputes (venue_no, dispute_no, trade_no, account_no, grounds, state, filed_by, filed_at, deadline, trading_day,
  decided_by, changed_at, answer, proposal_no)
SELECT $1, u.* FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[],
  $10::date[], $11::text[], $12::bigint[], $13::text[], $14::bigint[]) AS u
ON CONFLICT (venue_no, dispute_no) DO UPDATE SET state = EXCLUDED.state, decided_by = EXCLUDED.decided_by,
  changed_at = EXCLUDED.changed_at, answer = EXCLUDED.answer, proposal_no = EXCLUDED.proposal_no`;

/** Failures, confirmed days and disputes that changed since the last drain; of several changes of one the last counts. */
export function projectSettlementDay(venueNo: number, clearing: Clearing): SqlStatement[] {
  const failures = lastOf(clearing.failureChanges.splice(0), ({ trade }) => trade.tradeNo);
  const disputes = lastOf(clearing.disputes.changes.splice(0), ({ disputeNo }) => disputeNo);
  const confirmed = clearing.confirmations.splice(0);
  return [
    ...statement('clearing.failures', FAILURES, venueNo, failures, FAILURE_CELLS),
    ...statement('clearing.confirmations', CONFIRMATIONS, venueNo, confirmed, CONFIRMATION_CELLS),
    ...statement('clearing.disputes', DISPUTES, venueNo, disputes, DISPUTE_CELLS),
  ];
}

type Cells<T> = readonly ((row: T) => unknown)[];

// prettier-ignore
const FAILURE_CELLS: Cells<FailedDelivery> = [
  (f) => f.trade.tradeNo, (f) => f.leg, (f) => f.accountNo, (f) => f.obstacle, (f) => f.state, (f) => f.retries, (f) => f.nextAt,
  (f) => f.coveredBy, (f) => f.since, (f) => f.changedAt, (f) => f.proposalNo, (f) => f.reason,
];

// prettier-ignore
const CONFIRMATION_CELLS: Cells<Confirmation> = [
  (c) => c.day, (c) => c.fromTrade, (c) => c.toTrade, (c) => c.undelivered, (c) => c.seq, (c) => c.at,
];

// prettier-ignore
const DISPUTE_CELLS: Cells<Dispute> = [
  (d) => d.disputeNo, (d) => d.tradeNo, (d) => d.accountNo, (d) => d.grounds, (d) => d.state, (d) => d.filedBy, (d) => d.filedAt,
  (d) => d.deadline, (d) => d.tradingDay, (d) => d.decidedBy, (d) => d.changedAt, (d) => d.answer, (d) => d.proposalNo,
];

function lastOf<T>(rows: readonly T[], keyOf: (row: T) => number): T[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}

function statement<T>(
  name: string,
  text: string,
  venueNo: number,
  rows: readonly T[],
  cells: Cells<T>,
): SqlStatement[] {
  if (rows.length === 0) return [];
  return [{ name, text, values: [venueNo, ...cells.map((cell) => rows.map(cell))] }];
}
