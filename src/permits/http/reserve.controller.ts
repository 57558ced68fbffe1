import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter } from '../../approvals/http/shapes.js';
import type { ProposalMade } from '../../approvals/http/venue-desk.js';
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
import { RegistryTables } from '../../registry/queries/registry-tables.js';
import { PermitTables } from '../queries/permit-tables.js';
import { rightsAnswer } from './answers.js';
import { PermitDesk } from './permit-desk.js';
import { showRight } from './permit-view.js';
import {
  amountText,
  day,
  plainText,
  proposing,
  publicId,
  reason,
  symbol,
  venueParams,
  type Where,
} from './shapes.js';

const pages = z.strictObject(pageQuery);
const taking = z.strictObject({
  rightId: publicId,
  quantity: amountText,
  ground: z.enum(['TAKEN_BACK', 'CONFISCATED', 'REDUCTION']),
  reason,
});
const purchase = z.strictObject({ rightId: publicId, quantity: amountText, reason });
const share = z.strictObject({ symbol, districtId: publicId, quantity: amountText, endDay: day, reason });
const fund = z.strictObject({ amount: amountText, bankReference: plainText(100) });
const releasing = z.strictObject({
  rightId: publicId,
  quantity: amountText,
  namedBuyerId: publicId.nullable().default(null),
  acrossRegions: z.boolean().default(false),
  ground: plainText(500),
});

/** The government's reserve: what it takes and buys back, and what it releases. */
@Chapter('permits')
@Controller('api/v1/venues/:venue/permit-reserve')
export class PermitReserveController {
  constructor(
    @Inject(PermitDesk) private readonly desk: PermitDesk,
    @Inject(PermitTables) private readonly tables: PermitTables,
    @Inject(RegistryTables) private readonly registry: RegistryTables,
  ) {}

  @Get()
  @Door({
    name: 'listPermitReserve',
    summary: 'The stock of the reserve and where it came from',
    power: 'public',
    params: venueParams,
    query: pages,
    answer: rightsAnswer,
  })
  async list(
    @Param() { venue }: Where,
    @Query() { limit, after }: z.infer<typeof pages>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [last] = numbersAfter(after, [0]);
    const rows = await this.tables.rights(venueNo, {
      ...{ own: null, ofReserve: true, after: last!, limit: limit + 1 },
      ...{ instrumentNo: null, origin: null },
    });
    const show = (row: (typeof rows)[number]): object =>
      showRight(row, (kind, no) => this.desk.id(kind, venueNo, no));
    return turnPage(reply, rows, limit, (row) => [Number(row.right_no)], show);
  }

  @Post('takings')
  @Door({
    ...proposing,
    name: 'proposeReserveTaking',
    summary: 'Propose to take a free right back, without money',
    power: 'permit.review',
    params: venueParams,
    body: taking,
    problems: [
      'permits.right_was_paid',
      'permits.encumbered',
      'permits.leased_out',
      'permits.insufficient_right',
    ],
  })
  async take(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() { rightId, quantity, ground, reason: why }: z.infer<typeof taking>,
  ): Promise<ProposalMade> {
    const of = await this.part(venue, rightId, quantity);
    return this.desk.propose(venue, caller, once, 'take-back-right', { ...of, ground }, why);
  }

  @Post('purchases')
  @Door({
    ...proposing,
    name: 'proposeReservePurchase',
    summary: 'Propose to buy a paid right back, pro rata of the term that is left',
    power: 'permit.review',
    params: venueParams,
    body: purchase,
    problems: ['permits.right_was_free', 'permits.insufficient_cash', 'permits.encumbered'],
  })
  async buy(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() { rightId, quantity, reason: why }: z.infer<typeof purchase>,
  ): Promise<ProposalMade> {
    const of = await this.part(venue, rightId, quantity);
    return this.desk.propose(venue, caller, once, 'buy-back-right', of, why);
  }

  @Post('shares')
  @Door({
    ...proposing,
    name: 'proposeReserveShare',
    summary: 'Propose to reserve units that were created and given to nobody',
    power: 'permit.review',
    params: venueParams,
    body: share,
    problems: ['permits.insufficient_units', 'permits.cap_missing', 'permits.cap_exceeded'],
  })
  async share(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() body: z.infer<typeof share>,
  ): Promise<ProposalMade> {
    const instrument = await this.registry.instrument(this.desk.venueNo(venue), body.symbol);
    const payload = {
      instrumentNo: instrument.instrument_no,
      districtNo: this.desk.no('dst', venue, body.districtId),
      quantity: this.desk.units(body.quantity, instrument),
      endDay: body.endDay,
    };
    return this.desk.propose(venue, caller, once, 'reserve-share', payload, body.reason);
  }

  @Post('funds')
  @Door({
    ...proposing,
    name: 'proposeReserveFund',
    summary: 'Propose money of the treasury for buying back',
    power: 'cash.enter',
    params: venueParams,
    body: fund,
    problems: ['ledger.bad_amount'],
  })
  fund(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() { amount, bankReference }: z.infer<typeof fund>,
  ): Promise<ProposalMade> {
    const payload = { amountFen: this.desk.fen(amount), bankReference };
    return this.desk.propose(venue, caller, once, 'fund-reserve', payload);
  }

  @Post('releases')
  @Door({
    ...proposing,
    name: 'proposeReserveRelease',
    summary: 'Propose to release stock; signed, it is an eligible transfer that can be listed',
    power: 'permit.review',
    params: venueParams,
    body: releasing,
    problems: ['permits.unknown_right', 'permits.insufficient_right'],
  })
  async release(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() { rightId, quantity, namedBuyerId, acrossRegions, ground }: z.infer<typeof releasing>,
  ): Promise<ProposalMade> {
    const of = await this.part(venue, rightId, quantity);
    const namedBuyer = this.desk.noOrNone('plt', venue, namedBuyerId);
    const payload = { ...of, namedBuyer, acrossRegions, ground };
    return this.desk.propose(venue, caller, once, 'release-reserve', payload);
  }

  private async part(venue: string, rightId: string, quantity: string) {
    const rightNo = this.desk.no('rgt', venue, rightId);
    const instrument = await this.tables.instrumentOf(this.desk.venueNo(venue), 'permit_rights', rightNo);
    if (instrument === undefined) throw new RejectionError({ code: 'permits.unknown_right' });
    const { instrument_no: instrumentNo } = instrument;
    return { rightNo, instrumentNo, quantity: this.desk.units(quantity, instrument) };
  }
}
