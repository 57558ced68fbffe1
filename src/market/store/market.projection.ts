import type { SqlStatement } from '../../sequencer/domain/command.js';
import type { InstrumentDay } from '../domain/instrument-market.js';
import type { Market } from '../domain/market.js';
import type { Order, Trade } from '../domain/order.js';
import { projectKillSwitches } from './kill-switches.projection.js';
import { projectCalls } from './call-auctions.projection.js';
import { projectBlockAgreements } from './block-agreements.projection.js';
import { columns } from './columns.js';
import { projectOneWayBiddings } from './one-way-biddings.projection.js';
import { projectInterventions } from './interventions.projection.js';

// A finished order is never written again, so its row is the last word on it.
const ORDERS = `
INSERT INTO orders (venue_no, order_no, account_no, instrument_no, price, quantity, remaining, filled, cancelled, held,
                    value, fees, pack_no, placed_at, changed_at, changed_seq, side, type, time_in_force, status, client_order_id, trading_day,
                    self_trade, post_only, method)
SELECT $1, u.* FROM unnest($2::bigint[], $3::bigint[], $4::int[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
  $10::bigint[], $11::bigint[], $12::bigint[], $13::int[], $14::bigint[], $15::bigint[], $16::bigint[], $17::text[], $18::text[],
  $19::text[], $20::text[], $21::text[], $22::date[], $23::text[], $24::boolean[], $25::text[]) AS u
ON CONFLICT (venue_no, order_no) DO UPDATE SET
  price = EXCLUDED.price, quantity = EXCLUDED.quantity, remaining = EXCLUDED.remaining, filled = EXCLUDED.filled,
  cancelled = EXCLUDED.cancelled, held = EXCLUDED.held, value = EXCLUDED.value, fees = EXCLUDED.fees,
  changed_at = EXCLUDED.changed_at, changed_seq = EXCLUDED.changed_seq, status = EXCLUDED.status`;

const TRADES = `
INSERT INTO trades (venue_no, trade_no, instrument_no, price, quantity, value, buy_order, sell_order, buyer, seller,
                    buyer_fee, seller_fee, at, seq, pack_no, maker_side, trading_day, method)
SELECT $1, u.* FROM unnest($2::bigint[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
  $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::int[], $16::text[], $17::date[], $18::text[]) AS u`;

const DAYS = `
INSERT INTO trading_days (venue_no, day, status, changed_at)
SELECT $1, u.* FROM unnest($2::date[], $3::text[], $4::bigint[]) AS u
ON CONFLICT (venue_no, day) DO UPDATE SET status = EXCLUDED.status, changed_at = EXCLUDED.changed_at`;

const INSTRUMENT_DAYS = `
INSERT INTO instrument_days (venue_no, instrument_no, open, high, low, last, close, volume, value, trades, day)
SELECT $1, u.* FROM unnest($2::int[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
  $10::bigint[], $11::date[]) AS u`;

export function projectMarket(venueNo: number, market: Market): SqlStatement[] {
  const statements: SqlStatement[] = [];
  if (market.dirtyOrders.length > 0) statements.push(orders(venueNo, market.dirtyOrders));
  if (market.newTrades.length > 0) statements.push(trades(venueNo, market.newTrades));
  // One upsert cannot touch a row twice: when a batch holds several changes of one day, the last one counts.
  const days = [...new Map(market.dayChanges.splice(0).map((change) => [change.day, change])).values()];
  if (days.length > 0) {
    const values = [venueNo, ...columns(days, [(d) => d.day, (d) => d.status, (d) => d.at])];
    statements.push({ name: 'market.days', text: DAYS, values });
  }
  const ended = market.instrumentDays.splice(0);
  if (ended.length > 0) {
    statements.push({
      name: 'market.instrument_days',
      text: INSTRUMENT_DAYS,
      values: [venueNo, ...columns(ended, INSTRUMENT_DAY_CELLS)],
    });
  }
  statements.push(...projectCalls(venueNo, market.callResults));
  statements.push(...projectKillSwitches(venueNo, market.killSwitches.changes));
  statements.push(...projectBlockAgreements(venueNo, market.blocks));
  statements.push(...projectOneWayBiddings(venueNo, market.oneWay));
  statements.push(...projectInterventions(venueNo, market.interventions));
  return statements;
}

function orders(venueNo: number, dirty: Order[]): SqlStatement {
  for (const order of dirty) order.dirty = false;
  const values = [venueNo, ...columns(dirty.splice(0), ORDER_CELLS)];
  return { name: 'market.orders', text: ORDERS, values };
}

function trades(venueNo: number, fresh: Trade[]): SqlStatement {
  return { name: 'market.trades', text: TRADES, values: [venueNo, ...columns(fresh.splice(0), TRADE_CELLS)] };
}

// prettier-ignore
const ORDER_CELLS: readonly ((o: Order) => unknown)[] = [
  (o) => o.orderNo, (o) => o.accountNo, (o) => o.instrumentNo, (o) => o.price, (o) => o.quantity, (o) => o.remaining,
  (o) => o.filled, (o) => o.cancelled, (o) => o.held, (o) => o.value, (o) => o.fees, (o) => o.packNo, (o) => o.placedAt,
  (o) => o.changedAt, (o) => o.changedSeq, (o) => o.side, (o) => o.type, (o) => o.timeInForce, (o) => o.status,
  (o) => o.clientOrderId, (o) => o.tradingDay, (o) => o.selfTrade, (o) => o.postOnly, (o) => o.method,
];

// prettier-ignore
const TRADE_CELLS: readonly ((t: Trade) => unknown)[] = [
  (t) => t.tradeNo, (t) => t.instrumentNo, (t) => t.price, (t) => t.quantity, (t) => t.value, (t) => t.buyOrder,
  (t) => t.sellOrder, (t) => t.buyer, (t) => t.seller, (t) => t.buyerFee, (t) => t.sellerFee, (t) => t.at, (t) => t.seq,
  (t) => t.packNo, (t) => t.makerSide, (t) => t.tradingDay, (t) => t.method ?? 'listed',
];

// prettier-ignore
const INSTRUMENT_DAY_CELLS: readonly ((d: InstrumentDay) => unknown)[] = [
  (d) => d.instrumentNo, (d) => d.open, (d) => d.high, (d) => d.low, (d) => d.last, (d) => d.close, (d) => d.volume,
  (d) => d.value, (d) => d.trades, (d) => d.day,
];
