import { checkBatch, GENESIS_HASH } from '../audit/domain/journal-batch.js';
import { InvariantBroken } from '../kernel/invariant.js';
import type { Instant } from '../kernel/instant.js';
import { IdempotencyWindow } from './domain/idempotency-window.js';
import type { Machine } from './domain/machine.js';
import { replayBatch } from './domain/replay-line.js';
import { unpackState } from './saved-state.js';
import type { JournalStore } from './store/journal-store.js';

export interface VenueMemory<M extends Machine> {
  readonly machine: M;
  readonly window: IdempotencyWindow;
  readonly seq: number;
  readonly head: Buffer;
  /** The time of the last command. */
  readonly at: Instant;
  /** Where the snapshot stands that this began with; 0 when it began with nothing. */
  readonly snapshotSeq: number;
}

/** The newest snapshot that can be read, or an empty venue. */
export async function fromSnapshot<M extends Machine>(
  store: JournalStore,
  venueNo: number,
  machine: M,
): Promise<VenueMemory<M>> {
  const snapshot = await store.snapshot(venueNo);
  const state = snapshot && unpackState(snapshot.state);
  if (snapshot === undefined || state === undefined)
    return { machine, window: new IdempotencyWindow(), seq: 0, head: GENESIS_HASH, at: 0, snapshotSeq: 0 };
  machine.restore(state.machine);
  const { seq, headHash: head } = snapshot;
  return {
    machine,
    window: IdempotencyWindow.restore(state.window),
    seq,
    head,
    at: state.at,
    snapshotSeq: seq,
  };
}

/** Memory from the newest snapshot and the verified journal after it. Throws InvariantBroken when they do not fit. */
export async function rebuildVenue<M extends Machine>(
  store: JournalStore,
  venueNo: number,
  newMachine: () => M,
): Promise<VenueMemory<M>> {
  const begun = await fromSnapshot(store, venueNo, newMachine());
  const { machine, window } = begun;
  let { seq, head, at } = begun;
  for await (const batch of store.batches(venueNo, seq)) {
    const broken = checkBatch(batch, seq + 1, head);
    if (broken !== undefined) throw new InvariantBroken(broken);
    for (const record of replayBatch(machine, window, batch)) at = record.at;
    machine.letGo();
    seq = batch.lastSeq;
    head = batch.hash;
  }
  return { ...begun, seq, head, at };
}
