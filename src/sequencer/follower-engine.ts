import type { Pool } from 'pg';
import { checkBatch } from '../audit/index.js';
import { InvariantBroken } from '../kernel/invariant.js';
import { type Rejection, RejectionError } from '../kernel/rejection.js';
import type { Machine } from './domain/machine.js';
import type { CommittedListener, Engine, VenueRow } from './engine.js';
import { fromSnapshot } from './rebuild-venue.js';
import type { CommandRequest, Receipt } from './receipt.js';
import { PostgresJournalStore } from './store/postgres-journal-store.js';
import { replayBatch } from './domain/replay-line.js';

/** How often a follower asks the journal for news. */
const POLL_MS = 50;

/** Carries a command to the process that owns the venue. */
export type Forward = (ownerUrl: string, slug: string, request: CommandRequest) => Promise<Receipt>;

export interface FollowerParts<M> {
  readonly pool: Pool;
  readonly newMachine: () => M;
  readonly forward: Forward;
  readonly log?: (level: 'info' | 'error', message: string, facts?: object) => void;
}

interface Followed<M> {
  readonly row: VenueRow;
  machine: M;
  seq: number;
  head: Buffer;
}

/**
 * The engine as an API or worker process sees it: commands go to the owner named in the venue row; questions are
 * answered by a machine of our own that replays the journal a few milliseconds behind.
 */
export class FollowerEngine<M extends Machine> implements Engine<M> {
  private readonly followed = new Map<string, Followed<M>>();
  private readonly listeners: CommittedListener<M>[] = [];
  private readonly store: PostgresJournalStore;
  private timer: NodeJS.Timeout | undefined;
  private polling: Promise<void> | undefined;

  constructor(private readonly parts: FollowerParts<M>) {
    this.store = new PostgresJournalStore(parts.pool);
  }

  async start(): Promise<void> {
    await this.poll();
    this.timer = setInterval(() => {
      this.polling ??= this.poll()
        .catch((error: unknown) => this.parts.log?.('error', 'following failed', { error: String(error) }))
        .finally(() => (this.polling = undefined));
    }, POLL_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.polling;
  }

  venues(): VenueRow[] {
    return [...this.followed.values()].map(({ row }) => row);
  }

  venue(slug: string): VenueRow {
    return this.find(slug).row;
  }

  async submit(slug: string, request: CommandRequest): Promise<Receipt> {
    const { row } = this.find(slug);
    const { rows } = await this.parts.pool.query(`SELECT owner_url FROM venues WHERE venue_no = $1`, [
      row.venueNo,
    ]);
    const receipt = await this.parts.forward(rows[0].owner_url as string, slug, request);
    // A caller reads its own writes: wait until our copy has seen the command too.
    // The command is durable whatever happens to our copy.
    await this.poll().catch((error: unknown) =>
      this.parts.log?.('error', 'following failed', { error: String(error) }),
    );
    return receipt;
  }

  async ask<T>(slug: string, question: (machine: M) => T): Promise<T> {
    return question(this.find(slug).machine);
  }

  onCommitted(listener: CommittedListener<M>): void {
    this.listeners.push(listener);
  }

  private async poll(): Promise<void> {
    const { rows } = await this.parts.pool.query(
      `SELECT venue_no, slug, title, currency FROM venues ORDER BY venue_no`,
    );
    for (const { venue_no, slug, title, currency } of rows) {
      if (!this.followed.has(slug)) await this.adopt({ venueNo: venue_no, slug, title, currency });
    }
    for (const venue of this.followed.values()) await this.catchUp(venue);
  }

  private async adopt(row: VenueRow): Promise<void> {
    const { machine, seq, head } = await fromSnapshot(this.store, row.venueNo, this.parts.newMachine());
    const venue: Followed<M> = { row, machine, seq, head };
    this.followed.set(row.slug, venue);
  }

  private async catchUp(venue: Followed<M>): Promise<void> {
    for await (const batch of this.store.batches(venue.row.venueNo, venue.seq)) {
      // Two polls may overlap when a submit waits for its own command: what is known already is passed over.
      if (batch.lastSeq <= venue.seq) continue;
      const broken = checkBatch(batch, venue.seq + 1, venue.head);
      if (broken !== undefined) throw new InvariantBroken(broken);
      let records;
      try {
        records = [...replayBatch(venue.machine, undefined, batch)];
      } catch (error) {
        // A half-applied batch must not be applied again: the next poll adopts the venue afresh.
        this.followed.delete(venue.row.slug);
        throw error;
      }
      venue.machine.letGo();
      venue.seq = batch.lastSeq;
      venue.head = batch.hash;
      for (const listener of this.listeners) {
        try {
          listener(venue.row, records, venue.machine);
        } catch (error) {
          this.parts.log?.('error', 'a listener failed', { error: String(error) });
        }
      }
    }
  }

  private find(slug: string): Followed<M> {
    const venue = this.followed.get(slug);
    if (venue === undefined) throw new RejectionError({ code: 'sequencer.venue_unknown' });
    return venue;
  }
}

/** Turns what the owner's door answered back into a receipt or the refusal that placed nothing. */
export function receiptFrom(status: number, body: unknown): Receipt {
  if (status === 200) return body as Receipt;
  const { rejection } = body as { rejection?: Rejection };
  throw new RejectionError(rejection ?? { code: 'sequencer.outcome_unknown' });
}
