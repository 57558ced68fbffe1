import { isAmount, ratio } from '../../kernel/amount.js';
import type { TradingDay } from '../../kernel/instant.js';
import { invariant } from '../../kernel/invariant.js';
import { OPEN_PERMIT_TRANSFERS_MAX } from '../../kernel/limits.js';
import type { Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import { CASH, SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import type { CommandContext } from '../../sequencer/domain/command.js';
import { questionOf, rulesFor } from './assessment.js';
import { firstRefusal } from './eligibility.js';
import { accountOf } from './escrow.js';
import type { PermitRules } from './permit-rules.js';
import { freeOf, type Origin, paidFor, RESERVE, type Right } from './right.js';
import { remainingMonths } from './term.js';
import { noRoom } from './territory-executors.js';
import type { PermitsWorld } from './world.js';

type Executor<Payload> = ApprovalExecutor<PermitsWorld, Payload>;

interface PartOfRight {
  readonly rightNo: number;
  readonly instrumentNo: number;
  readonly quantity: number;
}
interface TakeBack extends PartOfRight {
  readonly ground: 'TAKEN_BACK' | 'CONFISCATED' | 'REDUCTION';
}
interface Share {
  readonly instrumentNo: number;
  readonly districtNo: number;
  readonly quantity: number;
  readonly endDay: TradingDay;
}
interface Release extends PartOfRight {
  readonly namedBuyer: number;
  readonly acrossRegions: boolean;
  readonly ground: string;
}

const { PERMIT_RESERVE, GOVERNMENT, BANK } = SYSTEM_ACCOUNTS;

/** Free rights are taken back without money: closure, bankruptcy, moving away. Paid ones only as a confiscation. */
const takeBack: Executor<TakeBack> = {
  owner: () => '',
  check(world, payload) {
    const fault = faultOfPart(world, payload);
    if (fault !== undefined) return fault;
    const { origin } = world.permits.right(payload.rightNo) as Right;
    return origin === 'PAID' && payload.ground !== 'CONFISCATED'
      ? { code: 'permits.right_was_paid' }
      : undefined;
  },
  execute(world, { rightNo, quantity, ground }, context) {
    const stock = intoReserve(world, rightNo, quantity, ground, context);
    return { rightNo: stock.rightNo, quantity };
  },
};

/** Paid rights are bought back: what was paid for them, by the months of their term that are left. */
const buyBack: Executor<PartOfRight> = {
  owner: () => '',
  check(world, payload, context) {
    const fault = faultOfPart(world, payload);
    if (fault !== undefined) return fault;
    const right = world.permits.right(payload.rightNo) as Right;
    if (right.origin !== 'PAID') return { code: 'permits.right_was_free' };
    const rules = rulesFor(world, right.instrumentNo, context.at);
    if (!rules.ok) return rules.rejection;
    const askedFen = buyBackPrice(rules.value, right, payload.quantity);
    const hasFen = world.ledger.withdrawable(PERMIT_RESERVE);
    return hasFen < askedFen ? { code: 'permits.insufficient_cash', data: { hasFen, askedFen } } : undefined;
  },
  execute(world, { rightNo, instrumentNo, quantity }, context) {
    const rules = rulesFor(world, instrumentNo, context.at);
    invariant(rules.ok, 'a checked right keeps its rules');
    const right = world.permits.right(rightNo) as Right;
    const priceFen = buyBackPrice(rules.value, right, quantity);
    const seller = accountOf(world, right.plantNo);
    if (priceFen > 0)
      world.ledger.post(world.permits.voucher('reserve', rightNo), [
        { account: PERMIT_RESERVE, asset: CASH, amount: -priceFen },
        { account: seller, asset: CASH, amount: priceFen },
      ]);
    const stock = intoReserve(world, rightNo, quantity, 'BOUGHT_BACK', context);
    return { rightNo: stock.rightNo, quantity, priceFen };
  },
};

/** Units that were created and given to nobody become the reserve's first stock. */
const reserveShare: Executor<Share> = {
  owner: () => '',
  check(world, { instrumentNo, districtNo, quantity }) {
    if (world.permits.territory.district(districtNo) === undefined)
      return { code: 'permits.unknown_district' };
    if (world.registry.instrument(instrumentNo)?.kind !== 'permit') return { code: 'permits.not_a_permit' };
    if (!isAmount(quantity) || quantity === 0) return { code: 'permits.bad_quantity' };
    const has = world.ledger.available(GOVERNMENT, instrumentNo) - world.registry.undistributed(instrumentNo);
    if (has < quantity) return { code: 'permits.insufficient_units', data: { has, asked: quantity } };
    return noRoom(world, districtNo, instrumentNo, quantity);
  },
  execute(world, { instrumentNo, districtNo, quantity, endDay }, context) {
    const rules = rulesFor(world, instrumentNo, context.at);
    const startDay = rules.ok ? rules.value.day : endDay;
    const stock = world.permits.addRight({
      ...{ plantNo: RESERVE, districtNo, instrumentNo, quantity, origin: 'RESERVED_SHARE', paidFen: 0 },
      ...{ startDay, endDay },
    });
    moveUnits(world, stock.rightNo, instrumentNo, GOVERNMENT, quantity);
    context.emit({ type: 'PermitShareReserved', rightNo: stock.rightNo, districtNo, instrumentNo, quantity });
    return { rightNo: stock.rightNo };
  },
};

/** The treasury's money for buying back. */
const fundReserve: Executor<{ readonly amountFen: number; readonly bankReference: string }> = {
  owner: () => '',
  check(world, { amountFen }) {
    if (!isAmount(amountFen) || amountFen === 0) return { code: 'ledger.bad_amount' };
    const debt = world.ledger.balance(BANK, CASH).posted - amountFen;
    return Number.isSafeInteger(debt) ? undefined : { code: 'ledger.amount_too_large' };
  },
  execute(world, { amountFen, bankReference }, context) {
    world.ledger.post(world.permits.voucher('reserve', 0), [
      { account: BANK, asset: CASH, amount: -amountFen },
      { account: PERMIT_RESERVE, asset: CASH, amount: amountFen },
    ]);
    context.emit({ type: 'PermitReserveFunded', amountFen, bankReference });
    return { amountFen };
  },
};

/** Stock comes on offer as any right does; its application was this proposal, and its two signatures. */
const releaseReserve: Executor<Release> = {
  owner: () => '',
  check(world, { rightNo, quantity, namedBuyer, acrossRegions }, context) {
    const right = world.permits.right(rightNo);
    if (right === undefined || right.plantNo !== RESERVE) return { code: 'permits.unknown_right' };
    if (!isAmount(quantity) || quantity === 0) return { code: 'permits.bad_quantity' };
    const buyer = world.permits.territory.plant(namedBuyer);
    if (namedBuyer !== 0 && buyer === undefined) return { code: 'permits.unknown_plant' };
    if (world.permits.openTransfers >= OPEN_PERMIT_TRANSFERS_MAX)
      return { code: 'permits.too_many_transfers' };
    const rules = rulesFor(world, right.instrumentNo, context.at);
    if (!rules.ok) return rules.rejection;
    const asked = { right, quantity, acrossRegions, overridden: [], kept: 0 };
    return firstRefusal(questionOf(world, rules.value, asked, buyer));
  },
  execute(world, { rightNo, quantity, namedBuyer, acrossRegions, ground }, context) {
    const right = world.permits.right(rightNo) as Right;
    const { instrumentNo } = right;
    const rules = rulesFor(world, instrumentNo, context.at);
    invariant(rules.ok, 'a checked right keeps its rules');
    const { packNo } = rules.value.pack;
    const transfer = world.permits.addTransfer({
      ...{ rightNo, instrumentNo, sellerNo: RESERVE, quantity, namedBuyer, acrossRegions, ground },
      ...{ draftedBy: '', packNo, changedAt: context.at },
    });
    for (const state of ['SUBMITTED', 'QUANTITY_REVIEW', 'ELIGIBLE'] as const)
      world.permits.moveTransfer(transfer, state, context.at);
    const { transferNo } = transfer;
    context.emit({ type: 'PermitReserveReleased', transferNo, rightNo, quantity });
    return { transferNo };
  },
};

export const reserveExecutors: ApprovalExecutors<PermitsWorld> = {
  'take-back-right': takeBack,
  'buy-back-right': buyBack,
  'reserve-share': reserveShare,
  'fund-reserve': fundReserve,
  'release-reserve': releaseReserve,
};

/** Paid × months left ÷ months of its whole term, rounded half up once. */
export function buyBackPrice(rules: PermitRules, right: Right, quantity: number): number {
  const rounding = rules.needed('remainingMonths.rounding');
  const whole = Math.max(1, remainingMonths(right.startDay, right.endDay, rounding));
  const left = Math.min(whole, remainingMonths(rules.day, right.endDay, rounding));
  return ratio(paidFor(right, quantity), left, whole, 'HALF_UP');
}

function faultOfPart(
  world: PermitsWorld,
  { rightNo, instrumentNo, quantity }: PartOfRight,
): Rejection | undefined {
  const right = world.permits.right(rightNo);
  if (right === undefined || right.plantNo === RESERVE || right.instrumentNo !== instrumentNo)
    return { code: 'permits.unknown_right' };
  if (!isAmount(quantity) || quantity === 0) return { code: 'permits.bad_quantity' };
  if (quantity <= freeOf(right)) return undefined;
  const { pledged, leased } = right;
  if (pledged > 0) return { code: 'permits.encumbered', data: { pledged, left: freeOf(right) } };
  if (leased > 0) return { code: 'permits.leased_out', data: { leased, left: freeOf(right) } };
  return { code: 'permits.insufficient_right', data: { left: freeOf(right), asked: quantity } };
}

function intoReserve(
  world: PermitsWorld,
  rightNo: number,
  quantity: number,
  origin: Origin,
  context: CommandContext,
): Right {
  const right = world.permits.right(rightNo) as Right;
  const { instrumentNo, districtNo, startDay, endDay } = right;
  const holder = accountOf(world, right.plantNo);
  world.ledger.unfreeze(holder, instrumentNo, quantity);
  moveUnits(world, rightNo, instrumentNo, holder, quantity);
  const paidFen = right.paidFen - paidFor(right, quantity);
  world.permits.changeRight(right, { quantity: right.quantity - quantity, paidFen });
  const stock = world.permits.addRight({
    ...{ plantNo: RESERVE, districtNo, instrumentNo, quantity, origin, paidFen: 0, startDay, endDay },
  });
  context.emit({ type: 'PermitReserveGrew', rightNo, stockNo: stock.rightNo, quantity, origin });
  return stock;
}

function moveUnits(
  world: PermitsWorld,
  rightNo: number,
  instrumentNo: number,
  from: number,
  quantity: number,
): void {
  const cause = world.permits.voucher('reserve', rightNo);
  world.ledger.post(cause, [
    { account: from, asset: instrumentNo, amount: -quantity },
    { account: PERMIT_RESERVE, asset: instrumentNo, amount: quantity },
  ]);
  world.registry.serials.move(instrumentNo, from, PERMIT_RESERVE, quantity, cause);
}
