import { add } from '../../kernel/amount.js';
import type { Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import { CASH } from '../../ledger/domain/system-accounts.js';
import type { TradeLegs } from '../../ledger/domain/ledger.js';
import type { Market } from '../../market/domain/market.js';
import type { Method } from '../../rules/domain/rule-pack.js';
import type { ClearingWorld } from './delivery.js';

interface AnnulmentWorld extends ClearingWorld {
  readonly market: Market;
}

/**
 * A settled trade as the register of trades has it: memory does not keep what is settled. The door reads these facts
 * from the tables; the checker compares what came of them with the trade, entry by entry and serial by serial.
 */
export interface AnnulTrade {
  readonly tradeNo: number;
  readonly instrumentNo: number;
  readonly buyer: number;
  readonly seller: number;
  readonly quantity: number;
  readonly valueFen: number;
  readonly buyerFeeFen: number;
  readonly sellerFeeFen: number;
  readonly packNo: number;
  readonly tradingDay: string;
  readonly method: Method;
  /** The serials that it delivered, first and last of each run. */
  readonly serials: readonly (readonly [first: number, last: number])[];
  readonly reason: string;
}

/**
 * Annuls a trade for force majeure (china-rulebook §5): nothing is deleted, the mirror of its settlement is posted. It
 * can only be done while everything that the trade moved is still where it went.
 */
const annulTrade: ApprovalExecutor<AnnulmentWorld, AnnulTrade> = {
  owner: () => '',
  check(world, trade) {
    const { market, clearing } = world;
    const { tradeNo } = trade;
    if (tradeNo < 1 || tradeNo > market.tradeCount) return { code: 'clearing.trade_unknown' };
    if (clearing.isAnnulled(tradeNo)) return { code: 'clearing.trade_already_annulled' };
    if (clearing.isCovered(tradeNo)) return { code: 'clearing.trade_covered' };
    if (tradeNo > clearing.lastSettled || clearing.failureOf(tradeNo) !== undefined)
      return { code: 'clearing.trade_not_settled' };
    return goodsGone(world, trade) ?? moneyGone(world, trade);
  },
  execute(world, trade, { seq, at, emit }, { proposalNo }) {
    const { ledger, registry, clearing, market } = world;
    const { tradeNo, instrumentNo, buyer, seller, quantity, packNo, tradingDay, reason } = trade;
    const legs = legsOf(trade);
    ledger.annul(legs, lockedFor(world, trade));
    for (const [first, last] of trade.serials)
      registry.serials.moveRun(
        instrumentNo,
        buyer,
        seller,
        { first, last },
        { kind: 'annulment', no: tradeNo },
      );
    if (countsToday(world, trade)) market.find(instrumentNo)!.strike(legs);
    clearing.annul({ tradeNo, proposalNo, seq, at, reason });
    const { value, buyerFee, sellerFee } = legs;
    emit({
      ...{ type: 'TradeAnnulled', tradeNo, instrumentNo, buyer, seller, quantity },
      ...{ value, buyerFee, sellerFee, packNo, tradingDay, reason },
    });
    return { tradeNo, annulled: true };
  },
};

export const annulmentExecutors: ApprovalExecutors<AnnulmentWorld> = { 'annul-trade': annulTrade };

function legsOf({ valueFen, buyerFeeFen, sellerFeeFen, ...trade }: AnnulTrade): TradeLegs {
  const { tradeNo, instrumentNo, buyer, seller, quantity } = trade;
  const fees = { buyerFee: buyerFeeFen, sellerFee: sellerFeeFen };
  return { tradeNo, instrumentNo, buyer, seller, quantity, value: valueFen, ...fees };
}

/** The buyer must have the goods free, and they must be the very ones that were delivered. */
function goodsGone(world: AnnulmentWorld, trade: AnnulTrade): Rejection | undefined {
  const { instrumentNo, buyer, quantity, serials } = trade;
  const { available, posted, held, outgoing, frozen } = world.ledger.balance(buyer, instrumentNo);
  // What still waits for delivery cannot be given back, even if it could back an order.
  const free = Math.min(add(available, lockedFor(world, trade)), posted - held - outgoing - frozen);
  if (free < quantity)
    return { code: 'clearing.goods_not_free', data: { free: Math.max(0, free), quantity } };
  const isThere = ([first, last]: readonly [number, number]): boolean =>
    world.registry.serials.holds(instrumentNo, buyer, { first, last });
  const { frozen: stopped } = world.registry.serials;
  if (serials.some(([first, last]) => stopped.touches(instrumentNo, { first, last })))
    return { code: 'clearing.serials_frozen' };
  const delivered = serials.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  return delivered === quantity && serials.every(isThere) ? undefined : { code: 'clearing.serials_moved_on' };
}

function moneyGone(
  { ledger }: AnnulmentWorld,
  { seller, valueFen, sellerFeeFen }: AnnulTrade,
): Rejection | undefined {
  const proceedsFen = valueFen - sellerFeeFen;
  const freeFen = ledger.balance(seller, CASH).withdrawable;
  return freeFen < proceedsFen
    ? { code: 'clearing.money_not_free', data: { freeFen, proceedsFen } }
    : undefined;
}

/** Bought on this trading day under a T+1 rule: the lock goes with the goods. */
function lockedFor({ market, rules }: AnnulmentWorld, { tradingDay, packNo, quantity }: AnnulTrade): number {
  return tradingDay === market.tradingDay && rules.pack(packNo)!.t1Goods ? quantity : 0;
}

/** A closed day's figures are published and stay. Listed trades are among those counted under every pack. */
function countsToday({ market, rules }: AnnulmentWorld, { tradingDay, packNo, method }: AnnulTrade): boolean {
  if (market.dayStatus !== 'OPEN' || tradingDay !== market.tradingDay) return false;
  return rules.pack(packNo)!.methodsCounted.includes(method);
}
