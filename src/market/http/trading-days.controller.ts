import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { proposalMade } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import {
  calendarDay,
  type Caller,
  CallerOf,
  Chapter,
  Door,
  Once,
  type OnceTicket,
} from '../../platform/http/index.js';
import { dayClosed, dayOpened } from './answers.js';
import { OrderDesk } from './order-desk.js';
import { venueParams } from './shapes.js';

const day = z.strictObject({ day: calendarDay });
const halt = z.strictObject({
  symbol: z.string().max(40).nullable().default(null),
  reason: z.string().trim().min(1).max(500),
});
type Where = z.infer<typeof venueParams>;

/** The operator's hand on the clock and on the brake. The calendar does both by itself on ordinary days. */
@Chapter('trading days')
@Controller('api/v1/venues/:venue')
export class TradingDaysController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(OrderDesk) private readonly orders: OrderDesk,
  ) {}

  @Post('trading-days/close')
  @Door({
    name: 'closeTradingDay',
    summary: 'Close the trading day: day orders lapse, closes are set',
    power: 'session.run',
    params: venueParams,
    body: day,
    status: 200,
    idempotent: true,
    problems: ['market.day_not_open'],
    answer: dayClosed,
  })
  async close(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() body: z.infer<typeof day>,
  ): Promise<object> {
    const { answer, place } = await this.desk.submit(venue, caller, once, {
      kind: 'close-day',
      day: body.day,
    });
    return { ...answer, ...place };
  }

  @Post('trading-days/open')
  @Door({
    name: 'openTradingDay',
    summary: 'Open a trading day',
    power: 'session.run',
    params: venueParams,
    body: day,
    status: 200,
    idempotent: true,
    problems: [
      ...['market.day_still_open', 'market.day_not_after', 'market.unsettled_trades'],
      'reconciliation.day_not_reconciled',
    ],
    answer: dayOpened,
  })
  async open(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() body: z.infer<typeof day>,
  ): Promise<object> {
    const { answer, place } = await this.desk.submit(venue, caller, once, {
      kind: 'open-day',
      day: body.day,
    });
    return { ...answer, ...place };
  }

  @Post('halts')
  @Door({
    name: 'proposeHalt',
    summary: 'Propose to halt an instrument, or the whole venue',
    power: 'halt.propose',
    params: venueParams,
    body: halt,
    status: 201,
    idempotent: true,
    problems: ['market.already_halted', 'market.instrument_unknown'],
    answer: proposalMade,
  })
  halt(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() body: z.infer<typeof halt>,
  ): Promise<object> {
    return this.propose('halt-trading', caller, once, venue, body);
  }

  @Post('resumptions')
  @Door({
    name: 'proposeResumption',
    summary: 'Propose to resume trading',
    power: 'halt.propose',
    params: venueParams,
    body: halt,
    status: 201,
    idempotent: true,
    problems: ['market.not_halted', 'market.instrument_unknown'],
    answer: proposalMade,
  })
  resume(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() body: z.infer<typeof halt>,
  ): Promise<object> {
    return this.propose('resume-trading', caller, once, venue, body);
  }

  private async propose(
    action: string,
    caller: Caller,
    once: OnceTicket,
    venue: string,
    { symbol, reason }: z.infer<typeof halt>,
  ): Promise<object> {
    const instrumentNo = symbol === null ? null : (await this.orders.instrument(venue, symbol)).instrumentNo;
    return this.desk.propose(venue, caller, once, action, { instrumentNo, reason }, reason);
  }
}
