import type { JournalBatch } from '../../audit/domain/journal-batch.js';
import { batchLines, GENESIS_HASH } from '../../audit/domain/journal-batch.js';
import { Fenced, type JournalStore, type Snapshot, type Tenure } from './journal-store.js';

/** What can become of one commit; the middle two are what a client calls "an error on COMMIT". */
export type CommitFate = 'committed' | 'lost' | 'applied-but-error' | 'fenced';

/** A journal in memory whose commits meet the fates a test plans; everything else behaves like PostgreSQL's. */
export class SimulatedJournalStore implements JournalStore {
  readonly committed: JournalBatch[];
  /** The epoch each batch was committed in. */
  readonly epochs: number[];
  readonly snapshots: Snapshot[] = [];
  owner = '';
  private epoch = 0;

  /** `founded`: what is in the journal before anybody opens it. */
  constructor(
    private readonly fate: () => CommitFate = () => 'committed',
    founded: readonly JournalBatch[] = [],
  ) {
    this.committed = [...founded];
    this.epochs = founded.map(() => 0);
  }

  get lastSeq(): number {
    return this.committed.at(-1)?.lastSeq ?? 0;
  }

  get headHash(): Buffer {
    return this.committed.at(-1)?.hash ?? GENESIS_HASH;
  }

  async takeOver(_venueNo: number, owner: string): Promise<Tenure> {
    this.epoch += 1;
    this.owner = owner;
    return { epoch: this.epoch, lastSeq: this.lastSeq, headHash: this.headHash };
  }

  async snapshot(): Promise<Snapshot | undefined> {
    return this.snapshots.toSorted((a, b) => a.seq - b.seq).at(-1);
  }

  async saveSnapshot(_venueNo: number, snapshot: Snapshot): Promise<void> {
    if (!this.snapshots.some(({ seq }) => seq === snapshot.seq)) this.snapshots.push(snapshot);
  }

  async *batches(_venueNo: number, afterSeq: number): AsyncIterable<JournalBatch> {
    for (const batch of [...this.committed]) if (batch.lastSeq > afterSeq) yield batch;
  }

  async record(_venueNo: number, seq: number): Promise<string | undefined> {
    const batch = this.committed.find(({ lastSeq }) => lastSeq >= seq);
    return batch === undefined ? undefined : batchLines(batch)[seq - batch.firstSeq];
  }

  async commit(tenure: Tenure, batch: JournalBatch): Promise<void> {
    await Promise.resolve();
    const fate = this.fate();
    if (fate === 'fenced') this.epoch += 1;
    this.assertTenure(tenure, batch);
    if (fate === 'lost') throw new Error('connection lost before commit');
    this.append(batch, tenure);
    if (fate === 'applied-but-error') throw new Error('connection lost after commit');
  }

  /** The fence is the production rule itself: same epoch, same last sequence, or nothing is written. */
  assertTenure(tenure: Tenure, batch: JournalBatch): void {
    if (tenure.epoch !== this.epoch || tenure.lastSeq !== this.lastSeq) throw new Fenced(batch.venueNo);
  }

  append(batch: JournalBatch, { epoch }: Tenure): void {
    this.committed.push(batch);
    this.epochs.push(epoch);
  }
}
