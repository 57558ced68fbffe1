import type { PoolClient } from 'pg';
import type { JournalBatch } from '../audit/index.js';
import type { VenueMachine } from '../machine.js';
import { type Verdict, verdict } from './invariant.js';
import { KeptTitles } from './kept-titles.js';
import { JournalReplay, type SnapshotClaim } from './journal-replay.js';

/** Every table that is written from the machine's state and from nothing else. */
export const PROJECTED_TABLES = [
  'rule_packs',
  'rule_pack_drafts',
  'proposals',
  'accounts',
  'instruments',
  'caps',
  'allocation_batches',
  'allocation_batch_lines',
  'allocation_deductions',
  'serial_blocks',
  'serial_moves',
  'delayed_transfers',
  'trusted_accounts',
  'freeze_orders',
  'surrenders',
  'notices',
  'holding_certificates',
  'orders',
  'trades',
  'trading_days',
  'instrument_days',
  'call_auctions',
  'kill_switches',
  'block_intents',
  'block_negotiations',
  'block_terms',
  'one_way_biddings',
  'one_way_bidders',
  'one_way_bids',
  'interventions',
  'balances',
  'ledger_postings',
  'settlements',
  'annulments',
  'settlement_failures',
  'settlement_confirmations',
  'settlement_disputes',
  'permit_districts',
  'permit_readings',
  'permit_plants',
  'permit_standings',
  'permit_caps',
  'permit_cap_entries',
  'permit_rights',
  'permit_encumbrances',
  'permit_transfers',
  'permit_bidders',
  'permit_vouchers',
  'auctions',
  'auction_bidders',
  'auction_bids',
  'auction_awards',
  'reconciliation_runs',
  'reconciliation_breaks',
  'day_reports',
  'bank_accounts',
  'bank_payees',
  'payment_files',
  'statement_files',
  'bank_lines',
  'cash_transfers',
  'holding_statements',
] as const;

const PAGE_BATCHES = 200;
/** Changes written together: a row that changes again meanwhile is written once. */
const CHANGES_TOGETHER = 20_000;

export interface Rebuilt {
  readonly commands: number;
  readonly stateHash: string;
  readonly verdicts: Verdict[];
}

export interface RebuildOptions {
  /** Writes the rows into temporary tables of the same names, so that they can be compared. */
  readonly intoTables: boolean;
  readonly onProgress?: (commands: number) => void;
}

/**
 * Rebuilds the venue from its journal alone: checks the chain, decides every command again, and, where asked, writes
 * the same rows that the service wrote into temporary tables. Runs inside the caller's repeatable-read transaction.
 */
export async function rebuild(
  client: PoolClient,
  venueNo: number,
  options: RebuildOptions,
): Promise<Rebuilt> {
  const snapshot = await newestSnapshot(client, venueNo);
  const replay = new JournalReplay(snapshot === undefined ? [] : [snapshot]);
  const kept = await KeptTitles.of(client, venueNo);
  let batches = 0;
  if (options.intoTables) await shadowTables(client);
  for await (const batch of readBatches(client, venueNo)) {
    replay.take(batch);
    if (replay.isBroken) break;
    kept.compare(replay.seq, replay.machine.ledger);
    if (!options.intoTables) replay.machine.letGo();
    else if (changes(replay.machine) >= CHANGES_TOGETHER) await write(client, venueNo, replay.machine);
    batches += 1;
    if (batches % PAGE_BATCHES === 0) options.onProgress?.(replay.seq);
  }
  if (options.intoTables) await write(client, venueNo, replay.machine);
  const { rows } = await client.query(`SELECT last_seq, head_hash FROM venues WHERE venue_no = $1`, [
    venueNo,
  ]);
  const end = { lastSeq: Number(rows[0].last_seq), headHash: rows[0].head_hash };
  const verdicts = [...replay.verdicts(end), kept.verdict()];
  return { commands: replay.seq, stateHash: replay.stateHash(), verdicts };
}

function changes({ market, ledger }: VenueMachine): number {
  return market.dirtyOrders.length + market.newTrades.length + ledger.dirty.length + ledger.postings.length;
}

async function write(client: PoolClient, venueNo: number, machine: VenueMachine): Promise<void> {
  for (const { text, values } of machine.drain(venueNo)) await client.query(text, values as unknown[]);
}

/** I12, table by table: what the service wrote is what the journal gives, row for row. */
export async function compareTables(client: PoolClient, venueNo: number): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const table of PROJECTED_TABLES) {
    const { rows } = await client.query(
      `SELECT (SELECT count(*) FROM public.${table} WHERE venue_no = $1) AS written,
              (SELECT count(*) FROM pg_temp.${table}) AS given,
              (SELECT count(*) FROM (SELECT * FROM public.${table} WHERE venue_no = $1 EXCEPT ALL SELECT * FROM pg_temp.${table}) x) AS extra`,
      [venueNo],
    );
    const { written, given, extra } = counts(rows[0] as Record<string, string>);
    // Row for row, what only one side has exceeds what only the other has by as much as that side is larger: the second
    // difference follows from the first, and asking for it as well would take as long again.
    const missing = extra + given - written;
    const broken = [
      ...(extra > 0 ? [`${extra} rows that the journal does not give`] : []),
      ...(missing > 0 ? [`${missing} rows of the journal are missing or changed`] : []),
    ];
    verdicts.push(verdict(`I12 ${table}`, `table ${table} is what the journal gives`, written, broken));
  }
  return verdicts;
}

function counts(row: Record<string, string>): Record<string, number> {
  return Object.fromEntries(Object.entries(row).map(([name, n]) => [name, Number(n)]));
}

async function shadowTables(client: PoolClient): Promise<void> {
  for (const table of PROJECTED_TABLES) {
    // No constraints: a journal that breaks one must be reported, not refused.
    await client.query(`CREATE TEMP TABLE ${table} (LIKE public.${table}) ON COMMIT DROP`);
    const keys = await client.query(
      `SELECT string_agg(a.attname, ', ' ORDER BY k.ord) AS columns FROM pg_index i
       CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k(attnum, ord)
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
       WHERE i.indrelid = ('public.' || $1)::regclass AND i.indisprimary`,
      [table],
    );
    // The statements' ON CONFLICT needs its key.
    await client.query(`ALTER TABLE pg_temp.${table} ADD PRIMARY KEY (${keys.rows[0].columns})`);
  }
}

async function newestSnapshot(client: PoolClient, venueNo: number): Promise<SnapshotClaim | undefined> {
  const { rows } = await client.query(
    `SELECT seq, state_hash FROM venue_snapshots WHERE venue_no = $1 ORDER BY seq DESC LIMIT 1`,
    [venueNo],
  );
  return rows.length === 0
    ? undefined
    : { seq: Number(rows[0].seq), stateHash: rows[0].state_hash as string };
}

async function* readBatches(client: PoolClient, venueNo: number): AsyncIterable<JournalBatch> {
  for (let after = 0; ;) {
    const { rows } = await client.query(
      `SELECT first_seq, last_seq, prev_hash, root, hash, payload FROM journal_batches
       WHERE venue_no = $1 AND last_seq > $2 ORDER BY last_seq LIMIT $3`,
      [venueNo, after, PAGE_BATCHES],
    );
    for (const row of rows) {
      yield {
        venueNo,
        firstSeq: Number(row.first_seq),
        lastSeq: Number(row.last_seq),
        prevHash: row.prev_hash,
        root: row.root,
        hash: row.hash,
        payload: row.payload,
      };
    }
    if (rows.length < PAGE_BATCHES) return;
    after = Number(rows[rows.length - 1].last_seq);
  }
}
