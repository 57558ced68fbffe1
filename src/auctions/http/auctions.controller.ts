import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter, venueParams } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import { RejectionError } from '../../kernel/rejection.js';
import type { Clock } from '../../platform/clock.js';
import { Chapter, dayRange, Door, type Page, pageQuery, turnPage } from '../../platform/http/index.js';
import { CLOCK } from '../../platform/tokens.js';
import { ListFilters, ofInstrument } from '../../registry/http/list-filters.js';
import { fileOf } from '../file/write-auction.js';
import { type AuctionRow, AuctionTables } from '../queries/auction-tables.js';
import {
  auctionAnswer,
  auctionFile,
  auctionResult,
  auctionsAnswer,
  bidState,
  commitmentsAnswer,
  phase,
} from './answers.js';
import { phaseOf, showAuction, showPublicBid, showResult } from './auction-view.js';
import { auctionParams, type AuctionWhere } from './shapes.js';

const draftsQuery = z.strictObject({ ...pageQuery, ...ofInstrument });
const query = draftsQuery.extend({ ...dayRange, state: phase.exclude(['DRAFT']).optional() });
const commitmentsQuery = z.strictObject({ ...pageQuery, state: bidState.optional() });

/** What everybody may read of auctions, and check. */
@Chapter('auctions')
@Controller('api/v1/venues/:venue')
export class AuctionsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(AuctionTables) private readonly tables: AuctionTables,
    @Inject(ListFilters) private readonly filters: ListFilters,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('auctions')
  @Door({
    name: 'listAuctions',
    summary: 'Announced auctions and what became of them, newest first',
    power: 'public',
    params: venueParams,
    query,
    problems: ['registry.unknown_instrument'],
    answer: auctionsAnswer,
  })
  list(
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() asked: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    return this.page(venue, asked, reply, false);
  }

  @Get('auction-drafts')
  @Door({
    name: 'listAuctionDrafts',
    summary: 'Auctions that are not announced',
    power: ['auction.draft', 'auction.approve', 'auction.open'],
    params: venueParams,
    query: draftsQuery,
    problems: ['registry.unknown_instrument'],
    answer: auctionsAnswer,
  })
  drafts(
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() asked: z.infer<typeof draftsQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    return this.page(venue, asked, reply, true);
  }

  @Get('auctions/:auction')
  @Door({
    name: 'getAuction',
    summary: 'One auction: its notice, its openers’ promises, and what they revealed',
    power: 'public',
    params: auctionParams,
    problems: ['auctions.unknown_auction'],
    answer: auctionAnswer,
  })
  async get(@Param() { venue, auction }: AuctionWhere): Promise<object> {
    const { venueNo, row } = await this.find(venue, auction);
    return this.show(venueNo, row);
  }

  @Get('auctions/:auction/results')
  @Door({
    name: 'getAuctionResult',
    summary: 'The price, the awards and the statistics, raw and trimmed',
    power: 'public',
    params: auctionParams,
    problems: ['auctions.unknown_auction', 'auctions.not_cleared'],
    answer: auctionResult,
  })
  async results(@Param() { venue, auction }: AuctionWhere): Promise<object> {
    const { venueNo, row } = await this.find(venue, auction, 'cleared');
    return { auctionId: auction, ...showResult(row, await this.tables.awards(venueNo, row.auction_no)) };
  }

  @Get('auctions/:auction/file')
  @Door({
    name: 'getAuctionFile',
    summary: 'The cleared auction as a file that `npm run auction` clears again',
    power: 'public',
    params: auctionParams,
    problems: ['auctions.unknown_auction', 'auctions.not_cleared'],
    answer: auctionFile,
  })
  async file(@Param() { venue, auction }: AuctionWhere): Promise<object> {
    const { venueNo, row } = await this.find(venue, auction, 'cleared');
    return fileOf(await this.tables.opened(venueNo, row));
  }

  @Get('auctions/:auction/commitments')
  @Door({
    name: 'listAuctionCommitments',
    summary: 'Every bid as it was sealed and committed to, after the close; once opened, with its contents',
    power: 'public',
    params: auctionParams,
    query: commitmentsQuery,
    problems: ['auctions.unknown_auction', 'auctions.not_closed'],
    answer: commitmentsAnswer,
  })
  async commitments(
    @Param() { venue, auction }: AuctionWhere,
    @Query() { limit, after, state }: z.infer<typeof commitmentsQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const [last] = numbersAfter(after, [0]);
    const { venueNo, row } = await this.find(venue, auction);
    // How many bids there are must not be known while more can come.
    if (['ANNOUNCED', 'OPEN'].includes(phaseOf(row, this.clock.nowMicros())))
      throw new RejectionError({ code: 'auctions.not_closed' });
    const asked = { org: null, accountNo: null, state: state ?? null, after: last!, limit: limit + 1 };
    const bids = await this.tables.bids(venueNo, row.auction_no, asked);
    return turnPage(
      reply,
      bids,
      limit,
      (bid) => [bid.bid_no],
      (bid) => showPublicBid(bid, row.unit_scale),
    );
  }

  private async page(
    venue: string,
    { limit, after, state, ...asked }: z.infer<typeof query>,
    reply: FastifyReply,
    drafts: boolean,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    return turnPage(
      reply,
      await this.tables.auctions(venueNo, {
        ...{ drafts, before: before!, limit: limit + 1, state: state ?? null, now: this.clock.nowMicros() },
        instrumentNo: await this.filters.instrument(venue, asked),
        opens: await this.filters.instants(venue, asked),
      }),
      limit,
      (row) => [row.auction_no],
      (row) => this.show(venueNo, row),
    );
  }

  private async find(
    venue: string,
    auction: string,
    state?: 'cleared',
  ): Promise<{ venueNo: number; row: AuctionRow }> {
    const venueNo = this.desk.venueNo(venue);
    const auctionNo = this.desk.no('auc', venueNo, auction, 'auctions.unknown_auction');
    const row = await this.tables.auction(venueNo, auctionNo, false);
    if (state === 'cleared' && row.result === null)
      throw new RejectionError({ code: 'auctions.not_cleared' });
    return { venueNo, row };
  }

  private show(venueNo: number, row: AuctionRow): object {
    const auctionId = this.desk.id('auc', venueNo, row.auction_no);
    const seller = this.desk.id('acc', venueNo, row.notice.sellerAccount);
    return showAuction(row, auctionId, seller, this.clock.nowMicros());
  }
}
