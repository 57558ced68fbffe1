import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { registerRejections } from '../platform/http/index.js';
import { RegistryModule } from '../registry/registry.module.js';
import { PermitContractsController } from './http/contracts.controller.js';
import { PermitDistrictsController } from './http/districts.controller.js';
import { PermitListingsController } from './http/listings.controller.js';
import { PermitDesk } from './http/permit-desk.js';
import { PermitPlantsController } from './http/plants.controller.js';
import { PermitReserveController } from './http/reserve.controller.js';
import { PermitRightsController } from './http/rights.controller.js';
import { PermitTransfersController } from './http/transfers.controller.js';
import { PermitKeeper } from './jobs/permit-keeper.js';
import { PermitTables } from './queries/permit-tables.js';
import { permitsRejections } from './rejections.js';

registerRejections(permitsRejections);

@Module({
  imports: [ApprovalsModule, RegistryModule],
  controllers: [
    PermitDistrictsController,
    PermitPlantsController,
    PermitRightsController,
    PermitReserveController,
    PermitTransfersController,
    PermitListingsController,
    PermitContractsController,
  ],
  providers: [PermitDesk, PermitTables, PermitKeeper],
})
export class PermitsModule {}
