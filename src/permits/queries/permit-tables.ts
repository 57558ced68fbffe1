import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { RejectionError } from '../../kernel/rejection.js';
import { between, type Bounds, type Caller } from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { ownOnly } from '../../registry/queries/registry-tables.js';

export interface PlantRow {
  readonly plant_no: number;
  readonly account_no: string;
  readonly district_no: number;
  readonly name: string;
  readonly sector: string;
  readonly source_class: string;
  readonly captive_power: boolean;
  readonly heat_part: boolean;
  readonly ultra_low: boolean;
  readonly permit_until: string;
  readonly standings: {
    symbol: string;
    scale: number;
    permitted: number;
    need: number;
    discharge: number;
    as_of: string;
  }[];
}
export interface RightRow {
  readonly right_no: string;
  readonly plant_no: number;
  readonly district_no: number;
  readonly symbol: string;
  readonly unit_scale: number;
  readonly origin: string;
  readonly start_day: string;
  readonly end_day: string;
  readonly quantity: string;
  readonly listed: string;
  readonly leased: string;
  readonly pledged: string;
  readonly encumbrances: {
    no: number;
    kind: string;
    quantity: number;
    lessee: number;
    creditor: string;
    rank: number;
    last_day: string;
    state: string;
  }[];
}
export interface TransferRow {
  readonly transfer_no: string;
  readonly right_no: string;
  readonly symbol: string;
  readonly unit_scale: number;
  readonly seller_no: number;
  readonly seller: string | null;
  readonly district: string;
  readonly quantity: string;
  readonly named_buyer: number;
  readonly across_regions: boolean;
  readonly ground: string;
  readonly state: string;
  readonly note: string;
  readonly pack: string;
  readonly overrides: { code: string; authority: string; reason: string; proposalNo: number }[];
  readonly upper_approval: string;
  readonly round: number;
  readonly method: string;
  readonly price_fen: string;
  readonly start_fen: string;
  readonly deposit_fen: string;
  readonly opens_at: string;
  readonly closes_at: string;
  readonly buyer_no: number;
  readonly buyer: string | null;
  readonly award_price_fen: string;
  readonly value_fen: string;
  readonly ratio_bps: number;
  readonly seller_signed: string;
  readonly buyer_signed: string;
  readonly due_day: string;
  readonly certificate: string;
  readonly permit_order: string;
  readonly changed_at: string;
}
export interface DistrictRow {
  readonly district_no: number;
  readonly name: string;
  readonly city: string;
  readonly basin: string;
  readonly caps: { symbol: string; scale: number; cap: number; rights: number }[];
  readonly readings: { indicator: string; day: string; tenths: number; target_met: boolean }[];
}

interface RightsAsked {
  readonly own: string | null;
  /** The government's stock instead of the plants'. */
  readonly ofReserve: boolean;
  readonly after: number;
  readonly limit: number;
  readonly instrumentNo: number | null;
  readonly origin: string | null;
}
interface NewestAsked {
  readonly before: number;
  readonly limit: number;
  readonly instrumentNo: number | null;
  readonly state: string | null;
}
interface TransfersAsked extends NewestAsked {
  readonly changed: Bounds<number>;
}
interface NoticesAsked extends NewestAsked {
  readonly method: string | null;
}

const OWN_PLANT = `(SELECT p.plant_no FROM permit_plants p JOIN accounts a ON a.venue_no = p.venue_no
  AND a.account_no = p.account_no WHERE p.venue_no = $1 AND a.org = $2)`;

const TRANSFERS = `SELECT t.*, i.symbol, i.unit_scale, s.name AS seller, b.name AS buyer, d.name AS district,
    k.pack || '@' || k.version AS pack
  FROM permit_transfers t JOIN instruments i ON i.venue_no = t.venue_no AND i.instrument_no = t.instrument_no
  JOIN permit_rights r ON r.venue_no = t.venue_no AND r.right_no = t.right_no
  JOIN permit_districts d ON d.venue_no = t.venue_no AND d.district_no = r.district_no
  JOIN rule_packs k ON k.venue_no = t.venue_no AND k.pack_no = t.pack_no
  LEFT JOIN permit_plants s ON s.venue_no = t.venue_no AND s.plant_no = t.seller_no
  LEFT JOIN permit_plants b ON b.venue_no = t.venue_no AND b.plant_no = t.buyer_no`;
// $2: an enterprise sees what it sells, has won or has registered for.
const OF_PARTY = `t.venue_no = $1 AND ($2::text IS NULL OR t.seller_no IN ${OWN_PLANT} OR t.buyer_no IN ${OWN_PLANT}
  OR EXISTS (SELECT 1 FROM permit_bidders x WHERE x.venue_no = t.venue_no AND x.transfer_no = t.transfer_no
    AND x.plant_no IN ${OWN_PLANT}))`;
const PUBLISHED = `t.venue_no = $1 AND t.state NOT IN ('DRAFT', 'SUBMITTED', 'QUANTITY_REVIEW', 'ELIGIBLE', 'INELIGIBLE')`;

/** What the doors of permits read; an enterprise's own, or all that an office may see. */
@Injectable()
export class PermitTables {
  constructor(@Inject(DATABASE_POOL) private readonly pool: pg.Pool) {}

  plants(venueNo: number, caller: Caller, after: number, rows: number): Promise<PlantRow[]> {
    return this.rows<PlantRow>(
      `SELECT p.*, (SELECT coalesce(jsonb_agg(jsonb_build_object('symbol', i.symbol, 'scale', i.unit_scale, 'permitted', s.permitted,
           'need', s.need, 'discharge', s.discharge, 'as_of', s.as_of) ORDER BY i.symbol), '[]') FROM permit_standings s
           JOIN instruments i ON i.venue_no = s.venue_no AND i.instrument_no = s.instrument_no
         WHERE s.venue_no = p.venue_no AND s.plant_no = p.plant_no) AS standings
       FROM permit_plants p WHERE p.venue_no = $1 AND ($2::text IS NULL OR p.plant_no IN ${OWN_PLANT}) AND p.plant_no > $3
       ORDER BY p.plant_no LIMIT $4`,
      [venueNo, ownOnly(caller, 'permit.read'), after, rows],
    );
  }

  rights(
    venueNo: number,
    { own, ofReserve, after, limit, instrumentNo, origin }: RightsAsked,
  ): Promise<RightRow[]> {
    return this.rows<RightRow>(
      `SELECT r.*, r.start_day::text, r.end_day::text, i.symbol, i.unit_scale, (SELECT coalesce(jsonb_agg(jsonb_build_object('no',
           e.encumbrance_no, 'kind', e.kind, 'quantity', e.quantity, 'lessee', e.lessee_no, 'creditor', e.creditor, 'rank', e.rank,
           'last_day', e.last_day, 'state', e.state) ORDER BY e.encumbrance_no), '[]') FROM permit_encumbrances e
         WHERE e.venue_no = r.venue_no AND e.right_no = r.right_no) AS encumbrances
       FROM permit_rights r JOIN instruments i ON i.venue_no = r.venue_no AND i.instrument_no = r.instrument_no
       WHERE r.venue_no = $1 AND ($2::text IS NULL OR r.plant_no IN ${OWN_PLANT}) AND (r.plant_no = 0) = $3 AND r.right_no > $4::bigint
         AND ($6::int IS NULL OR r.instrument_no = $6) AND ($7::text IS NULL OR r.origin = $7)
       ORDER BY r.right_no LIMIT $5`,
      [venueNo, own, ofReserve, after, limit, instrumentNo, origin],
    );
  }

  transfers(venueNo: number, caller: Caller, asked: TransfersAsked): Promise<TransferRow[]> {
    const { before, limit, instrumentNo, state, changed } = asked;
    return this.rows<TransferRow>(
      `${TRANSFERS} WHERE ${OF_PARTY} AND t.transfer_no < $3::bigint AND ($5::int IS NULL OR t.instrument_no = $5)
         AND ($6::text IS NULL OR t.state = $6) AND ${between('t.changed_at', 'bigint', 7)}
       ORDER BY t.transfer_no DESC LIMIT $4`,
      [venueNo, ownOnly(caller, 'permit.read'), before, limit, instrumentNo, state, ...changed],
    );
  }

  async transfer(venueNo: number, caller: Caller, transferNo: number): Promise<TransferRow> {
    const values = [venueNo, ownOnly(caller, 'permit.read'), transferNo];
    const [row] = await this.rows<TransferRow>(
      `${TRANSFERS} WHERE ${OF_PARTY} AND t.transfer_no = $3`,
      values,
    );
    if (row === undefined) throw new RejectionError({ code: 'permits.unknown_transfer' });
    return row;
  }

  notices(
    venueNo: number,
    { before, limit, instrumentNo, state, method }: NoticesAsked,
  ): Promise<TransferRow[]> {
    return this.rows<TransferRow>(
      `${TRANSFERS} WHERE ${PUBLISHED} AND t.transfer_no < $2::bigint AND ($3::text IS NULL OR t.state = $3)
         AND ($5::int IS NULL OR t.instrument_no = $5) AND ($6::text IS NULL OR t.method = $6)
       ORDER BY t.transfer_no DESC LIMIT $4`,
      [venueNo, before, state, limit, instrumentNo, method],
    );
  }

  districts(venueNo: number, after: number, rows: number): Promise<DistrictRow[]> {
    return this.rows<DistrictRow>(
      `SELECT d.*, (SELECT coalesce(jsonb_agg(jsonb_build_object('symbol', i.symbol, 'scale', i.unit_scale, 'cap', c.amount, 'rights',
           (SELECT coalesce(sum(r.quantity), 0) FROM permit_rights r WHERE r.venue_no = c.venue_no AND r.district_no = c.district_no
             AND r.instrument_no = c.instrument_no)) ORDER BY i.symbol), '[]') FROM permit_caps c
           JOIN instruments i ON i.venue_no = c.venue_no AND i.instrument_no = c.instrument_no
         WHERE c.venue_no = d.venue_no AND c.district_no = d.district_no) AS caps,
         (SELECT coalesce(jsonb_agg(x ORDER BY x.indicator), '[]') FROM (SELECT DISTINCT ON (indicator) indicator, day, tenths, target_met
           FROM permit_readings q WHERE q.venue_no = d.venue_no AND q.district_no = d.district_no ORDER BY indicator, day DESC,
           reading_no DESC) x) AS readings
       FROM permit_districts d WHERE d.venue_no = $1 AND d.district_no > $2 ORDER BY d.district_no LIMIT $3`,
      [venueNo, after, rows],
    );
  }

  /** The instrument of a right or a transfer: quantities are shown at its scale. */
  async instrumentOf(
    venueNo: number,
    table: 'permit_rights' | 'permit_transfers',
    no: number,
  ): Promise<{ instrument_no: number; unit_scale: number } | undefined> {
    const key = table === 'permit_rights' ? 'right_no' : 'transfer_no';
    const [row] = await this.rows<{ instrument_no: number; unit_scale: number }>(
      `SELECT i.instrument_no, i.unit_scale FROM ${table} t JOIN instruments i ON i.venue_no = t.venue_no
         AND i.instrument_no = t.instrument_no WHERE t.venue_no = $1 AND t.${key} = $2`,
      [venueNo, no],
    );
    return row;
  }

  private async rows<Row extends object>(sql: string, values: unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row>(sql, values)).rows;
  }
}
