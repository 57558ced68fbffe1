import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import type { Rejection } from '../../kernel/rejection.js';
import type { Account } from '../../registry/domain/account.js';
import { type ClearingWorld, deliver, failingLeg, retryAll } from './delivery.js';
import { isUndelivered, owedBy } from './failed-delivery.js';

interface NameReserve {
  readonly accountNo: number;
}
interface DecideDelivery {
  readonly tradeNo: number;
  readonly reason: string;
}
type Executor<Payload> = ApprovalExecutor<ClearingWorld, Payload>;

/** An account of the venue's own: money and goods come to it by the ordinary doors. */
const nameReserve: Executor<NameReserve> = {
  owner: () => '',
  check({ registry, clearing }, { accountNo }) {
    const account = registry.account(accountNo);
    if (account === undefined) return { code: 'registry.unknown_account' };
    if (account.state !== 'ACTIVE') return { code: 'registry.account_not_open', data: { accountNo } };
    const owesIt = clearing.failed().some(({ coveredBy }) => coveredBy !== 0);
    return owesIt ? { code: 'clearing.reserve_is_owed' } : undefined;
  },
  execute({ clearing }, { accountNo }, { emit }) {
    clearing.reserveAccount = accountNo;
    emit({ type: 'SettlementReserveNamed', accountNo });
    return { accountNo };
  },
};

/** The reserve gives in the place of the account whose leg fails: the other side has its trade, the debt stays. */
const coverDelivery: Executor<DecideDelivery> = {
  owner: () => '',
  check: (world, { tradeNo }) => cannotCover(world, tradeNo),
  execute(world, { tradeNo, reason }, context, { proposalNo }) {
    const { clearing } = world;
    const { seq, at, emit } = context;
    const failed = clearing.failureOf(tradeNo)!;
    const cover = { ...failed, ...failingLeg(world, failed.trade)!, coveredBy: clearing.reserveAccount };
    clearing.coverAside(failed, seq, at);
    deliver(world, failed.trade, cover);
    clearing.changeFailed({
      ...cover,
      ...{ state: 'RESERVE_COVERED', nextAt: null, changedAt: at, proposalNo, reason },
    });
    const { leg, accountNo, coveredBy } = cover;
    emit({ type: 'DeliveryCovered', tradeNo, leg, accountNo, coveredBy });
    emit({ type: 'TradeDelivered', tradeNo, coveredBy });
    // Whoever was short for want of this trade need not wait for the next look.
    retryAll(world, context);
    return { tradeNo, leg, coveredBy };
  },
};

/** The debtor is named and may no longer trade. The trade stays final, and what is owed stays owed. */
const defaultDelivery: Executor<DecideDelivery> = {
  owner: () => '',
  check({ clearing }, { tradeNo }) {
    const failed = clearing.failureOf(tradeNo);
    if (failed === undefined) return { code: 'clearing.delivery_not_failed' };
    if (failed.state === 'DEFAULTED') return { code: 'clearing.defaulted_already' };
    if (failed.nextAt !== null) return { code: 'clearing.retries_left', data: { nextAt: failed.nextAt } };
    return failed.obstacle === 'SHORT' ? { code: 'clearing.short_by_another' } : undefined;
  },
  execute({ clearing, registry }, { tradeNo, reason }, { at, emit }, { proposalNo }) {
    const failed = clearing.failureOf(tradeNo)!;
    const { leg, accountNo } = failed;
    clearing.changeFailed({ ...failed, state: 'DEFAULTED', changedAt: at, proposalNo, reason });
    const account = registry.account(accountNo) as Account;
    // A frozen account is barred from trading already, and more.
    if (account.state === 'ACTIVE') registry.moveAccount(account, 'RESTRICTED', at, { reason });
    emit({ type: 'DeliveryDefaulted', tradeNo, leg, accountNo, reason });
    return { tradeNo, leg, accountNo, accountState: account.state };
  },
};

function cannotCover(world: ClearingWorld, tradeNo: number): Rejection | undefined {
  const { clearing, ledger, registry } = world;
  const failed = clearing.failureOf(tradeNo);
  if (failed === undefined || !isUndelivered(failed)) return { code: 'clearing.delivery_not_failed' };
  const { trade } = failed;
  const failing = failingLeg(world, trade);
  // It can be delivered as it should be: the next look will.
  if (failing === undefined) return { code: 'clearing.delivery_not_failed' };
  const reserve = clearing.reserveAccount;
  // Where none is named it is 0, and nobody has that number.
  if (registry.account(reserve)?.state !== 'ACTIVE') return { code: 'clearing.no_reserve' };
  if (reserve === trade.buyer || reserve === trade.seller) return { code: 'clearing.reserve_is_party' };
  if (failingLeg(world, trade, failing.leg) !== undefined) return { code: 'clearing.both_legs_fail' };
  const { asset, amount } = owedBy({ ...failed, ...failing });
  const { withdrawable } = ledger.balance(reserve, asset);
  if (withdrawable >= amount) return undefined;
  return { code: 'clearing.reserve_too_small', data: { withdrawable, needed: amount } };
}

export const reserveExecutors: ApprovalExecutors<ClearingWorld> = {
  'name-settlement-reserve': nameReserve,
  'cover-delivery': coverDelivery,
  'default-delivery': defaultDelivery,
};
