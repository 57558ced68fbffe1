import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ProposalMade } from '../../approvals/http/venue-desk.js';
import {
  calendarDay,
  type Caller,
  CallerOf,
  Chapter,
  Door,
  Once,
  type OnceTicket,
  type Page,
  turnPage,
} from '../../platform/http/index.js';
import { ofTitle } from '../../registry/http/list-filters.js';
import { BANK_ACCOUNT_KINDS } from '../domain/bank-account.js';
import { cashTie } from '../domain/cash-tie.js';
import { BankingTables } from '../queries/banking-tables.js';
import { bankAccountsAnswer, cashRoutesAnswer, cashTieAnswer } from './answers.js';
import { BankingDesk } from './banking-desk.js';
import { showBankAccount, showRoute, showTie } from './banking-view.js';
import {
  amountText,
  bankAddress,
  numbersAfter,
  pages,
  proposing,
  publicId,
  reason,
  venueParams,
  type Where,
} from './shapes.js';

const opening = z.strictObject({
  kind: z.enum(BANK_ACCOUNT_KINDS),
  ...bankAddress,
  currency: z.string().regex(/^[A-Z]{3}$/),
  openingBalance: amountText,
  openingDay: calendarDay,
  reason: reason.optional(),
});
const accountsQuery = pages.extend({ kind: z.enum(BANK_ACCOUNT_KINDS).optional() });
const routesQuery = pages.extend({
  ...ofTitle,
  payee: z.enum(['named', 'missing']).optional().describe('Whether it is known where withdrawals go'),
});
const payee = z.strictObject({ accountId: publicId, ...bankAddress, reason: reason.optional() });
const payout = z.strictObject({ bankAccountId: publicId, amount: amountText, reason: reason.optional() });

/** Accounts at settlement banks, where each member's money goes, and whether bank and ledger tie. */
@Chapter('banking')
@Controller('api/v1/venues/:venue')
export class BankAccountsController {
  constructor(
    @Inject(BankingDesk) private readonly desk: BankingDesk,
    @Inject(BankingTables) private readonly tables: BankingTables,
  ) {}

  @Get('bank-accounts')
  @Door({
    name: 'listBankAccounts',
    summary: 'The venue’s bank accounts: where members pay in',
    power: 'public',
    params: venueParams,
    query: accountsQuery,
    answer: bankAccountsAnswer,
  })
  async accounts(
    @Param() { venue }: Where,
    @Query() { limit, after, kind }: z.infer<typeof accountsQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [last] = numbersAfter(after, [0]);
    const rows = await this.tables.bankAccounts(venueNo, kind ?? null, last, limit + 1);
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [row.bank_no],
      (row) => showBankAccount(row, (kind, no) => this.desk.id(kind, venueNo, no)),
    );
  }

  @Post('bank-accounts')
  @Door({
    ...proposing,
    name: 'proposeBankAccount',
    summary:
      'Propose to take a bank account into the ledger; from then on its statements book money, nobody by hand',
    power: 'cash.enter',
    params: venueParams,
    body: opening,
    problems: ['banking.too_many_bank_accounts', 'banking.bank_account_known', 'banking.opening_beyond_book'],
  })
  open(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() { kind: accountKind, openingBalance, reason: why, ...facts }: z.infer<typeof opening>,
  ): Promise<ProposalMade> {
    const payload = { accountKind, ...facts, openingFen: this.desk.fen(openingBalance) };
    return this.desk.propose(venue, caller, once, 'open-bank-account', payload, why);
  }

  @Get('cash-routes')
  @Door({
    name: 'listCashRoutes',
    summary:
      'Of each account: the reference to write on a payment in, and the bank account that withdrawals go to',
    power: 'cash.read',
    params: venueParams,
    query: routesQuery,
    answer: cashRoutesAnswer,
  })
  async routes(
    @CallerOf() caller: Caller,
    @Param() { venue }: Where,
    @Query() { limit, after, title, payee: known }: z.infer<typeof routesQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [last] = numbersAfter(after, [0]);
    const hasPayee = known === undefined ? null : known === 'named';
    const filter = { title: title ?? null, hasPayee };
    const rows = await this.tables.routes(venueNo, caller, filter, last, limit + 1);
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.account_no)],
      (row) => showRoute(row, (kind, no) => this.desk.id(kind, venueNo, no)),
    );
  }

  @Post('bank-payees')
  @Door({
    ...proposing,
    name: 'proposePayee',
    summary: 'Propose the bank account that one’s withdrawals go to; a clearing operator signs it',
    power: 'cash.withdraw',
    params: venueParams,
    body: payee,
    problems: ['approvals.unknown_subject', 'banking.account_not_active'],
  })
  setPayee(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() { accountId, reason: why, ...address }: z.infer<typeof payee>,
  ): Promise<ProposalMade> {
    // Approvals say of a foreign account that there is none; one that never was must sound the same.
    const accountNo = this.desk.no('acc', venue, accountId, 'approvals.unknown_subject');
    const payload = { accountNo, ...address };
    return this.desk.propose(venue, caller, once, 'set-payee', payload, why);
  }

  @Post('fee-payouts')
  @Door({
    ...proposing,
    name: 'proposeFeePayout',
    summary: 'Propose to pay fee income out to an account of the venue’s own money',
    power: 'cash.enter',
    params: venueParams,
    body: payout,
    problems: ['banking.unknown_bank_account', 'banking.not_own_money', 'banking.fees_too_low'],
  })
  payOutFees(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() { bankAccountId, amount, reason: why }: z.infer<typeof payout>,
  ): Promise<ProposalMade> {
    const payload = { bankNo: this.desk.no('bka', venue, bankAccountId), amountFen: this.desk.fen(amount) };
    return this.desk.propose(venue, caller, once, 'pay-out-fees', payload, why);
  }

  @Get('cash-tie')
  @Door({
    name: 'getCashTie',
    summary: 'Bank by the last statements, cash sub-ledger, in transit, suspense, and what explains each',
    power: 'bank.read',
    params: venueParams,
    answer: cashTieAnswer,
  })
  async tie(@Param() { venue }: Where): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const tie = await this.desk.ask(venue, (machine) => cashTie(machine));
    return showTie(tie, (kind, no) => this.desk.id(kind, venueNo, no));
  }
}
