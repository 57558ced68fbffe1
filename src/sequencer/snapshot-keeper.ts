import { SNAPSHOT_OVERDUE, SNAPSHOT_QUIET_MS } from '../kernel/limits.js';
import type { Pace } from './pace.js';
import { packState, type SavedState } from './saved-state.js';
import type { JournalStore, Tenure } from './store/journal-store.js';

/** Decides when a venue writes a snapshot, and writes it: the venue stands still meanwhile. */
export class SnapshotKeeper {
  /** The command the newest snapshot was taken after. */
  seq = 0;
  /** Nobody has come for a while: a due snapshot disturbs nobody now. */
  isQuiet = false;
  private isWaiting = false;

  constructor(
    private readonly store: JournalStore,
    private readonly pace: Pace,
    private readonly log: (message: string, facts: object) => void,
  ) {}

  isDue(lastSeq: number): boolean {
    return lastSeq - this.seq >= this.pace.snapshotCommands;
  }

  isOverdue(lastSeq: number): boolean {
    return lastSeq - this.seq >= SNAPSHOT_OVERDUE * this.pace.snapshotCommands;
  }

  /** Calls `then` once no command has come for a while; `lastSeq` is undefined when the venue is no longer open. */
  async awaitQuiet(lastSeq: () => number | undefined, then: () => void): Promise<void> {
    if (this.isWaiting) return;
    this.isWaiting = true;
    let seq: number | undefined;
    do {
      seq = lastSeq();
      await this.pace.pause(SNAPSHOT_QUIET_MS);
    } while (seq !== undefined && seq !== lastSeq());
    this.isWaiting = false;
    this.isQuiet = true;
    if (seq !== undefined) then();
  }

  async write(venueNo: number, { lastSeq: seq, headHash }: Tenure, memory: SavedState): Promise<void> {
    try {
      const { bytes: state, machineHash: stateHash } = await packState(memory, () => this.pace.turn());
      await this.store.saveSnapshot(venueNo, { seq, headHash, stateHash, state });
      this.seq = seq;
    } catch (error) {
      // A snapshot only shortens the next start; the journal is complete without it.
      this.log('snapshot not written', { error: String(error) });
    }
  }
}
