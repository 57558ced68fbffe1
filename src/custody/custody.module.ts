import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { registerRejections } from '../platform/http/index.js';
import type { Settings } from '../platform/settings.js';
import { SETTINGS } from '../platform/tokens.js';
import { RegistryModule } from '../registry/registry.module.js';
import { CertificatesController } from './http/certificates.controller.js';
import { CustodyDesk } from './http/custody-desk.js';
import { DelayedTransfersController } from './http/delayed-transfers.controller.js';
import { ForecastsController } from './http/forecasts.controller.js';
import { FreezesController } from './http/freezes.controller.js';
import { NoticesController } from './http/notices.controller.js';
import { SurrendersController } from './http/surrenders.controller.js';
import { TrustedAccountsController } from './http/trusted-accounts.controller.js';
import { CustodyKeeper } from './jobs/custody-keeper.js';
import { FileRoad, NOTICE_ROAD } from './jobs/notice-road.js';
import { NoticeSender } from './jobs/notice-sender.js';
import { custodyRejections } from './rejections.js';

registerRejections(custodyRejections);

@Module({
  imports: [ApprovalsModule, RegistryModule],
  controllers: [
    ForecastsController,
    TrustedAccountsController,
    DelayedTransfersController,
    FreezesController,
    SurrendersController,
    NoticesController,
    CertificatesController,
  ],
  providers: [
    CustodyDesk,
    CustodyKeeper,
    NoticeSender,
    {
      provide: NOTICE_ROAD,
      inject: [SETTINGS],
      useFactory: ({ DATA_DIR }: Settings) => new FileRoad(DATA_DIR),
    },
  ],
})
export class CustodyModule {}
