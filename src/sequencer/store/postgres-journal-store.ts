import { gunzipSync, gzipSync } from 'node:zlib';
import type { Pool, PoolClient } from 'pg';
import { batchLines, type JournalBatch } from '../../audit/domain/journal-batch.js';
import type { SqlStatement } from '../domain/command.js';
import { Fenced, type JournalStore, type Snapshot, type Tenure } from './journal-store.js';

/** Batches read per round trip while a venue is rebuilt. */
const PAGE_BATCHES = 500;

const FENCE = {
  name: 'sequencer.fence',
  text: `UPDATE venues SET last_seq = $4, head_hash = $5 WHERE venue_no = $1 AND epoch = $2 AND last_seq = $3`,
};
const APPEND = {
  name: 'sequencer.append',
  text: `INSERT INTO journal_batches (venue_no, first_seq, last_seq, prev_hash, root, hash, payload) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
};

export class PostgresJournalStore implements JournalStore {
  private writer: PoolClient | undefined;

  constructor(private readonly pool: Pool) {}

  async takeOver(venueNo: number, owner: string): Promise<Tenure> {
    this.dropWriter(true);
    const { rows } = await this.pool.query(
      `UPDATE venues SET epoch = epoch + 1, owner_url = $2 WHERE venue_no = $1 RETURNING epoch, last_seq, head_hash`,
      [venueNo, owner],
    );
    if (rows.length !== 1) throw new Error(`venue ${venueNo} does not exist`);
    return { epoch: Number(rows[0].epoch), lastSeq: Number(rows[0].last_seq), headHash: rows[0].head_hash };
  }

  async snapshot(venueNo: number): Promise<Snapshot | undefined> {
    const { rows } = await this.pool.query(
      `SELECT seq, head_hash, state_hash, state FROM venue_snapshots WHERE venue_no = $1 ORDER BY seq DESC LIMIT 1`,
      [venueNo],
    );
    if (rows.length === 0) return undefined;
    const { seq, head_hash, state_hash, state } = rows[0];
    return {
      seq: Number(seq),
      headHash: head_hash,
      stateHash: state_hash,
      state: gunzipSync(state).toString('utf8'),
    };
  }

  async saveSnapshot(venueNo: number, { seq, headHash, stateHash, state }: Snapshot): Promise<void> {
    await this.pool.query(
      `INSERT INTO venue_snapshots (venue_no, seq, head_hash, state_hash, state) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      [venueNo, seq, headHash, stateHash, gzipSync(state, { level: 1 })],
    );
  }

  async *batches(venueNo: number, afterSeq: number): AsyncIterable<JournalBatch> {
    for (let after = afterSeq; ;) {
      const { rows } = await this.pool.query(
        `SELECT first_seq, last_seq, prev_hash, root, hash, payload FROM journal_batches
         WHERE venue_no = $1 AND last_seq > $2 ORDER BY last_seq LIMIT $3`,
        [venueNo, after, PAGE_BATCHES],
      );
      for (const row of rows) yield toBatch(venueNo, row);
      if (rows.length < PAGE_BATCHES) return;
      after = Number(rows[rows.length - 1].last_seq);
    }
  }

  async record(venueNo: number, seq: number): Promise<string | undefined> {
    const { rows } = await this.pool.query(
      `SELECT first_seq, last_seq, prev_hash, root, hash, payload FROM journal_batches
       WHERE venue_no = $1 AND last_seq >= $2 ORDER BY last_seq LIMIT 1`,
      [venueNo, seq],
    );
    if (rows.length === 0) return undefined;
    const batch = toBatch(venueNo, rows[0]);
    return batchLines(batch)[seq - batch.firstSeq];
  }

  async commit(tenure: Tenure, batch: JournalBatch, rows: readonly SqlStatement[]): Promise<void> {
    const client = await this.connection();
    try {
      await client.query('BEGIN');
      const fence = await client.query({
        ...FENCE,
        values: [batch.venueNo, tenure.epoch, tenure.lastSeq, batch.lastSeq, batch.hash],
      });
      if (fence.rowCount !== 1) throw new Fenced(batch.venueNo);
      await client.query({
        ...APPEND,
        values: [
          batch.venueNo,
          batch.firstSeq,
          batch.lastSeq,
          batch.prevHash,
          batch.root,
          batch.hash,
          batch.payload,
        ],
      });
      for (const { name, text, values } of rows)
        await client.query({ name, text, values: values as unknown[] });
      await client.query('COMMIT');
    } catch (error) {
      // Whatever happened, this connection's transaction is not to be trusted again.
      this.dropWriter(true);
      throw error;
    }
  }

  /** One connection keeps the prepared statements warm; a venue has one writer anyway. */
  private async connection(): Promise<PoolClient> {
    if (this.writer === undefined) {
      const client = await this.pool.connect();
      // A connection that PostgreSQL closes while idle must not kill the process; the next query reports it.
      client.on('error', () => this.dropWriter(true));
      // A wait for a synchronous standby that is cancelled still resolves: the notice is the only trace.
      this.writer = client;
    }
    return this.writer;
  }

  private dropWriter(destroy: boolean): void {
    const client = this.writer;
    this.writer = undefined;
    client?.release(destroy);
  }

  close(): void {
    this.dropWriter(false);
  }
}

function toBatch(venueNo: number, row: Record<string, unknown>): JournalBatch {
  return {
    venueNo,
    firstSeq: Number(row.first_seq),
    lastSeq: Number(row.last_seq),
    prevHash: row.prev_hash as Buffer,
    root: row.root as Buffer,
    hash: row.hash as Buffer,
    payload: row.payload as Buffer,
  };
}
