import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { registerRejections } from '../platform/http/index.js';
import { ProofModule } from '../proof/proof.module.js';
import { BreaksController } from './http/breaks.controller.js';
import { DayReportsController } from './http/day-reports.controller.js';
import { ReconciliationsController } from './http/reconciliations.controller.js';
import { DayCloser } from './jobs/day-closer.js';
import { ReconciliationTables } from './queries/reconciliation-tables.js';
import { reconciliationRejections } from './rejections.js';

registerRejections(reconciliationRejections);

@Module({
  imports: [ApprovalsModule, ProofModule],
  controllers: [ReconciliationsController, BreaksController, DayReportsController],
  providers: [ReconciliationTables, DayCloser],
})
export class ReconciliationModule {}
