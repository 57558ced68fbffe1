import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { MarketMachine } from '../domain/world.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  Door,
  IdempotencyKey,
  pageQuery,
  PublicIds,
} from '../../platform/http/index.js';
import type { Engine } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import { listingsOf } from '../queries/market-view.js';
import { listingsAnswer, orderAnswer } from './answers.js';
import { OrderDesk } from './order-desk.js';
import { markReplayed } from './replayed.js';
import { decimalText, orderParams, quantityFrom, symbolParams } from './shapes.js';

const shown = z.strictObject({ limit: pageQuery.limit });
const picking = z.strictObject({
  accountId: z.string().min(1).max(64),
  symbol: z.string().min(1).max(40),
  quantity: decimalText,
});

/** Listed agreement where the taker picks (挂牌点选). A listing is an ordinary waiting order; picking takes it by its id. */
@Chapter('listings')
@Controller('api/v1/venues/:venue')
export class ListingsController {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine<MarketMachine>,
    @Inject(OrderDesk) private readonly desk: OrderDesk,
    @Inject(PublicIds) private readonly ids: PublicIds,
  ) {}

  @Get('instruments/:symbol/listings')
  @Door({
    name: 'listListings',
    summary: 'What may be picked now: the listings of the best levels of both sides, best first',
    power: 'public',
    params: symbolParams,
    query: shown,
    answer: listingsAnswer,
    problems: ['market.instrument_unknown'],
  })
  async list(
    @Param() { venue, symbol }: z.infer<typeof symbolParams>,
    @Query() { limit }: z.infer<typeof shown>,
  ): Promise<z.infer<typeof listingsAnswer>> {
    const { instrumentNo } = await this.desk.instrument(venue, symbol);
    const venueNo = this.desk.venueNo(venue);
    const items = await this.engine.ask(venue, (machine) => listingsOf(machine, instrumentNo, limit));
    return {
      symbol,
      items: items.map(({ orderNo, ...listing }) => ({
        listingId: this.ids.encode('ord', venueNo, orderNo),
        ...listing,
      })),
    };
  }

  @Post('listings/:order/pick')
  @Door({
    name: 'pickListing',
    summary: 'Take a listing at its price; no better price may be passed over',
    power: 'order.place',
    params: orderParams,
    body: picking,
    answer: orderAnswer,
    status: 201,
    idempotent: true,
    limit: 'orders',
    problems: [
      'market.picking_not_offered',
      'market.listing_not_open',
      'market.own_listing',
      'market.better_price_skipped',
      'market.listing_out_of_reach',
      'market.session_closed',
    ],
  })
  async pick(
    @CallerOf() caller: Caller,
    @IdempotencyKey() key: string,
    @Param() { venue, order }: z.infer<typeof orderParams>,
    @Body() { accountId, symbol, quantity }: z.infer<typeof picking>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const instrument = await this.desk.instrument(venue, symbol);
    const receipt = await this.desk.submit(venue, caller, key, {
      kind: 'pick-listing',
      org: caller.orgId,
      accountNo: this.desk.accountNo(venue, accountId),
      instrumentNo: instrument.instrumentNo,
      orderNo: this.desk.listingNo(venue, order),
      quantity: quantityFrom(quantity, instrument.unitScale),
    });
    markReplayed(reply, receipt);
    return this.desk.show(venue, receipt, instrument);
  }
}
