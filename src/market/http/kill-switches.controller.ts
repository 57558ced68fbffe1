import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter, proposalMade, reason } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
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
import { KillSwitchTable, showKillSwitch } from '../queries/kill-switch-table.js';
import { ownOnly } from '../queries/masking.js';
import { engagedAnswer, killSwitchesAnswer, releasedAnswer, switchParty } from './answers.js';
import { OrderDesk } from './order-desk.js';
import { venueParams } from './shapes.js';

const own = z.strictObject({ reason });
const anybody = z.strictObject({
  orgId: z.string().min(1).max(64).nullable().default(null),
  symbol: z.string().min(1).max(40).nullable().default(null),
  reason,
});
const named = venueParams.extend({ killSwitch: z.string().regex(/^\d{1,15}$/) });
const query = z.strictObject({
  ...{ ...pageQuery, ...ofInstrument, ...dayRange },
  party: switchParty.optional(),
  state: z.enum(['engaged', 'released']).optional(),
});
type Where = z.infer<typeof venueParams>;

/** The hand on the kill switch: one person engages it at once, another one is needed to release what an office engaged. */
@Chapter('risk controls')
@Controller('api/v1/venues/:venue/kill-switches')
export class KillSwitchesController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(OrderDesk) private readonly orders: OrderDesk,
    @Inject(KillSwitchTable) private readonly table: KillSwitchTable,
    @Inject(ListFilters) private readonly filters: ListFilters,
  ) {}

  @Get()
  @Door({
    name: 'listKillSwitches',
    summary: 'Kill switches that bind you, newest first; whoever may engage one sees all',
    power: ['order.read', 'kill-switch.engage'],
    params: venueParams,
    query,
    problems: ['registry.unknown_instrument'],
    answer: killSwitchesAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: Where,
    @Query() { limit, after, party, state, ...asked }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const rows = await this.table.list(this.desk.venueNo(venue), ownOnly(caller, 'order.read'), {
      ...{ before: before!, limit: limit + 1, party: party ?? null },
      isReleased: state === undefined ? null : state === 'released',
      instrumentNo: await this.filters.instrument(venue, asked),
      engaged: await this.filters.instants(venue, asked),
    });
    return turnPage(reply, rows, limit, (row) => [Number(row.switch_no)], showKillSwitch);
  }

  @Post('own')
  @Door({
    name: 'engageOwnKillSwitch',
    summary: 'Bar your own organisation from new orders and cancel all that are open',
    power: 'kill-switch.own',
    params: venueParams,
    body: own,
    answer: engagedAnswer,
    status: 201,
    idempotent: true,
    problems: ['market.organisation_unknown', 'market.kill_switch_engaged'],
  })
  async engageOwn(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() { reason }: z.infer<typeof own>,
  ): Promise<object> {
    const scope = { party: 'member', org: caller.orgId, instrumentNo: null };
    return this.engage(caller, once, venue, { ...scope, reason });
  }

  @Post('own/release')
  @Door({
    name: 'releaseOwnKillSwitch',
    summary: 'Release the kill switch of your own organisation',
    power: 'kill-switch.release',
    params: venueParams,
    status: 200,
    idempotent: true,
    problems: ['market.kill_switch_not_engaged'],
    answer: releasedAnswer,
  })
  async releaseOwn(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
  ): Promise<object> {
    const command = { kind: 'release-own-kill-switch', org: caller.orgId };
    const { answer, place } = await this.desk.submit(venue, caller, once, command);
    return { killSwitch: answer.switchNo, ...place };
  }

  @Post()
  @Door({
    name: 'engageKillSwitch',
    summary: 'Bar an organisation, an instrument or everybody, and cancel all orders that are open there',
    power: 'kill-switch.engage',
    params: venueParams,
    body: anybody,
    answer: engagedAnswer,
    status: 201,
    idempotent: true,
    problems: ['market.instrument_unknown', 'market.organisation_unknown', 'market.kill_switch_engaged'],
  })
  async engageAny(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() { orgId, symbol, reason }: z.infer<typeof anybody>,
  ): Promise<object> {
    const instrumentNo = symbol === null ? null : (await this.orders.instrument(venue, symbol)).instrumentNo;
    const party = caller.orgKind === 'regulator' ? 'regulator' : 'operator';
    return this.engage(caller, once, venue, { party, org: orgId ?? '', instrumentNo, reason });
  }

  @Post(':killSwitch/release')
  @Door({
    name: 'proposeKillSwitchRelease',
    summary: 'Propose to release a kill switch of the operator or the regulator',
    power: 'halt.propose',
    params: named,
    body: own,
    answer: proposalMade,
    status: 201,
    idempotent: true,
    problems: ['market.kill_switch_not_engaged', 'market.kill_switch_of_member'],
  })
  release(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, killSwitch }: z.infer<typeof named>,
    @Body() { reason }: z.infer<typeof own>,
  ): Promise<object> {
    const payload = { switchNo: Number(killSwitch), reason };
    return this.desk.propose(venue, caller, once, 'release-kill-switch', payload, reason);
  }

  private async engage(
    caller: Caller,
    once: OnceTicket,
    venue: string,
    facts: { party: string; org: string; instrumentNo: number | null; reason: string },
  ): Promise<object> {
    const command = { kind: 'engage-kill-switch', ...facts };
    const { answer, place } = await this.desk.submit(venue, caller, once, command);
    return { killSwitch: answer.switchNo, ordersCancelled: answer.ordersCancelled, ...place };
  }
}
