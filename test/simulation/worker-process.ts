import type { SettlementEngine, SettlementJob, SettlementRuns } from '../../src/clearing/commands/ports.js';
import { settleRange } from '../../src/clearing/commands/settle-range.js';
import type { Process, Scheduler } from './scheduler.js';

const IDLE_MS = 100;

export interface WorkerParts {
  readonly scheduler: Scheduler;
  readonly engine: Pick<SettlementEngine, 'submit'>;
  readonly runs: (process: Process) => SettlementRuns;
  readonly take: () => SettlementJob | undefined;
}

/** One process with the worker role. */
export class WorkerProcess implements Process {
  alive = true;
  /** What it works on now. */
  job: SettlementJob | undefined;

  constructor(
    readonly name: string,
    private readonly parts: WorkerParts,
  ) {}

  async work(): Promise<void> {
    const { scheduler, engine, runs, take } = this.parts;
    while (this.alive) {
      this.job = take();
      if (this.job === undefined) {
        await scheduler.sleep(this, 'idle', IDLE_MS);
        continue;
      }
      // A job that fails is gone; its run says so.
      await settleRange({ engine, runs: runs(this) }, this.job).catch(() => undefined);
      await scheduler.gate(this, 'job done');
    }
  }
}
