import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  dayRange,
  daysOf,
  Door,
  Once,
  type OnceTicket,
  type Page,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import { ListFilters, ofInstrument } from '../../registry/http/list-filters.js';
import { BlockTables } from '../queries/block-tables.js';
import { side } from './answers.js';
import { intentParams, posting } from './block-shapes.js';
import { intentAnswer, intentsAnswer, intentState } from './negotiation-answers.js';
import { OrderDesk } from './order-desk.js';
import { priceFrom, quantityFrom, venueParams } from './shapes.js';

const query = z.strictObject({
  ...{ ...pageQuery, ...ofInstrument, ...dayRange },
  side: side.optional(),
  state: intentState.optional(),
});
type Where = z.infer<typeof venueParams>;

/** 大宗协议: wishes to trade a block. Nothing is held for one; what is agreed is agreed in a negotiation. */
@Chapter('block agreements')
@Controller('api/v1/venues/:venue/block-intents')
export class BlockIntentsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(OrderDesk) private readonly orders: OrderDesk,
    @Inject(BlockTables) private readonly tables: BlockTables,
    @Inject(ListFilters) private readonly filters: ListFilters,
  ) {}

  @Post()
  @Door({
    name: 'postBlockIntent',
    summary: 'Post a block intent, to everybody or to one account',
    power: 'block.negotiate',
    params: venueParams,
    body: posting,
    answer: intentAnswer,
    status: 201,
    idempotent: true,
    problems: [
      'market.method_not_offered',
      'market.session_closed',
      'market.counterparty_unknown',
      'market.quantity_too_small',
      'market.price_out_of_band',
    ],
  })
  async post(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() body: z.infer<typeof posting>,
  ): Promise<object> {
    const { instrumentNo, unitScale } = await this.orders.instrument(venue, body.symbol);
    const { counterpartyId } = body;
    const venueNo = this.desk.venueNo(venue);
    const { answer, place } = await this.desk.submit(venue, caller, once, {
      kind: 'post-block-intent',
      org: caller.orgId,
      accountNo: this.orders.accountNo(venue, body.accountId),
      instrumentNo,
      side: body.side,
      price: priceFrom(body.price),
      quantity: quantityFrom(body.quantity, unitScale),
      counterparty:
        counterpartyId === undefined
          ? undefined
          : this.desk.no('acc', venueNo, counterpartyId, 'market.counterparty_unknown'),
    });
    return {
      intentId: this.desk.id('blk', venueNo, answer.intentNo as number),
      state: answer.state,
      rulePack: await this.orders.packId(venue, answer.packNo as number),
      ...place,
    };
  }

  @Get()
  @Door({
    name: 'listBlockIntents',
    summary: 'Open public intents, those to you and your own, newest first',
    power: 'order.read',
    params: venueParams,
    query,
    problems: ['registry.unknown_instrument'],
    answer: intentsAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: Where,
    @Query() { limit, after, side, state, ...asked }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const rows = await this.tables.intents(venueNo, caller, {
      ...{ before: before!, limit: limit + 1, side: side ?? null, state: state ?? null },
      instrumentNo: await this.filters.instrument(venue, asked),
      days: daysOf(asked),
    });
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.intent_no)],
      (row) => this.tables.showIntent(venueNo, caller, row),
    );
  }

  @Post(':intent/withdraw')
  @Door({
    name: 'withdrawBlockIntent',
    summary: 'Withdraw an intent of your own, and every negotiation over it',
    power: 'block.negotiate',
    params: intentParams,
    answer: intentAnswer,
    status: 200,
    idempotent: true,
    problems: ['market.block_intent_unknown'],
  })
  async withdraw(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, intent }: z.infer<typeof intentParams>,
  ): Promise<object> {
    const intentNo = this.desk.no('blk', this.desk.venueNo(venue), intent, 'market.block_intent_unknown');
    const command = { kind: 'withdraw-block-intent', org: caller.orgId, intentNo };
    const { answer, place } = await this.desk.submit(venue, caller, once, command);
    return { intentId: intent, state: answer.state, ...place };
  }
}
