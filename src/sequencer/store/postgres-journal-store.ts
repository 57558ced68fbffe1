import pg, { type Pool } from 'pg';
import { batchLines, type JournalBatch } from '../../audit/domain/journal-batch.js';
import { JOURNAL_PAGE_COMMANDS_MAX } from '../../kernel/limits.js';
import type { SqlStatement } from '../domain/command.js';
import { OneTransaction } from './one-transaction.js';
import { Fenced, type JournalStore, type Snapshot, type Tenure } from './journal-store.js';

// The whole transaction is on its way before the first answer comes back, so a lost fence must be an error that
// PostgreSQL itself meets: no row moved, a division by zero, and nothing that follows is done.
const FENCE = {
  name: 'sequencer.fence',
  text: `WITH moved AS (UPDATE venues SET last_seq = $4, head_hash = $5 WHERE venue_no = $1 AND epoch = $2 AND last_seq = $3 RETURNING 1)
         SELECT 1 / count(*) FROM moved`,
};
const DIVISION_BY_ZERO = '22012';
const APPEND = {
  name: 'sequencer.append',
  text: `INSERT INTO journal_batches (venue_no, first_seq, last_seq, prev_hash, root, hash, payload) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
};

// PostgreSQL says this, and still answers COMMIT, when a wait for a synchronous standby was cancelled.
const STANDBY_WAIT_CANCELLED = 'canceling wait for synchronous replication';

export class PostgresJournalStore implements JournalStore {
  private writer: pg.Client | undefined;
  /** What the writer has prepared. */
  private prepared = new Map<string, string>();
  private standbyMayLack = false;

  constructor(private readonly pool: Pool) {}

  async takeOver(venueNo: number, owner: string): Promise<Tenure> {
    await this.close();
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
    return { seq: Number(seq), headHash: head_hash, stateHash: state_hash, state };
  }

  async saveSnapshot(venueNo: number, { seq, headHash, stateHash, state }: Snapshot): Promise<void> {
    await this.pool.query(
      `INSERT INTO venue_snapshots (venue_no, seq, head_hash, state_hash, state) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      [venueNo, seq, headHash, stateHash, state],
    );
  }

  /** In pages that hold at least one batch. The next is on its way while the batches of this one are worked on. */
  async *batches(venueNo: number, afterSeq: number): AsyncIterable<JournalBatch> {
    let coming = this.page(venueNo, afterSeq);
    for (let page = await coming; page.length > 0; page = await coming) {
      coming = this.page(venueNo, page[page.length - 1].lastSeq);
      // Whoever stops early does not wait for it, and it may fail.
      coming.catch(() => undefined);
      yield* page;
    }
  }

  private async page(venueNo: number, afterSeq: number): Promise<JournalBatch[]> {
    const { rows } = await this.pool.query(
      `SELECT first_seq, last_seq, prev_hash, root, hash, payload FROM journal_batches
       WHERE venue_no = $1 AND last_seq > $2 AND last_seq <= $3 ORDER BY last_seq`,
      [venueNo, afterSeq, afterSeq + JOURNAL_PAGE_COMMANDS_MAX],
    );
    return rows.map((row) => toBatch(venueNo, row));
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

  /** One round trip: every statement is sent before the first is answered. */
  async commit(tenure: Tenure, batch: JournalBatch, rows: readonly SqlStatement[]): Promise<void> {
    const client = await this.connection();
    const { venueNo, firstSeq, lastSeq, prevHash, root, hash, payload } = batch;
    const statements: SqlStatement[] = [
      { ...FENCE, values: [venueNo, tenure.epoch, tenure.lastSeq, lastSeq, hash] },
      { ...APPEND, values: [venueNo, firstSeq, lastSeq, prevHash, root, hash, payload] },
      ...rows,
    ];
    const transaction = new OneTransaction(statements, this.prepared);
    try {
      client.query(transaction);
      await transaction.committed;
      if (!this.standbyMayLack) return;
    } catch (error) {
      const isFenced =
        transaction.answered === 0 && (error as { code?: string } | null)?.code === DIVISION_BY_ZERO;
      // Whatever happened, this connection is not to be trusted again.
      await this.close();
      throw isFenced ? new Fenced(venueNo) : error;
    }
    await this.close();
    throw new Error('the commit is not known to be durable');
  }

  /** A connection of its own keeps the prepared statements warm; a venue has one writer. */
  private async connection(): Promise<pg.Client> {
    if (this.writer !== undefined) return this.writer;
    const client = new pg.Client(this.pool.options);
    // A connection that PostgreSQL closes while idle must not kill the process.
    client.on('error', () => (this.writer = this.writer === client ? undefined : this.writer));
    client.on('notice', ({ message }) => {
      if (message?.startsWith(STANDBY_WAIT_CANCELLED)) this.standbyMayLack = true;
    });
    await client.connect();
    this.prepared = new Map();
    return (this.writer = client);
  }

  async close(): Promise<void> {
    const client = this.writer;
    this.writer = undefined;
    this.standbyMayLack = false;
    await client?.end().catch(() => undefined);
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
