import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { proposalMade, publicId, reason, venueParams } from '../../approvals/http/shapes.js';
import type { ProposalMade } from '../../approvals/http/venue-desk.js';
import { formatInstant } from '../../kernel/instant.js';
import { PAGE_ROWS_MAX } from '../../kernel/limits.js';
import {
  between,
  type Caller,
  CallerOf,
  Chapter,
  dayRange,
  Door,
  Once,
  type OnceTicket,
  type Page,
  pageQuery,
} from '../../platform/http/index.js';
import { ListFilters, ofAccount, ofInstrument } from '../../registry/http/list-filters.js';
import { symbol, warrant, warrantFrom } from '../../registry/http/shapes.js';
import { SERIAL_MAX } from '../../registry/index.js';
import { flagsAnswer, freezesAnswer } from './answers.js';
import { CustodyDesk } from './custody-desk.js';

const serial = z.int().min(1).max(SERIAL_MAX);
const freezing = z.strictObject({
  ...{
    symbol,
    firstSerial: serial,
    lastSerial: serial,
    stolen: z.boolean().default(false),
    reason,
    ...warrant,
  },
});
const releasing = z.strictObject({ reason });
const one = venueParams.extend({ freeze: publicId });
const listQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(['ACTIVE', 'RELEASED', 'EXPIRED']).optional(),
  kind: z.enum(['ACCOUNT', 'UNITS', 'SERIALS']).optional(),
  ...ofAccount,
  ...ofInstrument,
  ...dayRange,
});
const flagParams = venueParams.extend({ symbol });
const asked = z.coerce.number().pipe(serial);
const flagQuery = z.strictObject({ firstSerial: asked, lastSerial: asked });

interface FreezeRow {
  readonly freeze_no: string;
  readonly kind: string;
  readonly account_no: string;
  readonly symbol: string | null;
  readonly first_serial: string;
  readonly last_serial: string;
  readonly reason: string;
  readonly authority: string;
  readonly document_no: string;
  readonly stolen: boolean;
  readonly frozen_at: string;
  readonly until: string;
  readonly state: string;
  readonly ended_at: string;
}

/** Freezes of serials, the orders behind every freeze, and what a buyer may ask about a block. */
@Chapter('safe movement')
@Controller('api/v1/venues/:venue')
export class FreezesController {
  constructor(
    @Inject(CustodyDesk) private readonly desk: CustodyDesk,
    @Inject(ListFilters) private readonly filters: ListFilters,
  ) {}

  @Post('serial-freezes')
  @Door({
    name: 'proposeSerialFreeze',
    summary: 'Propose to freeze a block of serials, whoever holds them; `stolen` warns every buyer',
    power: 'registry.propose',
    params: venueParams,
    body: freezing,
    answer: proposalMade,
    status: 201,
    idempotent: true,
    problems: ['custody.no_such_serials', 'custody.serials_frozen', 'custody.serials_promised'],
  })
  async freeze(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Body() body: z.infer<typeof freezing>,
  ): Promise<ProposalMade> {
    const { instrument_no: instrumentNo } = await this.desk.tables.instrument(
      this.desk.venueNo(venue),
      body.symbol,
    );
    const { firstSerial: first, lastSerial: last, stolen, reason: why } = body;
    const payload = { instrumentNo, first, last, stolen, reason: why, ...warrantFrom(body) };
    return this.desk.propose(venue, caller, once, 'freeze-serials', payload, why);
  }

  @Post('serial-freezes/:freeze/release')
  @Door({
    name: 'proposeSerialRelease',
    summary: 'Propose to release frozen serials',
    power: 'registry.propose',
    params: one,
    body: releasing,
    answer: proposalMade,
    status: 201,
    idempotent: true,
    problems: ['custody.unknown_freeze'],
  })
  release(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, freeze }: z.infer<typeof one>,
    @Body() { reason: why }: z.infer<typeof releasing>,
  ): Promise<ProposalMade> {
    const freezeNo = this.desk.no('frz', venue, freeze, 'custody.unknown_freeze');
    return this.desk.propose(venue, caller, once, 'release-serials', { freezeNo }, why);
  }

  @Get('freezes')
  @Door({
    name: 'listFreezes',
    summary:
      'Orders of court and authority, newest first: of your accounts, or of all that you supervise; `from` and `to`: when they were given',
    power: 'holding.read',
    params: venueParams,
    query: listQuery,
    problems: ['registry.unknown_account', 'registry.unknown_instrument'],
    answer: freezesAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, state, kind, accountId, symbol: of, ...days }: z.infer<typeof listQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const account = await this.filters.account(caller, venue, 'holding.read', { accountId });
    const instrument = await this.filters.instrument(venue, { symbol: of });
    const frozen = await this.filters.instants(venue, days);
    return this.desk.newest<FreezeRow>(
      reply,
      venue,
      caller,
      { limit, after },
      {
        sql: `SELECT f.freeze_no, f.kind, f.account_no, i.symbol, f.first_serial, f.last_serial, f.reason, f.authority,
          f.document_no, f.stolen, f.frozen_at, f.until, f.state, f.ended_at
        FROM freeze_orders f LEFT JOIN instruments i ON i.venue_no = f.venue_no AND i.instrument_no = f.instrument_no
        WHERE f.venue_no = $1 AND f.freeze_no < $3::bigint AND ($2::text IS NULL OR EXISTS (SELECT 1 FROM accounts a
          WHERE a.venue_no = f.venue_no AND a.org = $2 AND (a.account_no = f.account_no
            OR f.kept @> jsonb_build_array(jsonb_build_object('accountNo', a.account_no)))))
          AND ($5::text IS NULL OR f.state = $5) AND ($6::text IS NULL OR f.kind = $6)
          AND ($7::bigint IS NULL OR f.account_no = $7 OR f.kept @> jsonb_build_array(jsonb_build_object('accountNo', $7::bigint)))
          AND ($8::int IS NULL OR f.instrument_no = $8) AND ${between('f.frozen_at', 'bigint', 9)}
        ORDER BY f.freeze_no DESC LIMIT $4`,
        more: [state ?? null, kind ?? null, account, instrument, ...frozen],
        no: (row) => Number(row.freeze_no),
        show: (row) => this.show(venueNo, row),
      },
    );
  }

  @Get('instruments/:symbol/flags')
  @Door({
    name: 'getSerialFlags',
    summary: 'Whether serials of a block are frozen or reported as stolen: what a buyer should ask',
    power: 'public',
    params: flagParams,
    query: flagQuery,
    problems: ['registry.unknown_instrument'],
    answer: flagsAnswer,
  })
  async flags(
    @Param() { venue, symbol: name }: z.infer<typeof flagParams>,
    @Query() { firstSerial, lastSerial }: z.infer<typeof flagQuery>,
  ): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const { instrument_no: instrumentNo } = await this.desk.tables.instrument(venueNo, name);
    const rows = await this.desk.tables.rows<FreezeRow>(
      `SELECT first_serial, last_serial, authority, document_no, stolen, frozen_at, until FROM freeze_orders
       WHERE venue_no = $1 AND instrument_no = $2 AND kind = 'SERIALS' AND state = 'ACTIVE'
         AND first_serial <= $4 AND last_serial >= $3 ORDER BY first_serial LIMIT $5`,
      [venueNo, instrumentNo, firstSerial, lastSerial, PAGE_ROWS_MAX],
    );
    return {
      symbol: name,
      flagged: rows.length > 0,
      blocks: rows.map((row) => ({
        firstSerial: row.first_serial,
        lastSerial: row.last_serial,
        flag: row.stolen ? 'STOLEN' : 'FROZEN',
        authority: row.authority,
        documentNo: row.document_no,
        since: formatInstant(Number(row.frozen_at)),
        until: row.until === '0' ? null : formatInstant(Number(row.until)),
      })),
    };
  }

  private show(venueNo: number, row: FreezeRow): object {
    return {
      freezeId: this.desk.id('frz', venueNo, Number(row.freeze_no)),
      kind: row.kind,
      accountId: row.account_no === '0' ? null : this.desk.id('acc', venueNo, Number(row.account_no)),
      symbol: row.symbol,
      firstSerial: row.kind === 'SERIALS' ? row.first_serial : null,
      lastSerial: row.kind === 'SERIALS' ? row.last_serial : null,
      reason: row.reason,
      authority: row.authority,
      documentNo: row.document_no,
      stolen: row.stolen,
      frozenAt: formatInstant(Number(row.frozen_at)),
      until: row.until === '0' ? null : formatInstant(Number(row.until)),
      state: row.state,
      endedAt: row.state === 'ACTIVE' ? null : formatInstant(Number(row.ended_at)),
    };
  }
}
