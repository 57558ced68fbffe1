import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ProposalMade } from '../../approvals/http/venue-desk.js';
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
import { LINE_STATES } from '../domain/statement-file.js';
import { BankingTables } from '../queries/banking-tables.js';
import { linesAnswer } from './answers.js';
import { BankingDesk } from './banking-desk.js';
import { showLine } from './banking-view.js';
import {
  bankAddress,
  lineParams,
  numbersAfter,
  proposing,
  publicId,
  reason,
  venueParams,
  type Where,
} from './shapes.js';

const query = z.strictObject({ ...pageQuery, state: z.enum(LINE_STATES).optional() });
const assigning = z.strictObject({ accountId: publicId, reason });
const sending = z.strictObject({ ...bankAddress, reason });
/** Without a withdrawal the venue bears it. */
const clearing = z.strictObject({ withdrawalId: publicId.nullable(), reason });
type Named = z.infer<typeof lineParams>;

/** Lines of released statements; those in suspense are the work list. */
@Chapter('banking')
@Controller('api/v1/venues/:venue/bank-lines')
export class BankLinesController {
  constructor(
    @Inject(BankingDesk) private readonly desk: BankingDesk,
    @Inject(BankingTables) private readonly tables: BankingTables,
  ) {}

  @Get()
  @Door({
    name: 'listBankLines',
    summary: 'Lines and what became of them; `state=SUSPENSE` is the work list of money without a name',
    power: 'bank.read',
    params: venueParams,
    query,
    answer: linesAnswer,
  })
  async list(
    @Param() { venue }: Where,
    @Query() { limit, after, state }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [last] = numbersAfter(after, [0]);
    const rows = await this.tables.lines(venueNo, state ?? null, last, limit + 1);
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.line_no)],
      (row) => showLine(row, (kind, no) => this.desk.id(kind, venueNo, no)),
    );
  }

  @Post(':line/assign')
  @Door({
    ...proposing,
    name: 'proposeLineAssignment',
    summary: 'Propose whose money it is that came without a name',
    power: 'cash.enter',
    params: lineParams,
    body: assigning,
    problems: ['banking.line_not_in_suspense', 'banking.wrong_side', 'banking.account_not_active'],
  })
  assign(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, line }: Named,
    @Body() { accountId, reason: why }: z.infer<typeof assigning>,
  ): Promise<ProposalMade> {
    const payload = {
      lineNo: this.desk.no('lin', venue, line),
      accountNo: this.desk.no('acc', venue, accountId),
    };
    return this.desk.propose(venue, caller, once, 'assign-line', payload, why);
  }

  @Post(':line/send-back')
  @Door({
    ...proposing,
    name: 'proposeLineReturn',
    summary: 'Propose to send money without a name back where it came from',
    power: 'cash.enter',
    params: lineParams,
    body: sending,
    problems: ['banking.line_not_in_suspense', 'banking.wrong_side', 'banking.too_many_transfers'],
  })
  sendBack(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, line }: Named,
    @Body() { reason: why, ...address }: z.infer<typeof sending>,
  ): Promise<ProposalMade> {
    const payload = { lineNo: this.desk.no('lin', venue, line), ...address };
    return this.desk.propose(venue, caller, once, 'send-line-back', payload, why);
  }

  @Post(':line/clear')
  @Door({
    ...proposing,
    name: 'proposeLineClearance',
    summary:
      'Propose what a payment was that nobody ordered by its reference: a withdrawal, or a charge the venue bears',
    power: 'cash.enter',
    params: lineParams,
    body: clearing,
    problems: [
      'banking.line_not_in_suspense',
      'banking.wrong_side',
      'banking.transfer_not_in_transit',
      'banking.amount_differs',
      'banking.fees_too_low',
    ],
  })
  clear(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, line }: Named,
    @Body() { withdrawalId, reason: why }: z.infer<typeof clearing>,
  ): Promise<ProposalMade> {
    const withdrawalNo = withdrawalId === null ? 0 : this.desk.no('wdr', venue, withdrawalId);
    const payload = { lineNo: this.desk.no('lin', venue, line), withdrawalNo };
    return this.desk.propose(venue, caller, once, 'clear-debit', payload, why);
  }
}
