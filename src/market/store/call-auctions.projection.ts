import type { SqlStatement } from '../../sequencer/domain/command.js';
import type { CallResult } from '../domain/call.js';

const CALLS = `
INSERT INTO call_auctions (venue_no, call_no, instrument_no, gathers_from, gathers_to, ended_at, price, volume, imbalance, phase, state)
SELECT $1, u.* FROM unnest($2::bigint[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
  $10::text[], $11::text[]) AS u
ON CONFLICT (venue_no, instrument_no, call_no) DO UPDATE SET
  ended_at = EXCLUDED.ended_at, price = EXCLUDED.price, volume = EXCLUDED.volume, imbalance = EXCLUDED.imbalance,
  state = EXCLUDED.state`;

export function projectCalls(venueNo: number, results: CallResult[]): SqlStatement[] {
  // One upsert cannot touch a row twice: a call that began and ended in one batch is written as it ended. Ends come
  // before beginnings, so that never two calls of an instrument gather in the table.
  const last = [
    ...new Map(
      results.splice(0).map((result) => [`${result.instrumentNo} ${result.callNo}`, result]),
    ).values(),
  ];
  const ended = last.filter(({ state }) => state !== 'GATHERING');
  const begun = last.filter(({ state }) => state === 'GATHERING');
  return [ended, begun].filter((rows) => rows.length > 0).map((rows) => statement(venueNo, rows));
}

function statement(venueNo: number, rows: readonly CallResult[]): SqlStatement {
  const column = (cell: (row: CallResult) => unknown): unknown[] => rows.map(cell);
  const values = [
    venueNo,
    column((r) => r.callNo),
    column((r) => r.instrumentNo),
    column((r) => r.from),
    column((r) => r.to),
    column((r) => r.endedAt),
    column((r) => r.price),
    column((r) => r.volume),
    column((r) => r.imbalance),
    column((r) => r.phase),
    column((r) => r.state),
  ];
  return { name: 'market.calls', text: CALLS, values };
}
