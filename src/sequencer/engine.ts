import type { Pool } from 'pg';
import { RejectionError } from '../kernel/rejection.js';
import type { DecidedRecord } from './domain/command.js';
import type { Machine } from './domain/machine.js';
import type { CommandRequest, Receipt } from './receipt.js';
import { PostgresJournalStore } from './store/postgres-journal-store.js';
import { VenueSequencer } from './venue-sequencer.js';

export interface VenueRow {
  readonly venueNo: number;
  readonly slug: string;
  readonly title: string;
  readonly currency: string;
}

export type CommittedListener<M> = (venue: VenueRow, records: readonly DecidedRecord[], machine: M) => void;

/** What doors, jobs and tools need of the venues, wherever their engine runs. */
export interface Engine<M extends Machine> {
  venues(): VenueRow[];
  /** Throws RejectionError `sequencer.venue_unknown`. */
  venue(slug: string): VenueRow;
  submit(slug: string, request: CommandRequest): Promise<Receipt>;
  /** Reads committed memory. */
  ask<T>(slug: string, question: (machine: M) => T): Promise<T>;
  onCommitted(listener: CommittedListener<M>): void;
}

export interface LocalEngineParts<M> {
  readonly pool: Pool;
  readonly owner: string;
  readonly newMachine: () => M;
  readonly nowMicros: () => number;
  readonly log?: (level: 'info' | 'error', message: string, facts?: object) => void;
}

/** Every venue of this database, run in this process. */
export class LocalEngine<M extends Machine> implements Engine<M> {
  private readonly open = new Map<
    string,
    { row: VenueRow; sequencer: VenueSequencer<M>; store: PostgresJournalStore }
  >();
  private readonly listeners: CommittedListener<M>[] = [];

  constructor(private readonly parts: LocalEngineParts<M>) {}

  async start(): Promise<void> {
    const { rows } = await this.parts.pool.query(
      `SELECT venue_no, slug, title, currency FROM venues ORDER BY venue_no`,
    );
    for (const { venue_no, slug, title, currency } of rows)
      await this.openVenue({ venueNo: venue_no, slug, title, currency });
  }

  /** Makes a new, empty venue and opens it; an existing slug is left as it is. */
  async createVenue(slug: string, title: string, currency: string): Promise<VenueRow> {
    const { rows } = await this.parts.pool.query(
      `INSERT INTO venues (venue_no, slug, title, currency)
       SELECT coalesce(max(venue_no), 0) + 1, $1, $2, $3 FROM venues RETURNING venue_no`,
      [slug, title, currency],
    );
    const row = { venueNo: rows[0].venue_no as number, slug, title, currency };
    await this.openVenue(row);
    return row;
  }

  venues(): VenueRow[] {
    return [...this.open.values()].map(({ row }) => row);
  }

  venue(slug: string): VenueRow {
    return this.find(slug).row;
  }

  async submit(slug: string, request: CommandRequest): Promise<Receipt> {
    return this.find(slug).sequencer.submit(request);
  }

  async ask<T>(slug: string, question: (machine: M) => T): Promise<T> {
    return this.find(slug).sequencer.ask(question);
  }

  onCommitted(listener: CommittedListener<M>): void {
    this.listeners.push(listener);
  }

  /** For readiness and metrics. */
  sequencers(): { row: VenueRow; sequencer: VenueSequencer<M> }[] {
    return [...this.open.values()];
  }

  async stop(): Promise<void> {
    for (const { sequencer, store } of this.open.values()) {
      await sequencer.stop();
      await store.close();
    }
    this.open.clear();
  }

  private async openVenue(row: VenueRow): Promise<void> {
    const { pool, owner, newMachine, nowMicros, log } = this.parts;
    const store = new PostgresJournalStore(pool);
    const sequencer = new VenueSequencer<M>({
      venueNo: row.venueNo,
      owner,
      store,
      newMachine,
      nowMicros,
      log,
      onCommitted: (records, machine) => this.tell(row, records, machine),
    });
    await sequencer.start();
    this.open.set(row.slug, { row, sequencer, store });
  }

  /** A listener that fails must not undo what is already durable. */
  private tell(row: VenueRow, records: readonly DecidedRecord[], machine: M): void {
    for (const listener of this.listeners) {
      try {
        listener(row, records, machine);
      } catch (error) {
        this.parts.log?.('error', 'a listener failed', { error: String(error) });
      }
    }
  }

  private find(slug: string): { row: VenueRow; sequencer: VenueSequencer<M>; store: PostgresJournalStore } {
    const venue = this.open.get(slug);
    if (venue === undefined) throw new RejectionError({ code: 'sequencer.venue_unknown' });
    return venue;
  }
}

/** The receipt's answer, or the refusal thrown for the door's filter to show. */
export function answerOf(receipt: Receipt): Receipt & { ok: true } {
  if (!receipt.ok) throw new RejectionError(receipt.rejection);
  return receipt;
}
