import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter } from '../../approvals/http/shapes.js';
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
import { ListFilters, ofInstrument } from '../../registry/http/list-filters.js';
import { METHODS, TRANSFER_STATES } from '../domain/transfer.js';
import { PermitTables } from '../queries/permit-tables.js';
import {
  bidderAnswer,
  listingClosed,
  noticesAnswer,
  transferAwarded,
  transferListed,
  transferMoved,
} from './answers.js';
import { PermitDesk } from './permit-desk.js';
import { showNotice } from './permit-view.js';
import {
  amountText,
  instant,
  listingParams,
  microsOf,
  offerParams,
  publicId,
  step,
  transferParams,
  venueParams,
  type Where,
} from './shapes.js';

const query = z.strictObject({
  ...{ ...pageQuery, ...ofInstrument },
  state: z.enum(TRANSFER_STATES).optional(),
  method: z.enum(METHODS).optional(),
});
const notice = z.strictObject({
  method: z.enum(METHODS),
  /** Yuan a tonne: the fixed or agreed price, or where bidding begins. */
  price: amountText,
  opensAt: instant,
  closesAt: instant,
});
const bidder = z.strictObject({ plantId: publicId });
const bid = z.strictObject({ plantId: publicId, price: amountText });

/** Notices and results for everybody; deposits, quotes and takers of a listing. */
@Chapter('permits')
@Controller('api/v1/venues/:venue')
export class PermitListingsController {
  constructor(
    @Inject(PermitDesk) private readonly desk: PermitDesk,
    @Inject(PermitTables) private readonly tables: PermitTables,
    @Inject(ListFilters) private readonly filters: ListFilters,
  ) {}

  @Get('permit-notices')
  @Door({
    name: 'listPermitNotices',
    summary: 'Notices and results of permit transfers',
    power: 'public',
    params: venueParams,
    query,
    problems: ['registry.unknown_instrument'],
    answer: noticesAnswer,
  })
  async notices(
    @Param() { venue }: Where,
    @Query() { limit, after, state, method, ...asked }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const rows = await this.tables.notices(venueNo, {
      ...{ before: before!, limit: limit + 1, state: state ?? null, method: method ?? null },
      instrumentNo: await this.filters.instrument(venue, asked),
    });
    const show = (row: (typeof rows)[number]): object =>
      showNotice(row, (kind, no) => this.desk.id(kind, venueNo, no));
    return turnPage(reply, rows, limit, (row) => [Number(row.transfer_no)], show);
  }

  @Post('permit-transfers/:transfer/listing')
  @Door({
    ...step,
    name: 'listPermitTransfer',
    summary: 'Publish the notice of an eligible transfer: method, price, window',
    power: 'permit.list',
    params: transferParams,
    body: notice,
    problems: [
      'permits.needs_upper_approval',
      'permits.no_named_buyer',
      'permits.bad_window',
      'permits.price_off_tick',
      'permits.price_below_start',
      'permits.value_too_large',
    ],
    answer: transferListed,
  })
  list(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, transfer }: z.infer<typeof transferParams>,
    @Body() { method, price, opensAt, closesAt }: z.infer<typeof notice>,
  ): Promise<object> {
    const terms = {
      priceFen: this.desk.fen(price),
      opensAt: microsOf(opensAt),
      closesAt: microsOf(closesAt),
    };
    return this.step('list-permit-transfer', caller, once, venue, transfer, { method, ...terms });
  }

  @Post('permit-transfers/:transfer/close')
  @Door({
    ...step,
    name: 'closePermitListing',
    summary: 'End a listing whose window is over: the best price wins, or nobody did. The clock does it too',
    power: 'permit.list',
    params: transferParams,
    problems: ['permits.listing_not_over', 'permits.illegal_transition'],
    answer: listingClosed,
  })
  close(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, transfer }: z.infer<typeof transferParams>,
  ): Promise<object> {
    return this.step('close-permit-listing', caller, once, venue, transfer);
  }

  @Post('permit-transfers/:transfer/relist')
  @Door({
    ...step,
    name: 'relistPermitTransfer',
    summary: 'Make a transfer without a buyer ready for another notice',
    power: 'permit.list',
    params: transferParams,
    problems: ['permits.illegal_transition'],
    answer: transferMoved,
  })
  relist(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, transfer }: z.infer<typeof transferParams>,
  ): Promise<object> {
    return this.step('relist-permit-transfer', caller, once, venue, transfer);
  }

  @Post('permit-transfers/:transfer/withdraw')
  @Door({
    ...step,
    name: 'withdrawPermitListing',
    summary: 'End a transfer that found no buyer',
    power: 'permit.list',
    params: transferParams,
    problems: ['permits.illegal_transition'],
    answer: transferMoved,
  })
  withdraw(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, transfer }: z.infer<typeof transferParams>,
  ): Promise<object> {
    return this.step('withdraw-permit-transfer', caller, once, venue, transfer);
  }

  @Post('permit-transfers/:transfer/award-next')
  @Door({
    ...step,
    name: 'awardNextPermitBidder',
    summary: 'Award a defaulted transfer to the next bidder, at its own price',
    power: 'permit.list',
    params: transferParams,
    problems: ['permits.not_defaulted', 'permits.no_next_bidder'],
    answer: transferAwarded,
  })
  awardNext(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, transfer }: z.infer<typeof transferParams>,
  ): Promise<object> {
    return this.step('award-next-permit-bidder', caller, once, venue, transfer);
  }

  @Post('permit-listings/:listing/bidders')
  @Door({
    ...step,
    name: 'registerPermitBidder',
    summary: 'Register your plant for a listing; the deposit is paid at once, and once',
    power: 'permit.bid',
    params: listingParams,
    body: bidder,
    problems: [
      'permits.insufficient_cash',
      'permits.listing_over',
      'permits.account_not_active',
      'permits.unknown_plant',
    ],
    answer: bidderAnswer,
  })
  register(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, listing }: z.infer<typeof listingParams>,
    @Body() { plantId }: z.infer<typeof bidder>,
  ): Promise<object> {
    const plantNo = this.desk.no('plt', venue, plantId);
    return this.step('register-permit-bidder', caller, once, venue, listing, { plantNo });
  }

  @Post('permit-listings/:listing/bids')
  @Door({
    ...step,
    name: 'placePermitBid',
    summary: 'Quote in a bidding; a quote may be raised',
    power: 'permit.bid',
    params: listingParams,
    body: bid,
    problems: [
      'permits.not_registered',
      'permits.price_below_start',
      'permits.quote_lowered',
      'permits.listing_not_open',
    ],
    answer: bidderAnswer,
  })
  bid(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, listing }: z.infer<typeof listingParams>,
    @Body() { plantId, price }: z.infer<typeof bid>,
  ): Promise<object> {
    const facts = { plantNo: this.desk.no('plt', venue, plantId), priceFen: this.desk.fen(price) };
    return this.step('bid-permit', caller, once, venue, listing, facts);
  }

  @Post('permit-offers/:offer/take')
  @Door({
    ...step,
    name: 'takePermitOffer',
    summary: 'Take a listed price, or the agreement that names you',
    power: 'permit.bid',
    params: offerParams,
    body: bidder,
    problems: [
      'permits.not_registered',
      'permits.not_the_named_buyer',
      'permits.agreement_contested',
      'permits.wrong_method',
    ],
    answer: transferAwarded,
  })
  take(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, offer }: z.infer<typeof offerParams>,
    @Body() { plantId }: z.infer<typeof bidder>,
  ): Promise<object> {
    const plantNo = this.desk.no('plt', venue, plantId);
    return this.step('take-permit-listing', caller, once, venue, offer, { plantNo });
  }

  private step(
    kind: string,
    caller: Caller,
    once: OnceTicket,
    venue: string,
    transfer: string,
    facts: Readonly<Record<string, string | number>> = {},
  ): Promise<object> {
    const transferNo = this.desk.no('ptr', venue, transfer);
    return this.desk.submit(venue, caller, once, { kind, transferNo, ...facts });
  }
}
