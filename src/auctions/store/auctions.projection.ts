import { canonical, type Json } from '../../kernel/json.js';
import type { SqlStatement } from '../../sequencer/domain/command.js';
import type { Auction, AuctionAward, Bidder, SealedBid } from '../domain/auction.js';
import type { Auctions } from '../domain/auctions.js';

const AUCTIONS = `
INSERT INTO auctions (venue_no, auction_no, instrument_no, seller_account, state, notice, openers, result, held_units,
  drafted_by, reason, opens_at, closes_at, announced_at, changed_at)
SELECT $1, u.* FROM unnest($2::int[], $3::int[], $4::bigint[], $5::text[], $6::jsonb[], $7::jsonb[], $8::jsonb[], $9::bigint[],
  $10::text[], $11::text[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[]) AS u
ON CONFLICT (venue_no, auction_no) DO UPDATE SET state = EXCLUDED.state, notice = EXCLUDED.notice,
  openers = EXCLUDED.openers, result = EXCLUDED.result, held_units = EXCLUDED.held_units, reason = EXCLUDED.reason,
  announced_at = EXCLUDED.announced_at, changed_at = EXCLUDED.changed_at`;

const BIDDERS = `
INSERT INTO auction_bidders (venue_no, auction_no, bidder_no, account_no, owner_group, group_name, qualified, guarantee, held)
SELECT $1, u.* FROM unnest($2::int[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::boolean[], $8::bigint[], $9::bigint[]) AS u
ON CONFLICT (venue_no, auction_no, bidder_no) DO UPDATE SET qualified = EXCLUDED.qualified,
  guarantee = EXCLUDED.guarantee, held = EXCLUDED.held`;

const BIDS = `
INSERT INTO auction_bids (venue_no, auction_no, bid_no, account_no, state, sealed, commitment, price, quantity, nonce,
  fault, awarded, placed_at, placed_seq)
SELECT $1, u.* FROM unnest($2::int[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[],
  $10::text[], $11::text[], $12::bigint[], $13::bigint[], $14::bigint[]) AS u
ON CONFLICT (venue_no, auction_no, bid_no) DO UPDATE SET state = EXCLUDED.state, price = EXCLUDED.price,
  quantity = EXCLUDED.quantity, nonce = EXCLUDED.nonce, fault = EXCLUDED.fault, awarded = EXCLUDED.awarded`;

const AWARDS = `
INSERT INTO auction_awards (venue_no, award_no, auction_no, account_no, quantity, payment, funding, state)
SELECT $1, u.* FROM unnest($2::bigint[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::jsonb[], $8::text[]) AS u
ON CONFLICT (venue_no, award_no) DO UPDATE SET state = EXCLUDED.state`;

/** What changed of auctions since the last drain. */
export function projectAuctions(venueNo: number, auctions: Auctions): SqlStatement[] {
  const changed = [...auctions.dirty].map((auction): [Auction, Auction] => [auction, auction]);
  const statements = [
    ...statement('auctions.auctions', AUCTIONS, venueNo, changed, AUCTION_CELLS),
    ...statement('auctions.bidders', BIDDERS, venueNo, [...auctions.dirtyBidders], BIDDER_CELLS),
    ...statement('auctions.bids', BIDS, venueNo, [...auctions.dirtyBids], BID_CELLS),
    ...statement('auctions.awards', AWARDS, venueNo, [...auctions.dirtyAwards], AWARD_CELLS),
  ];
  auctions.letGo();
  return statements;
}

type Cells<Row> = readonly ((row: Row, auction: Auction) => unknown)[];

// prettier-ignore
const AUCTION_CELLS: Cells<Auction> = [
  (a) => a.auctionNo, (a) => a.notice.instrumentNo, (a) => a.notice.sellerAccount, (a) => a.state, (a) => json(a.notice),
  (a) => json(a.openers), (a) => (a.result === undefined ? null : json(a.result)), (a) => a.heldUnits, (a) => a.draftedBy,
  (a) => a.reason, (a) => a.notice.opensAt, (a) => a.notice.closesAt, (a) => a.announcedAt, (a) => a.changedAt,
];

// prettier-ignore
const BIDDER_CELLS: Cells<Bidder> = [
  (_, a) => a.auctionNo, (b) => b.bidderNo, (b) => b.accountNo, (b) => b.ownerGroup, (b) => b.groupName, (b) => b.qualified,
  (b) => b.guaranteeFen, (b) => b.heldFen,
];

// prettier-ignore
const BID_CELLS: Cells<SealedBid> = [
  (_, a) => a.auctionNo, (b) => b.bidNo, (b) => b.accountNo, (b) => b.state, (b) => b.sealed, (b) => b.commitment,
  (b) => b.price ?? null, (b) => b.quantity ?? null, (b) => b.nonce ?? null, (b) => b.fault ?? null, (b) => b.awarded,
  (b) => b.placedAt, (b) => b.placedSeq,
];

// prettier-ignore
const AWARD_CELLS: Cells<AuctionAward> = [
  (a) => a.awardNo, (_, auction) => auction.auctionNo, (a) => a.accountNo, (a) => a.quantity, (a) => a.paymentFen,
  (a) => json(a.funding), (a) => a.state,
];

/** Rows to columns, as `unnest` wants them; a row that changed twice is written once. */
function statement<Row>(
  name: string,
  text: string,
  venueNo: number,
  rows: readonly (readonly [Row, Auction])[],
  cells: Cells<Row>,
): SqlStatement[] {
  if (rows.length === 0) return [];
  const values = [venueNo, ...cells.map((cell) => rows.map(([row, auction]) => cell(row, auction)))];
  return [{ name, text, values }];
}

function json(value: object): string {
  return canonical(value as Json);
}
