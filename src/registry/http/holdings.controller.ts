import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter, publicId, venueParams } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import { CENTS, formatDecimal } from '../../kernel/decimal.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  Door,
  type Page,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import { SERIAL_MAX } from '../domain/index.js';
import { ownOnly, RegistryTables } from '../queries/registry-tables.js';
import { holdingsAnswer, serialsAnswer } from './answers.js';
import { ListFilters, ofAccount, ofInstrument } from './list-filters.js';

const accountParams = venueParams.extend({ account: publicId });
const query = z.strictObject({ ...pageQuery, ...ofAccount, ...ofInstrument });
const serialQuery = z.strictObject({
  ...pageQuery,
  ...ofInstrument,
  serial: z.coerce.number().int().min(1).max(SERIAL_MAX).optional().describe('Which the block contains'),
});

interface BalanceRow {
  readonly account_no: string;
  readonly asset_no: number;
  readonly symbol: string | null;
  readonly unit_scale: number | null;
  readonly posted: string;
  readonly held: string;
  readonly outgoing: string;
  readonly incoming: string;
  readonly locked: string;
  readonly frozen: string;
}

interface BlockRow {
  readonly instrument_no: number;
  readonly symbol: string;
  readonly first_serial: string;
  readonly last_serial: string;
}

/** What an account has: money and goods, and the serials behind the goods. */
@Chapter('holdings')
@Controller('api/v1/venues/:venue')
export class HoldingsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(RegistryTables) private readonly tables: RegistryTables,
    @Inject(ListFilters) private readonly filters: ListFilters,
  ) {}

  @Get('holdings')
  @Door({
    name: 'listHoldings',
    summary: 'Money and goods of your accounts, or of those you supervise',
    power: 'holding.read',
    params: venueParams,
    query,
    problems: ['registry.unknown_account', 'registry.unknown_instrument'],
    answer: holdingsAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, ...asked }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const accountNo = await this.filters.account(caller, venue, 'holding.read', asked);
    const instrumentNo = await this.filters.instrument(venue, asked);
    const [lastAccount, lastAsset] = numbersAfter(after, [0, -1]);
    const rows = await this.tables.rows<BalanceRow>(
      `SELECT b.account_no, b.asset_no, i.symbol, i.unit_scale, b.posted, b.held, b.outgoing, b.incoming, b.locked, b.frozen
         FROM balances b
         JOIN accounts a ON a.venue_no = b.venue_no AND a.account_no = b.account_no
         LEFT JOIN instruments i ON i.venue_no = b.venue_no AND i.instrument_no = b.asset_no
       WHERE b.venue_no = $1 AND ($2::text IS NULL OR a.org = $2) AND ($3::bigint IS NULL OR b.account_no = $3)
         AND (b.account_no, b.asset_no) > ($4::bigint, $5::bigint) AND ($7::int IS NULL OR b.asset_no = $7)
       ORDER BY b.account_no, b.asset_no LIMIT $6`,
      [venueNo, ownOnly(caller, 'holding.read'), accountNo, lastAccount, lastAsset, limit + 1, instrumentNo],
    );
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.account_no), row.asset_no],
      (row) => this.show(venueNo, row),
    );
  }

  @Get('accounts/:account/serials')
  @Door({
    name: 'listSerials',
    summary: 'The serial blocks an account holds',
    power: 'holding.read',
    params: accountParams,
    query: serialQuery,
    problems: ['registry.unknown_account', 'registry.unknown_instrument'],
    answer: serialsAnswer,
  })
  async serials(
    @CallerOf() caller: Caller,
    @Param() { venue, account }: z.infer<typeof accountParams>,
    @Query() { limit, after, symbol: of, serial }: z.infer<typeof serialQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const accountNo = await this.filters.account(caller, venue, 'holding.read', { accountId: account });
    const [lastInstrument, lastSerial] = numbersAfter(after, [0, 0]);
    const instrumentNo = await this.filters.instrument(venue, { symbol: of });
    const rows = await this.tables.rows<BlockRow>(
      `SELECT b.instrument_no, i.symbol, b.first_serial, b.last_serial FROM serial_blocks b
         JOIN instruments i ON i.venue_no = b.venue_no AND i.instrument_no = b.instrument_no
       WHERE b.venue_no = $1 AND b.account_no = $2 AND (b.instrument_no, b.first_serial) > ($3::bigint, $4::bigint)
         AND ($6::int IS NULL OR b.instrument_no = $6) AND ($7::bigint IS NULL OR $7 BETWEEN b.first_serial AND b.last_serial)
       ORDER BY b.instrument_no, b.first_serial LIMIT $5`,
      [venueNo, accountNo, lastInstrument, lastSerial, limit + 1, instrumentNo, serial ?? null],
    );
    const place = (row: BlockRow): [number, number] => [row.instrument_no, Number(row.first_serial)];
    return turnPage(reply, rows, limit, place, ({ symbol, first_serial, last_serial }) => ({
      symbol,
      first: first_serial,
      last: last_serial,
    }));
  }

  private show(venueNo: number, row: BalanceRow): object {
    const scale = row.asset_no === 0 ? CENTS : (row.unit_scale ?? 0);
    const text = (amount: number): string => formatDecimal(amount, scale);
    const [posted, held, outgoing, incoming, locked, frozen] = [
      row.posted,
      row.held,
      row.outgoing,
      row.incoming,
      row.locked,
      row.frozen,
    ].map(Number);
    return {
      accountId: this.desk.id('acc', venueNo, Number(row.account_no)),
      asset: row.asset_no === 0 ? 'cash' : row.symbol,
      available: text(posted + incoming - locked - held - outgoing - frozen),
      posted: text(posted),
      held: text(held),
      outgoing: text(outgoing),
      incoming: text(incoming),
      locked: text(locked),
      frozen: text(frozen),
    };
  }
}
