import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter, venueParams } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import { formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import {
  between,
  type Caller,
  CallerOf,
  Chapter,
  dayRange,
  Door,
  type Page,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import { SYSTEM_ACCOUNTS } from '../../ledger/index.js';
import { forksAround, SERIAL_MAX } from '../domain/index.js';
import { ownOnly, RegistryTables } from '../queries/registry-tables.js';
import { allocationsAnswer, cancellationsAnswer, serialPath } from './answers.js';
import { ListFilters, ofInstrument } from './list-filters.js';
import { symbol, year } from './shapes.js';

const listQuery = z.strictObject({
  ...pageQuery,
  year: z.coerce.number().pipe(year).optional(),
  symbol: symbol.optional(),
});
const cancelledQuery = z.strictObject({ ...pageQuery, ...ofInstrument, ...dayRange });
const serialParams = venueParams.extend({ symbol, serial: z.coerce.number().int().min(1).max(SERIAL_MAX) });

interface AllocationRow {
  readonly batch_no: string;
  readonly line: number;
  readonly symbol: string;
  readonly unit_scale: number;
  readonly year: number;
  readonly title: string;
  readonly quantity: string;
  readonly recalled: string;
}
interface CancellationRow {
  readonly proposal_no: string;
  readonly symbol: string;
  readonly unit_scale: number;
  readonly quantity: string;
  readonly changed_at: string;
}
interface MoveRow {
  readonly move_no: string;
  readonly from_account: string;
  readonly from_org: string | null;
  readonly to_account: string;
  readonly to_org: string | null;
  readonly cause: string;
  readonly cause_no: string;
}

/** What the law makes public (rulebook §1.9), and the path of a serial for those who supervise. */
@Chapter('public records')
@Controller('api/v1/venues/:venue')
export class PublicRecordsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(RegistryTables) private readonly tables: RegistryTables,
    @Inject(ListFilters) private readonly filters: ListFilters,
  ) {}

  @Get('allocations')
  @Door({
    name: 'listAllocations',
    summary: 'The allocation list: who was given how much, and how much of it was taken back',
    power: 'public',
    params: venueParams,
    query: listQuery,
    answer: allocationsAnswer,
  })
  async allocations(
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() query: z.infer<typeof listQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [lastBatch, lastLine] = numbersAfter(query.after, [0, 0]);
    const rows = await this.tables.rows<AllocationRow>(
      `SELECT l.batch_no, l.line, i.symbol, i.unit_scale, b.year, a.title, l.quantity, l.recalled
         FROM allocation_batch_lines l
         JOIN allocation_batches b ON b.venue_no = l.venue_no AND b.batch_no = l.batch_no
         JOIN instruments i ON i.venue_no = b.venue_no AND i.instrument_no = b.instrument_no
         JOIN accounts a ON a.venue_no = l.venue_no AND a.account_no = l.account_no
       WHERE l.venue_no = $1 AND b.state IN ('DISTRIBUTED', 'PARTIALLY_RECALLED', 'CLOSED')
         AND (l.batch_no, l.line) > ($2::bigint, $3::bigint)
         AND ($4::int IS NULL OR b.year = $4) AND ($5::text IS NULL OR i.symbol = $5)
       ORDER BY l.batch_no, l.line LIMIT $6`,
      [venueNo, lastBatch, lastLine, query.year ?? null, query.symbol ?? null, query.limit + 1],
    );
    const place = (row: AllocationRow): [number, number] => [Number(row.batch_no), row.line];
    return turnPage(reply, rows, query.limit, place, (row) => ({
      holder: row.title,
      symbol: row.symbol,
      year: row.year,
      quantity: formatDecimal(Number(row.quantity), row.unit_scale),
      recalled: formatDecimal(Number(row.recalled), row.unit_scale),
    }));
  }

  @Get('cancellations')
  @Door({
    name: 'listCancellations',
    summary: 'Voluntary cancellations: units that will never be issued again',
    power: 'public',
    params: venueParams,
    query: cancelledQuery,
    problems: ['registry.unknown_instrument'],
    answer: cancellationsAnswer,
  })
  async cancellations(
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, ...asked }: z.infer<typeof cancelledQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [last] = numbersAfter(after, [0]);
    const rows = await this.tables.rows<CancellationRow>(
      `SELECT p.proposal_no, i.symbol, i.unit_scale, p.payload->>'quantity' AS quantity, p.changed_at
         FROM proposals p
         JOIN instruments i ON i.venue_no = p.venue_no AND i.instrument_no = (p.payload->>'instrumentNo')::int
       WHERE p.venue_no = $1 AND p.action = 'cancel-units' AND p.state = 'EXECUTED' AND p.proposal_no > $2::bigint
         AND ($4::int IS NULL OR i.instrument_no = $4) AND ${between('p.changed_at', 'bigint', 5)}
       ORDER BY p.proposal_no LIMIT $3`,
      [
        ...[venueNo, last, limit + 1, await this.filters.instrument(venue, asked)],
        ...(await this.filters.instants(venue, asked)),
      ],
    );
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.proposal_no)],
      (row) => ({
        symbol: row.symbol,
        quantity: formatDecimal(Number(row.quantity), row.unit_scale),
        at: formatInstant(Number(row.changed_at)),
      }),
    );
  }

  @Get('instruments/:symbol/serials/:serial')
  @Door({
    name: 'traceSerial',
    summary: 'The path of one serial from birth to its present holder; foreign holders are masked',
    power: 'holding.read',
    params: serialParams,
    problems: ['registry.unknown_instrument'],
    answer: serialPath,
  })
  async serial(
    @CallerOf() caller: Caller,
    @Param() { venue, symbol: name, serial }: z.infer<typeof serialParams>,
  ): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const { instrument_no: instrumentNo } = await this.tables.instrument(venueNo, name);
    const rows = await this.tables.rows<MoveRow>(
      `SELECT m.move_no, m.from_account, f.org AS from_org, m.to_account, t.org AS to_org, m.cause, m.cause_no
         FROM serial_moves m
         LEFT JOIN accounts f ON f.venue_no = m.venue_no AND f.account_no = m.from_account
         LEFT JOIN accounts t ON t.venue_no = m.venue_no AND t.account_no = m.to_account
       WHERE m.venue_no = $1 AND m.instrument_no = $2 AND m.fork_serial = ANY ($4::bigint[])
         AND $3::bigint BETWEEN m.first_serial AND m.last_serial
       ORDER BY m.move_no`,
      [venueNo, instrumentNo, serial, forksAround(serial)],
    );
    const own = ownOnly(caller, 'holding.read');
    const holder = (accountNo: string, org: string | null): string =>
      own !== null && org !== null && org !== own
        ? 'another account'
        : this.holder(venueNo, Number(accountNo));
    return {
      symbol: name,
      serial: String(serial),
      path: rows.map((row) => ({
        move: Number(row.move_no),
        from: holder(row.from_account, row.from_org),
        to: holder(row.to_account, row.to_org),
        cause: row.cause,
        causeNo: Number(row.cause_no),
      })),
    };
  }

  private holder(venueNo: number, accountNo: number): string {
    if (accountNo === 0) return 'birth';
    const system = Object.entries(SYSTEM_ACCOUNTS).find(([, no]) => no === accountNo);
    return system === undefined ? this.desk.id('acc', venueNo, accountNo) : system[0].toLowerCase();
  }
}
