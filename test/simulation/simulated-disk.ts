import { batchLines, type JournalBatch } from '../../src/audit/index.js';
import { Fenced, type JournalStore, type Snapshot, type Tenure } from '../../src/sequencer/index.js';
import { SimulatedJournalStore } from '../../src/sequencer/store/simulated-journal-store.js';
import type { Faults } from './faults.js';
import type { Process, Scheduler } from './scheduler.js';

/** How long a connection hangs before it breaks. */
const HANGS_MS = 3_000;
/** A reader waits once for so many batches. */
const PAGE_BATCHES = 4;

/** What all processes share; it survives them. */
export class SimulatedDisk extends SimulatedJournalStore {
  isFull = false;
  /** What the journal says of trades, whoever believes what. */
  traded = 0;
  settled = 0;

  override append(batch: JournalBatch, tenure: Tenure): void {
    super.append(batch, tenure);
    if (!batch.payload.includes('"Trade')) return;
    for (const line of batchLines(batch)) {
      const { ev } = JSON.parse(line) as { ev: { type: string; to: number }[] };
      for (const { type, to } of ev) {
        if (type === 'TradeExecuted') this.traded += 1;
        if (type === 'TradesSettled') this.settled = to;
      }
    }
  }
}

/** The disk as one process reaches it: every step may be its last, any answer may not come. */
export class DiskConnection implements JournalStore {
  constructor(
    private readonly disk: SimulatedDisk,
    private readonly process: Process,
    private readonly scheduler: Scheduler,
    private readonly faults: Faults,
  ) {}

  async takeOver(venueNo: number, owner: string): Promise<Tenure> {
    await this.load('take over');
    const tenure = await this.disk.takeOver(venueNo, owner);
    await this.gate('load: taken over');
    return tenure;
  }

  async snapshot(): Promise<Snapshot | undefined> {
    await this.load('snapshot');
    return this.disk.snapshot();
  }

  async saveSnapshot(venueNo: number, snapshot: Snapshot): Promise<void> {
    await this.gate('snapshot: save');
    if (this.disk.isFull || this.faults.strikes('snapshot not saved', 0.2))
      throw new Error('snapshot not saved');
    await this.disk.saveSnapshot(venueNo, snapshot);
    await this.gate('snapshot: saved');
    if (this.faults.strikes('snapshot saved, error', 0.2)) throw new Error('connection lost');
  }

  async *batches(venueNo: number, afterSeq: number): AsyncIterable<JournalBatch> {
    let read = 0;
    for await (const batch of this.disk.batches(venueNo, afterSeq)) {
      if (read % PAGE_BATCHES === 0) await this.load('batches');
      read += 1;
      yield batch;
    }
  }

  async record(venueNo: number, seq: number): Promise<string | undefined> {
    await this.gate('record');
    if (this.faults.strikes('record not readable', 0.2)) throw new Error('connection lost');
    return this.disk.record(venueNo, seq);
  }

  async commit(tenure: Tenure, batch: JournalBatch): Promise<void> {
    await this.gate('commit: begin');
    if (this.disk.isFull) throw new Error('no space left on device');
    if (this.faults.strikes('commit not applied, error', 0.03))
      throw new Error('connection lost before commit');
    this.fence(tenure, batch);
    this.disk.append(batch, tenure);
    if (this.faults.strikes('commit applied, error', 0.03)) throw new Error('connection lost after commit');
    if (this.faults.strikes('commit applied, answer lost', 0.03)) {
      await this.scheduler.sleep(this.process, 'commit: hangs', HANGS_MS);
      throw new Error('connection timed out');
    }
    await this.gate('commit: applied');
  }

  private fence(tenure: Tenure, batch: JournalBatch): void {
    try {
      this.disk.assertTenure(tenure, batch);
    } catch (error) {
      if (error instanceof Fenced) this.faults.count('zombie write refused');
      throw error;
    }
  }

  private async load(label: string): Promise<void> {
    await this.gate(`load: ${label}`);
    if (this.faults.strikes('load fails', 0.03)) throw new Error('connection lost');
  }

  private gate(label: string): Promise<void> {
    return this.scheduler.gate(this.process, label);
  }
}
