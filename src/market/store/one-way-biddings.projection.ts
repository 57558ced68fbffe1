import type { SqlStatement } from '../../sequencer/domain/command.js';
import type { OneWayBid, OneWayBidder, OneWayBidding } from '../domain/one-way-bidding.js';
import type { OneWayBiddings } from '../domain/one-way-biddings.js';
import { columns } from './columns.js';

const BIDDINGS = `
INSERT INTO one_way_biddings (venue_no, bidding_no, account_no, instrument_no, side, quantity, floor_price, ceiling_price, reserve_price,
  deposit_bps, rule, registration_opens_at, registration_closes_at, bidding_opens_at, bidding_closes_at, pack_no, order_no, noticed_at,
  held, state, reason, awarded, changed_at)
SELECT $1, u.* FROM unnest($2::bigint[], $3::bigint[], $4::int[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
  $10::int[], $11::text[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::int[], $17::bigint[], $18::bigint[],
  $19::bigint[], $20::text[], $21::text[], $22::bigint[], $23::bigint[]) AS u
ON CONFLICT (venue_no, bidding_no) DO UPDATE SET held = EXCLUDED.held, state = EXCLUDED.state, reason = EXCLUDED.reason,
  awarded = EXCLUDED.awarded, changed_at = EXCLUDED.changed_at`;

const BIDDERS = `
INSERT INTO one_way_bidders (venue_no, bidding_no, account_no, quantity, registered_at, deposit, cover, price, bid_quantity, order_no,
  bid_at, awarded, state)
SELECT $1, u.* FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
  $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::text[]) AS u
ON CONFLICT (venue_no, bidding_no, account_no) DO UPDATE SET deposit = EXCLUDED.deposit, cover = EXCLUDED.cover,
  price = EXCLUDED.price, bid_quantity = EXCLUDED.bid_quantity, order_no = EXCLUDED.order_no, bid_at = EXCLUDED.bid_at,
  awarded = EXCLUDED.awarded, state = EXCLUDED.state`;

const BIDS = `
INSERT INTO one_way_bids (venue_no, bidding_no, account_no, price, quantity, seq, at)
SELECT $1, u.* FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[]) AS u`;

export function projectOneWayBiddings(venueNo: number, oneWay: OneWayBiddings): SqlStatement[] {
  const statements: SqlStatement[] = [];
  const add = <T>(
    name: string,
    text: string,
    rows: readonly T[],
    cells: readonly ((row: T) => unknown)[],
  ) => {
    if (rows.length > 0) statements.push({ name, text, values: [venueNo, ...columns(rows, cells)] });
  };
  add('market.one_way_biddings', BIDDINGS, [...oneWay.dirty], BIDDING_CELLS);
  add('market.one_way_bidders', BIDDERS, [...oneWay.dirtyBidders], BIDDER_CELLS);
  add('market.one_way_bids', BIDS, oneWay.newBids, BID_CELLS);
  oneWay.letGo();
  return statements;
}

// prettier-ignore
const BIDDING_CELLS: readonly ((b: OneWayBidding) => unknown)[] = [
  (b) => b.biddingNo, (b) => b.accountNo, (b) => b.instrumentNo, (b) => b.side, (b) => b.quantity, (b) => b.floorFen,
  (b) => b.ceilingFen, (b) => b.reserveFen, (b) => b.depositBps, (b) => b.rule, (b) => b.registrationOpensAt,
  (b) => b.registrationClosesAt, (b) => b.biddingOpensAt, (b) => b.biddingClosesAt, (b) => b.packNo, (b) => b.orderNo,
  (b) => b.noticedAt, (b) => b.held, (b) => b.state, (b) => b.reason, (b) => b.awarded, (b) => b.changedAt,
];

// prettier-ignore
const BIDDER_CELLS: readonly ((row: [OneWayBidder, OneWayBidding]) => unknown)[] = [
  ([, b]) => b.biddingNo, ([o]) => o.accountNo, ([o]) => o.quantity, ([o]) => o.registeredAt, ([o]) => o.deposit,
  ([o]) => o.cover, ([o]) => o.price, ([o]) => o.bidQuantity, ([o]) => o.orderNo, ([o]) => o.bidAt, ([o]) => o.awarded,
  ([o]) => o.state,
];

// prettier-ignore
const BID_CELLS: readonly ((b: OneWayBid) => unknown)[] = [
  (b) => b.biddingNo, (b) => b.accountNo, (b) => b.price, (b) => b.quantity, (b) => b.seq, (b) => b.at,
];
