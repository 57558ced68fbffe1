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
  turnPage,
} from '../../platform/http/index.js';
import { BankingTables } from '../queries/banking-tables.js';
import { withdrawalMoved, withdrawalsAnswer, withdrawalState } from './answers.js';
import { BankingDesk } from './banking-desk.js';
import { showTransfer } from './banking-view.js';
import {
  amountText,
  numbersAfter,
  pages,
  proposing,
  publicId,
  reason,
  transferId,
  venueParams,
  type Where,
  withdrawalParams,
} from './shapes.js';

const query = pages.extend({ state: withdrawalState.optional() });
const wish = z.strictObject({ accountId: publicId, amount: amountText, transferId });
const voiding = z.strictObject({ reason });
type Named = z.infer<typeof withdrawalParams>;

/** Free cash on its way to its owner's bank account. */
@Chapter('banking')
@Controller('api/v1/venues/:venue/cash-withdrawals')
export class CashWithdrawalsController {
  constructor(
    @Inject(BankingDesk) private readonly desk: BankingDesk,
    @Inject(BankingTables) private readonly tables: BankingTables,
  ) {}

  @Get()
  @Door({
    name: 'listCashWithdrawals',
    summary: 'Withdrawals, newest first: one’s own, or the venue’s for offices',
    power: 'cash.read',
    params: venueParams,
    query,
    answer: withdrawalsAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: Where,
    @Query() { limit, after, state }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const rows = await this.tables.transfers(venueNo, caller, state ?? null, before, limit + 1);
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.transfer_no)],
      (row) => showTransfer(row, (kind, no) => this.desk.id(kind, venueNo, no)),
    );
  }

  @Post()
  @Door({
    name: 'requestCashWithdrawal',
    summary: 'Ask for free cash; it is kept at once. The same transfer id is the same withdrawal',
    power: 'cash.withdraw',
    params: venueParams,
    body: wish,
    answer: withdrawalMoved,
    status: 201,
    idempotent: true,
    problems: [
      'banking.unknown_account',
      'banking.transfer_id_taken',
      'banking.no_bank_account',
      'banking.account_not_active',
      'banking.no_payee',
      'banking.bad_amount',
      'banking.insufficient_cash',
      'banking.too_many_transfers',
    ],
  })
  request(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() body: z.infer<typeof wish>,
  ): Promise<object> {
    const accountNo = this.desk.no('acc', venue, body.accountId);
    const facts = { accountNo, amountFen: this.desk.fen(body.amount), transferId: body.transferId };
    return this.desk.submit(venue, caller, once, { kind: 'request-withdrawal', ...facts });
  }

  @Post(':withdrawal/cancel')
  @Door({
    name: 'cancelCashWithdrawal',
    summary: 'Take a withdrawal back while it is in no payment file',
    power: 'cash.withdraw',
    params: withdrawalParams,
    answer: withdrawalMoved,
    status: 200,
    idempotent: true,
    problems: ['banking.unknown_withdrawal', 'banking.transfer_not_requested'],
  })
  cancel(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, withdrawal }: Named,
  ): Promise<object> {
    const transferNo = this.desk.no('wdr', venue, withdrawal);
    return this.desk.submit(venue, caller, once, { kind: 'cancel-withdrawal', transferNo });
  }

  @Post(':withdrawal/void')
  @Door({
    ...proposing,
    name: 'proposeWithdrawalVoid',
    summary: 'Propose to give back what the bank refused to pay',
    power: 'cash.enter',
    params: withdrawalParams,
    body: voiding,
    problems: ['banking.unknown_withdrawal', 'banking.transfer_not_in_transit', 'banking.account_not_active'],
  })
  void(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, withdrawal }: Named,
    @Body() { reason: why }: z.infer<typeof voiding>,
  ): Promise<ProposalMade> {
    const payload = { withdrawalNo: this.desk.no('wdr', venue, withdrawal), reason: why };
    return this.desk.propose(venue, caller, once, 'void-transfer', payload, why);
  }
}
