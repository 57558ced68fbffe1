import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  amountText,
  numbersAfter,
  plainText,
  proposalMade,
  reason,
  venueParams,
} from '../../approvals/http/shapes.js';
import { type ProposalMade, VenueDesk } from '../../approvals/http/venue-desk.js';
import { CENTS, formatDecimal, parseDecimal } from '../../kernel/decimal.js';
import { RejectionError } from '../../kernel/rejection.js';
import {
  calendarDay,
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
import { INSTRUMENT_KINDS } from '../domain/index.js';
import { INSTRUMENT_COLUMNS, type InstrumentRow, RegistryTables } from '../queries/registry-tables.js';
import { instrumentsAnswer, instrumentWithCaps } from './answers.js';
import { symbol, unitsFrom, year } from './shapes.js';

const word = plainText(64);
const params = venueParams.extend({ symbol });
type Params = z.infer<typeof params>;
const query = z.strictObject({ ...pageQuery, kind: z.enum(INSTRUMENT_KINDS).optional() });

const creation = z.strictObject({
  symbol,
  kind: z.enum(INSTRUMENT_KINDS),
  pollutant: word,
  zone: word,
  /** '' when it is for any sector. */
  sector: z.union([word, z.literal('')]),
  /** The year it is issued for; 0 when it has none. */
  vintage: z.union([year, z.literal(0)]),
  expiry: calendarDay.nullable().default(null),
  unitName: word,
  /** Decimals of a quantity: 0 for tonnes of CO2, 3 for tonnes counted in kilograms. */
  unitScale: z.int().min(0).max(9),
  tick: amountText,
  lot: amountText,
  rulePack: word,
  referencePrice: amountText,
  reason: reason.optional(),
});
const capSetting = z.strictObject({ year, quantity: amountText, reason: reason.optional() });
const retiring = z.strictObject({ reason });

@Chapter('instruments')
@Controller('api/v1/venues/:venue/instruments')
export class InstrumentsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(RegistryTables) private readonly tables: RegistryTables,
  ) {}

  @Get()
  @Door({
    name: 'listInstruments',
    summary: 'Allowances and permits of this venue',
    power: 'public',
    params: venueParams,
    query,
    answer: instrumentsAnswer,
  })
  async list(
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, kind }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [last] = numbersAfter(after, [0]);
    const rows = await this.tables.rows<InstrumentRow>(
      `SELECT ${INSTRUMENT_COLUMNS} FROM instruments WHERE venue_no = $1 AND instrument_no > $2::bigint
         AND ($3::text IS NULL OR kind = $3) ORDER BY instrument_no LIMIT $4`,
      [venueNo, last, kind ?? null, limit + 1],
    );
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [row.instrument_no],
      (row) => this.show(venueNo, row),
    );
  }

  @Get(':symbol')
  @Door({
    name: 'getInstrument',
    summary: 'One instrument with its caps',
    power: 'public',
    params,
    problems: ['registry.unknown_instrument'],
    answer: instrumentWithCaps,
  })
  async get(@Param() { venue, symbol: name }: Params): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const row = await this.tables.instrument(venueNo, name);
    const caps = await this.tables.rows<{
      year: number;
      cap_limit: string;
      issued: string;
      cancelled: string;
    }>(
      `SELECT year, cap_limit, issued, cancelled FROM caps WHERE venue_no = $1 AND instrument_no = $2 ORDER BY year`,
      [venueNo, row.instrument_no],
    );
    const units = (text: string): string => formatDecimal(Number(text), row.unit_scale);
    return {
      ...this.show(venueNo, row),
      caps: caps.map((cap) => ({
        year: cap.year,
        limit: units(cap.cap_limit),
        issued: units(cap.issued),
        cancelled: units(cap.cancelled),
        // Cancelled units are never issued again: they lower the cap.
        effective: formatDecimal(Number(cap.cap_limit) - Number(cap.cancelled), row.unit_scale),
      })),
    };
  }

  @Post()
  @Door({
    name: 'proposeInstrument',
    summary: 'Propose a new instrument',
    power: 'instrument.propose',
    params: venueParams,
    body: creation,
    answer: proposalMade,
    status: 201,
    idempotent: true,
    problems: ['registry.symbol_taken', 'rules.unknown_pack', 'registry.reference_off_tick'],
  })
  create(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Body() body: z.infer<typeof creation>,
  ): Promise<ProposalMade> {
    const { tick, lot, rulePack, referencePrice, reason: why, ...facts } = body;
    const payload = {
      ...facts,
      tickFen: price(tick),
      lotUnits: atLeastOne(unitsFrom(lot, facts.unitScale)),
      packName: rulePack,
      referencePriceFen: price(referencePrice),
    };
    return this.desk.propose(venue, caller, once, 'create-instrument', payload, why);
  }

  @Post(':symbol/retire')
  @Door({
    name: 'proposeInstrumentRetirement',
    summary: 'Propose to retire an instrument',
    power: 'instrument.propose',
    params,
    body: retiring,
    answer: proposalMade,
    status: 201,
    idempotent: true,
    problems: ['registry.instrument_retired'],
  })
  async retire(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, symbol: name }: Params,
    @Body() body: z.infer<typeof retiring>,
  ): Promise<ProposalMade> {
    const { instrument_no: instrumentNo } = await this.tables.instrument(this.desk.venueNo(venue), name);
    return this.desk.propose(venue, caller, once, 'retire-instrument', { instrumentNo }, body.reason);
  }

  @Post(':symbol/caps')
  @Door({
    name: 'proposeCap',
    summary: 'Propose the cap of a year',
    power: 'instrument.propose',
    params,
    body: capSetting,
    answer: proposalMade,
    status: 201,
    idempotent: true,
    problems: ['registry.cap_below_issued'],
  })
  async setCap(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, symbol: name }: Params,
    @Body() body: z.infer<typeof capSetting>,
  ): Promise<ProposalMade> {
    const instrument = await this.tables.instrument(this.desk.venueNo(venue), name);
    const quantity = unitsFrom(body.quantity, instrument.unit_scale);
    const payload = { instrumentNo: instrument.instrument_no, year: body.year, quantity };
    return this.desk.propose(venue, caller, once, 'set-cap', payload, body.reason);
  }

  private show(venueNo: number, row: InstrumentRow): object {
    return {
      instrumentId: this.desk.id('ins', venueNo, row.instrument_no),
      symbol: row.symbol,
      kind: row.kind,
      pollutant: row.pollutant,
      zone: row.zone,
      sector: row.sector,
      vintage: row.vintage,
      expiry: row.expiry,
      unitName: row.unit_name,
      unitScale: row.unit_scale,
      tick: formatDecimal(Number(row.tick_fen), CENTS),
      lot: formatDecimal(Number(row.lot_units), row.unit_scale),
      rulePack: row.pack_name,
      referencePrice: formatDecimal(Number(row.reference_price_fen), CENTS),
      state: row.state,
    };
  }
}

function price(text: string): number {
  const fen = parseDecimal(text, CENTS);
  if (fen === undefined || fen === 0) throw new RejectionError({ code: 'registry.reference_off_tick' });
  return fen;
}

function atLeastOne(units: number): number {
  if (units === 0) throw new RejectionError({ code: 'registry.bad_quantity' });
  return units;
}
