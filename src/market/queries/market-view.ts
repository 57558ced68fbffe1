import { CENTS, formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import type { Ledger } from '../../ledger/index.js';
import type { Registry } from '../../registry/index.js';
import type { Rules } from '../../rules/index.js';
import { indication } from '../domain/call-auction.js';
import type { InstrumentMarket } from '../domain/instrument-market.js';
import type { BookSide } from '../domain/book.js';
import type { Market } from '../domain/market.js';
import type { Order } from '../domain/order.js';

/** The parts of a venue that market data is read from. */
export interface MarketFacts {
  readonly ledger: Ledger;
  readonly registry: Registry;
  readonly rules: Rules;
  readonly market: Market;
}

export interface Level {
  readonly price: string;
  readonly quantity: string;
  readonly orders: number;
}

const price = (fen: number): string => formatDecimal(fen, CENTS);

export function depthOf(
  { market, registry }: MarketFacts,
  instrumentNo: number,
  levels: number,
): { symbol: string; bids: Level[]; asks: Level[] } {
  const { symbol, unitScale } = registry.instrument(instrumentNo)!;
  const book = market.find(instrumentNo)?.book;
  const show = (side: 'bids' | 'asks'): Level[] =>
    (book?.[side].depth(levels) ?? []).map((level) => ({
      price: price(level.price),
      quantity: formatDecimal(level.quantity, unitScale),
      orders: level.orders,
    }));
  return { symbol, bids: show('bids'), asks: show('asks') };
}

export function tickerOf({ market, registry, rules }: MarketFacts, instrumentNo: number): object {
  const instrument = registry.instrument(instrumentNo)!;
  const traded = market.of(instrumentNo, instrument.referencePriceFen);
  const pack = rules.inForce(instrument.packName, market.tradingDay);
  const band = pack?.band(traded.previousClose, pack.bandPctBps, instrument.tickFen);
  const orNull = (fen: number): string | null => (fen === 0 ? null : price(fen));
  const best = (side: 'bids' | 'asks'): string | null => orNull(traded.book[side].best?.price ?? 0);
  return {
    symbol: instrument.symbol,
    tradingDay: market.tradingDay || null,
    last: orNull(traded.lastPrice),
    previousClose: price(traded.previousClose),
    bid: best('bids'),
    ask: best('asks'),
    bandFloor: band === undefined ? null : price(band.floor),
    bandCeiling: band === undefined ? null : price(band.ceiling),
    open: orNull(traded.open),
    high: orNull(traded.high),
    low: orNull(traded.low),
    volume: formatDecimal(traded.volume, instrument.unitScale),
    value: price(traded.value),
    trades: traded.trades,
    halted: market.haltReason !== '' || traded.haltReason !== '',
    killSwitch: market.killSwitches.barring('', instrumentNo) !== undefined,
    callAuction: callShown(traded, instrument),
    rulePack: pack?.id ?? null,
  };
}

/**
 * The instrument that somebody who named none would want to see: the one whose trades of today are worth most; while
 * nothing has traded today, the one of those that ever did which was worth most on its last day.
 */
export function busiestOf({ market, registry }: Pick<MarketFacts, 'market' | 'registry'>): string | null {
  const rank = (one: InstrumentMarket): number[] => [one.value, one.turnovers.at(-1)?.value ?? 0];
  let busiest: InstrumentMarket | undefined;
  for (const one of market.all()) {
    if (one.lastPrice === 0) continue;
    if (busiest === undefined || isMore(rank(one), rank(busiest))) busiest = one;
  }
  return busiest === undefined ? null : registry.instrument(busiest.instrumentNo)!.symbol;
}

function isMore(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((figure, place) => figure !== other[place]);
  return at >= 0 && one[at]! > other[at]!;
}

/** The call that is gathering, with the price and volume at which its orders would meet now. */
function callShown(
  market: InstrumentMarket,
  { tickFen, unitScale }: { tickFen: number; unitScale: number },
): object | null {
  const { call } = market;
  if (call === undefined) return null;
  const met = indication(market, tickFen);
  return {
    phase: call.phase,
    gathersFrom: formatInstant(call.from),
    gathersTo: formatInstant(call.to),
    noCancelFrom: formatInstant(call.noCancelFrom),
    indicativePrice: met === undefined ? null : price(met.price),
    indicativeVolume: formatDecimal(met?.volume ?? 0, unitScale),
    imbalance: formatDecimal(Math.abs(met?.imbalance ?? 0), unitScale),
    imbalanceSide: met === undefined || met.imbalance === 0 ? null : met.imbalance > 0 ? 'buy' : 'sell',
  };
}

export interface Listing {
  readonly orderNo: number;
  readonly side: 'buy' | 'sell';
  readonly price: string;
  readonly quantity: string;
}

/** What a taker may pick from: the listings of the best levels of both sides, best first; nobody's name. */
export function listingsOf(
  { market, registry, rules }: MarketFacts,
  instrumentNo: number,
  most: number,
): Listing[] {
  const { packName, unitScale } = registry.instrument(instrumentNo)!;
  const levels = rules.inForce(packName, market.tradingDay)?.pickLevels ?? 0;
  const book = market.find(instrumentNo)?.book;
  const ofSide = (side: BookSide<Order> | undefined): Listing[] => {
    const listings: Listing[] = [];
    let seen = 0;
    for (const level of side?.iterate() ?? []) {
      if (++seen > levels) break;
      for (let order = level.first; order !== undefined; order = order.next) {
        if (listings.length === most) return listings;
        const quantity = formatDecimal(order.remaining, unitScale);
        listings.push({ orderNo: order.orderNo, side: order.side, price: price(order.price), quantity });
      }
    }
    return listings;
  };
  return [...ofSide(book?.bids), ...ofSide(book?.asks)];
}
