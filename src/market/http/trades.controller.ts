import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter } from '../../approvals/http/shapes.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  dayRange,
  daysOf,
  Door,
  type Page,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import { ListFilters, ofAccount, ofInstrument } from '../../registry/http/list-filters.js';
import { refuseMasked } from '../queries/masking.js';
import { TRADE_STATES, TradeTables } from '../queries/trade-tables.js';
import { method, side, tradesAnswer } from './answers.js';
import { OrderDesk } from './order-desk.js';
import { venueParams } from './shapes.js';

const query = z.strictObject({
  ...{ ...pageQuery, ...ofInstrument, ...ofAccount, ...dayRange },
  side: side.optional(),
  method: method.optional(),
  state: z.enum(TRADE_STATES).optional(),
});

@Chapter('trades')
@Controller('api/v1/venues/:venue/trades')
export class TradesController {
  constructor(
    @Inject(OrderDesk) private readonly desk: OrderDesk,
    @Inject(TradeTables) private readonly tables: TradeTables,
    @Inject(ListFilters) private readonly filters: ListFilters,
  ) {}

  @Get()
  @Door({
    name: 'listTrades',
    summary: 'Trades of your accounts, one row a side, newest first',
    power: 'trade.read',
    params: venueParams,
    query,
    problems: ['registry.unknown_account', 'registry.unknown_instrument'],
    answer: tradesAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, side, method, state, ...asked }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    refuseMasked(caller, asked);
    const rows = await this.tables.trades(venueNo, caller, {
      ...{ side, method, state, days: daysOf(asked), limit: limit + 1 },
      last: numbersAfter(after, [Number.MAX_SAFE_INTEGER, 2]),
      instrumentNo: await this.filters.instrument(venue, asked),
      accountNo: await this.filters.account(caller, venue, 'trade.read', asked),
    });
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.trade_no), row.side === 'buy' ? 1 : 2],
      (row) => this.tables.showTrade(venueNo, caller, row),
    );
  }
}
