import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  amountText,
  numbersAfter,
  proposalMade,
  publicId,
  reason,
  venueParams,
} from '../../approvals/http/shapes.js';
import { type ProposalMade, VenueDesk } from '../../approvals/http/venue-desk.js';
import { formatDecimal } from '../../kernel/decimal.js';
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
import { AllocationBatches } from '../queries/allocation-batches.js';
import { ownOnly, RegistryTables } from '../queries/registry-tables.js';
import { deductionsAnswer } from './answers.js';
import { ListFilters, ofAccount, ofInstrument } from './list-filters.js';
import { unitsFrom, unitsOf } from './shapes.js';

const handBack = z.strictObject({ batchId: publicId, accountId: publicId, quantity: amountText, reason });
const query = z.strictObject({
  ...pageQuery,
  ...ofAccount,
  ...ofInstrument,
  state: z.enum(['OPEN', 'PAID']).optional().describe('Whether something of it is still open'),
});
const proposing = { params: venueParams, answer: proposalMade, status: 201, idempotent: true } as const;
type Where = z.infer<typeof venueParams>;

interface DeductionRow {
  readonly account_no: string;
  readonly instrument_no: number;
  readonly symbol: string;
  readonly unit_scale: number;
  readonly imposed: string;
  readonly open: string;
}

/** What allocations are reckoned with: deductions from before, and units that a later result asks back. */
@Chapter('units')
@Controller('api/v1/venues/:venue')
export class AdjustmentsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(RegistryTables) private readonly tables: RegistryTables,
    @Inject(AllocationBatches) private readonly batches: AllocationBatches,
    @Inject(ListFilters) private readonly filters: ListFilters,
  ) {}

  @Get('deductions')
  @Door({
    name: 'listDeductions',
    summary: 'Deductions and what of them is still open: of your accounts, or of all that you supervise',
    power: 'holding.read',
    params: venueParams,
    query,
    problems: ['registry.unknown_account', 'registry.unknown_instrument'],
    answer: deductionsAnswer,
  })
  async deductions(
    @CallerOf() caller: Caller,
    @Param() { venue }: Where,
    @Query() { limit, after, accountId, symbol: of, state }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [account, instrument] = numbersAfter(after, [0, 0]);
    const accountNo = await this.filters.account(caller, venue, 'holding.read', { accountId });
    const instrumentNo = await this.filters.instrument(venue, { symbol: of });
    const isOpen = state === undefined ? null : state === 'OPEN';
    const rows = await this.tables.rows<DeductionRow>(
      `SELECT d.account_no, d.instrument_no, i.symbol, i.unit_scale, d.imposed, d.open FROM allocation_deductions d
         JOIN instruments i ON i.venue_no = d.venue_no AND i.instrument_no = d.instrument_no
         JOIN accounts a ON a.venue_no = d.venue_no AND a.account_no = d.account_no
       WHERE d.venue_no = $1 AND ($2::text IS NULL OR a.org = $2) AND (d.account_no, d.instrument_no) > ($3::bigint, $4::int)
         AND ($6::bigint IS NULL OR d.account_no = $6) AND ($7::int IS NULL OR d.instrument_no = $7)
         AND ($8::boolean IS NULL OR (d.open > 0) = $8)
       ORDER BY d.account_no, d.instrument_no LIMIT $5`,
      [
        ...[venueNo, ownOnly(caller, 'holding.read'), account, instrument, limit + 1],
        ...[accountNo, instrumentNo, isOpen],
      ],
    );
    const place = (row: DeductionRow): [number, number] => [Number(row.account_no), row.instrument_no];
    return turnPage(reply, rows, limit, place, (row) => ({
      accountId: this.desk.id('acc', venueNo, Number(row.account_no)),
      symbol: row.symbol,
      imposed: formatDecimal(Number(row.imposed), row.unit_scale),
      open: formatDecimal(Number(row.open), row.unit_scale),
    }));
  }

  @Post('deductions')
  @Door({
    ...proposing,
    name: 'proposeDeduction',
    summary: 'Propose a deduction: so many units are kept back from the next staged batches',
    power: 'registry.propose',
    body: unitsOf,
    problems: ['registry.unknown_account', 'registry.unknown_instrument', 'registry.bad_quantity'],
  })
  async deduct(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() body: z.infer<typeof unitsOf>,
  ): Promise<ProposalMade> {
    const venueNo = this.desk.venueNo(venue);
    const instrument = await this.tables.instrument(venueNo, body.symbol);
    const payload = {
      accountNo: this.desk.no('acc', venueNo, body.accountId, 'registry.unknown_account'),
      instrumentNo: instrument.instrument_no,
      quantity: unitsFrom(body.quantity, instrument.unit_scale),
      reason: body.reason,
    };
    return this.desk.propose(venue, caller, once, 'impose-deduction', payload, body.reason);
  }

  @Post('hand-backs')
  @Door({
    ...proposing,
    name: 'proposeHandBack',
    summary: 'Propose to hand back units that a later result asks back',
    power: 'cancel-units.propose',
    body: handBack,
    problems: [
      'approvals.unknown_subject',
      'registry.unknown_batch',
      'registry.not_in_batch',
      'registry.not_owed',
      'registry.insufficient_units',
    ],
  })
  async handBack(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() body: z.infer<typeof handBack>,
  ): Promise<ProposalMade> {
    const venueNo = this.desk.venueNo(venue);
    const batchNo = this.desk.no('bat', venueNo, body.batchId, 'registry.unknown_batch');
    const own = ownOnly(caller, 'batch.read');
    const { unit_scale: unitScale } = await this.batches.find(venueNo, own, batchNo);
    const payload = {
      batchNo,
      accountNo: this.desk.no('acc', venueNo, body.accountId, 'approvals.unknown_subject'),
      quantity: unitsFrom(body.quantity, unitScale),
    };
    return this.desk.propose(venue, caller, once, 'hand-back-units', payload, body.reason);
  }
}
