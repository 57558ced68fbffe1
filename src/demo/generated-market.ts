import { add, multiply } from '../kernel/amount.js';
import { CASH } from '../ledger/index.js';
import type { MarketWorld } from '../market/index.js';
import { GENERATED_INSTRUMENT } from './generated-members.js';
import type { GeneratedMarket } from './next-wishes.js';
import type { GeneratedFloor } from './seed-generated.js';

export interface SeenMarket extends GeneratedMarket {
  /** The last command decided. */
  readonly seq: number;
  /** Where the price is drawn back to, fen. */
  readonly anchor: number;
  readonly lastPrice: number;
}

/** The generated instrument as its members may see it; undefined while nobody can trade it. */
export function lookAt(
  { market, registry, rules, ledger, seq }: MarketWorld & { readonly seq: number },
  { instrumentNo, accounts }: GeneratedFloor,
): SeenMarket | undefined {
  const instrument = registry.instrument(instrumentNo)!;
  const pack = rules.inForce(instrument.packName, market.tradingDay);
  const traded = market.of(instrumentNo, instrument.referencePriceFen);
  const isShut =
    market.dayStatus !== 'OPEN' ||
    market.haltReason !== '' ||
    traded.haltReason !== '' ||
    traded.call !== undefined ||
    instrument.state === 'RETIRED';
  if (pack === undefined || isShut) return undefined;
  const { floor, ceiling } = pack.band(traded.previousClose, pack.bandPctBps, instrument.tickFen);
  const mayTrade = ({ org, accountNo }: { org: string; accountNo: number }): boolean =>
    registry.account(accountNo)?.state === 'ACTIVE' &&
    market.killSwitches.barring(org, instrumentNo) === undefined;
  const seats = accounts.filter(mayTrade).map(({ org, accountNo, role, units }) => ({
    ...{ org, accountNo, role, target: units },
    held: ledger.balance(accountNo, instrumentNo).posted,
    freeUnits: ledger.available(accountNo, instrumentNo),
    freeFen: ledger.available(accountNo, CASH),
    orders: market
      .ordersOf(accountNo)
      .filter((order) => order.instrumentNo === instrumentNo)
      .map(({ orderNo, side, price }) => ({ orderNo, side, price })),
  }));
  return {
    ...{
      seq,
      floor,
      ceiling,
      seats,
      tick: instrument.tickFen,
      anchor: GENERATED_INSTRUMENT.referencePriceFen,
    },
    lastPrice: traded.lastPrice === 0 ? traded.previousClose : traded.lastPrice,
    bestBid: traded.book.bids.best?.price,
    bestAsk: traded.book.asks.best?.price,
    costOf: (price, quantity) => {
      const value = multiply(price, quantity);
      return add(value, pack.fee('buy', value));
    },
  };
}
