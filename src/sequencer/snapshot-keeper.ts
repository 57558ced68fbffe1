import { SNAPSHOT_OVERDUE, SNAPSHOT_QUIET_MS } from '../kernel/limits.js';
import type { Pace } from './pace.js';
import { packState, type SavedState } from './saved-state.js';
import type { JournalStore, Snapshot, Tenure } from './store/journal-store.js';

/** Decides when a venue writes a snapshot, and writes it: the venue stands still while its memory is made into bytes. */
export class SnapshotKeeper {
  /** The command that the newest snapshot on disk was taken after. */
  private savedSeq = 0;
  /** The same of the newest that is on its way there. */
  private takenSeq = 0;
  /** Nobody has come for a while: a due snapshot disturbs nobody now. */
  isQuiet = false;
  private isWaiting = false;
  private saving: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: JournalStore,
    private readonly pace: Pace,
    private readonly log: (message: string, facts: object) => void,
  ) {}

  /** A venue was rebuilt from a snapshot that was taken after this command. */
  beginAfter(seq: number): void {
    this.savedSeq = seq;
    this.takenSeq = seq;
  }

  isSavedAfter(seq: number): boolean {
    return this.savedSeq >= seq;
  }

  isDue(lastSeq: number): boolean {
    return lastSeq - this.takenSeq >= this.pace.snapshotCommands;
  }

  isOverdue(lastSeq: number): boolean {
    return lastSeq - this.takenSeq >= SNAPSHOT_OVERDUE * this.pace.snapshotCommands;
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

  /** `turn` comes between two pieces and says whether to go on. Resolves when the venue may go on, saved or not. */
  async write(
    venueNo: number,
    { lastSeq: seq, headHash }: Tenure,
    memory: SavedState,
    turn: () => Promise<boolean>,
  ): Promise<void> {
    const packed = await packState(memory, turn).catch((error: unknown) => this.sayLost(error));
    if (packed === undefined) return;
    const { bytes: state, machineHash: stateHash } = packed;
    this.takenSeq = seq;
    this.saving = this.saving.then(() => this.save(venueNo, { seq, headHash, stateHash, state }));
  }

  /** When what was written is on disk, or is known not to be. */
  saved(): Promise<void> {
    return this.saving;
  }

  private async save(venueNo: number, snapshot: Snapshot): Promise<void> {
    try {
      await this.store.saveSnapshot(venueNo, snapshot);
      this.savedSeq = Math.max(this.savedSeq, snapshot.seq);
    } catch (error) {
      this.sayLost(error);
      this.takenSeq = this.savedSeq;
    }
  }

  /** A snapshot only shortens the next start; the journal is complete without it. */
  private sayLost(error: unknown): undefined {
    this.log('snapshot not written', { error: String(error) });
  }
}
