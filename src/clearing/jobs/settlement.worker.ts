import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { SettlementEngine, SettlementJob } from '../commands/ports.js';
import { settleRange } from '../commands/settle-range.js';
import type { Queues } from '../../platform/queue.js';
import type { Settings } from '../../platform/settings.js';
import { QUEUES, SETTINGS } from '../../platform/tokens.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import { SettlementRunsStore } from '../store/settlement-runs.store.js';
import { SETTLEMENT_QUEUE } from './settlement-doorbell.js';

/** Answers the settlement bell in processes with the worker role. */
@Injectable()
export class SettlementWorker implements OnApplicationBootstrap {
  constructor(
    @Inject(ENGINE) private readonly engine: SettlementEngine,
    @Inject(QUEUES) private readonly queues: Queues,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(SettlementRunsStore) private readonly runs: SettlementRunsStore,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.ROLE.includes('worker')) return;
    this.queues.openWorker<SettlementJob>(
      SETTLEMENT_QUEUE,
      async ({ data }) => void (await settleRange({ engine: this.engine, runs: this.runs }, data)),
      { concurrency: 1 },
    );
  }
}
