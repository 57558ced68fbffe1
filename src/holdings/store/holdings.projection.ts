import type { SqlStatement } from '../../sequencer/domain/command.js';
import type { Holdings } from '../domain/holdings.js';

const STATEMENTS = `
INSERT INTO holding_statements (venue_no, day, asset_no, at_seq, seq, at, issued, retired, total, leaves, root)
SELECT $1, u.* FROM unnest($2::date[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::text[]) AS u`;

/** What was published since the last drain. */
export function projectHoldings(venueNo: number, holdings: Holdings): SqlStatement[] {
  const rows = holdings.published.flatMap(({ day, atSeq, seq, at, assets }) =>
    assets.map(({ asset, issued, retired, total, size, root }) => [
      ...[day, asset, atSeq, seq, at, issued, retired, total, size, root],
    ]),
  );
  holdings.letGo();
  if (rows.length === 0) return [];
  const columns = rows[0].map((_, column) => rows.map((row) => row[column]));
  return [{ name: 'holdings.statements', text: STATEMENTS, values: [venueNo, ...columns] }];
}
