import { checkBatch, GENESIS_HASH, type JournalBatch, stateHash } from '../audit/index.js';
import type { Json } from '../kernel/json.js';
import { VenueMachine } from '../machine.js';
import { replayBatch, type Snapshot } from '../sequencer/index.js';
import { type Verdict, verdict } from './invariant.js';
import { BiddingHistory } from './bidding-history.js';
import { BlockHistory } from './block-history.js';
import { JournalHistory } from './journal-history.js';
import { stateInvariants } from './state-invariants.js';
import { ToldTitles } from './told-titles.js';

export type SnapshotClaim = Pick<Snapshot, 'seq' | 'stateHash'>;

/** Where the venue says that its journal ends. */
export interface JournalEnd {
  readonly lastSeq: number;
  readonly headHash: Buffer;
}

/** A state that was rebuilt from the same journal before and need not be told again. */
export interface ReplayStart {
  readonly seq: number;
  readonly head: Buffer;
  /** It is taken over, not copied. */
  readonly state: Json;
}

/**
 * A venue rebuilt from its journal alone, wherever that is kept: checks the chain, decides every command again, tells
 * the events a second time, compares snapshots on the way. The one place where a journal is judged.
 */
export class JournalReplay {
  readonly machine = new VenueMachine();
  private readonly history: JournalHistory;
  private readonly blocks: BlockHistory;
  private readonly titles: ToldTitles;
  private readonly biddings: BiddingHistory;
  private readonly wrongSnapshots: string[] = [];
  private readonly claims: Map<number, string>;
  private head: Buffer;
  private fault: string | undefined;
  private compared = 0;
  seq: number;

  constructor(snapshots: readonly SnapshotClaim[], start?: ReplayStart) {
    if (start !== undefined) this.machine.restore(start.state);
    this.seq = start?.seq ?? 0;
    this.head = start?.head ?? GENESIS_HASH;
    this.history = new JournalHistory(this.machine, this.seq);
    this.blocks = new BlockHistory(this.machine);
    this.titles = new ToldTitles(this.machine);
    this.biddings = new BiddingHistory(this.machine);
    this.claims = new Map(snapshots.map((claim) => [claim.seq, claim.stateHash]));
  }

  get isBroken(): boolean {
    return this.fault !== undefined;
  }

  /** After a broken batch nothing more can be told. */
  take(batch: JournalBatch): void {
    this.fault ??= checkBatch(batch, this.seq + 1, this.head);
    if (this.isBroken) return;
    try {
      for (const record of replayBatch(this.machine, undefined, batch)) {
        this.seq = record.seq;
        this.history.take(record);
        this.blocks.take(record);
        this.titles.take(record);
        this.biddings.take(record);
        this.compareSnapshot();
      }
    } catch (error) {
      this.fault = String(error);
    }
    this.head = batch.hash;
  }

  verdicts({ lastSeq, headHash }: JournalEnd): Verdict[] {
    if (lastSeq !== this.seq || !headHash.equals(this.head))
      this.fault ??= `the journal ends at ${this.seq}, the venue says ${lastSeq}`;
    const chain =
      'the journal is one unbroken chain, every record under its Merkle root, decided the same again';
    const kept = 'the newest snapshot is the state that the journal gives';
    // What a broken journal tells is not worth comparing.
    const told = this.isBroken
      ? []
      : [
          ...this.history.verdicts(),
          ...this.blocks.verdicts(),
          ...this.titles.verdicts(),
          ...this.biddings.verdicts(),
          ...stateInvariants(this.machine),
        ];
    const claimed = this.isBroken ? [] : [...this.claims.keys()].map((seq) => `snapshot at ${seq}`);
    const snapshots = this.compared + claimed.length;
    return [
      verdict('I11', chain, this.seq, this.fault === undefined ? [] : [this.fault]),
      verdict('I13', kept, snapshots, [...this.wrongSnapshots, ...claimed]),
      ...told,
    ];
  }

  stateHash(): string {
    return stateHash(this.machine.dump());
  }

  private compareSnapshot(): void {
    const claim = this.claims.get(this.seq);
    if (claim === undefined) return;
    this.claims.delete(this.seq);
    this.compared += 1;
    if (claim !== this.stateHash()) this.wrongSnapshots.push(`snapshot at ${this.seq}`);
  }
}
