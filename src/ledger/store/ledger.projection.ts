import type { Ledger } from '../domain/ledger.js';
import type { SqlStatement } from '../../sequencer/domain/command.js';

const BALANCES = `
INSERT INTO balances (venue_no, account_no, asset_no, posted, held, outgoing, incoming, locked, frozen)
SELECT $1, u.* FROM unnest($2::bigint[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[]) AS u
ON CONFLICT (venue_no, account_no, asset_no) DO UPDATE SET
  posted = EXCLUDED.posted, held = EXCLUDED.held, outgoing = EXCLUDED.outgoing,
  incoming = EXCLUDED.incoming, locked = EXCLUDED.locked, frozen = EXCLUDED.frozen`;

const ENTRIES = `
INSERT INTO ledger_entries (venue_no, cause, cause_no, line, account_no, asset_no, amount)
SELECT $1, u.* FROM unnest($2::text[], $3::bigint[], $4::smallint[], $5::bigint[], $6::int[], $7::bigint[]) AS u`;

/** Balances that changed and title that moved since the last drain. */
export function projectLedger(venueNo: number, ledger: Ledger): SqlStatement[] {
  const statements: SqlStatement[] = [];
  if (ledger.dirty.length > 0) statements.push(balances(venueNo, ledger));
  if (ledger.postings.length > 0) statements.push(entries(venueNo, ledger));
  return statements;
}

function balances(venueNo: number, ledger: Ledger): SqlStatement {
  const columns: number[][] = [[], [], [], [], [], [], [], []];
  for (const b of ledger.dirty) {
    b.dirty = false;
    const row = [b.account, b.asset, b.posted, b.held, b.outgoing, b.incoming, b.locked, b.frozen];
    for (let i = 0; i < row.length; i++) columns[i].push(row[i]);
  }
  ledger.dirty.length = 0;
  return { name: 'ledger.balances', text: BALANCES, values: [venueNo, ...columns] };
}

function entries(venueNo: number, ledger: Ledger): SqlStatement {
  const kinds: string[] = [];
  const columns: number[][] = [[], [], [], [], []];
  for (const { cause, entries: lines } of ledger.postings) {
    lines.forEach((entry, line) => {
      kinds.push(cause.kind);
      const row = [cause.no, line, entry.account, entry.asset, entry.amount];
      for (let i = 0; i < row.length; i++) columns[i].push(row[i]);
    });
  }
  ledger.postings.length = 0;
  return { name: 'ledger.entries', text: ENTRIES, values: [venueNo, kinds, ...columns] };
}
