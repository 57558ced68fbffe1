import type { Ledger } from '../domain/ledger.js';
import type { SqlStatement } from '../../sequencer/domain/command.js';
import { bigints, ints } from '../../sequencer/store/integer-column.js';

const BALANCES = `
INSERT INTO balances (venue_no, account_no, asset_no, posted, held, outgoing, incoming, locked, frozen)
SELECT $1, u.* FROM unnest($2::bigint[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[]) AS u
ON CONFLICT (venue_no, account_no, asset_no) DO UPDATE SET
  posted = EXCLUDED.posted, held = EXCLUDED.held, outgoing = EXCLUDED.outgoing,
  incoming = EXCLUDED.incoming, locked = EXCLUDED.locked, frozen = EXCLUDED.frozen`;

/** `$2` names each kind once; a posting's entries are a piece of the last three. */
const POSTINGS = `
INSERT INTO ledger_postings (venue_no, cause, cause_no, accounts, assets, amounts)
SELECT $1, ($2::text[])[u.kind], u.cause_no, ($7::bigint[])[u.first:u.last], ($8::int[])[u.first:u.last], ($9::bigint[])[u.first:u.last]
FROM unnest($3::int[], $4::bigint[], $5::int[], $6::int[]) AS u (kind, cause_no, first, last)`;

/** Balances that changed and title that moved since the last drain. */
export function projectLedger(venueNo: number, ledger: Ledger): SqlStatement[] {
  const statements: SqlStatement[] = [];
  if (ledger.dirty.length > 0) statements.push(balances(venueNo, ledger));
  if (ledger.postings.length > 0) statements.push(postings(venueNo, ledger));
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
  const [account, asset, ...amounts] = columns;
  const values = [venueNo, bigints(account), ints(asset), ...amounts.map(bigints)];
  return { name: 'ledger.balances', text: BALANCES, values };
}

function postings(venueNo: number, ledger: Ledger): SqlStatement {
  const kinds = new Map<string, number>();
  const [kind, no, first, last]: number[][] = [[], [], [], []];
  const [accounts, assets, amounts]: number[][] = [[], [], []];
  for (const { cause, entries } of ledger.postings) {
    let kindNo = kinds.get(cause.kind);
    if (kindNo === undefined) kinds.set(cause.kind, (kindNo = kinds.size + 1));
    kind.push(kindNo);
    no.push(cause.no);
    first.push(accounts.length + 1);
    for (const entry of entries) {
      accounts.push(entry.account);
      assets.push(entry.asset);
      amounts.push(entry.amount);
    }
    last.push(accounts.length);
  }
  ledger.postings.length = 0;
  const rows = [ints(kind), bigints(no), ints(first), ints(last)];
  const values = [venueNo, [...kinds.keys()], ...rows, bigints(accounts), ints(assets), bigints(amounts)];
  return { name: 'ledger.postings', text: POSTINGS, values };
}
