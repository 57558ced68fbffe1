import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter, publicId, venueParams } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import { RejectionError } from '../../kernel/rejection.js';
import type { VenueMachine } from '../../machine.js';
import {
  calendarDay,
  type Caller,
  CallerOf,
  Chapter,
  Door,
  type Page,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import { RuleTables } from '../../rules/queries/rule-tables.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import type { Engine } from '../../sequencer/index.js';
import { type DryRunRow, DryRunsStore } from '../store/dry-runs.store.js';
import { dryRunAnswer, dryRunAsked, dryRunsAnswer } from './answers.js';
import { showReport } from './report-view.js';

const params = venueParams.extend({ draft: publicId });
const runParams = params.extend({ dryRun: publicId });
const query = z.strictObject(pageQuery);
const day = calendarDay;
const asking = z
  .strictObject({ from: day, to: day })
  .refine(({ from, to }) => from <= to, { message: 'a period ends after it starts', path: ['to'] });

/** A draft held against the venue's own past. */
@Chapter('rule packs')
@Controller('api/v1/venues/:venue/rule-pack-drafts/:draft/dry-runs')
export class DryRunsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(RuleTables) private readonly tables: RuleTables,
    @Inject(DryRunsStore) private readonly runs: DryRunsStore,
    @Inject(ENGINE) private readonly engine: Engine<VenueMachine>,
  ) {}

  @Post()
  @Door({
    name: 'askDryRun',
    summary: 'Decide past trading days again as if the draft had been in force; a worker does it',
    power: ['rules.propose', 'rules.approve'],
    params,
    body: asking,
    status: 202,
    problems: ['rules.unknown_draft', 'rules.too_many_dry_runs'],
    answer: dryRunAsked,
  })
  async ask(
    @CallerOf() caller: Caller,
    @Param() { venue, draft }: z.infer<typeof params>,
    @Body() period: z.infer<typeof asking>,
  ): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const draftNo = this.desk.no('drf', venueNo, draft, 'rules.unknown_draft');
    if ((await this.tables.draft(venueNo, draftNo)) === undefined)
      throw new RejectionError({ code: 'rules.unknown_draft' });
    const dryRunNo = await this.runs.ask(venueNo, draftNo, period, caller.personId);
    return { dryRunId: this.desk.id('dry', venueNo, dryRunNo), ...period, state: 'WAITING' };
  }

  @Get()
  @Door({
    name: 'listDryRuns',
    summary: 'Dry runs of a draft, newest first',
    power: 'rules-draft.read',
    params,
    query,
    answer: dryRunsAnswer,
  })
  async list(
    @Param() { venue, draft }: z.infer<typeof params>,
    @Query() { limit, after }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const draftNo = this.desk.no('drf', venueNo, draft, 'rules.unknown_draft');
    const rows = await this.runs.list(venueNo, draftNo, before, limit + 1);
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.dry_run_no)],
      (row) => this.show(venueNo, row),
    );
  }

  @Get(':dryRun')
  @Door({
    name: 'getDryRun',
    summary: 'How far a dry run is, and its report',
    power: 'rules-draft.read',
    params: runParams,
    problems: ['rules.unknown_draft', 'rules.unknown_dry_run'],
    answer: dryRunAnswer,
  })
  async get(@Param() { venue, draft, dryRun }: z.infer<typeof runParams>): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const draftNo = this.desk.no('drf', venueNo, draft, 'rules.unknown_draft');
    const dryRunNo = this.desk.no('dry', venueNo, dryRun, 'rules.unknown_dry_run');
    const row = await this.runs.find(venueNo, draftNo, dryRunNo);
    if (row === undefined) throw new RejectionError({ code: 'rules.unknown_dry_run' });
    if (row.report === null) return this.show(venueNo, row);
    const assets = await this.engine.ask(
      venue,
      ({ registry }) => new Map([...registry.allInstruments()].map((one) => [one.instrumentNo, { ...one }])),
    );
    const report = showReport(row.report, assets, (kind, no) => this.desk.id(kind, venueNo, no));
    return { ...this.show(venueNo, row), report };
  }

  private show(venueNo: number, row: DryRunRow): object {
    return {
      dryRunId: this.desk.id('dry', venueNo, Number(row.dry_run_no)),
      from: row.from_day,
      to: row.to_day,
      state: row.state,
      commands: Number(row.commands),
      ...(row.error !== '' && { error: row.error }),
      askedBy: row.asked_by,
      askedAt: row.asked_at.toISOString(),
      changedAt: row.changed_at.toISOString(),
    };
  }
}
