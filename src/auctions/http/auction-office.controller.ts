import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { proposalMade, publicId, reason, venueParams } from '../../approvals/http/shapes.js';
import { type ProposalMade, VenueDesk } from '../../approvals/http/venue-desk.js';
import { type Caller, CallerOf, Chapter, Door, Once, type OnceTicket } from '../../platform/http/index.js';
import { noticeHash } from '../domain/announcement-executors.js';
import type { OpenerPart } from '../domain/auction.js';
import { AuctionTables } from '../queries/auction-tables.js';
import {
  auctionCleared,
  auctionDrafted,
  auctionSettled,
  bidderQualified,
  bidsUnsealed,
  halfRevealed,
  openerRegistered,
} from './answers.js';
import { draftFrom } from './draft-reader.js';
import { AuctionDesk } from './auction-desk.js';
import {
  auctionParams,
  type AuctionWhere,
  type Drafting,
  drafting,
  money,
  registering,
  revealing,
} from './shapes.js';

const qualifying = z.strictObject({ accountId: publicId });
const cancelling = z.strictObject({ reason });
const step = { params: auctionParams, status: 200, idempotent: true } as const;
const proposing = { params: auctionParams, answer: proposalMade, status: 201, idempotent: true } as const;
const OPENERS = ['auction.open', 'auction.witness'];

/** The offices' doors: from the draft to the delivery. */
@Chapter('auctions')
@Controller('api/v1/venues/:venue/auctions')
export class AuctionOfficeController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(AuctionDesk) private readonly auctions: AuctionDesk,
    @Inject(AuctionTables) private readonly tables: AuctionTables,
  ) {}

  @Post()
  @Door({
    name: 'draftAuction',
    summary: 'Draft an auction; what is left out comes from the rule pack',
    power: 'auction.draft',
    params: venueParams,
    body: drafting,
    status: 201,
    idempotent: true,
    problems: ['auctions.not_in_market', 'auctions.seller_not_government', 'auctions.bad_notice'],
    answer: auctionDrafted,
  })
  async draft(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Body() body: Drafting,
  ): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const instrument = await this.tables.instrument(venueNo, body.symbol);
    const seller = this.desk.no('acc', venueNo, body.sellerAccountId, 'auctions.seller_not_government');
    const command = { kind: 'draft-auction', draft: draftFrom(body, instrument, seller) };
    const { answer, place } = await this.desk.submit(venue, caller, once, command);
    return {
      auctionId: this.desk.id('auc', venueNo, answer.auctionNo as number),
      state: answer.state,
      ...place,
    };
  }

  @Post(':auction/openers')
  @Door({
    ...step,
    name: 'registerAuctionOpener',
    summary:
      'Promise your half of the opening: a public key for the bids, and the hash of a part of the seed',
    power: OPENERS,
    body: registering,
    problems: ['auctions.bad_key', 'auctions.four_eyes', 'auctions.illegal_state'],
    answer: openerRegistered,
  })
  async register(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: AuctionWhere,
    @Body() promise: z.infer<typeof registering>,
  ): Promise<object> {
    const facts = { kind: 'register-opener', part: partOf(caller), ...promise };
    return this.step(caller, once, where, facts);
  }

  @Post(':auction/announcements')
  @Door({
    ...proposing,
    name: 'proposeAuctionAnnouncement',
    summary: 'Propose the announcement; the last signature publishes the notice and holds the units',
    power: 'auction.draft',
    problems: ['auctions.openers_missing', 'auctions.notice_too_short', 'auctions.insufficient_units'],
  })
  async announce(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, auction }: AuctionWhere,
  ): Promise<ProposalMade> {
    const { venueNo, auctionNo } = this.auctions.named(venue, auction);
    const row = await this.tables.auction(venueNo, auctionNo, true);
    const payload = { auctionNo, noticeHash: noticeHash(row) };
    return this.desk.propose(venue, caller, once, 'announce-auction', payload);
  }

  @Post(':auction/cancellations')
  @Door({
    ...proposing,
    name: 'proposeAuctionCancellation',
    summary: 'Propose to cancel an auction whose bids are not opened',
    power: 'auction.draft',
    body: cancelling,
    problems: ['auctions.illegal_state', 'auctions.finished'],
  })
  cancel(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, auction }: AuctionWhere,
    @Body() { reason: why }: z.infer<typeof cancelling>,
  ): Promise<ProposalMade> {
    const { auctionNo } = this.auctions.named(venue, auction);
    return this.desk.propose(venue, caller, once, 'cancel-auction', { auctionNo, reason: why }, why);
  }

  @Post(':auction/bidders')
  @Door({
    ...step,
    name: 'qualifyAuctionBidder',
    summary: 'Qualify a bidder for an auction whose notice asks for it',
    power: 'auction.run',
    body: qualifying,
    problems: ['auctions.unknown_account', 'auctions.seller_may_not_bid', 'auctions.closed'],
    answer: bidderQualified,
  })
  async qualify(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: AuctionWhere,
    @Body() { accountId }: z.infer<typeof qualifying>,
  ): Promise<object> {
    const venueNo = this.desk.venueNo(where.venue);
    const accountNo = this.desk.no('acc', venueNo, accountId, 'auctions.unknown_account');
    return this.step(caller, once, where, { kind: 'qualify-bidder', accountNo });
  }

  @Post(':auction/openings')
  @Door({
    ...step,
    name: 'revealAuctionHalf',
    summary: 'After the close: reveal your half. Both halves open the bids, one alone opens nothing',
    power: OPENERS,
    body: revealing,
    problems: ['auctions.not_closed', 'auctions.wrong_key', 'auctions.wrong_seed', 'auctions.four_eyes'],
    answer: halfRevealed,
  })
  reveal(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: AuctionWhere,
    @Body() half: z.infer<typeof revealing>,
  ): Promise<object> {
    return this.step(caller, once, where, { kind: 'reveal-opener', part: partOf(caller), ...half });
  }

  @Post(':auction/unsealings')
  @Door({
    ...step,
    name: 'unsealAuctionBids',
    summary: 'Open the next bids; ask again until none is left',
    power: 'auction.run',
    problems: ['auctions.not_revealed', 'auctions.illegal_state'],
    answer: bidsUnsealed,
  })
  unseal(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: AuctionWhere,
  ): Promise<object> {
    return this.step(caller, once, where, { kind: 'unseal-bids' });
  }

  @Post(':auction/clearings')
  @Door({
    ...step,
    name: 'clearAuction',
    summary: 'Clear an opened auction: one price for all',
    power: 'auction.run',
    problems: ['auctions.illegal_state', 'auctions.finished'],
    answer: auctionCleared,
  })
  async clear(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: AuctionWhere,
  ): Promise<object> {
    const { price, revenue, sold, ...rest } = (await this.step(caller, once, where, {
      kind: 'clear-auction',
    })) as Record<string, number>;
    const figures = price === undefined ? {} : { price: money(price), revenue: money(revenue) };
    return { ...rest, sold: String(sold), ...figures };
  }

  @Post(':auction/settlements')
  @Door({
    ...step,
    name: 'settleAuction',
    summary:
      'Deliver against payment every award that can be paid; when time is over, the others are forfeited',
    power: 'auction.settle',
    problems: ['auctions.illegal_state', 'auctions.finished'],
    answer: auctionSettled,
  })
  settle(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: AuctionWhere,
  ): Promise<object> {
    return this.step(caller, once, where, { kind: 'settle-auction' });
  }

  private step(
    caller: Caller,
    once: OnceTicket,
    where: AuctionWhere,
    facts: { readonly kind: string; readonly [field: string]: string | number },
  ): Promise<object> {
    return this.auctions.submit(caller, once, where, facts);
  }
}

/** The operator has the first half, the supervisor the second; no role has both. */
function partOf({ powers }: Caller): OpenerPart {
  return powers.includes('auction.open') ? 'first' : 'second';
}
