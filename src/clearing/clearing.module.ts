import { Module } from '@nestjs/common';
import { registerRejections } from '../platform/http/index.js';
import { SettlementRunsController } from './http/settlement-runs.controller.js';
import { SettlementDoorbell } from './jobs/settlement-doorbell.js';
import { SettlementRunsStore } from './store/settlement-runs.store.js';
import { SettlementWorker } from './jobs/settlement.worker.js';
import { clearingRejections } from './rejections.js';

registerRejections(clearingRejections);

@Module({
  controllers: [SettlementRunsController],
  providers: [SettlementRunsStore, SettlementDoorbell, SettlementWorker],
})
export class ClearingModule {}
