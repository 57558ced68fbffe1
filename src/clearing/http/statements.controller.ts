import { createHash } from 'node:crypto';
import { Controller, Get, Inject, Query, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { venueParams } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import { RejectionError } from '../../kernel/rejection.js';
import { type Caller, CallerOf, Door } from '../../platform/http/index.js';
import { type Statement, StatementFigures } from '../queries/statement-figures.js';
import { statementAnswer } from './answers.js';
import { CONTENT_TYPES, FORMATS, writeStatement } from './statement-files.js';

const day = z.iso.date();
const period = { from: day, to: day };
const query = z.strictObject(period);
const fileQuery = z.strictObject({
  ...period,
  format: z.enum(FORMATS),
  language: z.enum(['zh', 'en']).default('zh'),
});
type Where = z.infer<typeof venueParams>;

/** What an enterprise bought and sold on a day or in a period: the netting view, and the same figures as a file. */
@ApiTags('settlement')
@Controller('api/v1/venues/:venue/statements')
export class StatementsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(StatementFigures) private readonly figures: StatementFigures,
  ) {}

  @Get()
  @Door({
    name: 'getStatement',
    summary: 'Your settlement statement: net per account and instrument, and every trade',
    power: 'settlement.read',
    params: venueParams,
    query,
    problems: ['clearing.bad_period', 'clearing.statement_too_long'],
    answer: statementAnswer,
  })
  show(
    @CallerOf() caller: Caller,
    @Param() { venue }: Where,
    @Query() { from, to }: z.infer<typeof query>,
  ): Promise<Statement> {
    return this.of(caller, venue, from, to);
  }

  @Get('file')
  @Door({
    name: 'downloadStatement',
    summary: 'The same figures as PDF, CSV or XLSX, in Chinese or English, with the hash of the file',
    power: 'settlement.read',
    params: venueParams,
    query: fileQuery,
    produces: 'application/pdf',
    limit: 'office',
    problems: ['clearing.bad_period', 'clearing.statement_too_long'],
  })
  async file(
    @CallerOf() caller: Caller,
    @Param() { venue }: Where,
    @Query() { from, to, format, language }: z.infer<typeof fileQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const file = await writeStatement(await this.of(caller, venue, from, to), format, language);
    void reply.header('content-type', CONTENT_TYPES[format]);
    void reply.header('content-disposition', `attachment; filename="statement-${from}-${to}.${format}"`);
    void reply.header('x-content-sha256', createHash('sha256').update(file).digest('hex'));
    return file;
  }

  private of(caller: Caller, venue: string, from: string, to: string): Promise<Statement> {
    if (from > to) throw new RejectionError({ code: 'clearing.bad_period' });
    return this.figures.of(this.desk.venueNo(venue), venue, caller.orgId, from, to);
  }
}
