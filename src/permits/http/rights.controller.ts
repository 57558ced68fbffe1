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
import { ListFilters, ofInstrument } from '../../registry/http/list-filters.js';
import { ownOnly, RegistryTables } from '../../registry/queries/registry-tables.js';
import { ORIGINS } from '../domain/right.js';
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
  rightParams,
  symbol,
  venueParams,
  type Where,
} from './shapes.js';

const query = z.strictObject({ ...pageQuery, ...ofInstrument, origin: z.enum(ORIGINS).optional() });
const registration = z.strictObject({
  plantId: publicId,
  symbol,
  quantity: amountText,
  origin: z.enum(['FREE', 'PAID']),
  /** What the plant paid for it in all. */
  paid: amountText.default('0'),
  startDay: day,
  endDay: day,
});
const lease = z.strictObject({ lesseeId: publicId, quantity: amountText, lastDay: day, reason });
const pledge = z.strictObject({ creditor: plainText(200), quantity: amountText, lastDay: day, reason });
const release = z.strictObject({ reason });
const encumbranceParams = venueParams.extend({ encumbrance: publicId });
type Params = z.infer<typeof rightParams>;

/** Registered rights, and what keeps them from sale. */
@Chapter('permits')
@Controller('api/v1/venues/:venue')
export class PermitRightsController {
  constructor(
    @Inject(PermitDesk) private readonly desk: PermitDesk,
    @Inject(PermitTables) private readonly tables: PermitTables,
    @Inject(RegistryTables) private readonly registry: RegistryTables,
    @Inject(ListFilters) private readonly filters: ListFilters,
  ) {}

  @Get('permit-rights')
  @Door({
    name: 'listPermitRights',
    summary: 'Rights: your own, or all you supervise',
    power: 'permit.read',
    params: venueParams,
    query,
    problems: ['registry.unknown_instrument'],
    answer: rightsAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: Where,
    @Query() { limit, after, origin, ...asked }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [last] = numbersAfter(after, [0]);
    const rows = await this.tables.rights(venueNo, {
      ...{ own: ownOnly(caller, 'permit.read'), ofReserve: false, after: last!, limit: limit + 1 },
      ...{ instrumentNo: await this.filters.instrument(venue, asked), origin: origin ?? null },
    });
    const show = (row: (typeof rows)[number]): object =>
      showRight(row, (kind, no) => this.desk.id(kind, venueNo, no));
    return turnPage(reply, rows, limit, (row) => [Number(row.right_no)], show);
  }

  @Post('permit-rights')
  @Door({
    ...proposing,
    name: 'proposePermitRight',
    summary:
      'Propose to register units of a plant’s account as a right: from then on they leave by this procedure alone',
    power: 'permit.review',
    params: venueParams,
    body: registration,
    problems: [
      'permits.insufficient_units',
      'permits.cap_missing',
      'permits.cap_exceeded',
      'permits.bad_term',
    ],
  })
  async register(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() body: z.infer<typeof registration>,
  ): Promise<ProposalMade> {
    const instrument = await this.registry.instrument(this.desk.venueNo(venue), body.symbol);
    const { origin, startDay, endDay } = body;
    return this.desk.propose(venue, caller, once, 'register-right', {
      plantNo: this.desk.no('plt', venue, body.plantId),
      instrumentNo: instrument.instrument_no,
      quantity: this.desk.units(body.quantity, instrument),
      paidFen: this.desk.fen(body.paid),
      ...{ origin, startDay, endDay },
    });
  }

  @Post('permit-rights/:right/leases')
  @Door({
    ...proposing,
    name: 'proposeLease',
    summary: 'Propose to lend part of your right; it comes back by itself after its last day',
    power: 'permit.apply',
    params: rightParams,
    body: lease,
    problems: [
      'approvals.unknown_subject',
      'permits.leased_out',
      'permits.encumbered',
      'permits.lease_leaves_district',
    ],
  })
  async lease(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, right }: Params,
    @Body() { lesseeId, quantity, lastDay, reason: why }: z.infer<typeof lease>,
  ): Promise<ProposalMade> {
    const of = await this.part(venue, right, quantity);
    const lesseeNo = this.desk.no('plt', venue, lesseeId);
    return this.desk.propose(venue, caller, once, 'lease-right', { ...of, lesseeNo, lastDay }, why);
  }

  @Post('permit-rights/:right/pledges')
  @Door({
    ...proposing,
    name: 'proposePledge',
    summary: 'Propose to register a pledge of your right; it blocks its sale',
    power: 'permit.apply',
    params: rightParams,
    body: pledge,
    problems: ['approvals.unknown_subject', 'permits.insufficient_right', 'permits.bad_term'],
  })
  async pledge(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, right }: Params,
    @Body() { creditor, quantity, lastDay, reason: why }: z.infer<typeof pledge>,
  ): Promise<ProposalMade> {
    const of = await this.part(venue, right, quantity);
    return this.desk.propose(venue, caller, once, 'pledge-right', { ...of, creditor, lastDay }, why);
  }

  @Post('permit-encumbrances/:encumbrance/release')
  @Door({
    ...proposing,
    name: 'proposeEncumbranceRelease',
    summary: 'Propose to release a pledge or to end a lease',
    power: 'permit.review',
    params: encumbranceParams,
    body: release,
    problems: ['permits.unknown_encumbrance', 'permits.encumbrance_ended'],
  })
  release(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, encumbrance }: z.infer<typeof encumbranceParams>,
    @Body() { reason: why }: z.infer<typeof release>,
  ): Promise<ProposalMade> {
    const encumbranceNo = this.desk.no('enc', venue, encumbrance);
    return this.desk.propose(venue, caller, once, 'release-encumbrance', { encumbranceNo }, why);
  }

  /** A right that never was is no subject, as a foreign one is none. */
  private async part(venue: string, right: string, quantity: string) {
    const rightNo = this.desk.noOr('rgt', venue, right, 'approvals.unknown_subject');
    const instrument = await this.tables.instrumentOf(this.desk.venueNo(venue), 'permit_rights', rightNo);
    if (instrument === undefined) throw new RejectionError({ code: 'approvals.unknown_subject' });
    const { instrument_no: instrumentNo } = instrument;
    return { rightNo, instrumentNo, quantity: this.desk.units(quantity, instrument) };
  }
}
