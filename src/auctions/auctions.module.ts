import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { registerRejections } from '../platform/http/index.js';
import { RegistryModule } from '../registry/registry.module.js';
import { AuctionDesk } from './http/auction-desk.js';
import { AuctionOfficeController } from './http/auction-office.controller.js';
import { AuctionsController } from './http/auctions.controller.js';
import { BidsController } from './http/bids.controller.js';
import { SealingDesk } from './http/sealing-desk.js';
import { AuctionTables } from './queries/auction-tables.js';
import { auctionsRejections } from './rejections.js';

registerRejections(auctionsRejections);

@Module({
  imports: [ApprovalsModule, RegistryModule],
  controllers: [AuctionsController, AuctionOfficeController, BidsController],
  providers: [AuctionTables, AuctionDesk, SealingDesk],
})
export class AuctionsModule {}
