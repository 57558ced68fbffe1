import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter, publicId, reason, venueParams } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import { formatInstant } from '../../kernel/instant.js';
import { RejectionError } from '../../kernel/rejection.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  dayRange,
  daysOf,
  Door,
  Once,
  type OnceTicket,
  type Page,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import { ListFilters, ofAccount } from '../../registry/http/list-filters.js';
import type { Engine } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import { settleUpTo } from '../commands/settle-up-to.js';
import type { ClearingMachine } from '../domain/handlers.js';
import { SettledTrades } from '../queries/settled-trades.js';
import { DISPUTE_STATES, SettlementDayTables } from '../queries/settlement-day-tables.js';
import { disputeAccepted, disputeFiled, disputeRejected, disputesAnswer } from './answers.js';

const query = z.strictObject({
  ...pageQuery,
  state: z.enum(DISPUTE_STATES).optional(),
  ...ofAccount,
  ...dayRange,
});
const ofTrade = venueParams.extend({ trade: publicId });
const named = venueParams.extend({ dispute: z.string().regex(/^\d{1,15}$/) });
const objection = z.strictObject({ grounds: reason });
const answer = z.strictObject({ answer: reason });
type Named = z.infer<typeof named>;

/** A party objects to the result of a settlement; the exchange answers, and an accepted one leads to an annulment. */
@Chapter('settlement')
@Controller('api/v1/venues/:venue')
export class DisputesController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(ENGINE) private readonly engine: Engine<ClearingMachine>,
    @Inject(SettlementDayTables) private readonly tables: SettlementDayTables,
    @Inject(SettledTrades) private readonly trades: SettledTrades,
    @Inject(ListFilters) private readonly filters: ListFilters,
  ) {}

  @Get('disputes')
  @Door({
    name: 'listDisputes',
    summary:
      'Disputes about trades of yours, newest first; by the account that filed and the day of the trade',
    power: 'settlement.read',
    params: venueParams,
    query,
    problems: ['registry.unknown_account'],
    answer: disputesAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, state, accountId, ...days }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const account = await this.filters.account(caller, venue, 'settlement.read', { accountId });
    const filter = { state: state ?? null, account, days: daysOf(days) };
    const rows = await this.tables.disputes(venueNo, caller, filter, before, limit + 1);
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.dispute_no)],
      (row) => this.tables.showDispute(venueNo, row),
    );
  }

  @Post('trades/:trade/disputes')
  @Door({
    name: 'fileDispute',
    summary: 'Dispute a trade of yours, until the next trading day opens',
    power: 'dispute.file',
    params: ofTrade,
    body: objection,
    status: 201,
    idempotent: true,
    problems: [
      ...['clearing.trade_unknown', 'clearing.trade_already_annulled', 'clearing.dispute_late'],
      ...['clearing.dispute_open_already', 'clearing.too_many_disputes'],
    ],
    answer: disputeFiled,
  })
  async file(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, trade }: z.infer<typeof ofTrade>,
    @Body() { grounds }: z.infer<typeof objection>,
  ): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const tradeNo = this.desk.no('trd', venueNo, trade, 'clearing.trade_unknown');
    const own = await this.tables.ownTrade(venueNo, tradeNo, caller.orgId);
    if (own === undefined) throw new RejectionError({ code: 'clearing.trade_unknown' });
    const command = { kind: 'file-dispute', tradeNo, ...own, grounds };
    const { answer, place } = await this.desk.submit(venue, caller, once, command);
    const { disputeNo, state, deadline } = answer;
    const until = deadline === null ? null : formatInstant(deadline as number);
    return { dispute: disputeNo, tradeId: trade, state, deadline: until, ...place };
  }

  @Post('disputes/:dispute/reject')
  @Door({
    name: 'rejectDispute',
    summary: 'Reject a dispute with a reason',
    power: 'dispute.answer',
    params: named,
    body: answer,
    status: 200,
    idempotent: true,
    problems: ['clearing.dispute_unknown', 'clearing.dispute_answered'],
    answer: disputeRejected,
  })
  async reject(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, dispute }: Named,
    @Body() body: z.infer<typeof answer>,
  ): Promise<object> {
    const command = { kind: 'reject-dispute', disputeNo: Number(dispute), answer: body.answer };
    const { answer: said, place } = await this.desk.submit(venue, caller, once, command);
    return { dispute: said.disputeNo, state: said.state, ...place };
  }

  @Post('disputes/:dispute/accept')
  @Door({
    name: 'acceptDispute',
    summary: 'Accept a dispute: the annulment of its trade is proposed, the supervisor decides',
    power: 'dispute.answer',
    params: named,
    body: answer,
    status: 201,
    idempotent: true,
    problems: [
      ...['clearing.dispute_unknown', 'clearing.dispute_answered', 'clearing.trade_already_annulled'],
      ...['clearing.goods_not_free', 'clearing.serials_moved_on', 'clearing.money_not_free'],
      ...['clearing.trade_not_settled', 'clearing.trade_covered', 'clearing.delivered_after_close'],
    ],
    answer: disputeAccepted,
  })
  async accept(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, dispute }: Named,
    @Body() body: z.infer<typeof answer>,
  ): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const disputeNo = Number(dispute);
    const disputed = await this.tables.tradeOfDispute(venueNo, disputeNo);
    if (disputed === undefined) throw new RejectionError({ code: 'clearing.dispute_unknown' });
    const { tradeNo } = disputed;
    if (disputed.state !== 'OPEN')
      return this.answerAgain(venue, caller, once, disputeNo, body.answer, disputed);
    await settleUpTo(this.engine, venue, tradeNo);
    // The same key finds the same proposal, should we die between the two commands.
    const payload = { ...(await this.trades.find(venueNo, tradeNo)), reason: body.answer };
    const proposal = await this.desk.propose(venue, caller, once, 'annul-trade', payload, body.answer);
    const proposalNo = this.desk.no('prp', venueNo, proposal.proposalId, 'approvals.unknown_proposal');
    const command = { kind: 'accept-dispute', disputeNo, answer: body.answer, proposalNo };
    const { answer: said, place } = await this.desk.submit(venue, caller, acceptanceOf(once), command);
    return { dispute: said.disputeNo, state: said.state, proposalId: proposal.proposalId, ...place };
  }

  /** Answered already: the same key gives the same answer, another one a refusal, and no second annulment is proposed. */
  private async answerAgain(
    venue: string,
    caller: Caller,
    once: OnceTicket,
    disputeNo: number,
    answer: string,
    { proposalNo }: { readonly proposalNo: number },
  ): Promise<object> {
    const command = { kind: 'accept-dispute', disputeNo, answer, proposalNo };
    const { answer: said, place } = await this.desk.submit(venue, caller, acceptanceOf(once), command);
    const proposalId = this.desk.id('prp', this.desk.venueNo(venue), proposalNo);
    return { dispute: said.disputeNo, state: said.state, proposalId, ...place };
  }
}

/** The second command of one request has a key of its own. */
function acceptanceOf(once: OnceTicket): OnceTicket {
  const { route, rawBody } = once;
  return { key: `${once.key}:accept`, route, rawBody, markReplayed: () => once.markReplayed() };
}
