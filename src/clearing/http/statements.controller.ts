import { createHash } from 'node:crypto';
import { Controller, Get, Inject, Query, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { venueParams } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import { RejectionError } from '../../kernel/rejection.js';
import { calendarDay, type Caller, CallerOf, Chapter, Door } from '../../platform/http/index.js';
import { type Statement, StatementFigures } from '../queries/statement-figures.js';
import { statementAnswer } from './answers.js';
import { CONTENT_TYPES, FORMATS, writeStatement } from './statement-files.js';

const day = calendarDay;
/** `orgId`: whose, for the desks that may know; one's own where it is left out. */
const period = { from: day, to: day, orgId: z.string().min(1).max(64).optional() };
const query = z.strictObject(period);
type Asked = z.infer<typeof query>;
const fileQuery = z.strictObject({
  ...period,
  format: z.enum(FORMATS),
  language: z.enum(['zh', 'en']).default('zh'),
});
type Where = z.infer<typeof venueParams>;

/** What an enterprise bought and sold on a day or in a period: the netting view, and the same figures as a file. */
@Chapter('settlement')
@Controller('api/v1/venues/:venue/statements')
export class StatementsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(StatementFigures) private readonly figures: StatementFigures,
  ) {}

  @Get()
  @Door({
    name: 'getStatement',
    summary:
      'A settlement statement, yours or that of a member you settle: net per account and instrument, and every trade',
    power: 'settlement.read',
    params: venueParams,
    query,
    problems: ['clearing.bad_period', 'clearing.statement_too_long', 'clearing.organisation_unknown'],
    answer: statementAnswer,
  })
  show(@CallerOf() caller: Caller, @Param() { venue }: Where, @Query() asked: Asked): Promise<Statement> {
    return this.of(caller, venue, asked);
  }

  @Get('file')
  @Door({
    name: 'downloadStatement',
    summary: 'The same figures as PDF, CSV or XLSX, in Chinese or English, with the hash of the file',
    power: 'settlement.read',
    params: venueParams,
    query: fileQuery,
    produces: Object.values(CONTENT_TYPES).map((type) => type.split(';')[0]!),
    limit: 'office',
    problems: ['clearing.bad_period', 'clearing.statement_too_long', 'clearing.organisation_unknown'],
  })
  async file(
    @CallerOf() caller: Caller,
    @Param() { venue }: Where,
    @Query() { format, language, ...asked }: z.infer<typeof fileQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const file = await writeStatement(await this.of(caller, venue, asked), format, language);
    const { from, to } = asked;
    void reply.header('content-type', CONTENT_TYPES[format]);
    void reply.header('content-disposition', `attachment; filename="statement-${from}-${to}.${format}"`);
    void reply.header('x-content-sha256', createHash('sha256').update(file).digest('hex'));
    return file;
  }

  private async of(caller: Caller, venue: string, { from, to, orgId }: Asked): Promise<Statement> {
    if (from > to) throw new RejectionError({ code: 'clearing.bad_period' });
    const venueNo = this.desk.venueNo(venue);
    const org = orgId ?? caller.orgId;
    // A foreign member looks like none at all to whoever may not read its statement.
    if (org !== caller.orgId && !(readsOthers(caller) && (await this.figures.isMember(venueNo, org))))
      throw new RejectionError({ code: 'clearing.organisation_unknown' });
    return this.figures.of(venueNo, venue, org, from, to);
  }
}

/** Whoever reads everybody's settlements and holdings; the exchange's operator is not told whose trades they are. */
function readsOthers({ scopes }: Caller): boolean {
  return ['settlement.read', 'holding.read'].every((power) => ['venue', 'all'].includes(scopes[power] ?? ''));
}
