import type { PoolClient } from 'pg';
import { checkBatch, GENESIS_HASH } from '../audit/index.js';
import { blindRecord } from '../proof/domain/blinded-record.js';
import { checkpointText, parseCheckpoint } from '../proof/domain/checkpoint.js';
import { GrowingTiles } from '../proof/domain/growing-tiles.js';
import { isSignedNote, type NoteKey } from '../proof/domain/note-key.js';
import { logKeys, noteKeysOf } from '../proof/store/key-tables.js';
import {
  allLogs,
  checkpointsBefore,
  journalPage,
  keyOf,
  type MerkleLog,
  readTiles,
  type StoredCheckpoint,
} from '../proof/store/log-tables.js';
import { BROKEN_SHOWN_MAX, type Verdict, verdict } from './invariant.js';

const PROMISE =
  'the log is the journal, record for record; every checkpoint is its root then, signed, in unbroken order';
const PAGE_RECORDS = 10_000;
/** A record that no checkpoint has after so long was lost on the way, or is being hidden. */
const LATE_S = 600;

/** Works the whole log out again from the journal. A log that was never begun promises nothing. */
export async function checkMerkleLog(client: PoolClient, logNo: number, id: string): Promise<Verdict> {
  const log = (await allLogs(client)).find((one) => one.logNo === logNo);
  if (log === undefined) return verdict(id, PROMISE, 0, []);
  const checkpoints = (
    await checkpointsBefore(client, logNo, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
  ).reverse();
  const keys = noteKeysOf(await logKeys(client), log.origin);
  const broken = checkpoints.flatMap((checkpoint, at) =>
    faultsOf(log, checkpoint, checkpoints[at - 1], keys, at),
  );
  await recompute(client, log, checkpoints, broken);
  await lookForLate(client, log, checkpoints.at(-1)?.size ?? 0, broken);
  return verdict(id, PROMISE, log.size + checkpoints.length, broken);
}

function faultsOf(
  { origin }: MerkleLog,
  { checkpointNo, size, root, note }: StoredCheckpoint,
  before: StoredCheckpoint | undefined,
  keys: readonly NoteKey[],
  at: number,
): string[] {
  const named = `checkpoint ${checkpointNo}`;
  const said = parseCheckpoint(note);
  const faults = [];
  if (checkpointNo !== at + 1) faults.push(`${named} is the ${at + 1}th`);
  if (before !== undefined && before.size > size) faults.push(`${named} is smaller than the one before`);
  if (said?.note.text !== checkpointText({ origin, size, root })) faults.push(`${named} says something else`);
  else if (!isSignedNote(said.note, keys)) faults.push(`${named} was not signed by a key of ours`);
  return faults;
}

/** One tree, grown over the whole journal, has the root of every checkpoint on its way: so each is consistent with the next. */
async function recompute(
  client: PoolClient,
  log: MerkleLog,
  checkpoints: readonly StoredCheckpoint[],
  broken: string[],
): Promise<void> {
  const rootsAt = new Map<number, StoredCheckpoint[]>();
  for (const one of checkpoints) rootsAt.set(one.size, [...(rootsAt.get(one.size) ?? []), one]);
  const growing = new GrowingTiles(0, new Map());
  let head: Buffer = GENESIS_HASH;
  while (growing.size < log.size && broken.length < BROKEN_SHOWN_MAX) {
    const batches = await journalPage(client, log.logNo, growing.size, PAGE_RECORDS);
    if (batches.length === 0) break;
    for (const batch of batches) {
      if (growing.size === log.size) break;
      const fault = checkBatch(batch, growing.size + 1, head);
      if (fault !== undefined) return void broken.push(`the journal under the log: ${fault}`);
      head = batch.hash;
      for (const line of batch.payload.toString().split('\n')) {
        growing.push(blindRecord(log.blindingKey, growing.size + 1, Buffer.from(line)).entry);
        for (const { checkpointNo, root } of rootsAt.get(growing.size) ?? [])
          if (!growing.root().equals(root))
            broken.push(`checkpoint ${checkpointNo} is not the root of the journal`);
      }
    }
  }
  if (growing.size !== log.size) broken.push(`the log has ${log.size} records, the journal ${growing.size}`);
  if (growing.size === log.size && !head.equals(log.journalHash))
    broken.push('the log ends with another journal');
  for (const { checkpointNo, size } of checkpoints)
    if (size > log.size) broken.push(`checkpoint ${checkpointNo} has ${size} records, the log ${log.size}`);
  await compareTiles(client, log, growing, broken);
}

async function compareTiles(
  client: PoolClient,
  { logNo }: MerkleLog,
  growing: GrowingTiles,
  broken: string[],
): Promise<void> {
  const wanted = growing.gains();
  for (let at = 0; at < wanted.length && broken.length < BROKEN_SHOWN_MAX; at += 1_000) {
    const some = wanted.slice(at, at + 1_000);
    const tiles = await readTiles(client, logNo, some);
    for (const tile of some)
      if (tiles.get(keyOf(tile))?.equals(tile.hashes) !== true)
        broken.push(`tile ${tile.level}/${tile.no} is not what the journal gives`);
  }
  const { rows } = await client.query(`SELECT count(*)::int AS n FROM log_tiles WHERE log_no = $1`, [logNo]);
  if (rows[0].n !== wanted.length)
    broken.push(`there are ${rows[0].n} tiles, the journal gives ${wanted.length}`);
}

async function lookForLate(
  client: PoolClient,
  { logNo }: MerkleLog,
  size: number,
  broken: string[],
): Promise<void> {
  const { rows } = await client.query(
    logNo === 0
      ? `SELECT count(*)::int AS n FROM office_journal WHERE seq > $1 AND at < now() - make_interval(secs => $2)`
      : `SELECT coalesce(sum(last_seq - greatest(first_seq - 1, $1)), 0)::bigint AS n FROM journal_batches
         WHERE venue_no = $3 AND last_seq > $1 AND committed_at < now() - make_interval(secs => $2)`,
    logNo === 0 ? [size, LATE_S] : [size, LATE_S, logNo],
  );
  if (Number(rows[0].n) > 0)
    broken.push(`${rows[0].n} records are under no checkpoint after ${LATE_S / 60} minutes`);
}
