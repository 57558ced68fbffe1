import { Body, Controller, Delete, Get, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import { RejectionError } from '../../kernel/rejection.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  Door,
  Once,
  type OnceTicket,
  type Page,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import { ListFilters, ofAccount } from '../../registry/http/list-filters.js';
import { AuctionTables, type BidRow } from '../queries/auction-tables.js';
import {
  bidPlaced,
  bidsAnswer,
  bidState,
  bidWithdrawn,
  guaranteePlaced,
  guaranteesAnswer,
} from './answers.js';
import { AuctionDesk, bidIdNo, bidNoOf } from './auction-desk.js';
import { showGuarantee, showOwnBid } from './auction-view.js';
import { SealingDesk } from './sealing-desk.js';
import {
  auctionParams,
  type AuctionWhere,
  bidding,
  type Bidding,
  bidParams,
  guaranteeing,
  money,
  moneyFrom,
  rebidding,
} from './shapes.js';

const query = z.strictObject(pageQuery);
const bidsQuery = query.extend({ ...ofAccount, state: bidState.optional() });
const AT_THE_DOOR = [
  'auctions.not_open',
  'auctions.no_guarantee',
  'auctions.bid_off_lot',
  'auctions.bid_off_tick',
  'auctions.bid_below_reserve',
  'auctions.above_purchase_limit',
  'auctions.beyond_guarantee',
];

/** A bidder's own doors: money behind the bids, and the bids. */
@Chapter('auctions')
@Controller('api/v1/venues/:venue/auctions/:auction')
export class BidsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(AuctionDesk) private readonly auctions: AuctionDesk,
    @Inject(AuctionTables) private readonly tables: AuctionTables,
    @Inject(SealingDesk) private readonly sealing: SealingDesk,
    @Inject(ListFilters) private readonly filters: ListFilters,
  ) {}

  @Put('guarantee')
  @Door({
    name: 'setAuctionGuarantee',
    summary:
      'Enter the auction: so much of your cash is held behind the bids of your owner group; more or less later',
    power: 'auction.bid',
    params: auctionParams,
    body: guaranteeing,
    status: 200,
    idempotent: true,
    problems: [
      'auctions.closed',
      'auctions.not_qualified',
      'auctions.insufficient_cash',
      'auctions.bad_amount',
    ],
    answer: guaranteePlaced,
  })
  async guarantee(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: AuctionWhere,
    @Body() { accountId, amount }: z.infer<typeof guaranteeing>,
  ): Promise<object> {
    const accountNo = this.desk.no(
      'acc',
      this.desk.venueNo(where.venue),
      accountId,
      'auctions.unknown_account',
    );
    const facts = { kind: 'place-guarantee', accountNo, amountFen: moneyFrom(amount) ?? -1 };
    const { amountFen, groupName, ...answer } = await this.auctions.submit(caller, once, where, facts);
    return { ...answer, group: groupName, amount: money(amountFen as number) };
  }

  @Get('guarantees')
  @Door({
    name: 'listAuctionGuarantees',
    summary: 'Your own accounts in the auction: bidder number, group, and the money behind the bids',
    power: 'auction.bid',
    params: auctionParams,
    query,
    problems: ['auctions.unknown_auction'],
    answer: guaranteesAnswer,
  })
  async guarantees(
    @CallerOf() caller: Caller,
    @Param() { venue, auction }: AuctionWhere,
    @Query() { limit, after }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const [last] = numbersAfter(after, [0]);
    const { venueNo, auctionNo } = this.auctions.named(venue, auction);
    await this.tables.auction(venueNo, auctionNo, false);
    const bidders = await this.tables.biddersOf(venueNo, auctionNo, caller.orgId, last, limit + 1);
    return turnPage(
      reply,
      bidders,
      limit,
      (row) => [row.bidder_no],
      (row) => showGuarantee(row, this.desk.id('acc', venueNo, Number(row.account_no))),
    );
  }

  @Post('bids')
  @Door({
    name: 'placeAuctionBid',
    summary: 'A sealed bid: in the clear, to be sealed here, or sealed by yourself with its commitment',
    power: 'auction.bid',
    params: auctionParams,
    body: bidding,
    status: 201,
    idempotent: true,
    problems: [...AT_THE_DOOR, 'auctions.too_many_bids', 'auctions.bad_seal'],
    answer: bidPlaced,
  })
  async bid(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: AuctionWhere,
    @Body() { accountId, ...bid }: z.infer<typeof bidding>,
  ): Promise<object> {
    const { venueNo, auctionNo } = this.auctions.named(where.venue, where.auction);
    const accountNo = this.desk.no('acc', venueNo, accountId, 'auctions.unknown_account');
    if (!(await this.tables.isOwn(venueNo, accountNo, caller.orgId)))
      throw new RejectionError({ code: 'auctions.unknown_account' });
    return this.place(caller, once, where, venueNo, auctionNo, { kind: 'place-bid', accountNo }, bid);
  }

  @Put('bids/:bid')
  @Door({
    name: 'replaceAuctionBid',
    summary: 'Replace a bid of yours while the window is open; it takes a new place in time',
    power: 'auction.bid',
    params: bidParams,
    body: rebidding,
    status: 200,
    idempotent: true,
    problems: ['auctions.unknown_bid', ...AT_THE_DOOR],
    answer: bidPlaced,
  })
  async replace(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: z.infer<typeof bidParams>,
    @Body() bid: Bidding,
  ): Promise<object> {
    const { venueNo, auctionNo } = this.auctions.named(where.venue, where.auction);
    const old = await this.own(caller, venueNo, auctionNo, where.bid);
    const facts = { kind: 'replace-bid', bidNo: old.bid_no, accountNo: Number(old.account_no) };
    return this.place(caller, once, where, venueNo, auctionNo, facts, bid);
  }

  @Delete('bids/:bid')
  @Door({
    name: 'withdrawAuctionBid',
    summary: 'Withdraw a bid of yours while the window is open',
    power: 'auction.bid',
    params: bidParams,
    status: 200,
    idempotent: true,
    problems: ['auctions.unknown_bid', 'auctions.not_open'],
    answer: bidWithdrawn,
  })
  async withdraw(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: z.infer<typeof bidParams>,
  ): Promise<object> {
    const { venueNo, auctionNo } = this.auctions.named(where.venue, where.auction);
    const { bid_no: bidNo } = await this.own(caller, venueNo, auctionNo, where.bid);
    return this.auctions.submit(caller, once, where, { kind: 'withdraw-bid', bidNo });
  }

  @Get('bids')
  @Door({
    name: 'listAuctionBids',
    summary: 'Your own bids; once they are opened, offices see those of all',
    power: 'auction.read',
    params: auctionParams,
    query: bidsQuery,
    problems: ['auctions.unknown_auction', 'registry.unknown_account'],
    answer: bidsAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue, auction }: AuctionWhere,
    @Query() { limit, after, state, ...asked }: z.infer<typeof bidsQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const [last] = numbersAfter(after, [0]);
    const { venueNo, auctionNo } = this.auctions.named(venue, auction);
    const row = await this.tables.auction(venueNo, auctionNo, false);
    // Who bids at all is nobody's business before the opening, the offices' neither.
    const readsAll = caller.scopes['auction.read'] !== 'own' && !['DRAFT', 'ANNOUNCED'].includes(row.state);
    const bids = await this.tables.bids(venueNo, auctionNo, {
      ...{ org: readsAll ? null : caller.orgId, state: state ?? null, after: last!, limit: limit + 1 },
      accountNo: await this.filters.account(caller, venue, 'auction.read', asked),
    });
    return turnPage(
      reply,
      bids,
      limit,
      (bid) => [bid.bid_no],
      (bid) =>
        showOwnBid(
          bid,
          this.desk.id('bid', venueNo, bidIdNo(auctionNo, bid.bid_no)),
          this.desk.id('acc', venueNo, Number(bid.account_no)),
          row.unit_scale,
        ),
    );
  }

  private async place(
    caller: Caller,
    once: OnceTicket,
    where: AuctionWhere,
    venueNo: number,
    auctionNo: number,
    facts: { readonly kind: string; readonly accountNo: number; readonly bidNo?: number },
    bid: Bidding,
  ): Promise<object> {
    const auction = await this.tables.auction(venueNo, auctionNo, false);
    const { nonce, ...seal } = await this.sealing.seal(venueNo, auction, facts.accountNo, bid, caller, once);
    const answer = await this.auctions.submit(caller, once, where, { ...facts, ...seal });
    return { ...answer, ...(nonce !== undefined && { nonce }) };
  }

  private own({ orgId }: Caller, venueNo: number, auctionNo: number, bid: string): Promise<BidRow> {
    const no = this.desk.no('bid', venueNo, bid, 'auctions.unknown_bid');
    return this.tables.ownBid(venueNo, auctionNo, bidNoOf(auctionNo, no), orgId);
  }
}
