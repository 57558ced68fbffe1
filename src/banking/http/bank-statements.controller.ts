import { createHash } from 'node:crypto';
import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ProposalMade } from '../../approvals/http/venue-desk.js';
import type { Json } from '../../kernel/json.js';
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
import { readStatements } from '../statements/read-statements.js';
import {
  statementDiscarded,
  statementFileAnswer,
  statementFilesAnswer,
  statementFileState,
  statementRechecked,
  statementUploaded,
} from './answers.js';
import { BankingDesk } from './banking-desk.js';
import { showStatementFile } from './banking-view.js';
import {
  fileParams,
  numbersAfter,
  pages,
  plainText,
  proposing,
  sha256,
  venueParams,
  type Where,
} from './shapes.js';

const query = pages.extend({ state: statementFileState.optional() });
const upload = z.strictObject({
  /** The bank's name of the file: once for ever. */
  fileId: plainText(140),
  /** As the bank told it by another way than the file came. */
  sha256,
  content: z.base64(),
});
const discarding = z.strictObject({ note: plainText(500) });
type Named = z.infer<typeof fileParams>;

/** What the bank says happened: imported whole, held against every total, released by another person. */
@Chapter('banking')
@Controller('api/v1/venues/:venue/bank-statements')
export class BankStatementsController {
  constructor(
    @Inject(BankingDesk) private readonly desk: BankingDesk,
    @Inject(BankingTables) private readonly tables: BankingTables,
  ) {}

  @Get()
  @Door({
    name: 'listBankStatements',
    summary: 'Statement files, newest first: staged, in quarantine with the difference, released, discarded',
    power: 'bank.read',
    params: venueParams,
    query,
    answer: statementFilesAnswer,
  })
  async list(
    @Param() { venue }: Where,
    @Query() { limit, after, state }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const rows = await this.tables.statementFiles(venueNo, state ?? null, before, limit + 1);
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.file_no)],
      (row) => showStatementFile(row, (kind, no) => this.desk.id(kind, venueNo, no)),
    );
  }

  @Get(':file')
  @Door({
    name: 'getBankStatement',
    summary: 'One statement file',
    power: 'bank.read',
    params: fileParams,
    answer: statementFileAnswer,
    problems: ['banking.unknown_statement_file'],
  })
  async one(@Param() { venue, file }: Named): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const row = await this.tables.statementFile(venueNo, this.desk.no('stf', venue, file));
    return showStatementFile(row, (kind, no) => this.desk.id(kind, venueNo, no));
  }

  @Post()
  @Door({
    name: 'uploadBankStatement',
    summary: 'Import a statement: camt.053, MT940 or our CSV, with the digest that the bank told',
    power: 'cash.enter',
    params: venueParams,
    body: upload,
    answer: statementUploaded,
    status: 201,
    idempotent: true,
    problems: [
      'banking.digest_mismatch',
      'banking.statement_too_large',
      'banking.statement_malformed',
      'banking.not_a_statement',
      'banking.currency_differs',
      'banking.statement_too_long',
      'banking.content_known',
      'banking.file_known',
      'banking.too_many_statement_files',
    ],
  })
  upload(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() { fileId, sha256: told, content }: z.infer<typeof upload>,
  ): Promise<object> {
    const bytes = Buffer.from(content, 'base64');
    const fileHash = createHash('sha256').update(bytes).digest('hex');
    if (fileHash !== told)
      throw new RejectionError({ code: 'banking.digest_mismatch', data: { told, found: fileHash } });
    const read = readStatements(bytes);
    if (!read.ok) throw new RejectionError(read.rejection);
    const { format, statements } = read.value;
    const command = {
      kind: 'stage-statements',
      fileId,
      fileHash,
      format,
      statements: statements as unknown as Json,
    };
    return this.desk.submit(venue, caller, once, command);
  }

  @Post(':file/release')
  @Door({
    ...proposing,
    name: 'proposeStatementRelease',
    summary: 'Propose to book a staged file; whoever imported it cannot sign it',
    power: 'cash.enter',
    params: fileParams,
    problems: [
      'banking.unknown_statement_file',
      'banking.file_in_quarantine',
      'banking.statement_file_finished',
    ],
  })
  async release(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, file }: Named,
  ): Promise<ProposalMade> {
    const fileNo = this.desk.no('stf', venue, file);
    const { file_hash: fileHash } = await this.tables.statementFile(this.desk.venueNo(venue), fileNo);
    return this.desk.propose(venue, caller, once, 'release-statements', { fileNo, fileHash });
  }

  @Post(':file/recheck')
  @Door({
    name: 'recheckBankStatement',
    summary: 'Check a waiting file again, now that the one before it may have been released',
    power: 'cash.enter',
    params: fileParams,
    answer: statementRechecked,
    status: 200,
    idempotent: true,
    problems: ['banking.unknown_statement_file', 'banking.statement_file_finished'],
  })
  recheck(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, file }: Named,
  ): Promise<object> {
    const fileNo = this.desk.no('stf', venue, file);
    return this.desk.submit(venue, caller, once, { kind: 'recheck-statements', fileNo });
  }

  @Post(':file/discard')
  @Door({
    name: 'discardBankStatement',
    summary: 'Discard a waiting file; the row and its note stay, the file may come again',
    power: 'cash.enter',
    params: fileParams,
    body: discarding,
    answer: statementDiscarded,
    status: 200,
    idempotent: true,
    problems: ['banking.unknown_statement_file', 'banking.statement_file_finished'],
  })
  discard(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, file }: Named,
    @Body() { note }: z.infer<typeof discarding>,
  ): Promise<object> {
    const fileNo = this.desk.no('stf', venue, file);
    return this.desk.submit(venue, caller, once, { kind: 'discard-statements', fileNo, note });
  }
}
