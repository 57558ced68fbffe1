import { Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { numbersAfter, venueParams } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  dayRange,
  daysOf,
  Door,
  Once,
  type OnceTicket,
  type Page,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import type { Engine } from '../../sequencer/index.js';
import { countFigures } from '../commands/reconcile.js';
import { TOTALS } from '../domain/figure.js';
import type { ReconciliationMachine } from '../domain/world.js';
import { ReconciliationTables } from '../queries/reconciliation-tables.js';
import { figuresAnswer, reconciliationAnswer, reconciliationRun, reconciliationsAnswer } from './answers.js';

const different = z.enum(['true', 'false']).default('false');
const query = z.strictObject({
  ...pageQuery,
  kind: z.enum(['close', 'now']).optional(),
  different,
  ...dayRange,
});
const figuresQuery = z.strictObject({
  ...pageQuery,
  total: z.enum(TOTALS).optional(),
  different,
});
const runParams = venueParams.extend({ run: z.string().regex(/^\d{1,15}$/) });

/** Runs of the reconciliation of four totals, and what each compared. */
@Chapter('reconciliation')
@Controller('api/v1/venues/:venue/reconciliations')
export class ReconciliationsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(ENGINE) private readonly engine: Engine<ReconciliationMachine>,
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(ReconciliationTables) private readonly tables: ReconciliationTables,
  ) {}

  @Get()
  @Door({
    name: 'listReconciliations',
    summary:
      'Runs, newest first: of the closes or those asked for; `different=true`: only what found a difference',
    power: 'reconciliation.read',
    params: venueParams,
    query,
    answer: reconciliationsAnswer,
  })
  async list(
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, kind, different: isOnlyDifferent, ...days }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const filter = {
      isClose: kind === undefined ? null : kind === 'close',
      different: isOnlyDifferent === 'true',
      days: daysOf(days),
    };
    const rows = await this.tables.runs(this.desk.venueNo(venue), filter, before, limit + 1);
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.run_no)],
      (row) => this.tables.showRun(row),
    );
  }

  @Post()
  @Door({
    name: 'runReconciliation',
    summary: 'Reconcile now: what differs becomes a case, what no longer differs ends one that was explained',
    power: 'reconciliation.run',
    params: venueParams,
    status: 201,
    idempotent: true,
    problems: ['reconciliation.venue_busy', 'reconciliation.figures_outdated'],
    answer: reconciliationRun,
  })
  async run(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: z.infer<typeof venueParams>,
  ): Promise<object> {
    const row = this.engine.venue(venue);
    const command = await countFigures({ pool: this.pool, engine: this.engine }, row, false);
    const { answer, place } = await this.desk.submit(venue, caller, once, command);
    return { run: answer.runNo, day: answer.day, breaks: answer.breaks, open: answer.open, ...place };
  }

  @Get(':run')
  @Door({
    name: 'getReconciliation',
    summary: 'One run: its sums and how many cases it found',
    power: 'reconciliation.read',
    params: runParams,
    problems: ['reconciliation.unknown_run'],
    answer: reconciliationAnswer,
  })
  async one(@Param() { venue, run }: z.infer<typeof runParams>): Promise<object> {
    return this.tables.showRun(await this.tables.run(this.desk.venueNo(venue), Number(run)));
  }

  @Get(':run/figures')
  @Door({
    name: 'listReconciliationFigures',
    summary: 'Every comparison of a run, by total; `different=true`: only what differs',
    power: 'reconciliation.read',
    params: runParams,
    query: figuresQuery,
    problems: ['reconciliation.unknown_run'],
    answer: figuresAnswer,
  })
  async figures(
    @Param() { venue, run }: z.infer<typeof runParams>,
    @Query() { limit, after, total, different }: z.infer<typeof figuresQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const [last] = numbersAfter(after, [0]);
    const venueNo = this.desk.venueNo(venue);
    const { figures_hash: hash } = await this.tables.run(venueNo, Number(run));
    const filter = { total: total ?? null, different: different === 'true' };
    const rows = await this.tables.figures(venueNo, hash, filter, last, limit + 1);
    const instruments = await this.tables.instruments(venueNo);
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [row.row_no],
      (row) => this.tables.showFigureRow(venueNo, row, instruments),
    );
  }
}
