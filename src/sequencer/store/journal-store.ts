import type { JournalBatch } from '../../audit/domain/journal-batch.js';
import type { SqlStatement } from '../domain/command.js';

export interface Tenure {
  readonly epoch: number;
  readonly lastSeq: number;
  readonly headHash: Buffer;
}

export interface Snapshot {
  readonly seq: number;
  readonly headHash: Buffer;
  readonly stateHash: string;
  /** As `packState` wrote it. */
  readonly state: Buffer;
}

/** Another engine took this venue over: this one must stop. */
export class Fenced extends Error {
  constructor(venueNo: number) {
    super(`venue ${venueNo} was taken over by another engine`);
    this.name = 'Fenced';
  }
}

/**
 * The sequencer's only way to disk; PostgreSQL in production, simulated in tests.
 * Any error of `commit` other than Fenced means UNKNOWN: the batch may or may not be there.
 */
export interface JournalStore {
  /** Raises the epoch: from now on only this tenure can commit. */
  takeOver(venueNo: number, owner: string): Promise<Tenure>;
  snapshot(venueNo: number): Promise<Snapshot | undefined>;
  saveSnapshot(venueNo: number, snapshot: Snapshot): Promise<void>;
  /** Batches after `afterSeq`, in order. */
  batches(venueNo: number, afterSeq: number): AsyncIterable<JournalBatch>;
  /** The line of one record, if it is committed. */
  record(venueNo: number, seq: number): Promise<string | undefined>;
  /** Fence + journal + rows in one transaction. */
  commit(tenure: Tenure, batch: JournalBatch, rows: readonly SqlStatement[]): Promise<void>;
}
