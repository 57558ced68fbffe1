import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { registerRejections } from '../platform/http/index.js';
import { RegistryModule } from '../registry/registry.module.js';
import { CallAuctionsController } from './http/call-auctions.controller.js';
import { KillSwitchesController } from './http/kill-switches.controller.js';
import { HoldingLimitsController } from './http/holding-limits.controller.js';
import { ListingsController } from './http/listings.controller.js';
import { BlockIntentsController } from './http/block-intents.controller.js';
import { BlockNegotiationsController } from './http/block-negotiations.controller.js';
import { MarketDataController } from './http/market-data.controller.js';
import { OneWayBiddingsController } from './http/one-way-biddings.controller.js';
import { OrderBatchesController } from './http/order-batches.controller.js';
import { OrderDesk } from './http/order-desk.js';
import { OrdersController } from './http/orders.controller.js';
import { TradesController } from './http/trades.controller.js';
import { TradingDaysController } from './http/trading-days.controller.js';
import { DayKeeper } from './jobs/day-keeper.js';
import { BlockTables } from './queries/block-tables.js';
import { Tape } from './queries/candles.js';
import { CallAuctionTable } from './queries/call-auction-table.js';
import { KillSwitchTable } from './queries/kill-switch-table.js';
import { OneWayTables } from './queries/one-way-tables.js';
import { InterventionTable } from './queries/intervention-table.js';
import { OrderTables } from './queries/order-tables.js';
import { TradeTables } from './queries/trade-tables.js';
import { marketRejections } from './rejections.js';
import { MarketFeed } from './stream/market-feed.js';
import { StreamController } from './stream/stream.controller.js';

registerRejections(marketRejections);

@Module({
  imports: [ApprovalsModule, RegistryModule],
  controllers: [
    OrderBatchesController,
    OrdersController,
    MarketDataController,
    ListingsController,
    HoldingLimitsController,
    CallAuctionsController,
    KillSwitchesController,
    TradesController,
    TradingDaysController,
    StreamController,
    BlockIntentsController,
    BlockNegotiationsController,
    OneWayBiddingsController,
  ],
  providers: [
    OrderDesk,
    OrderTables,
    TradeTables,
    CallAuctionTable,
    InterventionTable,
    BlockTables,
    KillSwitchTable,
    OneWayTables,
    Tape,
    DayKeeper,
    MarketFeed,
  ],
})
export class MarketModule {}
