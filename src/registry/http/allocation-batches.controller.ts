import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { amountText, numbersAfter, publicId, reason, venueParams } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import { formatDecimal } from '../../kernel/decimal.js';
import { BATCH_LINES_MAX } from '../../kernel/limits.js';
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
import type { Command } from '../../sequencer/index.js';
import { BATCH_STAGES, BATCH_STATES } from '../domain/index.js';
import { AllocationBatches, type BatchRow } from '../queries/allocation-batches.js';
import { ownOnly, RegistryTables } from '../queries/registry-tables.js';
import { batchesAnswer, batchMoved, batchWithLines } from './answers.js';
import { showBatch, showLine } from './batch-view.js';
import { fileHash, symbol, unitsFrom, year } from './shapes.js';

const params = venueParams.extend({ batch: publicId });
type Params = z.infer<typeof params>;
const lines = z
  .array(z.strictObject({ accountId: publicId, quantity: amountText }))
  .min(1)
  .max(BATCH_LINES_MAX);
const stage = z.enum(BATCH_STAGES).optional();
const draft = z.strictObject({ symbol, year, stage, fileHash: fileHash.optional(), lines });
const submission = z.strictObject({ fileHash: fileHash.optional(), lines: lines.optional() });
const approval = z.strictObject({ fileHash });
const returning = z.strictObject({ note: reason });
const query = z.strictObject({ ...pageQuery, state: z.enum(BATCH_STATES).optional() });

const CAPPED = ['registry.cap_missing', 'registry.cap_exceeded'] as const;
const step = { params, answer: batchMoved, status: 200, idempotent: true } as const;

/** From the stamped file to the accounts, step by step, each by the hands the rulebook names. */
@Chapter('allocation batches')
@Controller('api/v1/venues/:venue/allocation-batches')
export class AllocationBatchesController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(RegistryTables) private readonly tables: RegistryTables,
    @Inject(AllocationBatches) private readonly batches: AllocationBatches,
  ) {}

  @Get()
  @Door({
    name: 'listAllocationBatches',
    summary: 'Allocation batches',
    power: 'batch.read',
    params: venueParams,
    query,
    answer: batchesAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, state }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const own = ownOnly(caller, 'batch.read');
    const rows = await this.batches.list(venueNo, own, before, state ?? null, limit + 1);
    const show = (row: BatchRow): object => showBatch(this.desk, venueNo, row);
    return turnPage(reply, rows, limit, ({ batch_no }) => [Number(batch_no)], show);
  }

  @Get(':batch')
  @Door({
    name: 'getAllocationBatch',
    summary: 'One batch with its lines',
    power: 'batch.read',
    params,
    problems: ['registry.unknown_batch'],
    answer: batchWithLines,
  })
  async get(@CallerOf() caller: Caller, @Param() { venue, batch }: Params): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const own = ownOnly(caller, 'batch.read');
    const row = await this.find(venueNo, batch, own);
    const found = await this.batches.lines(venueNo, own, row.batch_no);
    const accountId = (no: string): string => this.desk.id('acc', venueNo, Number(no));
    return {
      ...showBatch(this.desk, venueNo, row),
      lines: found.map((line) => ({ accountId: accountId(line.account_no), ...showLine(line, row) })),
    };
  }

  @Post()
  @Door({
    name: 'draftAllocationBatch',
    summary: 'Draft a batch; with a stage its units follow from earlier ones and deductions',
    power: 'batch.draft',
    params: venueParams,
    body: draft,
    status: 201,
    idempotent: true,
    problems: [
      'registry.unknown_instrument',
      'registry.unknown_account',
      'registry.bad_quantity',
      'registry.duplicate_line',
    ],
    answer: batchMoved,
  })
  async draft(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Body() body: z.infer<typeof draft>,
  ): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const instrument = await this.tables.instrument(venueNo, body.symbol);
    const command = {
      kind: 'draft-batch',
      instrumentNo: instrument.instrument_no,
      year: body.year,
      stage: body.stage,
      fileHash: body.fileHash,
      lines: this.read(venueNo, body.lines, instrument.unit_scale),
    };
    const { answer, place } = await this.desk.submit(venue, caller, once, command);
    const batchId = this.desk.id('bat', venueNo, answer.batchNo as number);
    return {
      batchId,
      state: answer.state,
      total: formatDecimal(answer.total as number, instrument.unit_scale),
      ...place,
    };
  }

  @Post(':batch/submit')
  @Door({
    ...step,
    name: 'submitAllocationBatch',
    summary: 'Submit a draft, or a returned batch with corrections',
    power: 'batch.submit',
    body: submission,
    problems: ['registry.file_missing', 'registry.illegal_transition'],
  })
  async submit(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, batch }: Params,
    @Body() body: z.infer<typeof submission>,
  ): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const row = await this.find(venueNo, batch, null);
    const corrected = body.lines && this.read(venueNo, body.lines, row.unit_scale);
    const facts = { kind: 'submit-batch', fileHash: body.fileHash, lines: corrected };
    return this.step(caller, once, venue, row, facts);
  }

  @Post(':batch/approve')
  @Door({
    ...step,
    name: 'approveAllocationBatch',
    summary: 'Approve with the hash of the stamped file in your hands',
    power: 'batch.approve',
    body: approval,
    problems: ['registry.file_mismatch', 'registry.four_eyes', 'registry.illegal_transition'],
  })
  async approve(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, batch }: Params,
    @Body() body: z.infer<typeof approval>,
  ): Promise<object> {
    const row = await this.find(this.desk.venueNo(venue), batch, null);
    const facts = { kind: 'approve-batch', fileHash: body.fileHash };
    const answer = await this.step(caller, once, venue, row, facts);
    // The finding is on record (state MISMATCH); the caller must not take it for an approval.
    if (answer.state === 'MISMATCH')
      throw new RejectionError({ code: 'registry.file_mismatch', data: { seq: answer.seq } });
    return answer;
  }

  @Post(':batch/return')
  @Door({
    ...step,
    name: 'returnAllocationBatch',
    summary: 'Return a batch to its issuer',
    power: 'batch.approve',
    body: returning,
    problems: ['registry.illegal_transition'],
  })
  async return(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, batch }: Params,
    @Body() { note }: z.infer<typeof returning>,
  ): Promise<object> {
    const row = await this.find(this.desk.venueNo(venue), batch, null);
    return this.step(caller, once, venue, row, { kind: 'return-batch', note });
  }

  @Post(':batch/create')
  @Door({
    ...step,
    name: 'createAllocationUnits',
    summary: 'Create the units, with serials, in the province account',
    power: 'batch.execute',
    problems: [
      ...CAPPED,
      'registry.already_final',
      'registry.earlier_batch_waits',
      'registry.illegal_transition',
    ],
  })
  create(@CallerOf() caller: Caller, @Once() once: OnceTicket, @Param() where: Params): Promise<object> {
    return this.plain('create-batch', caller, once, where);
  }

  @Post(':batch/distribute')
  @Door({
    ...step,
    name: 'distributeAllocationBatch',
    summary: 'Credit the accounts',
    power: 'batch.execute',
    problems: ['registry.account_not_open', 'registry.illegal_transition'],
  })
  distribute(@CallerOf() caller: Caller, @Once() once: OnceTicket, @Param() where: Params): Promise<object> {
    return this.plain('distribute-batch', caller, once, where);
  }

  @Post(':batch/close')
  @Door({
    ...step,
    name: 'closeAllocationBatch',
    summary: 'Close a distributed batch',
    power: 'batch.execute',
    problems: ['registry.illegal_transition'],
  })
  close(@CallerOf() caller: Caller, @Once() once: OnceTicket, @Param() where: Params): Promise<object> {
    return this.plain('close-batch', caller, once, where);
  }

  private async plain(
    kind: string,
    caller: Caller,
    once: OnceTicket,
    { venue, batch }: Params,
  ): Promise<object> {
    const row = await this.find(this.desk.venueNo(venue), batch, null);
    return this.step(caller, once, venue, row, { kind });
  }

  private async step(
    caller: Caller,
    once: OnceTicket,
    venue: string,
    row: BatchRow,
    command: Command,
  ): Promise<{ state: string; seq: number }> {
    const batchNo = Number(row.batch_no);
    const { answer, place } = await this.desk.submit(venue, caller, once, { ...command, batchNo });
    return {
      ...{ batchId: this.desk.id('bat', this.desk.venueNo(venue), batchNo), state: answer.state as string },
      ...{ total: formatDecimal(answer.total as number, row.unit_scale), ...place },
    };
  }

  private find(venueNo: number, batch: string, own: string | null): Promise<BatchRow> {
    return this.batches.find(venueNo, own, this.desk.no('bat', venueNo, batch, 'registry.unknown_batch'));
  }

  private read(
    venueNo: number,
    wanted: z.infer<typeof lines>,
    unitScale: number,
  ): { accountNo: number; quantity: number }[] {
    return wanted.map(({ accountId, quantity }) => ({
      accountNo: this.desk.no('acc', venueNo, accountId, 'registry.unknown_account'),
      quantity: unitsFrom(quantity, unitScale),
    }));
  }
}
