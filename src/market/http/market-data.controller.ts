import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter } from '../../approvals/http/shapes.js';
import { formatDecimal } from '../../kernel/decimal.js';
import { CANDLES_MAX, DEPTH_LEVELS_MAX } from '../../kernel/limits.js';
import type { MarketMachine } from '../domain/world.js';
import { Chapter, Door, type Page, pageQuery, PublicIds, turnPage } from '../../platform/http/index.js';
import type { Engine } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import { CANDLE_SECONDS, type CandleInterval, Tape } from '../queries/candles.js';
import { busiestOf, depthOf, tickerOf } from '../queries/market-view.js';
import { candlesAnswer, depthAnswer, sessionAnswer, tapeAnswer, tickerAnswer } from './answers.js';
import { OrderDesk } from './order-desk.js';
import { instantText, money, symbolParams, venueParams } from './shapes.js';

const depthQuery = z.strictObject({
  levels: z.coerce.number().int().min(1).max(DEPTH_LEVELS_MAX).default(20),
});
const candleQuery = z.strictObject({
  interval: z.enum(Object.keys(CANDLE_SECONDS) as [CandleInterval]).default('1h'),
  limit: z.coerce.number().int().min(1).max(CANDLES_MAX).default(200),
});
const tradesQuery = z.strictObject(pageQuery);
type Where = z.infer<typeof symbolParams>;

/** Prices for everyone; nobody's name. */
@Chapter('market data')
@Controller('api/v1/venues/:venue')
export class MarketDataController {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine<MarketMachine>,
    @Inject(OrderDesk) private readonly desk: OrderDesk,
    @Inject(Tape) private readonly tape: Tape,
    @Inject(PublicIds) private readonly ids: PublicIds,
  ) {}

  @Get('instruments/:symbol/depth')
  @Door({
    name: 'getDepth',
    summary: 'The book by price level, best first',
    power: 'public',
    params: symbolParams,
    query: depthQuery,
    problems: ['market.instrument_unknown'],
    answer: depthAnswer,
  })
  async depth(
    @Param() { venue, symbol }: Where,
    @Query() { levels }: z.infer<typeof depthQuery>,
  ): Promise<object> {
    const { instrumentNo } = await this.desk.instrument(venue, symbol);
    return this.engine.ask(venue, (machine) => depthOf(machine, instrumentNo, levels));
  }

  @Get('instruments/:symbol/ticker')
  @Door({
    name: 'getTicker',
    summary: 'Last price, band, and the day so far',
    power: 'public',
    params: symbolParams,
    problems: ['market.instrument_unknown'],
    answer: tickerAnswer,
  })
  async ticker(@Param() { venue, symbol }: Where): Promise<object> {
    const { instrumentNo } = await this.desk.instrument(venue, symbol);
    return this.engine.ask(venue, (machine) => tickerOf(machine, instrumentNo));
  }

  @Get('instruments/:symbol/trades')
  @Door({
    name: 'listMarketTrades',
    summary: 'The public tape, newest first',
    power: 'public',
    params: symbolParams,
    query: tradesQuery,
    problems: ['market.instrument_unknown'],
    answer: tapeAnswer,
  })
  async trades(
    @Param() { venue, symbol }: Where,
    @Query() { limit, after }: z.infer<typeof tradesQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const { instrumentNo, unitScale } = await this.desk.instrument(venue, symbol);
    const venueNo = this.desk.venueNo(venue);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const rows = await this.tape.trades(venueNo, instrumentNo, before, limit + 1);
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.trade_no)],
      (row) => ({
        tradeId: this.ids.encode('trd', venueNo, Number(row.trade_no)),
        price: money(Number(row.price)),
        quantity: formatDecimal(Number(row.quantity), unitScale),
        makerSide: row.maker_side,
        method: row.method,
        annulled: row.annulled,
        at: instantText(Number(row.at)),
      }),
    );
  }

  @Get('instruments/:symbol/candles')
  @Door({
    name: 'listCandles',
    summary: 'Candles, oldest first',
    power: 'public',
    params: symbolParams,
    query: candleQuery,
    problems: ['market.instrument_unknown'],
    answer: candlesAnswer,
  })
  async candles(
    @Param() { venue, symbol }: Where,
    @Query() { interval, limit }: z.infer<typeof candleQuery>,
  ): Promise<object> {
    const { instrumentNo, unitScale } = await this.desk.instrument(venue, symbol);
    const offset = await this.engine.ask(venue, ({ rules }) => rules.all()[0]?.offsetMinutes ?? 0);
    const rows = await this.tape.candles(this.desk.venueNo(venue), instrumentNo, interval, limit, offset);
    return {
      interval,
      items: rows.map(({ start, open, high, low, close, volume, trades }) => ({
        start: instantText(Number(start)),
        open: money(Number(open)),
        high: money(Number(high)),
        low: money(Number(low)),
        close: money(Number(close)),
        volume: formatDecimal(Number(volume), unitScale),
        trades: Number(trades),
      })),
    };
  }

  @Get('sessions/current')
  @Door({
    name: 'getTradingSession',
    summary: 'The trading day and whether the market is open',
    power: 'public',
    params: venueParams,
    answer: sessionAnswer,
  })
  async session(@Param() { venue }: z.infer<typeof venueParams>): Promise<object> {
    return this.engine.ask(venue, ({ market, registry, rules, clearing }) => ({
      tradingDay: market.tradingDay || null,
      status: market.haltReason === '' ? market.dayStatus : 'HALTED',
      haltReason: market.haltReason,
      halts: [...market.all()]
        .filter(({ haltReason }) => haltReason !== '')
        .map(({ instrumentNo, haltReason: reason }) => ({
          symbol: registry.instrument(instrumentNo)!.symbol,
          reason,
        })),
      busiest: busiestOf({ market, registry }),
      tradesWaitingForSettlement: clearing.pendingCount,
      rulePacks: rules.all().map(({ id }) => id),
    }));
  }
}
