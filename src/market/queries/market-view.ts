import { formatDecimal } from '../../kernel/decimal.js';
import type { Ledger } from '../../ledger/index.js';
import type { Registry } from '../../registry/index.js';
import type { Rules } from '../../rules/index.js';
import type { Market } from '../domain/market.js';

const CENTS = 2;

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
    rulePack: pack?.id ?? null,
  };
}
