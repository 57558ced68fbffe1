import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { RejectionError } from '../../kernel/rejection.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import type { AuctionResult, AuctionState, Opener, OpenerPart } from '../domain/auction.js';
import type { Notice } from '../domain/notice.js';
import type { OpenedAuction } from '../domain/opened-auction.js';
import type { Instant } from '../../kernel/instant.js';
import { between, type Bounds } from '../../platform/http/index.js';

export interface AuctionRow {
  readonly auction_no: number;
  readonly state: AuctionState;
  readonly notice: Notice;
  readonly openers: Partial<Record<OpenerPart, Opener>>;
  readonly result: AuctionResult | null;
  readonly reason: string;
  readonly announced_at: string;
  readonly symbol: string;
  readonly unit_scale: number;
}

export interface BidderRow {
  readonly account_no: string;
  readonly bidder_no: number;
  readonly group_name: string;
  readonly guarantee: string;
  readonly held: string;
  readonly qualified: boolean;
}

export interface BidRow {
  readonly bid_no: number;
  readonly account_no: string;
  readonly bidder_no: number;
  readonly group_name: string;
  readonly state: string;
  readonly sealed: string;
  readonly commitment: string;
  readonly price: string | null;
  readonly quantity: string | null;
  readonly nonce: string | null;
  readonly fault: string | null;
  readonly awarded: string;
  readonly placed_at: string;
  readonly placed_seq: string;
}

export interface AwardRow {
  readonly group_name: string;
  readonly quantity: string;
  readonly payment: string;
  readonly state: string;
}

interface AuctionsAsked {
  readonly drafts: boolean;
  readonly before: number;
  readonly limit: number;
  readonly instrumentNo: number | null;
  /** What an announced one is called depends on the hour: `phaseOf`. */
  readonly state: string | null;
  readonly now: Instant;
  readonly opens: Bounds<number>;
}

interface BidsAsked {
  /** Null: of all organisations. */
  readonly org: string | null;
  readonly accountNo: number | null;
  readonly state: string | null;
  readonly after: number;
  readonly limit: number;
}

const PHASE = `CASE WHEN a.state <> 'ANNOUNCED' OR $7::bigint < a.opens_at THEN a.state WHEN $7 < a.closes_at THEN 'OPEN' ELSE 'CLOSED' END`;
const AUCTIONS = `SELECT a.auction_no, a.state, a.notice, a.openers, a.result, a.reason, a.announced_at, i.symbol, i.unit_scale
  FROM auctions a JOIN instruments i USING (venue_no, instrument_no)`;
const BIDS = `SELECT b.bid_no, b.account_no, p.bidder_no, p.group_name, b.state, b.sealed, b.commitment, b.price, b.quantity,
    b.nonce, b.fault, b.awarded, b.placed_at, b.placed_seq
  FROM auction_bids b JOIN auction_bidders p USING (venue_no, auction_no, account_no)`;

/** What people read of auctions: the rows that were committed with the commands. */
@Injectable()
export class AuctionTables {
  constructor(@Inject(DATABASE_POOL) private readonly pool: pg.Pool) {}

  /** A draft is nobody's business but the offices’: `drafts` says who asks. */
  async auction(venueNo: number, auctionNo: number, drafts: boolean): Promise<AuctionRow> {
    const [row] = await this.rows<AuctionRow>(`${AUCTIONS} WHERE venue_no = $1 AND auction_no = $2`, [
      venueNo,
      auctionNo,
    ]);
    if (row === undefined || (!drafts && row.announced_at === '0'))
      throw new RejectionError({ code: 'auctions.unknown_auction' });
    return row;
  }

  /** Newest first; drafts that were never announced apart from all others. */
  auctions(venueNo: number, asked: AuctionsAsked): Promise<AuctionRow[]> {
    const { drafts, before, limit, instrumentNo, state, now, opens } = asked;
    return this.rows<AuctionRow>(
      `${AUCTIONS} WHERE venue_no = $1 AND (announced_at = 0) = $2 AND auction_no < $3::bigint
         AND ($5::int IS NULL OR instrument_no = $5) AND ($6::text IS NULL OR ${PHASE} = $6)
         AND ${between('a.opens_at', 'bigint', 8)}
       ORDER BY auction_no DESC LIMIT $4`,
      [venueNo, drafts, before, limit, instrumentNo, state, now, ...opens],
    );
  }

  async instrument(venueNo: number, symbol: string): Promise<{ instrumentNo: number; unitScale: number }> {
    const [row] = await this.rows<{ instrument_no: number; unit_scale: number }>(
      `SELECT instrument_no, unit_scale FROM instruments WHERE venue_no = $1 AND symbol = $2`,
      [venueNo, symbol],
    );
    if (row === undefined) throw new RejectionError({ code: 'auctions.unknown_instrument' });
    return { instrumentNo: row.instrument_no, unitScale: row.unit_scale };
  }

  async isOwn(venueNo: number, accountNo: number, org: string): Promise<boolean> {
    const rows = await this.rows(
      `SELECT 1 FROM accounts WHERE venue_no = $1 AND account_no = $2 AND org = $3`,
      [venueNo, accountNo, org],
    );
    return rows.length > 0;
  }

  async bidder(venueNo: number, auctionNo: number, accountNo: number): Promise<BidderRow | undefined> {
    const [row] = await this.rows<BidderRow>(
      `SELECT account_no, bidder_no, group_name, guarantee, held, qualified FROM auction_bidders
       WHERE venue_no = $1 AND auction_no = $2 AND account_no = $3`,
      [venueNo, auctionNo, accountNo],
    );
    return row;
  }

  /** The accounts of one organisation that have entered, or were qualified, in the order of their numbers. */
  biddersOf(
    venueNo: number,
    auctionNo: number,
    org: string,
    after: number,
    limit: number,
  ): Promise<BidderRow[]> {
    return this.rows<BidderRow>(
      `SELECT account_no, p.bidder_no, p.group_name, p.guarantee, p.held, p.qualified
       FROM auction_bidders p JOIN accounts o USING (venue_no, account_no)
       WHERE venue_no = $1 AND auction_no = $2 AND o.org = $3 AND p.bidder_no > $4::int ORDER BY p.bidder_no LIMIT $5`,
      [venueNo, auctionNo, org, after, limit],
    );
  }

  /** All guarantees of a bidder's owner group: they stand behind all its bids. */
  async groupGuarantee(venueNo: number, auctionNo: number, groupName: string): Promise<number> {
    const [row] = await this.rows<{ guarantee: string }>(
      `SELECT coalesce(sum(guarantee), 0)::bigint AS guarantee FROM auction_bidders
       WHERE venue_no = $1 AND auction_no = $2 AND group_name = $3`,
      [venueNo, auctionNo, groupName],
    );
    return Number(row.guarantee);
  }

  bids(venueNo: number, auctionNo: number, asked: BidsAsked): Promise<BidRow[]> {
    const { org, accountNo, state, after, limit } = asked;
    return this.rows<BidRow>(
      `${BIDS} JOIN accounts o USING (venue_no, account_no)
       WHERE venue_no = $1 AND auction_no = $2 AND ($3::text IS NULL OR o.org = $3) AND bid_no > $4::bigint
         AND ($6::bigint IS NULL OR account_no = $6) AND ($7::text IS NULL OR b.state = $7)
       ORDER BY bid_no LIMIT $5`,
      [venueNo, auctionNo, org, after, limit, accountNo, state],
    );
  }

  /** One's own bid: its account and the bidder behind it. */
  async ownBid(venueNo: number, auctionNo: number, bidNo: number, org: string): Promise<BidRow> {
    const [row] = await this.rows<BidRow>(
      `${BIDS} JOIN accounts o USING (venue_no, account_no)
       WHERE venue_no = $1 AND auction_no = $2 AND bid_no = $3 AND o.org = $4`,
      [venueNo, auctionNo, bidNo, org],
    );
    if (row === undefined) throw new RejectionError({ code: 'auctions.unknown_bid' });
    return row;
  }

  awards(venueNo: number, auctionNo: number): Promise<AwardRow[]> {
    return this.rows<AwardRow>(
      `SELECT p.group_name, w.quantity, w.payment, w.state FROM auction_awards w
       JOIN auction_bidders p USING (venue_no, auction_no, account_no)
       WHERE venue_no = $1 AND auction_no = $2 ORDER BY p.bidder_no`,
      [venueNo, auctionNo],
    );
  }

  /** Everything that decided a cleared auction. */
  async opened(
    venueNo: number,
    { auction_no: auctionNo, notice, openers }: AuctionRow,
  ): Promise<OpenedAuction> {
    const groups = await this.rows<{ group_name: string; guarantee: string }>(
      `SELECT group_name, sum(guarantee)::bigint AS guarantee FROM auction_bidders
       WHERE venue_no = $1 AND auction_no = $2 GROUP BY 1 ORDER BY min(bidder_no)`,
      [venueNo, auctionNo],
    );
    const bids = await this.rows<BidRow>(
      `${BIDS} WHERE venue_no = $1 AND auction_no = $2 AND state = 'COUNTED' ORDER BY bid_no`,
      [venueNo, auctionNo],
    );
    return {
      ...{ auctionNo, notice, openers: openers as OpenedAuction['openers'] },
      groups: groups.map(({ group_name, guarantee }) => ({
        groupName: group_name,
        guaranteeFen: Number(guarantee),
      })),
      bids: bids.map((bid) => ({
        ...{ bidNo: bid.bid_no, groupName: bid.group_name },
        ...{ quantity: Number(bid.quantity), placedSeq: Number(bid.placed_seq) },
        ...(bid.price !== null && { price: Number(bid.price) }),
      })),
    };
  }

  private async rows<Row extends object>(sql: string, values: unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row>(sql, values)).rows;
  }
}
