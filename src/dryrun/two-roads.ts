import { type JournalBatch, batchLines } from '../audit/domain/journal-batch.js';
import type { TradingDay } from '../kernel/instant.js';
import { canonical, type Json } from '../kernel/json.js';
import { SETTLE_TRADES_MAX } from '../kernel/limits.js';
import { VenueMachine } from '../machine.js';
import type { PackFile } from '../rules/index.js';
import { type CommandRecord, type DecidedRecord, replayBatch } from '../sequencer/index.js';
import { OtherNames } from './other-names.js';

/** First and last trading day, both inside. */
export interface Period {
  readonly from: TradingDay;
  readonly to: TradingDay;
}

/** One command of the period: what became of it, and what would have become of it. */
export interface Pair {
  readonly was: DecidedRecord;
  readonly will: DecidedRecord;
}

/**
 * A venue replayed twice by the production handlers: as it was, and from the first day of a period on as if a draft had
 * been in force instead of every pack of its name. Days open and close when they did; settlement, which the service runs
 * by itself, settles what was traded on each road.
 */
export class TwoRoads {
  readonly asWas = new VenueMachine();
  readonly asIf = new VenueMachine();
  private readonly names = new OtherNames();
  private state: 'before' | 'inside' | 'after' = 'before';
  /** A day of the period has opened. */
  hasBegun = false;

  constructor(
    private readonly draft: PackFile,
    private readonly period: Period,
    start?: Json,
  ) {
    if (start !== undefined) this.asWas.restore(start);
  }

  get isOver(): boolean {
    return this.state === 'after';
  }

  /** Undefined for each command before the period; after it the rest is left. Throws when the past is not decided the same. */
  *take(batch: JournalBatch): Generator<Pair | undefined> {
    const lines = batchLines(batch);
    const replay = replayBatch(this.asWas, undefined, batch);
    for (const line of lines) {
      this.turn(line);
      if (this.isOver) return;
      const { value: was } = replay.next() as IteratorYieldResult<DecidedRecord>;
      yield this.state === 'before' ? undefined : { was, will: this.decideAsIf(was) };
    }
    // What the lines were is checked when the last one is asked for.
    replay.next();
    this.asWas.letGo();
    this.asIf.letGo();
  }

  /** The period begins before the first of its days opens, and is over when a later day does. */
  private turn(line: string): void {
    if (!line.includes('"kind":"open-day"')) return;
    const { cmd, ok } = JSON.parse(line) as { cmd: { kind: string; day: TradingDay }; ok: boolean };
    if (cmd.kind !== 'open-day' || !ok) return;
    if (cmd.day > this.period.to) this.state = 'after';
    else if (this.state === 'before' && cmd.day >= this.period.from) this.part();
  }

  private part(): void {
    this.asIf.restore(JSON.parse(canonical(this.asWas.dump())) as Json);
    this.asIf.rules.letStandIn(this.draft);
    this.state = 'inside';
    this.hasBegun = true;
  }

  private decideAsIf(was: DecidedRecord): DecidedRecord {
    const { seq, at, by, org, key, cmd } = was;
    const record: CommandRecord = { seq, at, by, org, key, cmd };
    if (cmd.kind === 'settle-trades') return this.settle(record) ?? { ...record, ok: true, ev: [] };
    if (cmd.kind === 'open-day') this.settle({ ...record, by: 'system:settlement', org: '' });
    const will = this.asIf.decide({ ...record, cmd: this.names.translate(cmd) });
    if (was.ok) this.names.learn(was.ans, will.ans);
    return will;
  }

  /** Everything that waits on this road. */
  private settle(record: CommandRecord): DecidedRecord | undefined {
    const { clearing } = this.asIf;
    let settled: DecidedRecord | undefined;
    for (let from = clearing.firstPending; from !== undefined; from = clearing.firstPending) {
      const toTrade = Math.min(clearing.lastPending!, from + SETTLE_TRADES_MAX - 1);
      settled = this.asIf.decide({ ...record, cmd: { kind: 'settle-trades', fromTrade: from, toTrade } });
    }
    return settled;
  }
}
