import { checkBatch, GENESIS_HASH, stateHash } from '../audit/index.js';
import { VenueMachine } from '../machine.js';
import { type DecidedRecord, replayBatch } from '../sequencer/index.js';
import { unpackState } from '../sequencer/saved-state.js';
import { type ControlLine, readBundle } from './bundle-reader.js';

export interface ReportedState {
  readonly day: string;
  /** The report's own record. */
  readonly seq: number;
  /** The record after which the state was this. */
  readonly stateSeq: number;
  readonly stateHash: string;
}

export interface BundleReplay {
  readonly venue: string;
  readonly commands: number;
  readonly seconds: number;
  readonly trades: number;
  /** Published states that were met and compared. */
  readonly compared: number;
  /** Day reports, and the states that they say, as this replay has them. */
  readonly reports: readonly ReportedState[];
  readonly lastSeq: number;
  readonly stateHash: string;
  /** The first difference; nothing after it was looked at. */
  readonly difference: string | undefined;
}

/**
 * Decides everything again that a bundle tells, with the machine of the exchange itself and nothing else: no database,
 * no service. Every record must come out byte for byte, and every published state must be met.
 */
export function replayBundle(file: string, onProgress?: (commands: number) => void): BundleReplay {
  const replay = new Replay();
  const begun = performance.now();
  let batches = 0;
  for (const item of readBundle(file)) {
    replay.guarded(() => {
      if ('batch' in item) replay.batch(item.batch);
      else replay.line(item.line);
    });
    if (replay.difference !== undefined) break;
    if (++batches % 500 === 0) onProgress?.(replay.commands);
  }
  if (!replay.isEnded) replay.difference ??= 'the bundle has no end';
  return replay.report((performance.now() - begun) / 1000);
}

class Replay {
  readonly machine = new VenueMachine();
  difference: string | undefined;
  commands = 0;
  isEnded = false;
  private venue = '';
  private seq = 0;
  /** The record before the bundle's first. */
  private begun = 0;
  private head: Buffer = GENESIS_HASH;
  private compared = 0;
  private readonly decided = { seq: 0 };
  /** Hashes of published states as they were found here, by record. */
  private readonly found = new Map<number, string>();
  private readonly reports: ReportedState[] = [];

  guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.difference = `record ${this.decided.seq + 1}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  batch(batch: Parameters<typeof checkBatch>[0]): void {
    this.decided.seq = batch.firstSeq - 1;
    this.difference = checkBatch(batch, this.seq + 1, this.head);
    if (this.difference !== undefined) return;
    for (const record of replayBatch(this.machine, undefined, batch)) {
      this.decided.seq = record.seq;
      if (record.cmd.kind === 'publish-day-report' && record.ok) this.takeReport(record);
    }
    // Nobody reads the rows; kept, they would be the largest thing in memory.
    this.machine.letGo();
    this.commands += batch.lastSeq - batch.firstSeq + 1;
    this.seq = batch.lastSeq;
    this.head = batch.hash;
  }

  line(line: ControlLine): void {
    switch (line['#']) {
      case 'airshed-bundle':
        return this.begin(line);
      case 'snapshot':
        return this.restore(line);
      case 'state':
        return this.compare(line.seq as number, line.hash as string);
      case 'end':
        this.isEnded = true;
        if (line.head !== this.head.toString('hex'))
          this.difference = `the bundle ends before record ${this.seq}`;
    }
  }

  report(seconds: number): BundleReplay {
    const { venue, commands, compared, reports, difference, machine, seq: lastSeq } = this;
    const hash = stateHash(machine.dump());
    return {
      venue,
      commands,
      seconds,
      trades: machine.market.tradeCount,
      compared,
      reports,
      lastSeq,
      stateHash: hash,
      difference,
    };
  }

  private begin(line: ControlLine): void {
    if (line.kind !== 'journal' || line.v !== 1) throw new Error('this is not the bundle of a journal');
    this.venue = String(line.name);
    this.seq = (line.from as number) - 1;
    this.begun = this.seq;
    this.decided.seq = this.seq;
    this.head = Buffer.from(String(line.prev), 'hex');
  }

  /** A report says the state after an earlier record; a bundle that has that record has that state, too. */
  private takeReport({ seq, cmd }: DecidedRecord): void {
    const { day, open } = cmd as unknown as { readonly day: string; readonly open: string };
    const { state } = JSON.parse(open) as { readonly state: { readonly seq: number; readonly hash: string } };
    if (state.seq < this.begun) return;
    const own = this.found.get(state.seq);
    if (own !== state.hash)
      throw new Error(
        own === undefined
          ? `the report of ${day} says the state after record ${state.seq}, and the bundle does not publish it`
          : `the report of ${day} says another state after record ${state.seq}`,
      );
    this.reports.push({ day, seq, stateSeq: state.seq, stateHash: own });
  }

  /** A bundle that begins late brings the state before it. */
  private restore(line: ControlLine): void {
    const state = unpackState(Buffer.from(String(line.state), 'base64'));
    if (state === undefined) throw new Error('the state is of a form that this release does not read');
    if (line.seq !== this.seq) throw new Error(`the state is of record ${String(line.seq)}`);
    this.machine.restore(state.machine);
    this.compare(this.seq, line.stateHash as string);
  }

  private compare(seq: number, hash: string): void {
    if (seq !== this.seq) throw new Error(`a state of record ${seq} stands after record ${this.seq}`);
    this.compared += 1;
    const own = stateHash(this.machine.dump());
    this.found.set(seq, own);
    if (own !== hash) this.difference = `the state after record ${seq} is not the published one`;
  }
}
