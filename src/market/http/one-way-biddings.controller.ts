import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter, proposalMade } from '../../approvals/http/shapes.js';
import { type ProposalMade, VenueDesk } from '../../approvals/http/venue-desk.js';
import type { Clock } from '../../platform/clock.js';
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
import { CLOCK } from '../../platform/tokens.js';
import { ListFilters, ofAccount, ofInstrument } from '../../registry/http/list-filters.js';
import { refuseMasked } from '../queries/masking.js';
import { OneWayTables } from '../queries/one-way-tables.js';
import { side } from './answers.js';
import {
  bidderAnswer,
  biddingsAnswer,
  biddingState,
  biddingWithAwards,
  ownBidsAnswer,
  ownBidState,
} from './negotiation-answers.js';
import { applying, biddingParams, bidding, noticeParams, registering, termsFrom } from './one-way-shapes.js';
import { OrderDesk } from './order-desk.js';
import { money, priceFrom, quantityFrom, venueParams } from './shapes.js';

const narrowed = { ...pageQuery, ...ofInstrument, ...dayRange };
const query = z.strictObject({ ...narrowed, side: side.optional(), state: biddingState.optional() });
const ownQuery = z.strictObject({
  ...{ ...narrowed, ...ofAccount },
  biddingId: z.string().min(1).max(64).optional(),
  state: ownBidState.optional(),
});
type Where = z.infer<typeof venueParams>;
type BiddingWhere = z.infer<typeof biddingParams>;

const UNKNOWN = 'market.bidding_unknown';
const taking = { power: 'one-way.bid', params: biddingParams, answer: bidderAnswer, idempotent: true };

/** 单向竞价: a seller or a buyer asks many; the exchange posts the notice. */
@Chapter('one-way bidding')
@Controller('api/v1/venues/:venue')
export class OneWayBiddingsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(OrderDesk) private readonly orders: OrderDesk,
    @Inject(OneWayTables) private readonly tables: OneWayTables,
    @Inject(ListFilters) private readonly filters: ListFilters,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('one-way-biddings')
  @Door({
    name: 'proposeOneWayBidding',
    summary: 'Apply for a one-way bidding; the exchange’s signature makes it a notice and holds what is owed',
    power: 'one-way.apply',
    params: venueParams,
    body: applying,
    status: 201,
    idempotent: true,
    problems: [
      'market.method_not_offered',
      'market.one_way_prices_wrong',
      'market.one_way_times_wrong',
      'market.deposit_out_of_range',
    ],
    answer: proposalMade,
  })
  async apply(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() body: z.infer<typeof applying>,
  ): Promise<ProposalMade> {
    const { instrumentNo, unitScale } = await this.orders.instrument(venue, body.symbol);
    const venueNo = this.desk.venueNo(venue);
    const accountNo = this.desk.no('acc', venueNo, body.accountId, 'approvals.unknown_subject');
    const terms = { accountNo, instrumentNo, ...termsFrom(body, unitScale) };
    return this.desk.propose(venue, caller, once, 'open-one-way-bidding', terms, body.reason);
  }

  @Get('one-way-biddings')
  @Door({
    name: 'listOneWayBiddings',
    summary: 'Notices and results, newest first',
    power: 'public',
    params: venueParams,
    query,
    problems: ['registry.unknown_instrument'],
    answer: biddingsAnswer,
  })
  async list(
    @Param() { venue }: Where,
    @Query() { limit, after, side, state, ...asked }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const now = this.clock.nowMicros();
    const rows = await this.tables.biddings(venueNo, {
      ...{ before: before!, limit: limit + 1, now, side: side ?? null, state: state ?? null },
      instrumentNo: await this.filters.instrument(venue, asked),
      noticed: await this.filters.instants(venue, asked),
    });
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.bidding_no)],
      (row) => this.tables.showBidding(venueNo, row, now),
    );
  }

  @Get('one-way-biddings/:notice')
  @Door({
    name: 'getOneWayBidding',
    summary: 'One notice; after its end the result: every award, nobody’s name',
    power: 'public',
    params: noticeParams,
    problems: [UNKNOWN],
    answer: biddingWithAwards,
  })
  async get(@Param() { venue, notice }: z.infer<typeof noticeParams>): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const row = await this.tables.bidding(venueNo, this.desk.no('owb', venueNo, notice, UNKNOWN));
    const shown = this.tables.showBidding(venueNo, row, this.clock.nowMicros());
    return { ...shown, awards: await this.tables.awards(venueNo, row) };
  }

  @Get('one-way-bids')
  @Door({
    name: 'listOwnOneWayBids',
    summary: 'Your registrations and bids, newest first; in one bidding, if it is named',
    power: 'order.read',
    params: venueParams,
    query: ownQuery,
    problems: [UNKNOWN, 'registry.unknown_account', 'registry.unknown_instrument'],
    answer: ownBidsAnswer,
  })
  async own(
    @CallerOf() caller: Caller,
    @Param() { venue }: Where,
    @Query() { limit, after, biddingId, state, ...asked }: z.infer<typeof ownQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const last = Number.MAX_SAFE_INTEGER;
    const before = numbersAfter(after, [last, last, last]);
    const biddingNo = biddingId === undefined ? undefined : this.desk.no('owb', venueNo, biddingId, UNKNOWN);
    refuseMasked(caller, asked);
    const rows = await this.tables.bidders(venueNo, caller, {
      ...{ before, biddingNo, limit: limit + 1, state: state ?? null },
      instrumentNo: await this.filters.instrument(venue, asked),
      accountNo: await this.filters.account(caller, venue, 'order.read', asked),
      registered: await this.filters.instants(venue, asked),
    });
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.registered_at), Number(row.bidding_no), Number(row.account_no)],
      (row) => this.tables.showBidder(venueNo, caller, row),
    );
  }

  @Post('one-way-biddings/:bidding/registrations')
  @Door({
    ...taking,
    name: 'registerForOneWayBidding',
    summary: 'Take part: the deposit is held until the close',
    body: registering,
    status: 201,
    problems: [UNKNOWN, 'market.registration_closed', 'market.same_owner_group', 'market.insufficient_cash'],
  })
  async register(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, bidding: id }: BiddingWhere,
    @Body() { accountId, quantity }: z.infer<typeof registering>,
  ): Promise<object> {
    const { biddingNo, unitScale } = await this.named(venue, id);
    const { answer, place } = await this.desk.submit(venue, caller, once, {
      kind: 'register-one-way',
      org: caller.orgId,
      biddingNo,
      accountNo: this.orders.accountNo(venue, accountId),
      quantity: quantityFrom(quantity, unitScale),
    });
    return { biddingId: id, state: answer.state, held: money(answer.depositFen as number), ...place };
  }

  @Post('one-way-biddings/:bidding/bids')
  @Door({
    ...taking,
    name: 'placeOneWayBid',
    summary: 'Bid, or better your bid; all of it is held until the close',
    body: bidding,
    status: 201,
    problems: [UNKNOWN, 'market.bidding_closed', 'market.bid_out_of_range', 'market.bid_not_better'],
  })
  async bid(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, bidding: id }: BiddingWhere,
    @Body() { accountId, price, quantity }: z.infer<typeof bidding>,
  ): Promise<object> {
    const { biddingNo, unitScale } = await this.named(venue, id);
    const { answer, place } = await this.desk.submit(venue, caller, once, {
      kind: 'bid-one-way',
      org: caller.orgId,
      biddingNo,
      accountNo: this.orders.accountNo(venue, accountId),
      price: priceFrom(price),
      quantity: quantityFrom(quantity, unitScale),
    });
    return { biddingId: id, state: answer.state, held: money(answer.heldFen as number), ...place };
  }

  private async named(venue: string, id: string): Promise<{ biddingNo: number; unitScale: number }> {
    const venueNo = this.desk.venueNo(venue);
    const biddingNo = this.desk.no('owb', venueNo, id, UNKNOWN);
    const { unit_scale } = await this.tables.bidding(venueNo, biddingNo);
    return { biddingNo, unitScale: unit_scale };
  }
}
