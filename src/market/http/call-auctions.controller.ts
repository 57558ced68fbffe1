import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter } from '../../approvals/http/shapes.js';
import { formatDecimal } from '../../kernel/decimal.js';
import { Chapter, Door, type Page, pageQuery, turnPage } from '../../platform/http/index.js';
import { CallAuctionTable } from '../queries/call-auction-table.js';
import { callAuctionsAnswer } from './answers.js';
import { OrderDesk } from './order-desk.js';
import { instantText, money, symbolParams } from './shapes.js';

const query = z.strictObject(pageQuery);

/** Call auctions (集合竞价) for everyone: the one that gathers is in the ticker, those that are over are here. */
@Chapter('market data')
@Controller('api/v1/venues/:venue')
export class CallAuctionsController {
  constructor(
    @Inject(OrderDesk) private readonly desk: OrderDesk,
    @Inject(CallAuctionTable) private readonly table: CallAuctionTable,
  ) {}

  @Get('instruments/:symbol/call-auctions')
  @Door({
    name: 'listCallAuctions',
    summary: 'Call auctions of an instrument, newest first, with price and volume',
    power: 'public',
    params: symbolParams,
    query,
    problems: ['market.instrument_unknown'],
    answer: callAuctionsAnswer,
  })
  async list(
    @Param() { venue, symbol }: z.infer<typeof symbolParams>,
    @Query() { limit, after }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const { instrumentNo, unitScale } = await this.desk.instrument(venue, symbol);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const rows = await this.table.ofInstrument(this.desk.venueNo(venue), instrumentNo, before, limit + 1);
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [row.callNo],
      ({ phase, state, from, to, endedAt, price, volume, imbalance }) => ({
        phase,
        state,
        gathersFrom: instantText(from),
        gathersTo: instantText(to),
        endedAt: endedAt === null ? null : instantText(endedAt),
        price: price === 0 ? null : money(price),
        volume: formatDecimal(volume, unitScale),
        imbalance: formatDecimal(Math.abs(imbalance), unitScale),
        imbalanceSide: imbalance === 0 ? null : imbalance > 0 ? 'buy' : 'sell',
      }),
    );
  }
}
