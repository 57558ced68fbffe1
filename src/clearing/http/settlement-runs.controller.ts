import { Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter } from '../../approvals/http/shapes.js';
import { RejectionError } from '../../kernel/rejection.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  dayRange,
  Door,
  type Page,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import type { ClearingMachine } from '../domain/handlers.js';
import type { Engine } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import { ListFilters } from '../../registry/http/list-filters.js';
import { RUN_STATES } from '../commands/ports.js';
import { settleRange } from '../commands/settle-range.js';
import { type RunPlace, type SettlementRunRow, SettlementRunsStore } from '../store/settlement-runs.store.js';
import { pendingSettlement, settlementRunRetried, settlementRunsAnswer } from './answers.js';

const venueParams = z.object({ venue: z.string().regex(/^[a-z0-9-]{1,64}$/) });
const runParams = venueParams.extend({ run: z.string().regex(/^\d{1,15}-\d{1,15}$/) });
const query = z.strictObject({ ...pageQuery, state: z.enum(RUN_STATES).optional(), ...dayRange });
const NEWEST: RunPlace = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];

/** The settlement desk: what was asked of the workers, what failed, and once more. */
@Chapter('settlement')
@Controller('api/v1/venues/:venue/settlement-runs')
export class SettlementRunsController {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine<ClearingMachine>,
    @Inject(SettlementRunsStore) private readonly runs: SettlementRunsStore,
    @Inject(ListFilters) private readonly filters: ListFilters,
  ) {}

  @Get()
  @Door({
    name: 'listSettlementRuns',
    summary: 'Settlement runs, newest first; `from` and `to`: when they last changed',
    power: 'settlement.run',
    params: venueParams,
    query,
    answer: settlementRunsAnswer,
  })
  async list(
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, state, ...days }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const { venueNo } = this.engine.venue(venue);
    const place = numbersAfter(after, NEWEST) as RunPlace;
    const filter = { state: state ?? null, changed: await this.filters.instants(venue, days) };
    const rows = await this.runs.list(venueNo, filter, place, limit + 1);
    return turnPage(reply, rows, limit, (row) => [Number(row.from_trade), Number(row.to_trade)], show);
  }

  @Get('pending')
  @Door({
    name: 'getPendingSettlement',
    summary: 'How many trades wait for settlement',
    power: 'settlement.run',
    params: venueParams,
    answer: pendingSettlement,
  })
  async pending(@Param() { venue }: z.infer<typeof venueParams>): Promise<object> {
    return this.engine.ask(venue, ({ clearing }) => ({
      waiting: clearing.pendingCount,
      lastSettled: clearing.lastSettled,
    }));
  }

  @Post(':run/retry')
  @Door({
    name: 'retrySettlementRun',
    summary: 'Try a run again that is not done, now',
    power: 'settlement.run',
    params: runParams,
    status: 200,
    problems: ['clearing.run_unknown', 'clearing.run_not_failed'],
    answer: settlementRunRetried,
  })
  async retry(
    @CallerOf() caller: Caller,
    @Param() { venue, run }: z.infer<typeof runParams>,
  ): Promise<object> {
    const { venueNo } = this.engine.venue(venue);
    const [fromTrade = 0, toTrade = 0] = run.split('-').map(Number);
    const range = { venueNo, fromTrade, toTrade };
    const { engine, runs } = this;
    const row = await runs.find(range);
    if (row === undefined) throw new RejectionError({ code: 'clearing.run_unknown' });
    if (row.state === 'DONE') throw new RejectionError({ code: 'clearing.run_not_failed' });
    const by = { by: caller.personId, org: caller.orgId };
    const { answer, seq } = await settleRange({ engine, runs }, { slug: venue, ...range }, by);
    return { run, ...(answer as object), seq };
  }
}

function show({ from_trade, to_trade, state, attempts, error, changed_at }: SettlementRunRow): object {
  const [fromTrade, toTrade] = [Number(from_trade), Number(to_trade)];
  return {
    run: `${fromTrade}-${toTrade}`,
    fromTrade,
    toTrade,
    state,
    attempts,
    error,
    changedAt: changed_at.toISOString(),
  };
}
