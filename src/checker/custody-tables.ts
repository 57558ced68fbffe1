import type { TableInvariant } from './table-invariant.js';

/** Safe movement, as its tables tell it. Account 4 is the sink of surrender. */
export const CUSTODY_TABLE_INVARIANTS: readonly TableInvariant[] = [
  {
    id: 'C1 tables',
    promise: 'what lies in the sink of surrender is what was surrendered, unit for unit',
    count: `SELECT count(*) FROM surrenders WHERE venue_no = $1`,
    broken: `SELECT format('instrument %s: %s in the sink, %s surrendered', instrument_no, coalesce(posted, 0), coalesce(given, 0))
             FROM (SELECT asset_no AS instrument_no, posted FROM balances WHERE venue_no = $1 AND account_no = 4 AND posted <> 0) b
             FULL JOIN (SELECT instrument_no, sum(quantity) AS given FROM surrenders WHERE venue_no = $1 GROUP BY 1) s USING (instrument_no)
             WHERE coalesce(posted, 0) <> coalesce(given, 0)`,
  },
  {
    id: 'C4 tables',
    promise: 'no transfer left before its time, and none was called off after it',
    count: `SELECT count(*) FROM delayed_transfers WHERE venue_no = $1`,
    broken: `SELECT format('transfer %s', transfer_no) FROM delayed_transfers WHERE venue_no = $1
             AND ((state = 'EXECUTED' AND ended_at < due_at) OR (state = 'CANCELLED' AND ended_at >= cancel_until))`,
  },
];
