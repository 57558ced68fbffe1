import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { registerRejections } from '../platform/http/index.js';
import { RegistryModule } from '../registry/registry.module.js';
import { AnnulmentsController } from './http/annulments.controller.js';
import { JobsDesk } from './commands/jobs-desk.js';
import { DisputesController } from './http/disputes.controller.js';
import { FailedDeliveriesController } from './http/failed-deliveries.controller.js';
import { JobQueuesController } from './http/job-queues.controller.js';
import { SettlementDaysController } from './http/settlement-days.controller.js';
import { SettlementRunsController } from './http/settlement-runs.controller.js';
import { StatementsController } from './http/statements.controller.js';
import { StatementFigures } from './queries/statement-figures.js';
import { DayChecksOfTables } from './queries/day-checks.js';
import { SettlementDayTables } from './queries/settlement-day-tables.js';
import { SettledTrades } from './queries/settled-trades.js';
import { SettlementDoorbell } from './jobs/settlement-doorbell.js';
import { SettlementDayKeeper } from './jobs/settlement-day-keeper.js';
import { SettlementDaysStore } from './store/settlement-days.store.js';
import { SettlementRunsStore } from './store/settlement-runs.store.js';
import { SettlementWorker } from './jobs/settlement.worker.js';
import { clearingRejections } from './rejections.js';

registerRejections(clearingRejections);

@Module({
  imports: [ApprovalsModule, RegistryModule],
  controllers: [
    SettlementRunsController,
    SettlementDaysController,
    FailedDeliveriesController,
    AnnulmentsController,
    DisputesController,
    JobQueuesController,
    StatementsController,
  ],
  providers: [
    SettlementRunsStore,
    SettlementDaysStore,
    SettledTrades,
    SettlementDayTables,
    DayChecksOfTables,
    SettlementDoorbell,
    SettlementWorker,
    SettlementDayKeeper,
    JobsDesk,
    StatementFigures,
  ],
})
export class ClearingModule {}
