import { isAmount } from '../../kernel/amount.js';
import type { Instant } from '../../kernel/instant.js';
import { FREEZE_HOLDERS_MAX, SERIAL_FREEZES_MAX } from '../../kernel/limits.js';
import type { Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor } from '../../approvals/domain/executor.js';
import { FIRST_USER_ACCOUNT } from '../../ledger/domain/system-accounts.js';
import { registryExecutors } from '../../registry/domain/executors.js';
import type { SerialRun } from '../../registry/domain/serial-run.js';
import type { CommandContext } from '../../sequencer/domain/command.js';
import type { FreezeKind, FreezeOrder, FreezeState, Kept } from './freeze-order.js';
import type { CustodyWorld } from './world.js';

/** Named by every order that can be; older ones had a reason only. */
interface Warrant {
  readonly reason: string;
  readonly authority?: string;
  readonly documentNo?: string;
  readonly until?: Instant;
  readonly stolen?: boolean;
}
interface FreezeAccount extends Warrant {
  readonly accountNo: number;
}
interface FreezeUnits extends FreezeAccount {
  readonly instrumentNo: number;
  readonly quantity: number;
}
interface FreezeSerials extends Warrant, SerialRun {
  readonly instrumentNo: number;
}
interface ReleaseSerials {
  readonly freezeNo: number;
}
type Executor<Payload> = ApprovalExecutor<CustodyWorld, Payload>;

export const freezeAccount = recorded<FreezeAccount>('freeze-account', 'ACCOUNT');
export const freezeUnits = recorded<FreezeUnits>('freeze-units', 'UNITS');

/** Units that a court lets go are taken from its oldest orders first. */
export const unfreezeUnits: Executor<FreezeUnits> = {
  ...(registryExecutors['unfreeze-units'] as Executor<FreezeUnits>),
  execute(world, payload, context, proposal) {
    const { accountNo, instrumentNo, quantity } = payload;
    let left = quantity;
    for (const order of world.custody.freezesOf('UNITS')) {
      if (order.accountNo !== accountNo || order.instrumentNo !== instrumentNo || left === 0) continue;
      const taken = Math.min(left, order.left);
      left -= taken;
      if (taken < order.left) world.custody.lessenFreeze(order, taken);
      else world.custody.endFreeze(order, 'RELEASED', context.at);
    }
    return registryExecutors['unfreeze-units'].execute(world, payload, context, proposal);
  },
};

export const releaseAccount: Executor<FreezeAccount> = {
  ...(registryExecutors['release-account'] as Executor<FreezeAccount>),
  execute(world, payload, context, proposal) {
    for (const order of world.custody.freezesOf('ACCOUNT'))
      if (order.accountNo === payload.accountNo) world.custody.endFreeze(order, 'RELEASED', context.at);
    return registryExecutors['release-account'].execute(world, payload, context, proposal);
  },
};

/** These very units stop where they are: they leave nobody, whoever asks, and back no order. */
export const freezeSerials: Executor<FreezeSerials> = {
  owner: () => '',
  check(world, { instrumentNo, first, last, until = 0 }, { at }) {
    const { registry, custody } = world;
    if (registry.instrument(instrumentNo) === undefined) return { code: 'registry.unknown_instrument' };
    const isRun = isAmount(first) && isAmount(last) && 1 <= first && first <= last;
    if (!isRun || last > registry.serials.born(instrumentNo)) return { code: 'custody.no_such_serials' };
    if (until !== 0 && until <= at) return { code: 'custody.expiry_past' };
    if (custody.freezesOf('SERIALS').length >= SERIAL_FREEZES_MAX)
      return { code: 'custody.too_many_freezes' };
    if (registry.serials.frozen.touches(instrumentNo, { first, last }))
      return { code: 'custody.serials_frozen' };
    return notFreezable(world, instrumentNo, { first, last });
  },
  execute(world, { instrumentNo, first, last, ...warrant }, context, { proposalNo }) {
    const kept = keptBy(world, instrumentNo, { first, last });
    for (const { accountNo, quantity } of kept) world.ledger.freeze(accountNo, instrumentNo, quantity);
    world.registry.serials.frozen.add(instrumentNo, { first, last });
    const order = orderOf('SERIALS', proposalNo, warrant, context);
    world.custody.addFreeze({ ...order, instrumentNo, first, last, kept, left: last - first + 1 });
    const { stolen, until } = order;
    context.emit({ type: 'SerialsFrozen', freezeNo: proposalNo, instrumentNo, first, last, stolen, until });
    return { freezeNo: proposalNo, instrumentNo, first, last, until };
  },
};

export const releaseSerials: Executor<ReleaseSerials> = {
  owner: () => '',
  check(world, { freezeNo }) {
    const isActive = world.custody.freeze(freezeNo)?.kind === 'SERIALS';
    return isActive ? undefined : { code: 'custody.unknown_freeze' };
  },
  execute(world, { freezeNo }, context) {
    endFreeze(world, world.custody.freeze(freezeNo)!, 'RELEASED', context);
    return { freezeNo, state: 'RELEASED' };
  },
};

/** Undoes whatever an order stopped. */
export function endFreeze(
  world: CustodyWorld,
  order: FreezeOrder,
  state: Exclude<FreezeState, 'ACTIVE'>,
  { at, emit }: CommandContext,
): void {
  const { ledger, registry, custody } = world;
  const { freezeNo, kind, accountNo, instrumentNo, first, last, kept, left } = order;
  if (kind === 'SERIALS') {
    registry.serials.frozen.remove(instrumentNo, { first, last });
    for (const each of kept) ledger.unfreeze(each.accountNo, instrumentNo, each.quantity);
  } else if (kind === 'UNITS') {
    ledger.unfreeze(accountNo, instrumentNo, left);
    registry.changeCourtFreeze(accountNo, instrumentNo, -left);
  } else {
    const account = registry.account(accountNo)!;
    if (account.state === 'FROZEN') registry.moveAccount(account, 'ACTIVE', at, { reason: '' });
  }
  custody.endFreeze(order, state, at);
  emit({ type: 'FreezeEnded', freezeNo, state });
}

/** The registry's freeze, with its order kept beside it. */
function recorded<Payload extends FreezeAccount>(
  action: 'freeze-account' | 'freeze-units',
  kind: Exclude<FreezeKind, 'SERIALS'>,
): Executor<Payload> {
  const plain = registryExecutors[action] as Executor<Payload>;
  return {
    ...plain,
    check(world, payload, context, proposal) {
      if (payload.until !== undefined && payload.until <= context.at) return { code: 'custody.expiry_past' };
      return plain.check(world, payload, context, proposal);
    },
    execute(world, payload, context, proposal) {
      const { accountNo, instrumentNo = 0, quantity: left = 0 } = payload as unknown as Partial<FreezeUnits>;
      const order = orderOf(kind, proposal.proposalNo, payload, context);
      world.custody.addFreeze({ ...order, accountNo: accountNo!, instrumentNo, left });
      return plain.execute(world, payload, context, proposal);
    },
  };
}

function orderOf(
  kind: FreezeKind,
  freezeNo: number,
  { reason, authority = '', documentNo = '', until = 0, stolen = false }: Warrant,
  { at: frozenAt }: CommandContext,
): FreezeOrder {
  return {
    ...{ freezeNo, kind, accountNo: 0, instrumentNo: 0, first: 0, last: 0, kept: [], reason, authority },
    ...{ documentNo, stolen, frozenAt, until, left: 0, state: 'ACTIVE', endedAt: 0 },
  };
}

function keptBy({ registry }: CustodyWorld, instrumentNo: number, run: SerialRun): Kept[] {
  const sums = new Map<number, number>();
  for (const { accountNo, first, last } of registry.serials.holdersOf(instrumentNo, run))
    sums.set(accountNo, (sums.get(accountNo) ?? 0) + last - first + 1);
  return [...sums].sort(([a], [b]) => a - b).map(([accountNo, quantity]) => ({ accountNo, quantity }));
}

/**
 * Only units that are promised to nobody can be stopped: otherwise an open order could be filled by them. A kill switch
 * takes the orders away first.
 */
function notFreezable(world: CustodyWorld, instrumentNo: number, run: SerialRun): Rejection | undefined {
  const kept = keptBy(world, instrumentNo, run);
  if (kept.length > FREEZE_HOLDERS_MAX) return { code: 'custody.too_many_holders' };
  if (kept.some(({ accountNo }) => accountNo < FIRST_USER_ACCOUNT))
    return { code: 'custody.serials_not_held' };
  const promised = kept.filter(
    ({ accountNo, quantity }) => world.ledger.balance(accountNo, instrumentNo).withdrawable < quantity,
  );
  return promised.length > 0
    ? { code: 'custody.serials_promised', data: { accounts: promised.length } }
    : undefined;
}
