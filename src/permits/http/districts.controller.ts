import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter } from '../../approvals/http/shapes.js';
import type { ProposalMade } from '../../approvals/http/venue-desk.js';
import { formatDecimal, parseDecimal } from '../../kernel/decimal.js';
import { RejectionError } from '../../kernel/rejection.js';
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
import { PermitTables } from '../queries/permit-tables.js';
import { quotaQuestion } from '../queries/questions.js';
import { districtsAnswer, quotaAnswer } from './answers.js';
import { PermitDesk } from './permit-desk.js';
import { showDistrict } from './permit-view.js';
import {
  amountText,
  day,
  districtParams,
  proposing,
  publicId,
  symbol,
  venueParams,
  type Where,
  word,
} from './shapes.js';

const TENTHS = 1;
const GRAMS_OF_A_TONNE = 6;
const registration = z.strictObject({ name: word, city: word, basin: word });
const cap = z.strictObject({ symbol, quantity: amountText });
const reading = z.strictObject({ indicator: word, day, value: amountText, targetMet: z.boolean() });
const pages = z.strictObject(pageQuery);
const question = z.strictObject({
  districtId: publicId,
  symbol,
  /** Tonnes a year of this pollutant, to the gram. */
  tonnes: amountText,
  /** Tonnes a year of all pollutants of the same medium; this one alone where it is left out. */
  mediumTonnes: amountText.optional(),
  ultraLow: z.enum(['true', 'false']).default('false'),
});
type Params = z.infer<typeof districtParams>;

/** Districts with their caps and what they breathe, and what a project there must buy. */
@Chapter('permits')
@Controller('api/v1/venues/:venue')
export class PermitDistrictsController {
  constructor(
    @Inject(PermitDesk) private readonly desk: PermitDesk,
    @Inject(PermitTables) private readonly tables: PermitTables,
    @Inject(RegistryTables) private readonly registry: RegistryTables,
  ) {}

  @Get('permit-districts')
  @Door({
    name: 'listPermitDistricts',
    summary: 'Districts: caps, rights under them, and the newest readings',
    power: 'public',
    params: venueParams,
    query: pages,
    answer: districtsAnswer,
  })
  async list(
    @Param() { venue }: Where,
    @Query() { limit, after }: z.infer<typeof pages>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [last] = numbersAfter(after, [0]);
    const rows = await this.tables.districts(venueNo, last, limit + 1);
    const show = (row: (typeof rows)[number]): object =>
      showDistrict(row, (kind, no) => this.desk.id(kind, venueNo, no));
    return turnPage(reply, rows, limit, (row) => [row.district_no], show);
  }

  @Get('permit-quota')
  @Door({
    name: 'getPermitQuota',
    summary: 'Must a project in a district buy, and how much, by the rules of today?',
    power: 'public',
    params: venueParams,
    query: question,
    problems: ['permits.not_offered', 'permits.pollutant_not_offered', 'permits.unknown_district'],
    answer: quotaAnswer,
  })
  async quota(@Param() { venue }: Where, @Query() asked: z.infer<typeof question>): Promise<object> {
    const { instrument_no: instrumentNo, unit_scale: scale } = await this.registry.instrument(
      this.desk.venueNo(venue),
      asked.symbol,
    );
    const districtNo = this.desk.no('dst', venue, asked.districtId);
    const grams = this.grams(asked.tonnes);
    const mediumGrams = asked.mediumTonnes === undefined ? grams : this.grams(asked.mediumTonnes);
    const project = { grams, mediumGrams, ultraLow: asked.ultraLow === 'true' };
    const outcome = await this.desk.ask(venue, (machine) =>
      quotaQuestion(machine, { districtNo, instrumentNo, ...project }, this.desk.now()),
    );
    if (!outcome.ok) throw new RejectionError(outcome.rejection);
    const { quota, judgements, day: today } = outcome.value;
    return {
      day: today,
      mustTrade: quota.mustTrade,
      need: formatDecimal(quota.needUnits, scale),
      replacementRatio: formatDecimal(quota.ratioBps, 4),
      threshold:
        quota.thresholdGrams === undefined ? null : formatDecimal(quota.thresholdGrams, GRAMS_OF_A_TONNE),
      attained: judgements.every(({ attained }) => attained),
      judgements: judgements.map(({ indicator, attained, tenths, limitTenths, targetMet }) => ({
        ...{ indicator, attained, targetMet: targetMet ?? null },
        value: tenths === undefined ? null : formatDecimal(tenths, TENTHS),
        limit: limitTenths === undefined ? null : formatDecimal(limitTenths, TENTHS),
      })),
      rules: quota.rules,
    };
  }

  @Post('permit-districts')
  @Door({
    ...proposing,
    name: 'proposePermitDistrict',
    summary: 'Propose a district',
    power: 'permit.review',
    params: venueParams,
    body: registration,
  })
  register(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() body: z.infer<typeof registration>,
  ): Promise<ProposalMade> {
    return this.desk.propose(venue, caller, once, 'register-district', body);
  }

  @Post('permit-districts/:district/caps')
  @Door({
    ...proposing,
    name: 'proposePermitCap',
    summary: 'Propose the cap of a pollutant in a district',
    power: 'permit.review',
    params: districtParams,
    body: cap,
    problems: ['permits.unknown_district', 'permits.cap_below_rights'],
  })
  async cap(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, district }: Params,
    @Body() body: z.infer<typeof cap>,
  ): Promise<ProposalMade> {
    const instrument = await this.registry.instrument(this.desk.venueNo(venue), body.symbol);
    return this.desk.propose(venue, caller, once, 'set-district-cap', {
      districtNo: this.desk.no('dst', venue, district),
      instrumentNo: instrument.instrument_no,
      quantity: this.desk.units(body.quantity, instrument),
    });
  }

  @Post('permit-districts/:district/readings')
  @Door({
    ...proposing,
    name: 'proposeDistrictReading',
    summary: 'Propose what a district is judged by from a day on',
    power: 'permit.review',
    params: districtParams,
    body: reading,
    problems: ['permits.unknown_district', 'permits.bad_reading'],
  })
  reading(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, district }: Params,
    @Body() { value, ...facts }: z.infer<typeof reading>,
  ): Promise<ProposalMade> {
    const tenths = parseDecimal(value, TENTHS);
    if (tenths === undefined)
      throw new RejectionError({ code: 'permits.bad_reading', data: { decimals: TENTHS } });
    const districtNo = this.desk.no('dst', venue, district);
    return this.desk.propose(venue, caller, once, 'record-reading', { districtNo, tenths, ...facts });
  }

  private grams(tonnes: string): number {
    const grams = parseDecimal(tonnes, GRAMS_OF_A_TONNE);
    if (grams === undefined)
      throw new RejectionError({ code: 'permits.bad_quantity', data: { decimals: GRAMS_OF_A_TONNE } });
    return grams;
  }
}
