import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Job } from 'bullmq';
import type { ClearingMachine } from '../domain/handlers.js';
import type { Queues } from '../../platform/queue.js';
import type { Settings } from '../../platform/settings.js';
import { QUEUES, SETTINGS } from '../../platform/tokens.js';
import { answerOf, type Engine } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import { SETTLEMENT_QUEUE, type SettlementJob } from './settlement-doorbell.js';
import { SettlementRunsStore } from './settlement-runs.store.js';

/** Carries ranges of trades to the venue's sequencer. It may run twice or be killed anywhere: the command is idempotent. */
@Injectable()
export class SettlementWorker implements OnApplicationBootstrap {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine<ClearingMachine>,
    @Inject(QUEUES) private readonly queues: Queues,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(SettlementRunsStore) private readonly runs: SettlementRunsStore,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.ROLE.includes('worker')) return;
    this.queues.openWorker(SETTLEMENT_QUEUE, (job) => this.settle(job as Job<SettlementJob>), {
      concurrency: 1,
    });
  }

  private async settle({ data }: Job<SettlementJob>): Promise<void> {
    const { slug, fromTrade, toTrade } = data;
    await this.runs.move(data, 'RUNNING');
    try {
      const command = { kind: 'settle-trades', fromTrade, toTrade };
      answerOf(await this.engine.submit(slug, { by: 'system:clearing', org: '', command }));
      await this.runs.move(data, 'DONE');
    } catch (error) {
      await this.runs.move(data, 'FAILED', error instanceof Error ? error.message : String(error));
      throw error;
    }
  }
}
