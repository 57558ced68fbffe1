import { Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { venueParams } from '../../approvals/http/shapes.js';
import { SETTLE_TRADES_MAX } from '../../kernel/limits.js';
import { RejectionError } from '../../kernel/rejection.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  dayRange,
  daysOf,
  decodeCursor,
  Door,
  type Page,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import type { Engine } from '../../sequencer/index.js';
import type { ClearingMachine } from '../domain/handlers.js';
import { SettlementDayKeeper } from '../jobs/settlement-day-keeper.js';
import { DAY_STATES, SettlementDayTables, showDay } from '../queries/settlement-day-tables.js';
import { settlementDaysAnswer, settlementProgress } from './answers.js';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** What is no date is as unknown as a day without trade. */
const dayParams = venueParams.extend({ day: z.string().min(1).max(64) });
const query = z.strictObject({ ...pageQuery, state: z.enum(DAY_STATES).optional(), ...dayRange });
type Where = z.infer<typeof dayParams>;
const isDay = (text: string): boolean => day.safeParse(text).success;

/** A trading day's settlement run: begun by itself at the close, or by hand; how far it is. */
@Chapter('settlement')
@Controller('api/v1/venues/:venue/settlement-days')
export class SettlementDaysController {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine<ClearingMachine>,
    @Inject(SettlementDayTables) private readonly tables: SettlementDayTables,
    @Inject(SettlementDayKeeper) private readonly keeper: SettlementDayKeeper,
  ) {}

  @Get()
  @Door({
    name: 'listSettlementDays',
    summary: 'Settlement of trading days, newest first',
    power: 'settlement.run',
    params: venueParams,
    query,
    answer: settlementDaysAnswer,
  })
  async list(
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, state, ...days }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const before = after === undefined ? null : day.safeParse(decodeCursor(after, 1)?.[0]);
    if (before?.success === false) throw new RejectionError({ code: 'http.bad_cursor' });
    const { venueNo } = this.engine.venue(venue);
    const filter = { state: state ?? null, days: daysOf(days) };
    const rows = await this.tables.days(venueNo, filter, before?.data ?? null, limit + 1);
    return turnPage(reply, rows, limit, (row) => [row.day], showDay);
  }

  @Get(':day')
  @Door({
    name: 'getSettlementDay',
    summary: 'Progress of a day: done and total of every step, trades by state',
    power: 'settlement.run',
    params: dayParams,
    problems: ['clearing.day_unknown'],
    answer: settlementProgress,
  })
  async progress(@Param() { venue, day }: Where): Promise<object> {
    const { venueNo } = this.engine.venue(venue);
    if (!isDay(day)) throw new RejectionError({ code: 'clearing.day_unknown' });
    const progress = await this.tables.progress(venueNo, day, SETTLE_TRADES_MAX);
    if (progress === undefined) throw new RejectionError({ code: 'clearing.day_unknown' });
    return progress;
  }

  @Post(':day/runs')
  @Door({
    name: 'runSettlementDay',
    summary: 'Begin the settlement of a closed day, or ask again for what is open of it',
    power: 'settlement.run',
    params: dayParams,
    status: 200,
    problems: ['clearing.day_unknown', 'clearing.day_still_open'],
    answer: settlementProgress,
  })
  async run(@CallerOf() caller: Caller, @Param() { venue, day }: Where): Promise<object> {
    const row = this.engine.venue(venue);
    const isOpen = await this.engine.ask(
      venue,
      ({ market }) => market.tradingDay === day && market.dayStatus === 'OPEN',
    );
    if (isOpen) throw new RejectionError({ code: 'clearing.day_still_open', data: { day } });
    if (!isDay(day)) throw new RejectionError({ code: 'clearing.day_unknown' });
    await this.keeper.begin(row, day, caller.personId);
    return this.progress({ venue, day });
  }
}
