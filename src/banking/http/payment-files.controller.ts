import { createHash } from 'node:crypto';
import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ProposalMade } from '../../approvals/http/venue-desk.js';
import { PAYMENTS_A_FILE_MAX } from '../../kernel/limits.js';
import { RejectionError } from '../../kernel/rejection.js';
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
import { paymentFileDrafted, paymentFileMoved, paymentFilesAnswer, paymentFileState } from './answers.js';
import { BankingDesk } from './banking-desk.js';
import { showPaymentFile } from './banking-view.js';
import { fileParams, numbersAfter, pages, proposing, publicId, venueParams, type Where } from './shapes.js';

const query = pages.extend({ state: paymentFileState.optional() });
const draft = z.strictObject({
  bankAccountId: publicId,
  withdrawalIds: z.array(publicId).min(1).max(PAYMENTS_A_FILE_MAX),
});
type Named = z.infer<typeof fileParams>;
const XML = 'application/xml; charset=utf-8';

/** What the bank is told to pay: ISO 20022 pain.001.001.09, drafted by one and released by another. */
@Chapter('banking')
@Controller('api/v1/venues/:venue/payment-files')
export class PaymentFilesController {
  constructor(
    @Inject(BankingDesk) private readonly desk: BankingDesk,
    @Inject(BankingTables) private readonly tables: BankingTables,
  ) {}

  @Get()
  @Door({
    name: 'listPaymentFiles',
    summary: 'Payment files, newest first',
    power: 'bank.read',
    params: venueParams,
    query,
    answer: paymentFilesAnswer,
  })
  async list(
    @Param() { venue }: Where,
    @Query() { limit, after, state }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const rows = await this.tables.paymentFiles(venueNo, state ?? null, before, limit + 1);
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.payment_file_no)],
      (row) => showPaymentFile(row, (kind, no) => this.desk.id(kind, venueNo, no)),
    );
  }

  @Get(':file/content')
  @Door({
    name: 'downloadPaymentFile',
    summary: 'The bytes of a released file; the same every time, and held against the hash that was signed',
    power: 'bank.read',
    params: fileParams,
    answer: z.string(),
    produces: 'application/xml',
    problems: ['banking.unknown_payment_file', 'banking.payment_file_state', 'banking.content_differs'],
  })
  async content(
    @Param() { venue, file }: Named,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const no = this.desk.no('pmf', venue, file);
    const row = await this.tables.paymentFile(this.desk.venueNo(venue), no);
    if (row.state !== 'RELEASED' && row.state !== 'SENT')
      throw new RejectionError({ code: 'banking.payment_file_state', data: { state: row.state } });
    if (createHash('sha256').update(row.content).digest('hex') !== row.content_hash)
      throw new RejectionError({ code: 'banking.content_differs' });
    void reply.header('Content-Type', XML);
    void reply.header('Content-Disposition', `attachment; filename="${row.message_id}.xml"`);
    return row.content;
  }

  @Post()
  @Door({
    name: 'draftPaymentFile',
    summary: 'Draft a payment file of requested withdrawals',
    power: 'cash.enter',
    params: venueParams,
    body: draft,
    answer: paymentFileDrafted,
    status: 201,
    idempotent: true,
    problems: [
      'banking.unknown_bank_account',
      'banking.unknown_withdrawal',
      'banking.transfer_not_requested',
      'banking.bank_balance_too_low',
    ],
  })
  draft(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() { bankAccountId, withdrawalIds }: z.infer<typeof draft>,
  ): Promise<object> {
    const bankNo = this.desk.no('bka', venue, bankAccountId);
    const transferNos = withdrawalIds.map((id) => this.desk.no('wdr', venue, id));
    return this.desk.submit(venue, caller, once, { kind: 'draft-payment-file', bankNo, transferNos });
  }

  @Post(':file/release')
  @Door({
    ...proposing,
    name: 'proposePaymentFileRelease',
    summary: 'Propose to release a file; whoever drafted it cannot sign it',
    power: 'cash.enter',
    params: fileParams,
    problems: ['banking.unknown_payment_file', 'banking.payment_file_state', 'banking.account_not_active'],
  })
  async release(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, file }: Named,
  ): Promise<ProposalMade> {
    const paymentFileNo = this.desk.no('pmf', venue, file);
    const row = await this.tables.paymentFile(this.desk.venueNo(venue), paymentFileNo);
    const { content_hash: contentHash, count } = row;
    const payload = { paymentFileNo, contentHash, count, totalFen: Number(row.total_fen) };
    return this.desk.propose(venue, caller, once, 'release-payment-file', payload);
  }

  @Post(':file/discard')
  @Door({
    name: 'discardPaymentFile',
    summary: 'Discard a draft; its withdrawals wait for another file',
    power: 'cash.enter',
    params: fileParams,
    answer: paymentFileMoved,
    status: 200,
    idempotent: true,
    problems: ['banking.unknown_payment_file', 'banking.payment_file_state'],
  })
  discard(@CallerOf() caller: Caller, @Once() once: OnceTicket, @Param() where: Named): Promise<object> {
    return this.step('discard-payment-file', caller, once, where);
  }

  @Post(':file/sent')
  @Door({
    name: 'markPaymentFileSent',
    summary: 'Say that the bank has the file',
    power: 'cash.enter',
    params: fileParams,
    answer: paymentFileMoved,
    status: 200,
    idempotent: true,
    problems: ['banking.unknown_payment_file', 'banking.payment_file_state'],
  })
  sent(@CallerOf() caller: Caller, @Once() once: OnceTicket, @Param() where: Named): Promise<object> {
    return this.step('mark-payment-file-sent', caller, once, where);
  }

  private step(kind: string, caller: Caller, once: OnceTicket, { venue, file }: Named): Promise<object> {
    return this.desk.submit(venue, caller, once, { kind, paymentFileNo: this.desk.no('pmf', venue, file) });
  }
}
