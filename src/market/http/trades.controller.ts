import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter } from '../../approvals/http/shapes.js';
import { type Caller, CallerOf, Door, type Page, pageQuery, turnPage } from '../../platform/http/index.js';
import { OrderTables } from '../queries/order-tables.js';
import { tradesAnswer } from './answers.js';
import { OrderDesk } from './order-desk.js';
import { venueParams } from './shapes.js';

const query = z.strictObject(pageQuery);

@ApiTags('trades')
@Controller('api/v1/venues/:venue/trades')
export class TradesController {
  constructor(
    @Inject(OrderDesk) private readonly desk: OrderDesk,
    @Inject(OrderTables) private readonly tables: OrderTables,
  ) {}

  @Get()
  @Door({
    name: 'listTrades',
    summary: 'Trades of your accounts, one row a side, newest first',
    power: 'trade.read',
    params: venueParams,
    query,
    answer: tradesAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const rows = await this.tables.trades(venueNo, caller, { before, limit: limit + 1 });
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.trade_no)],
      (row) => this.tables.showTrade(venueNo, caller, row),
    );
  }
}
