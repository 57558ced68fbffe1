import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { registerRejections } from '../platform/http/index.js';
import { AccountsController } from './http/accounts.controller.js';
import { AllocationBatchesController } from './http/allocation-batches.controller.js';
import { HoldingsController } from './http/holdings.controller.js';
import { InstrumentsController } from './http/instruments.controller.js';
import { ListFilters } from './http/list-filters.js';
import { PublicRecordsController } from './http/public-records.controller.js';
import { AdjustmentsController } from './http/adjustments.controller.js';
import { UnitsController } from './http/units.controller.js';
import { AllocationBatches } from './queries/allocation-batches.js';
import { RegistryTables } from './queries/registry-tables.js';
import { registryRejections } from './rejections.js';

registerRejections(registryRejections);

@Module({
  imports: [ApprovalsModule],
  controllers: [
    AccountsController,
    InstrumentsController,
    AllocationBatchesController,
    UnitsController,
    AdjustmentsController,
    HoldingsController,
    PublicRecordsController,
  ],
  providers: [RegistryTables, ListFilters, AllocationBatches],
  exports: [RegistryTables, ListFilters],
})
export class RegistryModule {}
