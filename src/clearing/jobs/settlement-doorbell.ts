import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Queue } from 'bullmq';
import type { SettlementEngine, SettlementJob, SettlementQueue } from '../commands/ports.js';
import { SettlementBell } from '../commands/settlement-bell.js';
import { log } from '../../platform/logger.js';
import type { Queues } from '../../platform/queue.js';
import type { Settings } from '../../platform/settings.js';
import { QUEUES, SETTINGS } from '../../platform/tokens.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import { SettlementRunsStore } from '../store/settlement-runs.store.js';

export const SETTLEMENT_QUEUE = 'settlement';

/** Hangs the bell on the engine, the queue and the clock of this process. */
@Injectable()
export class SettlementDoorbell implements OnApplicationBootstrap, OnApplicationShutdown {
  private bell: SettlementBell | undefined;

  constructor(
    @Inject(ENGINE) private readonly engine: SettlementEngine,
    @Inject(QUEUES) private readonly queues: Queues,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(SettlementRunsStore) private readonly runs: SettlementRunsStore,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.ROLE.includes('engine')) return;
    this.bell = new SettlementBell({
      engine: this.engine,
      runs: this.runs,
      queue: queueOf(this.queues),
      later: (ms, then) => {
        const timer = setTimeout(then, ms);
        return () => clearTimeout(timer);
      },
      onError: ({ slug }, error) => log.warn({ venue: slug, err: error }, 'bell not rung'),
    });
    this.bell.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.bell?.stop();
  }
}

function queueOf(queues: Queues): SettlementQueue {
  const queue = queues.openQueue(SETTLEMENT_QUEUE) as unknown as Queue<SettlementJob>;
  return {
    add: async (job, name) => {
      // The run's row remembers a failure and the sweeper tries again; a kept job would only block its name.
      await queue.add('settle', job, {
        jobId: name,
        attempts: 1,
        removeOnComplete: true,
        removeOnFail: true,
      });
    },
  };
}
