import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { registerRejections } from '../platform/http/index.js';
import { AnnulmentsController } from './http/annulments.controller.js';
import { SettlementRunsController } from './http/settlement-runs.controller.js';
import { SettledTrades } from './queries/settled-trades.js';
import { SettlementDoorbell } from './jobs/settlement-doorbell.js';
import { SettlementRunsStore } from './store/settlement-runs.store.js';
import { SettlementWorker } from './jobs/settlement.worker.js';
import { clearingRejections } from './rejections.js';

registerRejections(clearingRejections);

@Module({
  imports: [ApprovalsModule],
  controllers: [SettlementRunsController, AnnulmentsController],
  providers: [SettlementRunsStore, SettledTrades, SettlementDoorbell, SettlementWorker],
})
export class ClearingModule {}
