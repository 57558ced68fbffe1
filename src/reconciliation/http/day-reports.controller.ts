import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { venueParams } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import { formatInstant } from '../../kernel/instant.js';
import { RejectionError } from '../../kernel/rejection.js';
import {
  calendarDay,
  Chapter,
  dayRange,
  daysOf,
  decodeCursor,
  Door,
  type Page,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import { ReconciliationTables, type ReportRow } from '../queries/reconciliation-tables.js';
import { dayReportsAnswer, fullDayReport, openDayReport } from './answers.js';
import { reportAsText } from './report-text.js';

const query = z.strictObject({ ...pageQuery, ...dayRange });
const day = calendarDay;
const dayParams = venueParams.extend({ day: z.string().min(1).max(64) });
type Where = z.infer<typeof dayParams>;

/** The signed report of a closed day: one part for everybody, all of it for the offices. */
@Chapter('reconciliation')
@Controller('api/v1/venues/:venue/day-reports')
export class DayReportsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(ReconciliationTables) private readonly tables: ReconciliationTables,
  ) {}

  @Get()
  @Door({
    name: 'listDayReports',
    summary: 'Reports of days, newest first',
    power: 'public',
    params: venueParams,
    query,
    answer: dayReportsAnswer,
  })
  async list(
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, ...days }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const before = after === undefined ? null : day.safeParse(decodeCursor(after, 1)?.[0]);
    if (before?.success === false) throw new RejectionError({ code: 'http.bad_cursor' });
    const venueNo = this.desk.venueNo(venue);
    const rows = await this.tables.reports(venueNo, daysOf(days), before?.data ?? null, limit + 1);
    return turnPage(reply, rows, limit, (row) => [row.day], showHead);
  }

  @Get(':day')
  @Door({
    name: 'getDayReport',
    summary: 'The public part: `open` is the very text whose hash is signed in `note`',
    power: 'public',
    params: dayParams,
    problems: ['reconciliation.unknown_report'],
    answer: openDayReport,
  })
  async open(@Param() where: Where): Promise<object> {
    const row = await this.find(where);
    return { ...showHead(row), open: row.open, note: row.note };
  }

  @Get(':day/text')
  @Door({
    name: 'downloadDayReport',
    summary: 'The public part, for people',
    power: 'public',
    params: dayParams,
    answer: z.string(),
    produces: 'text/plain',
    problems: ['reconciliation.unknown_report'],
  })
  async text(@Param() where: Where, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const row = await this.find(where);
    void reply.header('Content-Type', 'text/plain; charset=utf-8');
    return reportAsText(JSON.parse(row.open), row.note);
  }

  @Get(':day/full')
  @Door({
    name: 'getFullDayReport',
    summary: 'All of it: sums of every total, and each break with its figures',
    power: 'reconciliation.read',
    params: dayParams,
    problems: ['reconciliation.unknown_report'],
    answer: fullDayReport,
  })
  async full(@Param() where: Where): Promise<object> {
    const row = await this.find(where);
    return { ...showHead(row), full: row.full, note: row.note };
  }

  private find({ venue, day: text }: Where): Promise<ReportRow> {
    const venueNo = this.desk.venueNo(venue);
    if (!day.safeParse(text).success) throw new RejectionError({ code: 'reconciliation.unknown_report' });
    return this.tables.report(venueNo, text);
  }
}

function showHead({ day: of, run_no, seq, at, open_hash, full_hash }: ReportRow): object {
  const hashes = { openHash: open_hash, fullHash: full_hash };
  return { day: of, run: Number(run_no), seq: Number(seq), at: formatInstant(Number(at)), ...hashes };
}
