import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { publicId, reason, venueParams } from '../../approvals/http/shapes.js';
import { signingPowers } from '../../approvals/http/venue-desk.js';
import { formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  Door,
  Once,
  type OnceTicket,
  type Page,
  pageQuery,
} from '../../platform/http/index.js';
import { symbol } from '../../registry/http/shapes.js';
import { delayedTransferCancelled, delayedTransfersAnswer, transferState } from './answers.js';
import { CustodyDesk } from './custody-desk.js';

const params = venueParams.extend({ delayedTransfer: publicId });
const calling = z.strictObject({ reason });
const query = z.strictObject({
  ...pageQuery,
  state: transferState.optional(),
  fromAccountId: publicId.optional(),
  symbol: symbol.optional(),
});

type Asked = z.infer<typeof query>;

interface TransferRow {
  readonly transfer_no: string;
  readonly from_account: string;
  readonly to_account: string;
  readonly symbol: string;
  readonly unit_scale: number;
  readonly quantity: string;
  readonly trusted: boolean;
  readonly approved_at: string;
  readonly due_at: string;
  readonly cancel_until: string;
  readonly state: string;
  readonly ended_at: string;
  readonly note: string;
}

/** Transfers that everybody has signed and that wait for their time. */
@Chapter('safe movement')
@Controller('api/v1/venues/:venue/delayed-transfers')
export class DelayedTransfersController {
  constructor(@Inject(CustodyDesk) private readonly desk: CustodyDesk) {}

  @Get()
  @Door({
    name: 'listDelayedTransfers',
    summary: 'Transfers that wait or waited for their time, newest first',
    power: 'holding.read',
    params: venueParams,
    query,
    problems: ['registry.unknown_account'],
    answer: delayedTransfersAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { state, fromAccountId, symbol, ...page }: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const from =
      fromAccountId === undefined
        ? null
        : await this.desk.readable(caller, venue, fromAccountId, 'holding.read');
    return this.desk.newest<TransferRow>(reply, venue, caller, page, {
      sql: `SELECT t.transfer_no, t.from_account, t.to_account, i.symbol, i.unit_scale, t.quantity, t.trusted, t.approved_at,
          t.due_at, t.cancel_until, t.state, t.ended_at, t.note
        FROM delayed_transfers t JOIN instruments i ON i.venue_no = t.venue_no AND i.instrument_no = t.instrument_no
        WHERE t.venue_no = $1 AND ($2::text IS NULL OR t.org = $2) AND t.transfer_no < $3::bigint
          AND ($5::text IS NULL OR t.state = $5) AND ($6::bigint IS NULL OR t.from_account = $6)
          AND ($7::text IS NULL OR i.symbol = $7) ORDER BY t.transfer_no DESC LIMIT $4`,
      more: [state ?? null, from, symbol ?? null],
      no: (row) => Number(row.transfer_no),
      show: (row) => this.show(venueNo, row),
    });
  }

  @Post(':delayedTransfer/cancel')
  @Door({
    name: 'cancelDelayedTransfer',
    summary: 'Call off a waiting transfer, as long as the rules allow: by its own side or by the registry',
    power: ['transfer.propose', 'transfer.approve', 'registry.propose', 'registry.approve'],
    params,
    body: calling,
    status: 200,
    idempotent: true,
    problems: ['custody.unknown_transfer', 'custody.too_late_to_cancel'],
    answer: delayedTransferCancelled,
  })
  async cancel(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, delayedTransfer }: z.infer<typeof params>,
    @Body() { reason: note }: z.infer<typeof calling>,
  ): Promise<object> {
    const transferNo = this.desk.no('dtr', venue, delayedTransfer, 'custody.unknown_transfer');
    const command = { kind: 'cancel-transfer', transferNo, note, powers: signingPowers(caller) };
    const { answer, place } = await this.desk.submit(venue, caller, once, command);
    return { delayedTransferId: delayedTransfer, state: answer.state, ...place };
  }

  private show(venueNo: number, row: TransferRow): object {
    return {
      delayedTransferId: this.desk.id('dtr', venueNo, Number(row.transfer_no)),
      fromAccountId: this.desk.id('acc', venueNo, Number(row.from_account)),
      toAccountId: this.desk.id('acc', venueNo, Number(row.to_account)),
      symbol: row.symbol,
      quantity: formatDecimal(Number(row.quantity), row.unit_scale),
      trusted: row.trusted,
      approvedAt: formatInstant(Number(row.approved_at)),
      dueAt: formatInstant(Number(row.due_at)),
      cancelUntil: formatInstant(Number(row.cancel_until)),
      state: row.state,
      endedAt: row.state === 'WAITING' ? null : formatInstant(Number(row.ended_at)),
      note: row.note,
    };
  }
}
