import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { RulesModule } from '../rules/rules.module.js';
import { DryRunsController } from './http/dry-runs.controller.js';
import { DryRunKeeper } from './jobs/dry-run-keeper.js';
import { DryRunsStore } from './store/dry-runs.store.js';

@Module({
  imports: [ApprovalsModule, RulesModule],
  controllers: [DryRunsController],
  providers: [DryRunsStore, DryRunKeeper],
})
export class DryRunModule {}
