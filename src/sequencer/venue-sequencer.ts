import { GENESIS_HASH, sealBatch } from '../audit/domain/journal-batch.js';
import { FairQueue } from '../kernel/fair-queue.js';
import { InvariantBroken } from '../kernel/invariant.js';
import { canonical, type Json } from '../kernel/json.js';
import { RejectionError } from '../kernel/rejection.js';
import type { CommandRecord, DecidedRecord } from './domain/command.js';
import { IdempotencyWindow } from './domain/idempotency-window.js';
import { bodyHash, recordLine } from './domain/replay-line.js';
import type { Machine } from './domain/machine.js';
import {
  BATCH_COMMANDS_MAX,
  MEMBER_QUEUE_COMMANDS_MAX,
  QUEUE_COMMANDS_MAX,
  RELOAD_DELAY_MS,
} from '../kernel/limits.js';
import { EVENT_LOOP_PACE, type Pace } from './pace.js';
import { rebuildVenue } from './rebuild-venue.js';
import { type CommandRequest, type Receipt, receiptOf } from './receipt.js';
import { SnapshotKeeper } from './snapshot-keeper.js';
import { Fenced, type JournalStore, type Tenure } from './store/journal-store.js';

export type SequencerState = 'loading' | 'open' | 'halted' | 'fenced' | 'stopped';

interface Waiting {
  readonly request: CommandRequest;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (error: Error) => void;
}

export interface SequencerParts<M extends Machine> {
  readonly venueNo: number;
  /** The address other processes reach this engine at. */
  readonly owner: string;
  readonly store: JournalStore;
  readonly newMachine: () => M;
  /** Microseconds since 1970; the only clock a venue has. */
  readonly nowMicros: () => number;
  readonly pace?: Pace;
  readonly onCommitted?: (records: readonly DecidedRecord[], machine: M) => void;
  readonly log?: (level: 'info' | 'error', message: string, facts?: object) => void;
}

/**
 * The one writer of a venue. Waiting commands become a batch, the pure machine decides them in memory, one
 * transaction makes them durable, and only then is anybody answered. While a commit is in flight the next
 * batch collects: the busier the venue, the larger the batches.
 */
export class VenueSequencer<M extends Machine> {
  state: SequencerState = 'loading';
  private machine: M;
  private window = new IdempotencyWindow();
  private tenure: Tenure = { epoch: 0, lastSeq: 0, headHash: GENESIS_HASH };
  private readonly snapshots: SnapshotKeeper;
  private lastAt = 0;
  private readonly waiting = new FairQueue<Waiting>();
  private asking: (() => void)[] = [];
  private loop: Promise<void> | undefined;
  private readonly pace: Pace;

  constructor(private readonly parts: SequencerParts<M>) {
    this.machine = parts.newMachine();
    this.pace = parts.pace ?? EVENT_LOOP_PACE;
    this.snapshots = new SnapshotKeeper(parts.store, this.pace, (message, facts) =>
      parts.log?.('error', message, facts),
    );
  }

  get lastSeq(): number {
    return this.tenure.lastSeq;
  }

  get queueLength(): number {
    return this.waiting.length;
  }

  async start(): Promise<void> {
    await this.load();
    this.state = 'open';
    if (this.waiting.length > 0) this.run();
  }

  /** Throws RejectionError (`sequencer.*`) when the command could not be placed. */
  submit(request: CommandRequest): Promise<Receipt> {
    if (this.state === 'halted') return Promise.reject(rejection('sequencer.halted'));
    if (this.state !== 'open' && this.state !== 'loading')
      return Promise.reject(rejection('sequencer.not_open'));
    if (this.waiting.length >= QUEUE_COMMANDS_MAX) return Promise.reject(rejection('sequencer.busy'));
    if (this.waiting.lengthOf(request.org) >= MEMBER_QUEUE_COMMANDS_MAX)
      return Promise.reject(rejection('sequencer.too_many_waiting'));
    return new Promise((resolve, reject) => {
      this.waiting.push(request.org, { request, resolve, reject });
      this.run();
    });
  }

  /** Reads committed memory; never while a batch is between memory and disk. */
  ask<T>(question: (machine: M) => T): Promise<T> {
    if (this.loop === undefined && this.state === 'open') return Promise.resolve(question(this.machine));
    return new Promise((resolve, reject) => {
      this.asking.push(() => {
        if (this.state !== 'open') return reject(rejection('sequencer.not_open'));
        try {
          resolve(question(this.machine));
        } catch (error) {
          reject(error as Error);
        }
      });
      this.run();
    });
  }

  /** Finishes the batch in flight, refuses what waits, writes a snapshot for a fast next start. */
  async stop(): Promise<void> {
    if (this.state === 'open') this.state = 'stopped';
    await this.loop;
    this.refuseWaiting('sequencer.not_open');
    // No longer 'stopped' when the last batch was refused or unknown: memory is then ahead of the journal.
    await this.snapshots.saved();
    if (this.state === 'stopped' && !this.snapshots.isSavedAfter(this.lastSeq)) await this.snapshot();
    await this.snapshots.saved();
  }

  private run(): void {
    this.loop ??= this.work().finally(() => {
      this.loop = undefined;
      if (this.state === 'open' && (this.waiting.length > 0 || this.asking.length > 0)) this.run();
    });
  }

  private async work(): Promise<void> {
    // One turn of the event loop lets every request that has already arrived join the batch; after a commit, whoever
    // waited at the door for a place that its answers have made free. Without it one early order is a batch of its own.
    await this.pace.turn();
    while (this.state === 'open' && this.waiting.length > 0) {
      const batch = this.waiting.take(BATCH_COMMANDS_MAX);
      await this.decideAndCommit(batch);
      this.answerQuestions();
      if (this.snapshots.isOverdue(this.lastSeq) && this.state === 'open') await this.snapshot();
      if (this.waiting.length > 0) await this.pace.turn();
    }
    const { snapshots } = this;
    if (snapshots.isQuiet && snapshots.isDue(this.lastSeq) && this.state === 'open') await this.snapshot();
    snapshots.isQuiet = false;
    this.answerQuestions();
    if (snapshots.isDue(this.lastSeq) && this.state === 'open')
      void snapshots.awaitQuiet(
        () => this.openSeq(),
        () => this.run(),
      );
    if (this.state === 'halted' || this.state === 'fenced')
      this.refuseWaiting(`sequencer.${this.state === 'halted' ? 'halted' : 'not_open'}`);
  }

  private answerQuestions(): void {
    for (const answer of this.asking.splice(0)) answer();
  }

  private async decideAndCommit(batch: readonly Waiting[]): Promise<void> {
    const records: DecidedRecord[] = [];
    const lines: string[] = [];
    const answers: (() => void | Promise<void>)[] = [];
    try {
      for (const waiting of batch) this.decide(waiting, records, lines, answers);
      if (records.length > 0) await this.commit(records, lines);
    } catch (error) {
      await this.abandon(batch, error as Error);
      return;
    }
    for (const answer of answers) await answer();
  }

  private decide(
    { request, resolve, reject }: Waiting,
    records: DecidedRecord[],
    lines: string[],
    answers: (() => void | Promise<void>)[],
  ): void {
    const { by, org, key, command: cmd } = request;
    const text = canonical(cmd as Json);
    const body = key === undefined ? undefined : bodyHash(text);
    if (key !== undefined) {
      const seen = this.window.find(by, key, body!);
      if (seen !== undefined) {
        if (!seen.isSame) answers.push(() => reject(rejection('sequencer.idempotency_conflict')));
        else answers.push(async () => this.answerAgain(seen.seq, resolve, reject));
        return;
      }
    }
    const seq = this.tenure.lastSeq + records.length + 1;
    // Time never runs backwards inside a venue, whatever the machine's clock does.
    this.lastAt = Math.max(this.lastAt, this.parts.nowMicros());
    const record: CommandRecord = { seq, at: this.lastAt, by, org, key, cmd };
    const decided = this.machine.decide(record);
    if (key !== undefined) this.window.remember(by, key, body!, seq);
    records.push(decided);
    lines.push(recordLine(decided, text));
    answers.push(() => resolve(receiptOf(decided, false)));
  }

  private async answerAgain(
    seq: number,
    resolve: Waiting['resolve'],
    reject: Waiting['reject'],
  ): Promise<void> {
    try {
      const line = await this.parts.store.record(this.parts.venueNo, seq);
      resolve(receiptOf(JSON.parse(line!) as DecidedRecord, true));
    } catch (error) {
      reject(error as Error);
    }
  }

  private async commit(records: readonly DecidedRecord[], lines: readonly string[]): Promise<void> {
    const { venueNo, store } = this.parts;
    const batch = sealBatch(venueNo, this.tenure.lastSeq + 1, this.tenure.headHash, lines);
    await store.commit(this.tenure, batch, this.machine.drain(venueNo));
    this.tenure = { epoch: this.tenure.epoch, lastSeq: batch.lastSeq, headHash: batch.hash };
    this.parts.onCommitted?.(records, this.machine);
  }

  /**
   * The batch is not known to be durable: memory may be ahead of the disk, so it is dropped and rebuilt.
   * Callers hear "unknown", never "failed": the commit may have happened.
   */
  private async abandon(batch: readonly Waiting[], error: Error): Promise<void> {
    const { venueNo, log } = this.parts;
    log?.('error', 'batch abandoned', { venueNo, error: String(error.stack ?? error) });
    if (error instanceof InvariantBroken) {
      this.state = 'halted';
      for (const { reject } of batch) reject(rejection('sequencer.halted'));
      return;
    }
    // An engine that is stopping does not take the venue over once more.
    this.state = error instanceof Fenced || this.state === 'stopped' ? 'fenced' : 'loading';
    for (const { reject } of batch) reject(rejection('sequencer.outcome_unknown'));
    if (this.state === 'loading') await this.reload();
  }

  private async reload(): Promise<void> {
    while (this.state === 'loading') {
      try {
        await this.load();
        this.state = 'open';
      } catch (error) {
        this.parts.log?.('error', 'venue could not be loaded', {
          venueNo: this.parts.venueNo,
          error: String(error),
        });
        await this.pace.pause(RELOAD_DELAY_MS);
      }
    }
  }

  /** Takes the venue over, then rebuilds memory from what the journal holds. */
  private async load(): Promise<void> {
    const { venueNo, owner, store, newMachine } = this.parts;
    const tenure = await store.takeOver(venueNo, owner);
    const memory = await rebuildVenue(store, venueNo, newMachine);
    if (memory.seq !== tenure.lastSeq || !memory.head.equals(tenure.headHash))
      throw new Error(`venue ${venueNo} moved while loading`);
    this.machine = memory.machine;
    this.window = memory.window;
    this.snapshots.beginAfter(memory.snapshotSeq);
    this.lastAt = Math.max(this.lastAt, memory.at);
    this.tenure = tenure;
  }

  /** A venue that nobody disturbs gives way as soon as somebody does. Questions are answered from memory at rest. */
  private snapshot(): Promise<void> {
    const memory = { machine: this.machine.dump(), window: this.window.dump(), at: this.lastAt };
    const mayGiveWay = this.state === 'open' && !this.snapshots.isOverdue(this.lastSeq);
    return this.snapshots.write(this.parts.venueNo, this.tenure, memory, async () => {
      await this.pace.turn();
      this.answerQuestions();
      return !(mayGiveWay && this.waiting.length > 0);
    });
  }

  private openSeq(): number | undefined {
    return this.state === 'open' ? this.lastSeq : undefined;
  }

  private refuseWaiting(code: string): void {
    for (const { reject } of this.waiting.take(this.waiting.length)) reject(rejection(code));
    this.answerQuestions();
  }
}

function rejection(code: string): RejectionError {
  return new RejectionError({ code });
}
