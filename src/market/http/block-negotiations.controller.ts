import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter } from '../../approvals/http/shapes.js';
import { type Done, VenueDesk } from '../../approvals/http/venue-desk.js';
import { formatDecimal } from '../../kernel/decimal.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  dayRange,
  Door,
  Once,
  type OnceTicket,
  type Page,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import { ListFilters, ofInstrument } from '../../registry/http/list-filters.js';
import { BlockTables } from '../queries/block-tables.js';
import { answering, confirming, negotiationParams, offering } from './block-shapes.js';
import {
  negotiationAnswer,
  negotiationsAnswer,
  negotiationState,
  negotiationWithTerms,
} from './negotiation-answers.js';
import { OrderDesk } from './order-desk.js';
import { money, priceFrom, quantityFrom, venueParams } from './shapes.js';

const query = z.strictObject({
  ...{ ...pageQuery, ...ofInstrument, ...dayRange },
  state: negotiationState.optional(),
});
type Where = z.infer<typeof venueParams>;
type NegotiationWhere = z.infer<typeof negotiationParams>;

const UNKNOWN = 'market.block_negotiation_unknown';
const changing = {
  power: 'block.negotiate',
  params: negotiationParams,
  answer: negotiationAnswer,
  status: 200,
  idempotent: true,
};

/** 大宗协议: two accounts over one intent. Both confirm one version of the terms, and it is a trade. */
@Chapter('block agreements')
@Controller('api/v1/venues/:venue/block-negotiations')
export class BlockNegotiationsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(OrderDesk) private readonly orders: OrderDesk,
    @Inject(BlockTables) private readonly tables: BlockTables,
    @Inject(ListFilters) private readonly filters: ListFilters,
  ) {}

  @Post()
  @Door({
    name: 'answerBlockIntent',
    summary: 'Answer an intent, with its terms or with your own',
    power: 'block.negotiate',
    params: venueParams,
    body: answering,
    answer: negotiationAnswer,
    status: 201,
    idempotent: true,
    problems: ['market.block_intent_unknown', 'market.same_owner_group', 'market.session_closed'],
  })
  async answer(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() body: z.infer<typeof answering>,
  ): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const intentNo = this.desk.no('blk', venueNo, body.intentId, 'market.block_intent_unknown');
    const symbol = await this.tables.symbolOfIntent(venueNo, caller.orgId, intentNo);
    const { unitScale } = await this.orders.instrument(venue, symbol);
    const done = await this.desk.submit(venue, caller, once, {
      kind: 'answer-block-intent',
      org: caller.orgId,
      intentNo,
      accountNo: this.orders.accountNo(venue, body.accountId),
      price: body.price === undefined ? undefined : priceFrom(body.price),
      quantity: body.quantity === undefined ? undefined : quantityFrom(body.quantity, unitScale),
    });
    return this.show(venueNo, unitScale, done);
  }

  @Get()
  @Door({
    name: 'listBlockNegotiations',
    summary: 'Your negotiations, newest first',
    power: 'order.read',
    params: venueParams,
    query,
    problems: ['registry.unknown_instrument'],
    answer: negotiationsAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: Where,
    @Query() { limit, after, state, ...asked }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const rows = await this.tables.negotiations(venueNo, caller, {
      ...{ before: before!, limit: limit + 1, state: state ?? null },
      instrumentNo: await this.filters.instrument(venue, asked),
      changed: await this.filters.instants(venue, asked),
    });
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.negotiation_no)],
      (row) => this.tables.showNegotiation(venueNo, caller, row),
    );
  }

  @Get(':negotiation')
  @Door({
    name: 'getBlockNegotiation',
    summary: 'One negotiation with every version of its terms',
    power: 'order.read',
    params: negotiationParams,
    problems: [UNKNOWN],
    answer: negotiationWithTerms,
  })
  async get(@CallerOf() caller: Caller, @Param() { venue, negotiation }: NegotiationWhere): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    return this.tables.negotiation(venueNo, caller, this.desk.no('neg', venueNo, negotiation, UNKNOWN));
  }

  @Post(':negotiation/offers')
  @Door({
    ...changing,
    name: 'offerBlockTerms',
    summary: 'Offer other terms: a new version, which nobody has confirmed yet',
    body: offering,
    problems: [UNKNOWN, 'market.quantity_too_small', 'market.price_out_of_band'],
  })
  offer(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: NegotiationWhere,
    @Body() { price, quantity }: z.infer<typeof offering>,
  ): Promise<object> {
    return this.change('offer-block-terms', caller, once, where, (unitScale) => ({
      price: priceFrom(price),
      quantity: quantityFrom(quantity, unitScale),
    }));
  }

  @Post(':negotiation/confirm')
  @Door({
    ...changing,
    name: 'confirmBlockTerms',
    summary: 'Confirm one version of the terms; with the other side’s word it is a trade',
    body: confirming,
    problems: [
      UNKNOWN,
      'market.block_terms_changed',
      'market.block_terms_confirmed',
      'market.insufficient_units',
      'market.insufficient_cash',
      'market.counterparty_cannot_settle',
    ],
  })
  confirm(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: NegotiationWhere,
    @Body() { version }: z.infer<typeof confirming>,
  ): Promise<object> {
    return this.change('confirm-block-terms', caller, once, where, () => ({ version }));
  }

  @Post(':negotiation/withdraw')
  @Door({
    ...changing,
    name: 'withdrawBlockNegotiation',
    summary: 'Leave a negotiation; possible in a halt and after hours',
    problems: [UNKNOWN],
  })
  withdraw(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: NegotiationWhere,
  ): Promise<object> {
    return this.change('withdraw-block-negotiation', caller, once, where, () => ({}));
  }

  private async change(
    kind: string,
    caller: Caller,
    once: OnceTicket,
    { venue, negotiation }: NegotiationWhere,
    facts: (unitScale: number) => Record<string, number>,
  ): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const negotiationNo = this.desk.no('neg', venueNo, negotiation, UNKNOWN);
    const symbol = await this.tables.symbolOfNegotiation(venueNo, caller.orgId, negotiationNo);
    const { unitScale } = await this.orders.instrument(venue, symbol);
    const command = { kind, org: caller.orgId, negotiationNo, ...facts(unitScale) };
    return this.show(venueNo, unitScale, await this.desk.submit(venue, caller, once, command));
  }

  private show(venueNo: number, unitScale: number, { answer, place }: Done): object {
    const tradeNo = answer.tradeNo as number;
    return {
      negotiationId: this.desk.id('neg', venueNo, answer.negotiationNo as number),
      intentId: this.desk.id('blk', venueNo, answer.intentNo as number),
      version: answer.version,
      price: money(answer.price as number),
      quantity: formatDecimal(answer.quantity as number, unitScale),
      confirmedBy: answer.confirmedBy,
      state: answer.state,
      ...(tradeNo === 0 ? {} : { tradeId: this.desk.id('trd', venueNo, tradeNo) }),
      ...place,
    };
  }
}
