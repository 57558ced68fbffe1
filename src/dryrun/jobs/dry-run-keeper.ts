import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import { RejectionError } from '../../kernel/rejection.js';
import { log } from '../../platform/logger.js';
import { Rounds } from '../../platform/rounds.js';
import type { Settings } from '../../platform/settings.js';
import { DATABASE_POOL, SETTINGS } from '../../platform/tokens.js';
import { dryRun } from '../dry-run.js';
import { type DryRunJob, DryRunsStore } from '../store/dry-runs.store.js';
import { pastBefore } from '../store/venue-past.js';

const LOOK_MS = 500;
const PROGRESS_MS = 1_000;

/** Runs what was asked, one at a time, in a process with the worker role; the table remembers, so nothing is lost with it. */
@Injectable()
export class DryRunKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly rounds = new Rounds(LOOK_MS, () => this.look(), 'dry runs could not be looked for');
  private leaving = false;

  constructor(
    @Inject(DryRunsStore) private readonly runs: DryRunsStore,
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.ROLE.includes('worker')) this.rounds.begin();
  }

  onApplicationShutdown(): Promise<void> {
    this.leaving = true;
    return this.rounds.end();
  }

  /** Runs everything that waits. */
  async look(): Promise<void> {
    for (let job = await this.runs.take(); job !== undefined; job = await this.runs.take()) {
      if (this.leaving) return;
      await this.run(job);
    }
  }

  private async run(job: DryRunJob): Promise<void> {
    let told = performance.now();
    const onProgress = (commands: number): void => {
      if (this.leaving) throw new Leaving();
      if (performance.now() - told < PROGRESS_MS) return;
      told = performance.now();
      this.runs
        .progress(job, commands)
        .catch((error: unknown) => log.warn({ err: error }, 'progress not written'));
    };
    try {
      const past = await pastBefore(this.pool, job.venueNo, job.period.from);
      await this.runs.done(job, await dryRun(job.draft, job.period, past, { onProgress }));
    } catch (error) {
      // It is left as it is: whoever comes after us begins it again.
      if (error instanceof Leaving) return;
      if (!(error instanceof RejectionError))
        log.error({ err: error, dryRun: job.dryRunNo }, 'dry run failed');
      await this.runs.failed(
        job,
        error instanceof RejectionError ? error.rejection.code : 'a fault of ours; the log has it',
      );
    }
  }
}

class Leaving extends Error {}
