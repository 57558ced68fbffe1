import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { log } from '../../platform/logger.js';
import type { Queues } from '../../platform/queue.js';
import type { Settings } from '../../platform/settings.js';
import { QUEUES, SETTINGS } from '../../platform/tokens.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import type { Engine, Machine } from '../../sequencer/index.js';
import { LogKeeper } from './log-keeper.js';

export const LOG_QUEUE = 'merkle-log';
export interface LogJob {
  readonly logNo: number;
}

/** Records of this long share a checkpoint. */
const GATHER_MS = 10_000;
/** A first look soon after the start, for what was left by whoever died. */
const FIRST_LOOK_MS = 5_000;
/** The sweeper looks for logs that wait, the office's too: nobody rings for that one. */
const SWEEP_MS = 30_000;

/** Rings for logs with news, soon after a commit and again when nobody came: within a minute in any case. */
@Injectable()
export class LogDoorbell implements OnApplicationBootstrap, OnApplicationShutdown {
  private sweeping: NodeJS.Timeout | undefined;
  private gathering: NodeJS.Timeout | undefined;
  private ringing: Promise<void> = Promise.resolve();

  constructor(
    @Inject(ENGINE) private readonly engine: Engine<Machine>,
    @Inject(QUEUES) private readonly queues: Queues,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LogKeeper) private readonly keeper: LogKeeper,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.ROLE.includes('engine')) return;
    // All that the order path ever does for the log: look whether a timer runs.
    this.engine.onCommitted(() => this.gatherFor(GATHER_MS));
    this.gatherFor(FIRST_LOOK_MS);
    this.sweeping = setInterval(() => this.ring(), SWEEP_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.sweeping);
    clearTimeout(this.gathering);
    await this.ringing;
  }

  private gatherFor(ms: number): void {
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      this.ring();
    }, ms);
  }

  private ring(): void {
    this.ringing = this.ringing
      .then(() => this.ringForNews())
      .catch((error: unknown) => log.warn({ err: error }, 'log bell not rung'));
  }

  private async ringForNews(): Promise<void> {
    const queue = this.queues.openQueue(LOG_QUEUE) as unknown as Queue<LogJob>;
    for (const { logNo, journal } of await this.keeper.logsWithNews())
      // A kept job would block its name; what failed is rung for by the next sweep.
      await queue.add(
        'grow',
        { logNo },
        {
          jobId: `log-${logNo}-${journal}`,
          attempts: 1,
          removeOnComplete: true,
          removeOnFail: true,
        },
      );
  }
}
