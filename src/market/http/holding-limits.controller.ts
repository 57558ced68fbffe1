import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { formatDecimal } from '../../kernel/decimal.js';
import { RejectionError } from '../../kernel/rejection.js';
import { numbersAfter } from '../../approvals/http/shapes.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  Door,
  type Page,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import type { Engine } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import { type Holding, holdingOf, largeHolders } from '../domain/holdings.js';
import type { MarketMachine } from '../domain/world.js';
import { InterventionTable } from '../queries/intervention-table.js';
import { headroomAnswer, interventionsAnswer, largeHoldersAnswer } from './answers.js';
import { OrderDesk } from './order-desk.js';
import { money, symbolParams } from './shapes.js';

const accountParams = symbolParams.extend({ account: z.string().min(1).max(64) });
const query = z.strictObject(pageQuery);

/** How much an owner group may hold, who holds so much that it is public, and when prices call for regulation. */
@Chapter('risk controls')
@Controller('api/v1/venues/:venue')
export class HoldingLimitsController {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine<MarketMachine>,
    @Inject(OrderDesk) private readonly desk: OrderDesk,
    @Inject(InterventionTable) private readonly table: InterventionTable,
  ) {}

  @Get('accounts/:account/headroom/:symbol')
  @Door({
    name: 'getHeadroom',
    summary: 'How much more the owner group of your account may come to hold of an instrument',
    power: 'order.place',
    params: accountParams,
    problems: ['market.account_unknown', 'market.instrument_unknown'],
    answer: headroomAnswer,
  })
  async headroom(
    @CallerOf() caller: Caller,
    @Param() { venue, account, symbol }: z.infer<typeof accountParams>,
  ): Promise<object> {
    const accountNo = this.desk.accountNo(venue, account);
    const { instrumentNo, unitScale } = await this.desk.instrument(venue, symbol);
    return this.engine.ask(venue, (machine) => {
      const owner = machine.registry.account(accountNo);
      // A foreign account looks like none at all.
      if (owner === undefined || owner.org !== caller.orgId)
        throw new RejectionError({ code: 'market.account_unknown' });
      const instrument = machine.registry.instrument(instrumentNo)!;
      const pack = machine.rules.inForce(instrument.packName, machine.market.tradingDay);
      if (pack === undefined) throw new RejectionError({ code: 'market.no_rules_in_force' });
      const holding = holdingOf(machine, pack, instrument, owner.ownerGroup);
      return { symbol, rulePack: pack.id, ...shown(holding, unitScale) };
    });
  }

  @Get('instruments/:symbol/large-holders')
  @Door({
    name: 'listLargeHolders',
    summary: 'Who holds more of an instrument than may stay unnamed, the largest first',
    power: 'public',
    params: symbolParams,
    problems: ['market.instrument_unknown'],
    answer: largeHoldersAnswer,
  })
  async large(@Param() { venue, symbol }: z.infer<typeof symbolParams>): Promise<object> {
    const { instrumentNo, unitScale } = await this.desk.instrument(venue, symbol);
    return this.engine.ask(venue, (machine) => {
      const instrument = machine.registry.instrument(instrumentNo)!;
      const pack = machine.rules.inForce(instrument.packName, machine.market.tradingDay);
      const holders = pack === undefined ? [] : largeHolders(machine, pack, instrument);
      const items = holders.map((holding) => ({
        holders: machine.registry.accountsOf(holding.ownerGroup).map(({ title }) => title),
        held: formatDecimal(holding.held, unitScale),
        publishedAbove: formatDecimal(holding.publishedAbove!, unitScale),
      }));
      return { symbol, rulePack: pack?.id ?? null, items };
    });
  }

  @Get('instruments/:symbol/interventions')
  @Door({
    name: 'listInterventions',
    summary: 'Days at whose close the average price called for an auction or a buy-back, newest first',
    power: 'public',
    params: symbolParams,
    query,
    problems: ['market.instrument_unknown'],
    answer: interventionsAnswer,
  })
  async interventions(
    @Param() { venue, symbol }: z.infer<typeof symbolParams>,
    @Query() { limit, after }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const { instrumentNo } = await this.desk.instrument(venue, symbol);
    const [offset] = numbersAfter(after, [0]);
    const from = offset ?? 0;
    const rows = await this.table.ofInstrument(this.desk.venueNo(venue), instrumentNo, from, limit + 1);
    return turnPage(
      reply,
      rows.map((row, i) => ({ ...row, place: from + i + 1 })),
      limit,
      ({ place }) => [place],
      ({ day, kind, average, threshold, days, packNo }) => ({
        day,
        kind,
        average: money(average),
        threshold: money(threshold),
        tradingDays: days,
        packNo,
      }),
    );
  }
}

function shown(
  { held, wanted, allocated, limit, headroom, publishedAbove }: Holding,
  unitScale: number,
): object {
  const units = (quantity: number | undefined): string | null =>
    quantity === undefined ? null : formatDecimal(quantity, unitScale);
  return {
    held: units(held),
    wantedByOpenOrders: units(wanted),
    allocated: units(allocated),
    limit: units(limit),
    headroom: units(headroom),
    publishedAbove: units(publishedAbove),
  };
}
