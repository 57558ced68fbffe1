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
  dayRange,
  Door,
  Once,
  type OnceTicket,
  type Page,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import { ListFilters, ofInstrument } from '../../registry/http/list-filters.js';
import { ELIGIBILITY_CODES } from '../domain/eligibility.js';
import { TRANSFER_STATES } from '../domain/transfer.js';
import { PermitTables, type TransferRow } from '../queries/permit-tables.js';
import { transferFindings } from '../queries/questions.js';
import {
  findingsAnswer,
  transferAnswer,
  transferDecided,
  transferMoved,
  transfersAnswer,
} from './answers.js';
import { PermitDesk } from './permit-desk.js';
import { showTransfer } from './permit-view.js';
import {
  amountText,
  plainText,
  proposing,
  publicId,
  reason,
  step,
  transferParams,
  venueParams,
  type Where,
} from './shapes.js';

const query = z.strictObject({
  ...{ ...pageQuery, ...ofInstrument, ...dayRange },
  state: z.enum(TRANSFER_STATES).optional(),
});
const draft = z.strictObject({
  rightId: publicId,
  quantity: amountText,
  /** Null: whoever comes. */
  namedBuyerId: publicId.nullable().default(null),
  acrossRegions: z.boolean().default(false),
  ground: plainText(500),
});
const override = z.strictObject({
  code: z.enum(ELIGIBILITY_CODES as [string, ...string[]]),
  authority: plainText(200),
  reason,
});
const approval = z.strictObject({ authority: plainText(200), document: plainText(200) });
type Params = z.infer<typeof transferParams>;

/** An application for a transfer, from its draft to the bureau's decision. */
@Chapter('permits')
@Controller('api/v1/venues/:venue/permit-transfers')
export class PermitTransfersController {
  constructor(
    @Inject(PermitDesk) private readonly desk: PermitDesk,
    @Inject(PermitTables) private readonly tables: PermitTables,
    @Inject(ListFilters) private readonly filters: ListFilters,
  ) {}

  @Get()
  @Door({
    name: 'listPermitTransfers',
    summary: 'Transfers: those you are a party to, or all you supervise',
    power: 'permit.read',
    params: venueParams,
    query,
    problems: ['registry.unknown_instrument'],
    answer: transfersAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: Where,
    @Query() { limit, after, state, ...asked }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const rows = await this.tables.transfers(venueNo, caller, {
      ...{ before: before!, limit: limit + 1, state: state ?? null },
      instrumentNo: await this.filters.instrument(venue, asked),
      changed: await this.filters.instants(venue, asked),
    });
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.transfer_no)],
      (row) => this.show(venueNo, row),
    );
  }

  @Get(':transfer')
  @Door({
    name: 'getPermitTransfer',
    summary: 'One transfer',
    power: 'permit.read',
    params: transferParams,
    problems: ['permits.unknown_transfer'],
    answer: transferAnswer,
  })
  async get(@CallerOf() caller: Caller, @Param() { venue, transfer }: Params): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    return this.show(venueNo, await this.find(caller, venue, transfer));
  }

  @Get(':transfer/findings')
  @Door({
    name: 'getPermitFindings',
    summary:
      'Every rung of eligibility as things stand: what it asks, by which rule, and whether it is set aside',
    power: 'permit.read',
    params: transferParams,
    problems: ['permits.unknown_transfer', 'permits.not_offered'],
    answer: findingsAnswer,
  })
  async findings(@CallerOf() caller: Caller, @Param() { venue, transfer }: Params): Promise<object> {
    const transferNo = Number((await this.find(caller, venue, transfer)).transfer_no);
    const now = this.desk.now();
    const outcome = await this.desk.ask(venue, (machine) => transferFindings(machine, transferNo, now));
    if (!outcome.ok) throw new RejectionError(outcome.rejection);
    const items = outcome.value.map(({ code, passed, overridden, refusal: { rule, data } }) => {
      return { code, passed, overridden, rule: rule ?? null, ...(data && { data }) };
    });
    return { transferId: transfer, items };
  }

  @Post()
  @Door({
    name: 'draftPermitTransfer',
    summary: 'Draft a transfer of part of your right',
    power: 'permit.apply',
    params: venueParams,
    body: draft,
    status: 201,
    idempotent: true,
    problems: [
      'permits.unknown_right',
      'permits.unknown_plant',
      'permits.bad_quantity',
      'permits.not_offered',
    ],
    answer: transferMoved,
  })
  async draft(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() { rightId, quantity, namedBuyerId, acrossRegions, ground }: z.infer<typeof draft>,
  ): Promise<object> {
    const rightNo = this.desk.no('rgt', venue, rightId);
    const instrument = await this.tables.instrumentOf(this.desk.venueNo(venue), 'permit_rights', rightNo);
    if (instrument === undefined) throw new RejectionError({ code: 'permits.unknown_right' });
    const namedBuyer = this.desk.noOrNone('plt', venue, namedBuyerId);
    const units = this.desk.units(quantity, instrument);
    const facts = { rightNo, quantity: units, namedBuyer, acrossRegions, ground };
    return this.desk.submit(venue, caller, once, { kind: 'draft-permit-transfer', ...facts });
  }

  @Post(':transfer/submit')
  @Door({
    ...step,
    name: 'submitPermitTransfer',
    summary: 'Submit a draft of your plant to the bureau',
    power: 'permit.submit',
    params: transferParams,
    problems: ['permits.four_eyes', 'permits.illegal_transition', 'permits.unknown_transfer'],
    answer: transferMoved,
  })
  submit(@CallerOf() caller: Caller, @Once() once: OnceTicket, @Param() where: Params): Promise<object> {
    return this.step('submit-permit-transfer', caller, once, where);
  }

  @Post(':transfer/review')
  @Door({
    ...step,
    name: 'reviewPermitTransfer',
    summary: 'Take a submitted transfer into the review of its quantity',
    power: 'permit.review',
    params: transferParams,
    problems: ['permits.illegal_transition', 'permits.unknown_transfer'],
    answer: transferMoved,
  })
  review(@CallerOf() caller: Caller, @Once() once: OnceTicket, @Param() where: Params): Promise<object> {
    return this.step('review-permit-transfer', caller, once, where);
  }

  @Post(':transfer/decide')
  @Door({
    ...step,
    name: 'decidePermitTransfer',
    summary: 'Decide: ELIGIBLE, or INELIGIBLE with the first rule that refuses',
    power: 'permit.approve',
    params: transferParams,
    problems: ['permits.four_eyes', 'permits.illegal_transition'],
    answer: transferDecided,
  })
  decide(@CallerOf() caller: Caller, @Once() once: OnceTicket, @Param() where: Params): Promise<object> {
    return this.step('decide-permit-transfer', caller, once, where);
  }

  @Post(':transfer/overrides')
  @Door({
    ...proposing,
    name: 'proposePermitOverride',
    summary:
      'Propose to set aside a rule that holds in principle, in the name of an authority and with its reason',
    power: 'permit.review',
    params: transferParams,
    body: override,
    problems: ['permits.not_overridable', 'permits.too_late_for_exception'],
  })
  override(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, transfer }: Params,
    @Body() body: z.infer<typeof override>,
  ): Promise<ProposalMade> {
    const payload = { transferNo: this.desk.no('ptr', venue, transfer), ...body };
    return this.desk.propose(venue, caller, once, 'override-permit-rule', payload, body.reason);
  }

  @Post(':transfer/upper-approvals')
  @Door({
    ...proposing,
    name: 'proposeUpperApproval',
    summary: 'Propose to record the consent of the authority above to a transfer across regions',
    power: 'permit.review',
    params: transferParams,
    body: approval,
    problems: ['permits.too_late_for_exception'],
  })
  approve(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, transfer }: Params,
    @Body() body: z.infer<typeof approval>,
  ): Promise<ProposalMade> {
    const payload = { transferNo: this.desk.no('ptr', venue, transfer), ...body };
    return this.desk.propose(venue, caller, once, 'grant-upper-approval', payload);
  }

  private step(kind: string, caller: Caller, once: OnceTicket, { venue, transfer }: Params): Promise<object> {
    const transferNo = this.desk.no('ptr', venue, transfer);
    return this.desk.submit(venue, caller, once, { kind, transferNo });
  }

  private find(caller: Caller, venue: string, transfer: string): Promise<TransferRow> {
    return this.tables.transfer(this.desk.venueNo(venue), caller, this.desk.no('ptr', venue, transfer));
  }

  private show(venueNo: number, row: TransferRow): object {
    return showTransfer(row, (kind, no) => this.desk.id(kind, venueNo, no));
  }
}
