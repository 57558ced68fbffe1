import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { registerRejections } from '../platform/http/index.js';
import { RegistryModule } from '../registry/registry.module.js';
import { HoldingStatementsController } from './http/holding-statements.controller.js';
import { HoldingsPublisher } from './jobs/holdings-publisher.js';
import { holdingsRejections } from './rejections.js';
import { HoldingTitlesStore } from './store/holding-titles.store.js';

registerRejections(holdingsRejections);

@Module({
  imports: [ApprovalsModule, RegistryModule],
  controllers: [HoldingStatementsController],
  providers: [HoldingTitlesStore, HoldingsPublisher],
})
export class HoldingsModule {}
