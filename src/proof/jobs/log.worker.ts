import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Queues } from '../../platform/queue.js';
import type { Settings } from '../../platform/settings.js';
import { QUEUES, SETTINGS } from '../../platform/tokens.js';
import { LOG_QUEUE, type LogJob } from './log-doorbell.js';
import { LogKeeper } from './log-keeper.js';

/** Answers the log's bell in processes with the worker role. */
@Injectable()
export class LogWorker implements OnApplicationBootstrap {
  constructor(
    @Inject(QUEUES) private readonly queues: Queues,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LogKeeper) private readonly keeper: LogKeeper,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.ROLE.includes('worker')) return;
    this.queues.openWorker<LogJob>(LOG_QUEUE, ({ data }) => this.keeper.answer(data.logNo), {
      concurrency: 1,
    });
  }
}
