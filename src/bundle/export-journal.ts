import type { PoolClient } from 'pg';
import { GENESIS_HASH } from '../audit/index.js';
import { dayKey } from '../holdings/index.js';
import { consistencyRanges, nodesOf } from '../proof/domain/tree-range.js';
import { rangeHashes } from '../proof/store/log-tables.js';
import { unpackState } from '../sequencer/saved-state.js';
import { BundleLines } from './bundle-lines.js';
import {
  batchesOf,
  type BundleSource,
  bundleSource,
  checkpointsBySize,
  cosignedNote,
} from './bundle-source.js';

export interface JournalExport {
  readonly venue: string;
  /** The bundle begins here or, where an earlier state must be brought along, before. */
  readonly from: number;
  /** The bundle ends with the batch of this record, or with the newest checkpoint. */
  readonly to: number;
  /** Hex; what the salts of holdings are made of. */
  readonly idSecret: string;
}

interface Start {
  readonly seq: number;
  readonly prev: Buffer;
  readonly lines: readonly { readonly kind: string; readonly facts: object }[];
}

/** The bundle of a journal, piece by piece, at one moment of the database: give it a transaction. */
export async function* exportJournal(client: PoolClient, asked: JournalExport): AsyncGenerator<Buffer> {
  const source = await bundleSource(client, asked.venue);
  const { log, venueNo, slug, keys, witnesses, newest } = source;
  const start = await startBefore(client, venueNo, Math.min(asked.from, newest.size));
  const lines = new BundleLines();
  yield lines.journal({
    ...{
      venue: venueNo,
      name: slug,
      origin: log.origin,
      from: start.seq + 1,
      prev: start.prev.toString('hex'),
    },
    ...{ blinding: log.blindingKey.toString('hex'), frontier: await frontier(client, source, start.seq) },
    ...{ keys, witnesses },
  });
  for (const { kind, facts } of start.lines) yield lines.line(kind, facts);
  const checkpoints = await checkpointsBySize(client, source);
  const end = await endOf(client, venueNo, Math.min(asked.to, newest.size));
  const marks = await marksOf(client, source, asked.idSecret, end);
  let seq = start.seq;
  for await (const batch of batchesOf(client, venueNo, start.seq, newest.size)) {
    if (batch.firstSeq > end) break;
    yield lines.batch(batch);
    seq = batch.lastSeq;
    for (const { kind, facts } of marks.get(seq) ?? []) yield lines.line(kind, facts);
    const checkpoint = checkpoints.get(seq);
    if (checkpoint !== undefined)
      yield lines.line('checkpoint', { note: await cosignedNote(client, source, checkpoint) });
  }
  if (seq < newest.size) {
    const hashes = await rangeHashes(client, log.logNo, consistencyRanges(seq, newest.size));
    const proof = hashes.map((hash) => hash.toString('hex'));
    yield lines.line('checkpoint', { note: await cosignedNote(client, source, newest), proof });
  }
  yield lines.end();
}

/** The end of the batch that this record is in. */
async function endOf(client: PoolClient, venueNo: number, seq: number): Promise<number> {
  const { rows } = await client.query(
    `SELECT last_seq FROM journal_batches WHERE venue_no = $1 AND last_seq >= $2 ORDER BY last_seq LIMIT 1`,
    [venueNo, seq],
  );
  return Number(rows[0]?.last_seq ?? seq);
}

/** The journal's beginning, or the newest state before `from`. */
async function startBefore(client: PoolClient, venueNo: number, from: number): Promise<Start> {
  const { rows } = await client.query(
    `SELECT seq, head_hash, state_hash, state FROM venue_snapshots WHERE venue_no = $1 AND seq < $2 ORDER BY seq DESC LIMIT 1`,
    [venueNo, from],
  );
  const state = rows.length === 0 ? undefined : unpackState(rows[0].state as Buffer);
  if (state === undefined) return { seq: 0, prev: GENESIS_HASH, lines: [] };
  const seq = Number(rows[0].seq);
  const { ledger, clearing } = state.machine as unknown as {
    ledger: readonly (readonly number[])[];
    clearing: { readonly waiting: readonly object[] };
  };
  const titles = ledger
    .map(([account, asset, posted]) => [account, asset, posted])
    .filter(([, , posted]) => posted !== 0);
  const snapshot = {
    seq,
    stateHash: rows[0].state_hash as string,
    state: (rows[0].state as Buffer).toString('base64'),
  };
  return {
    ...{ seq, prev: rows[0].head_hash as Buffer },
    lines: [
      { kind: 'opening', facts: { titles, waiting: clearing.waiting } },
      { kind: 'snapshot', facts: snapshot },
    ],
  };
}

async function frontier(client: PoolClient, { log }: BundleSource, size: number): Promise<string[]> {
  let at = 0;
  const ranges = nodesOf({ from: 0, to: size }).map(({ height }) => ({ from: at, to: (at += 2 ** height) }));
  return (await rangeHashes(client, log.logNo, ranges)).map((hash) => hash.toString('hex'));
}

/** What stands after a batch besides checkpoints: published states, and the keys of holdings that are stated before the end. */
async function marksOf(
  client: PoolClient,
  { venueNo, slug }: BundleSource,
  idSecret: string,
  end: number,
): Promise<Map<number, { kind: string; facts: object }[]>> {
  const states = await client.query(
    `SELECT seq, state_hash FROM venue_snapshots WHERE venue_no = $1 ORDER BY seq`,
    [venueNo],
  );
  // What a day's report says of the state is met by a replay, too.
  const reports = await client.query(
    `SELECT (open::jsonb #>> '{state,seq}')::bigint AS seq, open::jsonb #>> '{state,hash}' AS state_hash FROM day_reports
     WHERE venue_no = $1 AND (open::jsonb #>> '{state,seq}')::bigint NOT IN (SELECT seq FROM venue_snapshots WHERE venue_no = $1)
     ORDER BY 1`,
    [venueNo],
  );
  const days = await client.query(
    `SELECT DISTINCT day::text, at_seq FROM holding_statements WHERE venue_no = $1 AND seq <= $2 ORDER BY at_seq`,
    [venueNo, end],
  );
  const marks = new Map<number, { kind: string; facts: object }[]>();
  const mark = (at: number, kind: string, facts: object): unknown =>
    marks.set(at, [...(marks.get(at) ?? []), { kind, facts }]);
  for (const { seq, state_hash: hash } of [...states.rows, ...reports.rows])
    mark(Number(seq), 'state', { seq: Number(seq), hash });
  for (const { day, at_seq } of days.rows) {
    const key = dayKey(idSecret, slug, day as string).toString('hex');
    mark(Number(at_seq), 'holdings', { seq: Number(at_seq), day, key });
  }
  return marks;
}
