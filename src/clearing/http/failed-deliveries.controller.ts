import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter, proposalMade, publicId, reason, venueParams } from '../../approvals/http/shapes.js';
import { type ProposalMade, VenueDesk } from '../../approvals/http/venue-desk.js';
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
import { SettlementDayTables } from '../queries/settlement-day-tables.js';
import { deliveriesRetried, failedDeliveriesAnswer } from './answers.js';

const query = z.strictObject({ ...pageQuery, state: z.enum(['owed', 'all']).default('owed') });
const named = venueParams.extend({ trade: publicId });
const why = z.strictObject({ reason });
const reserve = z.strictObject({ accountId: publicId, reason });
const proposes = { answer: proposalMade, status: 201, idempotent: true } as const;
type Where = z.infer<typeof venueParams>;

/** What could not be delivered: tried again, covered by the reserve, or declared in default. */
@Chapter('settlement')
@Controller('api/v1/venues/:venue')
export class FailedDeliveriesController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(SettlementDayTables) private readonly tables: SettlementDayTables,
  ) {}

  @Get('failed-deliveries')
  @Door({
    name: 'listFailedDeliveries',
    summary: 'Deliveries that failed, oldest first',
    power: 'settlement.read',
    params: venueParams,
    query,
    answer: failedDeliveriesAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: Where,
    @Query() { limit, after, state }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [from] = numbersAfter(after, [0]);
    const asked = { owed: state === 'owed', after: from, limit: limit + 1 };
    const rows = await this.tables.failures(venueNo, caller, asked);
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.trade_no)],
      (row) => this.tables.showFailure(venueNo, row),
    );
  }

  @Post('failed-deliveries/retries')
  @Door({
    name: 'retryFailedDeliveries',
    summary: 'Try once more, now, whatever can be delivered or recovered',
    power: 'settlement.run',
    params: venueParams,
    status: 200,
    idempotent: true,
    answer: deliveriesRetried,
  })
  async retry(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
  ): Promise<object> {
    const { answer, place } = await this.desk.submit(venue, caller, once, { kind: 'retry-deliveries' });
    return { ...answer, ...place };
  }

  @Post('failed-deliveries/:trade/cover')
  @Door({
    ...proposes,
    name: 'proposeDeliveryCover',
    summary: 'Propose that the reserve gives in the place of the side that cannot',
    power: 'cash.enter',
    params: named,
    body: why,
    problems: [
      ...['clearing.trade_unknown', 'clearing.delivery_not_failed', 'clearing.no_reserve'],
      ...['clearing.reserve_is_party', 'clearing.both_legs_fail', 'clearing.reserve_too_small'],
    ],
  })
  cover(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, trade }: z.infer<typeof named>,
    @Body() { reason }: z.infer<typeof why>,
  ): Promise<ProposalMade> {
    return this.propose('cover-delivery', caller, once, venue, trade, reason);
  }

  @Post('failed-deliveries/:trade/default')
  @Door({
    ...proposes,
    name: 'proposeDeliveryDefault',
    summary: 'Propose to declare the side that cannot give in default; its account may then not trade',
    power: 'freeze.propose',
    params: named,
    body: why,
    problems: [
      ...['clearing.trade_unknown', 'clearing.delivery_not_failed', 'clearing.defaulted_already'],
      ...['clearing.retries_left', 'clearing.short_by_another'],
    ],
  })
  default(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, trade }: z.infer<typeof named>,
    @Body() { reason }: z.infer<typeof why>,
  ): Promise<ProposalMade> {
    return this.propose('default-delivery', caller, once, venue, trade, reason);
  }

  @Post('settlement-reserve')
  @Door({
    ...proposes,
    name: 'proposeSettlementReserve',
    summary: 'Propose the account that covers failed deliveries',
    power: 'cash.enter',
    params: venueParams,
    body: reserve,
    problems: ['registry.unknown_account', 'registry.account_not_open', 'clearing.reserve_is_owed'],
  })
  name(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() { accountId, reason }: z.infer<typeof reserve>,
  ): Promise<ProposalMade> {
    const accountNo = this.desk.no('acc', this.desk.venueNo(venue), accountId, 'registry.unknown_account');
    return this.desk.propose(venue, caller, once, 'name-settlement-reserve', { accountNo }, reason);
  }

  private propose(
    action: string,
    caller: Caller,
    once: OnceTicket,
    venue: string,
    trade: string,
    reason: string,
  ): Promise<ProposalMade> {
    const tradeNo = this.desk.no('trd', this.desk.venueNo(venue), trade, 'clearing.trade_unknown');
    return this.desk.propose(venue, caller, once, action, { tradeNo, reason }, reason);
  }
}
