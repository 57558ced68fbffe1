import { isAmount } from '../../kernel/amount.js';
import type { TradingDay } from '../../kernel/instant.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import { questionOf, rulesFor } from './assessment.js';
import { firstRefusal } from './eligibility.js';
import type { PermitRules } from './permit-rules.js';
import { RESERVE, type Right } from './right.js';
import { monthsAfter } from './term.js';
import type { PermitsWorld } from './world.js';

type Executor<Payload> = ApprovalExecutor<PermitsWorld, Payload>;

interface OfRight {
  readonly rightNo: number;
  readonly instrumentNo: number;
  readonly quantity: number;
  readonly lastDay: TradingDay;
}
interface Lease extends OfRight {
  readonly lesseeNo: number;
}
interface Pledge extends OfRight {
  readonly creditor: string;
}

/**
 * Lent for at most the pack's months inside its own district; it comes back by itself. The lessee gets no right of its
 * own, so it has nothing to lend on.
 */
const leaseRight: Executor<Lease> = {
  owner,
  check(world, payload, context) {
    const found = rightOf(world, payload, context.at);
    if (!found.ok) return found.rejection;
    const { right, rules } = found.value;
    const months = rules.value('lease.monthsMax');
    if (months === undefined) return { code: 'permits.lease_not_offered' };
    const lessee = world.permits.territory.plant(payload.lesseeNo);
    if (lessee === undefined || lessee.plantNo === right.plantNo) return { code: 'permits.unknown_plant' };
    if (lessee.districtNo !== right.districtNo) return { code: 'permits.lease_leaves_district' };
    const latest = earlier(monthsAfter(rules.day, months), right.endDay);
    if (payload.lastDay < rules.day || payload.lastDay > latest)
      return { code: 'permits.bad_term', data: { latest } };
    const { quantity } = payload;
    const asked = { right, quantity, acrossRegions: false, overridden: [], kept: 0 };
    return firstRefusal(questionOf(world, rules, asked, lessee));
  },
  execute(world, { rightNo, quantity, lesseeNo, lastDay }, context) {
    const { encumbranceNo } = world.permits.addEncumbrance({
      ...{ kind: 'lease', rightNo, quantity, lesseeNo, lastDay, creditor: '', rank: 0 },
    });
    context.emit({ type: 'PermitRightLeased', encumbranceNo, rightNo, quantity, lesseeNo, lastDay });
    return { encumbranceNo };
  },
};

/** Behind a debt, with a rank among the creditors; registered with the bureau, which alone releases it. */
const pledgeRight: Executor<Pledge> = {
  owner,
  check(world, payload, context) {
    const found = rightOf(world, payload, context.at);
    if (!found.ok) return found.rejection;
    const { right, rules } = found.value;
    if (payload.lastDay < rules.day || payload.lastDay > right.endDay)
      return { code: 'permits.bad_term', data: { latest: right.endDay } };
    // What is pledged already may be pledged again, behind the first creditor.
    const left = right.quantity - right.listed - right.leased;
    return payload.quantity > left
      ? { code: 'permits.insufficient_right', data: { left, asked: payload.quantity } }
      : undefined;
  },
  execute(world, { rightNo, quantity, creditor, lastDay }, context) {
    const ranks = world.permits.encumbrancesOf(rightNo).map(({ rank }) => rank);
    const rank = Math.max(0, ...ranks) + 1;
    const { encumbranceNo } = world.permits.addEncumbrance({
      ...{ kind: 'pledge', rightNo, quantity, creditor, rank, lastDay, lesseeNo: 0 },
    });
    context.emit({ type: 'PermitRightPledged', encumbranceNo, rightNo, quantity, creditor, rank, lastDay });
    return { encumbranceNo, rank };
  },
};

const releaseEncumbrance: Executor<{ readonly encumbranceNo: number }> = {
  owner: () => '',
  check({ permits }, { encumbranceNo }) {
    const encumbrance = permits.encumbrance(encumbranceNo);
    if (encumbrance === undefined) return { code: 'permits.unknown_encumbrance' };
    return encumbrance.state === 'ACTIVE' ? undefined : { code: 'permits.encumbrance_ended' };
  },
  execute({ permits }, { encumbranceNo }, context) {
    const encumbrance = permits.encumbrance(encumbranceNo)!;
    permits.endEncumbrance(encumbrance, 'RELEASED');
    context.emit({ type: 'PermitEncumbranceReleased', encumbranceNo, rightNo: encumbrance.rightNo });
    return { encumbranceNo, state: encumbrance.state };
  },
};

export const encumbranceExecutors: ApprovalExecutors<PermitsWorld> = {
  'lease-right': leaseRight,
  'pledge-right': pledgeRight,
  'release-encumbrance': releaseEncumbrance,
};

/** The organisation whose right it is. */
function owner(world: PermitsWorld, { rightNo }: OfRight): string {
  const right = world.permits.right(rightNo);
  if (right === undefined || right.plantNo === RESERVE) return '';
  const { accountNo } = world.permits.territory.plant(right.plantNo)!;
  return world.registry.account(accountNo)?.org ?? '';
}

function rightOf(
  world: PermitsWorld,
  { rightNo, instrumentNo, quantity }: OfRight,
  at: number,
): Outcome<{ right: Right; rules: PermitRules }> {
  const right = world.permits.right(rightNo);
  if (right === undefined || right.instrumentNo !== instrumentNo) return reject('permits.unknown_right');
  if (!isAmount(quantity) || quantity === 0) return reject('permits.bad_quantity');
  const rules = rulesFor(world, instrumentNo, at);
  return rules.ok ? accept({ right, rules: rules.value }) : rules;
}

function earlier(one: TradingDay, other: TradingDay): TradingDay {
  return one < other ? one : other;
}
