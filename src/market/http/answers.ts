import { z } from 'zod';
import { pageAnswer, place, told } from '../../platform/http/index.js';
import { METHODS } from '../../rules/domain/keys/negotiation-keys.js';
import type { OrderStatus } from '../domain/order.js';
import { TRADE_STATES } from '../queries/trade-tables.js';

export const side = z.enum(['buy', 'sell']).meta({ id: 'Side' });
export const method = z
  .enum(METHODS)
  .meta({ id: 'TradingMethod', description: 'The book, a block agreement, or a one-way bidding' });
const status = z
  .enum(['OPEN', 'PARTLY_FILLED', 'FILLED', 'CANCELLED', 'EXPIRED'] satisfies OrderStatus[])
  .meta({ id: 'OrderStatus' });
const fill = z.object({ tradeId: told.id, price: told.money, quantity: told.units }).meta({ id: 'Fill' });
/** Whose it is; the exchange's operator is not told. */
const accountId = told.id.describe('Whose it is; the exchange’s operator is not told').optional();

export const orderAnswer = z
  .object({
    orderId: told.id,
    status,
    price: told.money,
    quantity: told.units,
    filled: told.units,
    remaining: told.units,
    cancelled: told.units,
    rulePack: z.string(),
    fills: z.array(fill).describe('Of this command alone'),
    ...place,
  })
  .meta({ id: 'OrderReceipt' });
export type OrderShown = z.infer<typeof orderAnswer>;

/** Present where the key had been answered before: nothing new happened. */
const replayed = z
  .literal(true)
  .describe('The key had been answered before: nothing new happened')
  .optional();
const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string().optional(),
    rule: z.object({ pack: z.string(), key: z.string(), legalBasis: z.string() }).optional(),
    data: z.record(z.string(), z.union([z.string(), z.number().int()])).optional(),
  })
  .meta({ id: 'ItemProblem' });
export const batchAnswer = z
  .object({
    items: z.array(
      z.discriminatedUnion('ok', [
        z.object({ ok: z.literal(true), order: orderAnswer, replayed }),
        z.object({ ok: z.literal(false), problem, replayed }),
      ]),
    ),
  })
  .meta({ id: 'OrderBatchReceipt' });
export const cancelledAnswer = z.object({ cancelled: told.count.describe('How many orders'), seq: told.seq });

const order = z
  .object({
    orderId: told.id,
    accountId,
    symbol: told.symbol,
    side,
    method,
    type: z.enum(['limit', 'market']),
    timeInForce: z.enum(['DAY', 'IOC', 'FOK']),
    price: told.money.describe('The limit; of a market order the farthest that it may go'),
    quantity: told.units,
    filled: told.units,
    remaining: told.units,
    cancelled: told.units,
    fees: told.money,
    status,
    clientOrderId: z.string().optional(),
    tradingDay: told.day,
    placedAt: told.instant,
    changedAt: told.instant,
  })
  .meta({ id: 'Order' });
export const ordersAnswer = pageAnswer(order);
export const orderWithFills = order.extend({ fills: z.array(fill) }).meta({ id: 'OrderWithFills' });

const trade = z
  .object({
    tradeId: told.id,
    orderId: told.id,
    accountId,
    symbol: told.symbol,
    method,
    side: side.describe('Of this account'),
    price: told.money,
    quantity: told.units,
    value: told.money,
    fee: told.money,
    state: z.enum(TRADE_STATES),
    tradingDay: told.day,
    at: told.instant,
  })
  .meta({ id: 'Trade' });
export const tradesAnswer = pageAnswer(trade);

const level = z
  .object({ price: told.money, quantity: told.units, orders: told.count })
  .meta({ id: 'DepthLevel' });
export const depthAnswer = z
  .object({ symbol: told.symbol, bids: z.array(level), asks: z.array(level) })
  .meta({ id: 'Depth' });

const phase = z.enum(['opening', 'closing', 'interruption']).meta({ id: 'CallPhase' });
export const tickerAnswer = z
  .object({
    symbol: told.symbol,
    tradingDay: told.day.nullable(),
    last: told.money.nullable(),
    previousClose: told.money,
    bid: told.money.nullable(),
    ask: told.money.nullable(),
    bandFloor: told.money.nullable(),
    bandCeiling: told.money.nullable(),
    open: told.money.nullable(),
    high: told.money.nullable(),
    low: told.money.nullable(),
    volume: told.units,
    value: told.money,
    trades: told.count,
    halted: z.boolean(),
    killSwitch: z.boolean(),
    callAuction: z
      .object({
        phase,
        gathersFrom: told.instant,
        gathersTo: told.instant,
        noCancelFrom: told.instant,
        indicativePrice: told.money.nullable(),
        indicativeVolume: told.units,
        imbalance: told.units,
        imbalanceSide: side.nullable(),
      })
      .nullable()
      .describe('The call that gathers now'),
    rulePack: z.string().nullable(),
  })
  .meta({ id: 'Ticker' });

export const tapeAnswer = pageAnswer(
  z
    .object({
      tradeId: told.id,
      price: told.money,
      quantity: told.units,
      makerSide: side,
      method,
      annulled: z.boolean(),
      at: told.instant,
    })
    .meta({ id: 'TapeTrade' }),
);

const candle = z
  .object({
    start: told.instant,
    open: told.money,
    high: told.money,
    low: told.money,
    close: told.money,
    volume: told.units,
    trades: told.count,
  })
  .meta({ id: 'Candle' });
export const candlesAnswer = z
  .object({ interval: z.enum(['1m', '5m', '15m', '1h', '1d']), items: z.array(candle) })
  .meta({ id: 'Candles' });

export const sessionAnswer = z
  .object({
    tradingDay: told.day.nullable().describe('Null before the first'),
    status: z.enum(['OPEN', 'CLOSED', 'HALTED']),
    haltReason: z.string().describe('Of the whole venue; empty when it is not halted'),
    halts: z
      .array(z.object({ symbol: told.symbol, reason: z.string() }).meta({ id: 'InstrumentHalt' }))
      .describe('Instruments that are halted by themselves'),
    busiest: told.symbol
      .nullable()
      .describe(
        'The instrument whose trades are worth most today, else lastly; null where nothing ever traded',
      ),
    tradesWaitingForSettlement: told.count,
    rulePacks: z.array(z.string()),
  })
  .meta({ id: 'TradingSession' });
export const dayOpened = z
  .object({ day: told.day, status: z.literal('OPEN'), ...place })
  .meta({ id: 'DayOpened' });
export const dayClosed = z
  .object({ day: told.day, status: z.literal('CLOSED'), ordersExpired: told.count, ...place })
  .meta({ id: 'DayClosed' });

export const callAuctionsAnswer = pageAnswer(
  z
    .object({
      phase,
      state: z.enum(['GATHERING', 'UNCROSSED', 'ABANDONED']),
      gathersFrom: told.instant,
      gathersTo: told.instant,
      endedAt: told.instant.nullable(),
      price: told.money.nullable(),
      volume: told.units,
      imbalance: told.units,
      imbalanceSide: side.nullable(),
    })
    .meta({ id: 'CallAuction' }),
);

const units = told.units.nullable();
export const headroomAnswer = z
  .object({
    symbol: told.symbol,
    rulePack: z.string(),
    held: told.units,
    wantedByOpenOrders: told.units,
    allocated: told.units,
    limit: units.describe('Null where the rules set none'),
    headroom: units.describe('How much more may come; null without a limit'),
    publishedAbove: units,
  })
  .meta({ id: 'Headroom' });
export const largeHoldersAnswer = z
  .object({
    symbol: told.symbol,
    rulePack: z.string().nullable(),
    items: z.array(
      z
        .object({ holders: z.array(z.string()), held: told.units, publishedAbove: told.units })
        .meta({ id: 'LargeHolder' }),
    ),
  })
  .meta({ id: 'LargeHolders' });
export const interventionsAnswer = pageAnswer(
  z
    .object({
      day: told.day,
      kind: z.enum(['FLOOR', 'CEILING']),
      average: told.money,
      threshold: told.money,
      tradingDays: told.count,
      packNo: z.int(),
    })
    .meta({ id: 'Intervention' }),
);

export const switchParty = z.enum(['member', 'operator', 'regulator']).meta({ id: 'KillSwitchParty' });
export const killSwitchesAnswer = pageAnswer(
  z
    .object({
      killSwitch: z.int(),
      party: switchParty,
      organisationId: z.string().nullable().describe('Whom it bars; null for everybody'),
      symbol: told.symbol.nullable().describe('Where; null for everywhere'),
      reason: z.string(),
      ordersCancelled: told.count,
      engagedAt: told.instant,
      releasedAt: told.instant.nullable(),
    })
    .meta({ id: 'KillSwitch' }),
);
export const engagedAnswer = z
  .object({ killSwitch: z.int(), ordersCancelled: told.count, ...place })
  .meta({ id: 'KillSwitchEngaged' });
export const releasedAnswer = z.object({ killSwitch: z.int(), ...place }).meta({ id: 'KillSwitchReleased' });

export const listingsAnswer = z
  .object({
    symbol: told.symbol,
    items: z.array(
      z.object({ listingId: told.id, side, price: told.money, quantity: told.units }).meta({ id: 'Listing' }),
    ),
  })
  .meta({ id: 'Listings' });
