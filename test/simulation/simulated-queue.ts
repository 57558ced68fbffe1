import type {
  RunInFlight,
  RunState,
  SettlementJob,
  SettlementQueue,
  SettlementRuns,
  TradeRange,
} from '../../src/clearing/commands/ports.js';
import type { Dice } from './dice.js';
import type { Faults } from './faults.js';
import type { Process, Scheduler } from './scheduler.js';

interface Waiting {
  readonly name: string;
  readonly job: SettlementJob;
  readonly due: number;
}

/** A queue that keeps no promise but one: a name that waits is not added again. */
export class SimulatedQueue {
  jobs: Waiting[] = [];

  constructor(
    private readonly scheduler: Scheduler,
    private readonly faults: Faults,
    private readonly dice: Dice,
  ) {}

  /** The queue as one process reaches it. */
  of(process: Process): SettlementQueue {
    return {
      add: async (job, name) => {
        await this.scheduler.gate(process, 'queue: add');
        if (this.faults.strikes('job lost', 0.2)) return;
        if (!this.jobs.some((waiting) => waiting.name === name)) this.put(name, job);
        if (this.faults.strikes('job twice', 0.2)) this.put(`${name} again`, job);
      },
    };
  }

  /** In no particular order. */
  take(): SettlementJob | undefined {
    const ready = this.jobs.filter(({ due }) => due <= this.scheduler.now);
    if (ready.length === 0) return undefined;
    const taken = this.dice.one(ready);
    this.jobs = this.jobs.filter((waiting) => waiting !== taken);
    return taken.job;
  }

  /** The job of a worker that died comes back after its lock has run out. */
  giveBack(job: SettlementJob): void {
    this.jobs.push({ name: 'given back', job, due: this.scheduler.now + 30_000_000 });
  }

  private put(name: string, job: SettlementJob): void {
    const late = this.faults.strikes('job late', 0.2) ? this.dice.pick(20_000) * 1_000 : 0;
    this.jobs.push({ name, job, due: this.scheduler.now + late });
  }
}

interface Run extends TradeRange {
  state: RunState;
  attempts: number;
  changedAt: number;
}

/** The table of settlement runs. */
export class SimulatedRuns {
  private readonly runs = new Map<string, Run>();

  constructor(
    private readonly scheduler: Scheduler,
    private readonly faults: Faults,
    /** Told of every run that somebody calls DONE. */
    private readonly onDone: (range: TradeRange) => void,
  ) {}

  /** The table as one process reaches it: each statement waits, and may fail. */
  of(process: Process): SettlementRuns {
    const reached = async <T>(label: string, statement: () => T): Promise<T> => {
      await this.scheduler.gate(process, `runs: ${label}`);
      if (this.faults.strikes('run row not written', 0.05)) throw new Error('connection lost');
      return statement();
    };
    return {
      ask: (range) => reached('ask', () => this.ask(range)),
      move: (range, state) => reached(`move ${state}`, () => this.move(range, state)),
      inFlight: (_venueNo, trade) => reached('in flight', () => this.inFlight(trade)),
      settled: (_venueNo, last) => reached('settled', () => this.settled(last)),
    };
  }

  notDone(): TradeRange[] {
    return [...this.runs.values()].filter(({ state }) => state !== 'DONE');
  }

  private ask(range: TradeRange): { attempts: number } {
    const { attempts } = this.write(range, 'PENDING', 0);
    return { attempts };
  }

  private move(range: TradeRange, state: RunState): void {
    if (state === 'DONE') this.onDone(range);
    this.write(range, state, state === 'RUNNING' ? 1 : 0);
  }

  private write({ venueNo, fromTrade, toTrade }: TradeRange, state: RunState, begun: number): Run {
    const name = `${fromTrade}-${toTrade}`;
    const attempts = (this.runs.get(name)?.attempts ?? 0) + begun;
    const run = { venueNo, fromTrade, toTrade, state, attempts, changedAt: this.scheduler.now };
    this.runs.set(name, run);
    return run;
  }

  private inFlight(trade: number): RunInFlight | undefined {
    const [first] = [...this.runs.values()]
      .filter(({ state, fromTrade, toTrade }) => {
        return (state === 'PENDING' || state === 'RUNNING') && fromTrade <= trade && toTrade >= trade;
      })
      .sort((a, b) => a.fromTrade - b.fromTrade || a.toTrade - b.toTrade);
    return first && { ...first, ageMs: (this.scheduler.now - first.changedAt) / 1_000 };
  }

  private settled(last: number): void {
    for (const run of this.runs.values()) {
      if (run.state === 'DONE' || run.toTrade > last) continue;
      this.onDone(run);
      run.state = 'DONE';
      run.changedAt = this.scheduler.now;
    }
  }
}
