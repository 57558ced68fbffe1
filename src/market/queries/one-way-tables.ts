import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { CENTS, formatDecimal } from '../../kernel/decimal.js';
import { formatInstant, type Instant } from '../../kernel/instant.js';
import { RejectionError } from '../../kernel/rejection.js';
import { between, type Bounds, type Caller, PublicIds } from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { isMasked, ownOnly } from './masking.js';
import { phaseAt, type OneWayTerms } from '../domain/one-way-bidding.js';

export interface BiddingRow {
  readonly bidding_no: string;
  readonly symbol: string;
  readonly unit_scale: number;
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
  readonly floor_price: string;
  readonly ceiling_price: string;
  readonly deposit_bps: number;
  readonly rule: string;
  readonly registration_opens_at: string;
  readonly registration_closes_at: string;
  readonly bidding_opens_at: string;
  readonly bidding_closes_at: string;
  readonly noticed_at: string;
  readonly state: string;
  readonly reason: string;
  readonly awarded: string;
  readonly changed_at: string;
  readonly bidders: string;
  readonly best: string | null;
}

interface AwardRow {
  readonly price: string;
  readonly awarded: string;
}

export interface BidderRow {
  readonly bidding_no: string;
  readonly account_no: string;
  readonly symbol: string;
  readonly unit_scale: number;
  readonly quantity: string;
  readonly deposit: string;
  readonly price: string;
  readonly bid_quantity: string;
  readonly order_no: string;
  readonly bid_at: string;
  readonly awarded: string;
  readonly state: string;
  readonly registered_at: string;
}

interface BiddersAsked {
  readonly before: readonly number[];
  /** Of every bidding where it is absent. */
  readonly biddingNo: number | undefined;
  readonly limit: number;
  readonly instrumentNo: number | null;
  readonly accountNo: number | null;
  readonly state: string | null;
  readonly registered: Bounds<number>;
}

interface BiddingsAsked {
  readonly before: number;
  readonly limit: number;
  readonly instrumentNo: number | null;
  readonly side: string | null;
  readonly state: string | null;
  /** What an open one is called depends on the hour: `phaseAt`. */
  readonly now: Instant;
  readonly noticed: Bounds<number>;
}

const PHASE = `CASE WHEN b.state <> 'OPEN' THEN b.state WHEN b.bidding_closes_at <= $7 THEN 'CLOSED'
  WHEN b.bidding_opens_at <= $7 THEN 'BIDDING' WHEN b.registration_opens_at <= $7 THEN 'OPEN_FOR_DEPOSIT' ELSE 'NOTICED' END`;

// Nobody's name, and not the reserve.
const BIDDINGS = `SELECT b.bidding_no, s.symbol, s.unit_scale, b.side, b.quantity, b.floor_price, b.ceiling_price, b.deposit_bps, b.rule,
    b.registration_opens_at, b.registration_closes_at, b.bidding_opens_at, b.bidding_closes_at, b.noticed_at, b.state, b.reason,
    b.awarded, b.changed_at, o.bidders, o.best
  FROM one_way_biddings b JOIN instruments s ON s.venue_no = b.venue_no AND s.instrument_no = b.instrument_no
  CROSS JOIN LATERAL (SELECT count(*) AS bidders, CASE b.side WHEN 'sell' THEN max(price) FILTER (WHERE price > 0)
      ELSE min(price) FILTER (WHERE price > 0) END AS best
    FROM one_way_bidders o WHERE o.venue_no = b.venue_no AND o.bidding_no = b.bidding_no) o
  WHERE b.venue_no = $1`;

const BIDDERS = `SELECT o.bidding_no, o.account_no, s.symbol, s.unit_scale, o.quantity, o.deposit, o.price, o.bid_quantity, o.order_no,
    o.bid_at, o.awarded, o.state, o.registered_at
  FROM one_way_bidders o JOIN one_way_biddings b ON b.venue_no = o.venue_no AND b.bidding_no = o.bidding_no
  JOIN instruments s ON s.venue_no = b.venue_no AND s.instrument_no = b.instrument_no
  JOIN accounts a ON a.venue_no = o.venue_no AND a.account_no = o.account_no
  WHERE o.venue_no = $1 AND ($2::text IS NULL OR a.org = $2)`;

/** One-way biddings: notices and results for everybody, registrations and bids for their own. */
@Injectable()
export class OneWayTables {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(PublicIds) private readonly ids: PublicIds,
  ) {}

  async biddings(venueNo: number, asked: BiddingsAsked): Promise<BiddingRow[]> {
    const { before, limit, instrumentNo, side, state, now, noticed } = asked;
    const { rows } = await this.pool.query<BiddingRow>(
      `${BIDDINGS} AND b.bidding_no < $2 AND ($4::int IS NULL OR b.instrument_no = $4) AND ($5::text IS NULL OR b.side = $5)
         AND ($6::text IS NULL OR ${PHASE} = $6) AND ${between('b.noticed_at', 'bigint', 8)}
       ORDER BY b.bidding_no DESC LIMIT $3`,
      [venueNo, before, limit, instrumentNo, side, state, now, ...noticed],
    );
    return rows;
  }

  async bidding(venueNo: number, biddingNo: number): Promise<BiddingRow> {
    const { rows } = await this.pool.query<BiddingRow>(`${BIDDINGS} AND b.bidding_no = $2`, [
      venueNo,
      biddingNo,
    ]);
    if (rows[0] === undefined) throw new RejectionError({ code: 'market.bidding_unknown' });
    return rows[0];
  }

  /** The result: prices and quantities, best first. */
  async awards(venueNo: number, { bidding_no, side, unit_scale }: BiddingRow): Promise<object[]> {
    const { rows } = await this.pool.query<AwardRow>(
      `SELECT price, awarded FROM one_way_bidders WHERE venue_no = $1 AND bidding_no = $2 AND awarded > 0
       ORDER BY price ${side === 'sell' ? 'DESC' : 'ASC'}, order_no`,
      [venueNo, bidding_no],
    );
    return rows.map(({ price, awarded }) => ({
      price: money(price),
      quantity: formatDecimal(Number(awarded), unit_scale),
    }));
  }

  /** Newest first. Several may register in one instant, so the place on the list is all three of its keys. */
  async bidders(
    venueNo: number,
    caller: Caller,
    { before, biddingNo, limit, instrumentNo, accountNo, state, registered }: BiddersAsked,
  ): Promise<BidderRow[]> {
    const own = ownOnly(caller, 'order.read');
    const { rows } = await this.pool.query<BidderRow>(
      `${BIDDERS} AND (o.registered_at, o.bidding_no, o.account_no) < ($3::bigint, $4::bigint, $5::bigint)
       AND ($7::bigint IS NULL OR o.bidding_no = $7) AND ($8::int IS NULL OR b.instrument_no = $8)
       AND ($9::bigint IS NULL OR o.account_no = $9) AND ($10::text IS NULL OR o.state = $10)
       AND ${between('o.registered_at', 'bigint', 11)}
       ORDER BY o.registered_at DESC, o.bidding_no DESC, o.account_no DESC LIMIT $6`,
      [venueNo, own, ...before, limit, biddingNo ?? null, instrumentNo, accountNo, state, ...registered],
    );
    return rows;
  }

  showBidding(venueNo: number, row: BiddingRow, now: Instant): object {
    const units = (text: string): string => formatDecimal(Number(text), row.unit_scale);
    const times = {
      registrationOpensAt: Number(row.registration_opens_at),
      biddingOpensAt: Number(row.bidding_opens_at),
      biddingClosesAt: Number(row.bidding_closes_at),
    };
    return {
      biddingId: this.ids.encode('owb', venueNo, Number(row.bidding_no)),
      symbol: row.symbol,
      side: row.side,
      quantity: units(row.quantity),
      floorPrice: orNull(row.floor_price),
      ceilingPrice: orNull(row.ceiling_price),
      depositPercent: formatDecimal(row.deposit_bps, CENTS),
      rule: row.rule,
      registrationOpensAt: formatInstant(times.registrationOpensAt),
      registrationClosesAt: formatInstant(Number(row.registration_closes_at)),
      biddingOpensAt: formatInstant(times.biddingOpensAt),
      biddingClosesAt: formatInstant(times.biddingClosesAt),
      state: row.state === 'OPEN' ? phaseAt(times as OneWayTerms, now) : row.state,
      ...(row.reason === '' ? {} : { reason: row.reason }),
      bidders: Number(row.bidders),
      bestPrice: row.best === null ? null : money(row.best),
      awarded: units(row.awarded),
      noticedAt: formatInstant(Number(row.noticed_at)),
      changedAt: formatInstant(Number(row.changed_at)),
    };
  }

  showBidder(venueNo: number, caller: Caller, row: BidderRow): object {
    const units = (text: string): string => formatDecimal(Number(text), row.unit_scale);
    const hasBid = Number(row.order_no) > 0;
    return {
      biddingId: this.ids.encode('owb', venueNo, Number(row.bidding_no)),
      ...(isMasked(caller) ? {} : { accountId: this.ids.encode('acc', venueNo, Number(row.account_no)) }),
      symbol: row.symbol,
      state: row.state,
      quantity: units(row.quantity),
      deposit: money(row.deposit),
      ...(hasBid
        ? {
            bid: {
              price: money(row.price),
              quantity: units(row.bid_quantity),
              at: formatInstant(Number(row.bid_at)),
            },
            awarded: units(row.awarded),
          }
        : {}),
      ...(row.state === 'AWARDED' ? { orderId: this.ids.encode('ord', venueNo, Number(row.order_no)) } : {}),
      registeredAt: formatInstant(Number(row.registered_at)),
    };
  }
}

function money(fen: string): string {
  return formatDecimal(Number(fen), CENTS);
}

function orNull(fen: string): string | null {
  return fen === '0' ? null : money(fen);
}
