import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type pg from 'pg';
import { z } from 'zod';
import {
  numbersAfter,
  PLAIN_TEXT,
  proposalMade,
  publicId,
  reason,
  venueParams,
} from '../../approvals/http/shapes.js';
import { type ProposalMade, VenueDesk } from '../../approvals/http/venue-desk.js';
import type { Json } from '../../kernel/json.js';
import { RejectionError } from '../../kernel/rejection.js';
import {
  type Caller,
  CallerOf,
  Door,
  linkNext,
  Once,
  type OnceTicket,
  type Page,
  pageOf,
  pageQuery,
} from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';

const params = venueParams.extend({ pack: publicId });
const publishing = z.strictObject({ pack: z.record(z.string(), z.json()), reason: reason.optional() });
const query = z.strictObject({
  ...pageQuery,
  name: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .optional(),
});

interface PackRow {
  readonly pack_no: number;
  readonly pack: string;
  readonly version: string;
  readonly effective_from: string;
  readonly effective_to: string | null;
  readonly body: Record<string, Json>;
}

const COLUMNS = `pack_no, pack, version, effective_from::text, effective_to::text, body`;

@ApiTags('rule packs')
@Controller('api/v1/venues/:venue/rule-packs')
export class RulePacksController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(DATABASE_POOL) private readonly pool: pg.Pool,
  ) {}

  @Get()
  @Door({
    summary: 'The rules of this venue: every pack and version',
    power: 'public',
    params: venueParams,
    query,
  })
  async list(
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, name }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [last] = numbersAfter(after, [0]);
    const { rows } = await this.pool.query<PackRow>(
      `SELECT ${COLUMNS} FROM rule_packs WHERE venue_no = $1 AND pack_no > $2::bigint AND ($3::text IS NULL OR pack = $3)
       ORDER BY pack_no LIMIT $4`,
      [venueNo, last, name ?? null, limit + 1],
    );
    const page = pageOf(
      rows,
      limit,
      (row) => [row.pack_no],
      (row) => this.show(venueNo, row),
    );
    linkNext(reply, reply.request.url, page);
    return page;
  }

  @Get(':pack')
  @Door({
    summary: 'One rule pack with the legal basis of every key',
    power: 'public',
    params,
    problems: ['rules.unknown_pack'],
  })
  async get(@Param() { venue, pack }: z.infer<typeof params>): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const no = this.desk.no('rul', venueNo, pack, 'rules.unknown_pack');
    const { rows } = await this.pool.query<PackRow>(
      `SELECT ${COLUMNS} FROM rule_packs WHERE venue_no = $1 AND pack_no = $2`,
      [venueNo, no],
    );
    if (rows.length === 0) throw new RejectionError({ code: 'rules.unknown_pack' });
    return { ...this.show(venueNo, rows[0]), keys: rows[0].body.keys };
  }

  @Post()
  @Door({
    summary: 'Propose a new version of a rule pack; it takes effect after approval, never today',
    power: 'rules.propose',
    params: venueParams,
    body: publishing,
    answer: proposalMade,
    status: 201,
    idempotent: true,
    problems: ['rules.invalid_pack', 'rules.version_exists', 'rules.retroactive'],
  })
  async publish(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Body() body: z.infer<typeof publishing>,
  ): Promise<ProposalMade> {
    // The journal holds whole numbers and plain text only, so the rest is stopped before it gets there.
    if (!isPlainData(body.pack)) {
      throw new RejectionError({ code: 'rules.invalid_pack', detail: 'numbers are whole and text is plain' });
    }
    return this.desk.propose(
      venue,
      caller,
      once,
      'publish-rule-pack',
      { pack: body.pack as Json },
      body.reason,
    );
  }

  private show(venueNo: number, row: PackRow): object {
    const { title, jurisdiction, instrumentClass } = row.body;
    return {
      rulePackId: this.desk.id('rul', venueNo, row.pack_no),
      pack: row.pack,
      version: row.version,
      title,
      jurisdiction,
      instrumentClass,
      effectiveFrom: row.effective_from,
      effectiveTo: row.effective_to,
    };
  }
}

function isPlainData(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value === 'string') return PLAIN_TEXT.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, member]) => PLAIN_TEXT.test(key) && isPlainData(member));
}
