import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { proposalMade, venueParams } from '../../approvals/http/shapes.js';
import type { ProposalMade } from '../../approvals/http/venue-desk.js';
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
import { unitsFrom, unitsOf, year } from '../../registry/http/shapes.js';
import { surrendersAnswer } from './answers.js';
import { CustodyDesk } from './custody-desk.js';

const surrender = unitsOf.extend({ year });

interface SurrenderRow {
  readonly surrender_no: string;
  readonly account_no: string;
  readonly symbol: string;
  readonly unit_scale: number;
  readonly year: number;
  readonly quantity: string;
  readonly at: string;
}

/** Units that pay a year's duty (清缴). Nothing comes back from there. */
@Chapter('safe movement')
@Controller('api/v1/venues/:venue/surrenders')
export class SurrendersController {
  constructor(@Inject(CustodyDesk) private readonly desk: CustodyDesk) {}

  @Post()
  @Door({
    name: 'proposeSurrender',
    summary: 'Propose to surrender units for a compliance year; they are kept at once',
    power: 'cancel-units.propose',
    params: venueParams,
    body: surrender,
    answer: proposalMade,
    status: 201,
    idempotent: true,
    problems: ['approvals.unknown_subject', 'registry.insufficient_units'],
  })
  async propose(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Body() body: z.infer<typeof surrender>,
  ): Promise<ProposalMade> {
    const instrument = await this.desk.tables.instrument(this.desk.venueNo(venue), body.symbol);
    const payload = {
      accountNo: this.desk.no('acc', venue, body.accountId, 'approvals.unknown_subject'),
      instrumentNo: instrument.instrument_no,
      quantity: unitsFrom(body.quantity, instrument.unit_scale),
      year: body.year,
      reason: body.reason,
    };
    return this.desk.propose(venue, caller, once, 'surrender-units', payload, body.reason);
  }

  @Get()
  @Door({
    name: 'listSurrenders',
    summary: 'What was surrendered, newest first: by you, or by all you supervise',
    power: 'holding.read',
    params: venueParams,
    query: z.strictObject(pageQuery),
    answer: surrendersAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() query: { limit: number; after?: string },
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    return this.desk.newest<SurrenderRow>(reply, venue, caller, query, {
      sql: `SELECT s.surrender_no, s.account_no, i.symbol, i.unit_scale, s.year, s.quantity, s.at FROM surrenders s
          JOIN instruments i ON i.venue_no = s.venue_no AND i.instrument_no = s.instrument_no
          JOIN accounts a ON a.venue_no = s.venue_no AND a.account_no = s.account_no
        WHERE s.venue_no = $1 AND ($2::text IS NULL OR a.org = $2) AND s.surrender_no < $3::bigint
        ORDER BY s.surrender_no DESC LIMIT $4`,
      no: (row) => Number(row.surrender_no),
      show: (row) => ({
        proposalId: this.desk.id('prp', venueNo, Number(row.surrender_no)),
        accountId: this.desk.id('acc', venueNo, Number(row.account_no)),
        symbol: row.symbol,
        year: row.year,
        quantity: formatDecimal(Number(row.quantity), row.unit_scale),
        at: formatInstant(Number(row.at)),
      }),
    });
  }
}
