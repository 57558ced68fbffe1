import { Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { publicId, venueParams } from '../../approvals/http/shapes.js';
import { showPayload } from '../../approvals/http/proposal-view.js';
import { formatInstant } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { RejectionError } from '../../kernel/rejection.js';
import type { Clock } from '../../platform/clock.js';
import {
  between,
  type Caller,
  CallerOf,
  Chapter,
  dayRange,
  Door,
  type Page,
  pageQuery,
} from '../../platform/http/index.js';
import { ListFilters, ofAccount } from '../../registry/http/list-filters.js';
import { CLOCK } from '../../platform/tokens.js';
import { NOTICE_KINDS } from '../domain/index.js';
import { noticeAcknowledged, noticesAnswer } from './answers.js';
import { CustodyDesk } from './custody-desk.js';

const params = venueParams.extend({ noticeId: publicId });

const query = z.strictObject({
  ...pageQuery,
  kind: z.enum(NOTICE_KINDS).optional(),
  /** By this person. */
  acknowledged: z.enum(['true', 'false']).optional(),
  ...ofAccount,
  ...dayRange,
});

interface NoticeRow {
  readonly notice_no: string;
  readonly kind: string;
  readonly account_no: string;
  readonly caused_by: string;
  readonly at: string;
  readonly facts: Record<string, Json>;
  readonly unit_scale: number | null;
  readonly delivered: boolean;
  readonly read_at: string | null;
}

/** What an account's other representatives must know about it. */
@Chapter('safe movement')
@Controller('api/v1/venues/:venue/notices')
export class NoticesController {
  constructor(
    @Inject(CustodyDesk) private readonly desk: CustodyDesk,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ListFilters) private readonly filters: ListFilters,
  ) {}

  @Get()
  @Door({
    name: 'listNotices',
    summary:
      'Notices about your accounts, newest first: delays, new receivers, changes of trust; `acknowledged`: by you',
    power: 'holding.read',
    params: venueParams,
    query,
    problems: ['registry.unknown_account'],
    answer: noticesAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, kind, acknowledged, accountId, ...days }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const account = await this.filters.account(caller, venue, 'holding.read', { accountId });
    const at = await this.filters.instants(venue, days);
    const isRead = acknowledged === undefined ? null : acknowledged === 'true';
    return this.desk.newest<NoticeRow>(
      reply,
      venue,
      caller,
      { limit, after },
      {
        sql: `SELECT n.notice_no, n.kind, n.account_no, n.caused_by, n.at, n.facts, i.unit_scale, k.at AS read_at,
          EXISTS (SELECT 1 FROM notice_deliveries d WHERE d.venue_no = n.venue_no AND d.notice_no = n.notice_no AND d.ok) AS delivered
        FROM notices n
        LEFT JOIN instruments i ON i.venue_no = n.venue_no AND i.instrument_no = (n.facts->>'instrumentNo')::int
        LEFT JOIN notice_acknowledgements k ON k.venue_no = n.venue_no AND k.notice_no = n.notice_no AND k.person_id = $5
        WHERE n.venue_no = $1 AND ($2::text IS NULL OR n.org = $2) AND n.notice_no < $3::bigint
          AND ($6::text IS NULL OR n.kind = $6) AND ($7::boolean IS NULL OR (k.at IS NOT NULL) = $7)
          AND ($8::bigint IS NULL OR n.account_no = $8) AND ${between('n.at', 'bigint', 9)}
        ORDER BY n.notice_no DESC LIMIT $4`,
        more: [caller.personId, kind ?? null, isRead, account, ...at],
        no: (row) => Number(row.notice_no),
        show: (row) => ({
          noticeId: this.desk.id('ntc', venueNo, Number(row.notice_no)),
          kind: row.kind,
          accountId: this.desk.id('acc', venueNo, Number(row.account_no)),
          ...showPayload(row.facts, row.unit_scale ?? 0, (kind, no) => this.desk.id(kind, venueNo, no)),
          causedBy: row.caused_by,
          at: formatInstant(Number(row.at)),
          delivered: row.delivered,
          acknowledgedAt: row.read_at === null ? null : formatInstant(Number(row.read_at)),
        }),
      },
    );
  }

  @Post(':noticeId/acknowledgement')
  @Door({
    name: 'acknowledgeNotice',
    summary: 'Say that you have read a notice about an account of your organisation',
    power: ['transfer.propose', 'transfer.approve'],
    params,
    status: 200,
    problems: ['custody.unknown_notice', 'custody.notice_own_cause'],
    answer: noticeAcknowledged,
  })
  async acknowledge(
    @CallerOf() caller: Caller,
    @Param() { venue, noticeId }: z.infer<typeof params>,
  ): Promise<object> {
    const noticeNo = this.desk.no('ntc', venue, noticeId, 'custody.unknown_notice');
    const key = [this.desk.venueNo(venue), noticeNo];
    const [known] = await this.desk.tables.rows<{ caused_by: string }>(
      `SELECT caused_by FROM notices WHERE venue_no = $1 AND notice_no = $2 AND org = $3`,
      [...key, caller.orgId],
    );
    if (known === undefined) throw new RejectionError({ code: 'custody.unknown_notice' });
    // It is told to the others, so that none of them can be kept from hearing of it by the one who did it.
    if (known.caused_by === caller.personId) throw new RejectionError({ code: 'custody.notice_own_cause' });
    // Said twice is said once: the first time counts.
    await this.desk.tables.rows(
      `INSERT INTO notice_acknowledgements (venue_no, notice_no, person_id, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [...key, caller.personId, this.clock.nowMicros()],
    );
    const [{ at }] = await this.desk.tables.rows<{ at: string }>(
      `SELECT at FROM notice_acknowledgements WHERE venue_no = $1 AND notice_no = $2 AND person_id = $3`,
      [...key, caller.personId],
    );
    return { noticeId, acknowledgedAt: formatInstant(Number(at)) };
  }
}
