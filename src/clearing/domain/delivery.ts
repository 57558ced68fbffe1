import type { Market } from '../../market/domain/market.js';
import type { Trade } from '../../market/domain/order.js';
import { CASH } from '../../ledger/domain/system-accounts.js';
import type { Ledger, TradeLegs } from '../../ledger/domain/ledger.js';
import type { Registry } from '../../registry/domain/registry.js';
import type { RulePack } from '../../rules/domain/rule-pack.js';
import type { Rules } from '../../rules/domain/rules.js';
import type { CommandContext } from '../../sequencer/domain/command.js';
import type { Clearing } from './clearing.js';
import { type FailedDelivery, isUndelivered, type Leg, type Obstacle, owedBy } from './failed-delivery.js';

const MINUTE = 60_000_000;

export interface ClearingWorld {
  readonly ledger: Ledger;
  readonly registry: Registry;
  readonly rules: Rules;
  readonly market: Pick<Market, 'tradingDay' | 'dayStatus' | 'tradeCount'>;
  readonly clearing: Clearing;
}

export interface FailingLeg {
  readonly leg: Leg;
  readonly accountNo: number;
  readonly obstacle: Obstacle;
}

/** Whether the trades of a day wait for its close: the venue's first pack says so, as it keeps its calendar. */
export function waitsForClose({ rules, market }: ClearingWorld, { tradingDay }: Trade): boolean {
  if (market.dayStatus !== 'OPEN' || market.tradingDay !== tradingDay) return false;
  const house = rules.all()[0];
  return (rules.inForce(house.name, tradingDay) ?? house).deliversAfterClose;
}

/**
 * The first leg that cannot move. Everything is prefunded, so a leg is short only of what has not been delivered to its
 * own account: an older trade that failed. Whatever was kept from the owner since then is not his to give.
 */
export function failingLeg(world: ClearingWorld, trade: Trade, without?: Leg): FailingLeg | undefined {
  const pack = world.rules.pack(trade.packNo);
  const goods = without === 'GOODS' ? undefined : obstacleOf(world, pack, trade.seller, goodsOf(trade));
  if (goods !== undefined) return { leg: 'GOODS', accountNo: trade.seller, obstacle: goods };
  const cash = without === 'CASH' ? undefined : obstacleOf(world, pack, trade.buyer, cashOf(trade));
  return cash === undefined ? undefined : { leg: 'CASH', accountNo: trade.buyer, obstacle: cash };
}

function obstacleOf(
  { ledger, registry }: ClearingWorld,
  pack: RulePack | undefined,
  accountNo: number,
  { asset, amount }: { readonly asset: number; readonly amount: number },
): Obstacle | undefined {
  if (pack?.frozenHolds === true && registry.account(accountNo)?.state === 'FROZEN') return 'FROZEN';
  const { posted, frozen } = ledger.balance(accountNo, asset);
  return posted - frozen < amount ? 'SHORT' : undefined;
}

const goodsOf = ({ instrumentNo, quantity }: TradeLegs): { asset: number; amount: number } => ({
  asset: instrumentNo,
  amount: quantity,
});
const cashOf = ({ value, buyerFee }: TradeLegs): { asset: number; amount: number } => ({
  asset: CASH,
  amount: value + buyerFee,
});

/** Both legs at once, and the very serial numbers; `cover`: who gives in place of a failing leg's account. */
export function deliver({ ledger, registry }: ClearingWorld, trade: Trade, cover?: FailedDelivery): void {
  const giver = cover?.leg === 'GOODS' ? cover.coveredBy : trade.seller;
  const payer = cover?.leg === 'CASH' ? cover.coveredBy : trade.buyer;
  ledger.settle(trade, giver, payer);
  const cause = { kind: 'trade', no: trade.tradeNo };
  registry.serials.move(trade.instrumentNo, giver, trade.buyer, trade.quantity, cause);
}

/** What a delivery that could not be made looks like from its first failure on. */
export function failure(
  world: ClearingWorld,
  trade: Trade,
  { leg, accountNo, obstacle }: FailingLeg,
  at: number,
): FailedDelivery {
  const [minutes] = world.rules.pack(trade.packNo)!.retryMinutes;
  return {
    ...{ trade, leg, accountNo, obstacle, state: `FAILED_${leg}`, retries: 0 },
    nextAt: minutes === undefined ? null : at + minutes * MINUTE,
    ...{ coveredBy: 0, since: at, changedAt: at, proposalNo: 0, reason: '' },
  };
}

/** Could something that is owed be given now, or is a retry due by the clock? */
export function isDue(world: ClearingWorld, at: number): boolean {
  for (const failed of world.clearing.failed())
    if (canGive(world, failed) || (failed.nextAt !== null && failed.nextAt <= at)) return true;
  return false;
}

function canGive(world: ClearingWorld, failed: FailedDelivery): boolean {
  if (isUndelivered(failed)) return failingLeg(world, failed.trade) === undefined;
  const pack = world.rules.pack(failed.trade.packNo);
  return obstacleOf(world, pack, failed.accountNo, owedBy(failed)) === undefined;
}

/**
 * Once more through what failed, in trade order: what can be given is given, to the other side or back to the reserve;
 * what was to be retried by now and still cannot waits for the next time. One pass is enough: whoever is short waits
 * for an older trade.
 */
export function retryAll(world: ClearingWorld, { seq, at, emit }: CommandContext): number {
  const { clearing, ledger, registry, rules } = world;
  let given = 0;
  for (const failed of clearing.failed()) {
    const { trade, leg, accountNo, coveredBy } = failed;
    if (canGive(world, failed)) {
      given += 1;
      if (coveredBy === 0) {
        deliver(world, trade);
        clearing.deliverFailed(failed, seq, at);
        emit({ type: 'TradeDelivered', tradeNo: trade.tradeNo, coveredBy: 0 });
        continue;
      }
      const { asset, amount } = owedBy(failed);
      ledger.recover(trade.tradeNo, accountNo, coveredBy, asset, amount);
      const cause = { kind: 'recovery', no: trade.tradeNo };
      if (leg === 'GOODS') registry.serials.move(asset, accountNo, coveredBy, amount, cause);
      clearing.changeFailed({ ...failed, state: 'RECOVERED', nextAt: null, changedAt: at });
      emit({ type: 'DeliveryRecovered', tradeNo: trade.tradeNo, accountNo, asset, amount });
      continue;
    }
    if (failed.nextAt === null || failed.nextAt > at) continue;
    const retries = failed.retries + 1;
    const minutes = rules.pack(trade.packNo)!.retryMinutes[retries];
    const nextAt = minutes === undefined ? null : at + minutes * MINUTE;
    const still = failingLeg(world, trade)!;
    clearing.changeFailed({ ...failed, ...still, state: 'RETRY', retries, nextAt, changedAt: at });
    emit({ type: 'DeliveryRetried', tradeNo: trade.tradeNo, ...still, retries, nextAt });
  }
  return given;
}
