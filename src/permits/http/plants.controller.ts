import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter } from '../../approvals/http/shapes.js';
import type { ProposalMade } from '../../approvals/http/venue-desk.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  Door,
  Once,
  type OnceTicket,
  type Page,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import { RegistryTables } from '../../registry/queries/registry-tables.js';
import { SOURCE_CLASSES } from '../domain/plant.js';
import { PermitTables } from '../queries/permit-tables.js';
import { dischargeReported, plantsAnswer } from './answers.js';
import { PermitDesk } from './permit-desk.js';
import { showPlant } from './permit-view.js';
import {
  amountText,
  day,
  plainText,
  plantParams,
  proposing,
  publicId,
  step,
  symbol,
  venueParams,
  type Where,
  word,
} from './shapes.js';

const permitUntil = day.nullable().default(null);
const registration = z.strictObject({
  accountId: publicId,
  districtId: publicId,
  name: plainText(200),
  sector: word,
  sourceClass: z.enum(SOURCE_CLASSES),
  captivePower: z.boolean().default(false),
  heatPart: z.boolean().default(false),
  ultraLow: z.boolean().default(false),
  permitUntil,
});
const change = z.strictObject({ ultraLow: z.boolean(), permitUntil });
const standing = z.strictObject({ symbol, permitted: amountText, need: amountText });
const discharge = z.strictObject({ symbol, quantity: amountText, asOf: day });
const pages = z.strictObject(pageQuery);
type Params = z.infer<typeof plantParams>;

/** Permitted sites: what they are, what their permits allow, what they discharge. */
@Chapter('permits')
@Controller('api/v1/venues/:venue/permit-plants')
export class PermitPlantsController {
  constructor(
    @Inject(PermitDesk) private readonly desk: PermitDesk,
    @Inject(PermitTables) private readonly tables: PermitTables,
    @Inject(RegistryTables) private readonly registry: RegistryTables,
  ) {}

  @Get()
  @Door({
    name: 'listPermitPlants',
    summary: 'Plants: your own, or all you supervise',
    power: 'permit.read',
    params: venueParams,
    query: pages,
    answer: plantsAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: Where,
    @Query() { limit, after }: z.infer<typeof pages>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [last] = numbersAfter(after, [0]);
    const rows = await this.tables.plants(venueNo, caller, last, limit + 1);
    const show = (row: (typeof rows)[number]): object =>
      showPlant(row, (kind, no) => this.desk.id(kind, venueNo, no));
    return turnPage(reply, rows, limit, (row) => [row.plant_no], show);
  }

  @Post()
  @Door({
    ...proposing,
    name: 'proposePermitPlant',
    summary: 'Propose a plant: one account, one place',
    power: 'permit.review',
    params: venueParams,
    body: registration,
    problems: ['permits.account_has_plant', 'permits.account_not_active', 'permits.unknown_district'],
  })
  register(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() { accountId, districtId, permitUntil: until, ...facts }: z.infer<typeof registration>,
  ): Promise<ProposalMade> {
    const accountNo = this.desk.no('acc', venue, accountId);
    const districtNo = this.desk.no('dst', venue, districtId);
    const payload = { ...facts, accountNo, districtNo, permitUntil: until ?? '' };
    return this.desk.propose(venue, caller, once, 'register-plant', payload);
  }

  @Post(':plant/changes')
  @Door({
    ...proposing,
    name: 'proposePlantChange',
    summary: 'Propose what its permit says of a plant',
    power: 'permit.review',
    params: plantParams,
    body: change,
    problems: ['permits.unknown_plant'],
  })
  change(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, plant }: Params,
    @Body() { ultraLow, permitUntil: until }: z.infer<typeof change>,
  ): Promise<ProposalMade> {
    const payload = { plantNo: this.desk.no('plt', venue, plant), ultraLow, permitUntil: until ?? '' };
    return this.desk.propose(venue, caller, once, 'change-plant', payload);
  }

  @Post(':plant/standings')
  @Door({
    ...proposing,
    name: 'proposePlantStanding',
    summary: 'Propose what a plant may discharge, and what it needs',
    power: 'permit.review',
    params: plantParams,
    body: standing,
    problems: ['permits.unknown_plant', 'permits.not_a_permit'],
  })
  async standing(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, plant }: Params,
    @Body() body: z.infer<typeof standing>,
  ): Promise<ProposalMade> {
    const instrument = await this.registry.instrument(this.desk.venueNo(venue), body.symbol);
    return this.desk.propose(venue, caller, once, 'set-standing', {
      plantNo: this.desk.no('plt', venue, plant),
      instrumentNo: instrument.instrument_no,
      permitted: this.desk.units(body.permitted, instrument),
      need: this.desk.units(body.need, instrument),
    });
  }

  @Post(':plant/discharges')
  @Door({
    ...step,
    name: 'reportDischarge',
    summary: 'Record what a plant discharged in twelve months',
    power: 'permit.review',
    params: plantParams,
    body: discharge,
    problems: ['permits.unknown_plant', 'permits.reading_ahead'],
    answer: dischargeReported,
  })
  async discharge(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, plant }: Params,
    @Body() body: z.infer<typeof discharge>,
  ): Promise<object> {
    const instrument = await this.registry.instrument(this.desk.venueNo(venue), body.symbol);
    const command = {
      kind: 'record-discharge',
      plantNo: this.desk.no('plt', venue, plant),
      instrumentNo: instrument.instrument_no,
      discharge: this.desk.units(body.quantity, instrument),
      asOf: body.asOf,
    };
    return this.desk.submit(venue, caller, once, command, instrument.unit_scale);
  }
}
