import { setImmediate } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { checkBatch, type JournalBatch } from '../../audit/index.js';
import { LOG_PAGE_RECORDS, LOG_SLICE_RECORDS } from '../../kernel/limits.js';
import { blindRecord } from '../domain/blinded-record.js';
import { GrowingTiles } from '../domain/growing-tiles.js';
import { edgeTiles } from '../domain/tile.js';
import {
  growTiles,
  journalPage,
  keyOf,
  lockLog,
  type MerkleLog,
  moveLog,
  readTiles,
} from '../store/log-tables.js';
import { inTransaction } from './transaction.js';

/** The log will not grow over this, or will not be signed: somebody has to look. */
export class LogRefused extends Error {
  constructor(
    readonly logName: string,
    reason: string,
  ) {
    super(`the log ${logName} is not signed: ${reason}`);
    this.name = 'LogRefused';
  }
}

/**
 * Brings a log up to its journal, page by page, a transaction each: whatever dies in between, the next call goes on from
 * there. It reads what is committed and writes only to tables of its own, so no order ever waits for it.
 */
export async function growLog(pool: Pool, logNo: number): Promise<void> {
  while (await inTransaction(pool, (client) => growByOnePage(client, logNo))) await setImmediate();
}

async function growByOnePage(client: PoolClient, logNo: number): Promise<boolean> {
  const log = await lockLog(client, logNo);
  if (log === undefined) return false;
  const batches = await journalPage(client, logNo, log.size, LOG_PAGE_RECORDS);
  if (batches.length === 0) return false;
  const edge = edgeTiles(log.size);
  const tiles = await readTiles(client, logNo, edge);
  const growing = new GrowingTiles(
    log.size,
    new Map(edge.map((place) => [place.level, tiles.get(keyOf(place)) ?? Buffer.alloc(0)])),
  );
  let head = log.journalHash;
  for (const batch of batches) {
    const fault = checkBatch(batch, growing.size + 1, head);
    if (fault !== undefined) throw new LogRefused(log.name, `the journal's chain is broken: ${fault}`);
    await pushRecords(log, batch, growing);
    head = batch.hash;
  }
  await growTiles(client, logNo, growing.gains());
  await moveLog(client, logNo, growing.size, head);
  return true;
}

async function pushRecords(
  { blindingKey }: MerkleLog,
  { firstSeq, lastSeq, payload }: JournalBatch,
  growing: GrowingTiles,
): Promise<void> {
  let line = 0;
  for (let seq = firstSeq; seq <= lastSeq; seq++) {
    const end = payload.indexOf('\n', line);
    const text = payload.subarray(line, end < 0 ? payload.length : end);
    growing.push(blindRecord(blindingKey, seq, text).entry);
    line = end + 1;
    // Orders have the thread in between.
    if (seq % LOG_SLICE_RECORDS === 0) await setImmediate();
  }
}
