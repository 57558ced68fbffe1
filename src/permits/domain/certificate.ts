import { add } from '../../kernel/amount.js';
import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import { reject, type Outcome, type Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import type { Entry } from '../../ledger/domain/ledger.js';
import { SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import { isOpened } from '../../registry/domain/account.js';
import type { Instrument } from '../../registry/domain/instrument.js';
import type { CommandContext, Handlers } from '../../sequencer/domain/command.js';
import { movable, told, type TransferNamed } from './application.js';
import { rulesFor } from './assessment.js';
import { release } from './award.js';
import { accountOf, payOut, returnDeposits } from './escrow.js';
import type { PermitRules } from './permit-rules.js';
import { allowedBy } from './quota.js';
import { paidFor, RESERVE, type Right } from './right.js';
import type { Award, Transfer } from './transfer.js';
import type { PermitsWorld } from './world.js';

type Executor<Payload> = ApprovalExecutor<PermitsWorld, Payload>;

/** Goods, money and both districts' caps move at this one moment (交易鉴证书). */
const certify: Executor<{ readonly transferNo: number }> = {
  owner: () => '',
  check(world, { transferNo }, context) {
    const found = movable(world, transferNo, 'CERTIFIED');
    if (!found.ok) return found.rejection;
    const rules = rulesFor(world, found.value.instrumentNo, context.at);
    return rules.ok ? closedParty(world, found.value) : rules.rejection;
  },
  execute(world, { transferNo }, context) {
    const transfer = world.permits.transfer(transferNo) as Transfer;
    const rules = rulesFor(world, transfer.instrumentNo, context.at);
    invariant(rules.ok, 'a checked transfer keeps its rules');
    const award = transfer.award as Award;
    payOut(world, transfer, award);
    const { bought, retired } = deliver(world, rules.value, transfer, award, context);
    moveCaps(world, transfer, bought, retired, context);
    const permitOrder = orderFor(world, bought);
    const certificate = `PT-${rules.value.day.slice(0, 4)}-${String(transferNo).padStart(6, '0')}`;
    const { packNo } = rules.value.pack;
    world.permits.moveTransfer(transfer, 'CERTIFIED', context.at, { certificate, permitOrder, packNo });
    const facts = {
      transferNo,
      certificate,
      permitOrder,
      rightNo: bought.rightNo,
      granted: bought.quantity,
      retired,
    };
    context.emit({ type: 'PermitTransferCertified', ...facts });
    return facts;
  },
};

/** A skipped step or an overstepped authority: it is as if nobody had won (DB62/T 4150-2020). */
const voidTransfer: Executor<{ readonly transferNo: number; readonly reason: string }> = {
  owner: () => '',
  check(world, { transferNo }) {
    const found = movable(world, transferNo, 'VOIDED');
    return found.ok ? undefined : found.rejection;
  },
  execute(world, { transferNo, reason }, context) {
    const transfer = world.permits.transfer(transferNo) as Transfer;
    returnDeposits(world, transfer);
    release(world, transfer);
    world.permits.moveTransfer(transfer, 'VOIDED', context.at, { note: reason, dueDay: '' });
    context.emit({ type: 'PermitTransferVoided', transferNo, reason });
    return { transferNo, state: transfer.state };
  },
};

export const certificateExecutors: ApprovalExecutors<PermitsWorld> = {
  'certify-permit-transfer': certify,
  'void-permit-transfer': voidTransfer,
};

/** The bureau changes both permits, two people again; until then a bought right allows no discharge. */
export const certificateHandlers: Handlers = {
  'start-permit-change': start,
  'complete-permit-transfer': complete,
};

function start(world: PermitsWorld, { transferNo }: TransferNamed, context: CommandContext): Outcome<Json> {
  const found = movable(world, transferNo, 'PERMIT_CHANGING');
  if (!found.ok) return found;
  world.permits.moveTransfer(found.value, 'PERMIT_CHANGING', context.at, { changingBy: context.by });
  return told(found.value, 'PermitChangeStarted', context, { permitOrder: found.value.permitOrder });
}

function complete(
  world: PermitsWorld,
  { transferNo }: TransferNamed,
  context: CommandContext,
): Outcome<Json> {
  const found = movable(world, transferNo, 'COMPLETED');
  if (!found.ok) return found;
  const transfer = found.value;
  if (transfer.changingBy === context.by) return reject('permits.four_eyes');
  const { sellerNo, instrumentNo } = transfer;
  const changedAt = context.at;
  const { territory } = world.permits;
  const permittedOf = (plantNo: number): number => territory.standing(plantNo, instrumentNo)?.permitted ?? 0;
  if (sellerNo !== RESERVE) {
    const permitted = Math.min(permittedOf(sellerNo), rightsOf(world, sellerNo, instrumentNo));
    territory.changeStanding(sellerNo, instrumentNo, { permitted, changedAt });
  }
  const { plantNo } = transfer.award as Award;
  const permitted = Math.max(permittedOf(plantNo), rightsOf(world, plantNo, instrumentNo));
  territory.changeStanding(plantNo, instrumentNo, { permitted, changedAt });
  world.permits.moveTransfer(transfer, 'COMPLETED', context.at);
  return told(transfer, 'PermitTransferCompleted', context, { permitted });
}

function closedParty(world: PermitsWorld, { sellerNo, award }: Transfer): Rejection | undefined {
  for (const plantNo of [sellerNo, (award as Award).plantNo]) {
    if (plantNo === RESERVE) continue;
    const account = world.registry.account(accountOf(world, plantNo));
    if (account === undefined || !isOpened(account)) return { code: 'permits.account_not_active' };
  }
  return undefined;
}

/** What the ratio asks for above the new discharge leaves the world where the pack says so. */
function deliver(
  world: PermitsWorld,
  rules: PermitRules,
  transfer: Transfer,
  award: Award,
  context: CommandContext,
): { bought: Right; retired: number } {
  const { instrumentNo, quantity, sellerNo, transferNo } = transfer;
  const right = world.permits.right(transfer.rightNo) as Right;
  const isRetired = rules.value('replacement.excess') === 'RETIRED';
  const granted = isRetired ? allowedBy(quantity, award.ratioBps) : quantity;
  const retired = quantity - granted;
  const [from, to] = [accountOf(world, sellerNo), accountOf(world, award.plantNo)];
  if (sellerNo !== RESERVE) world.ledger.unfreeze(from, instrumentNo, quantity);
  const cause = world.permits.voucher('certificate', transferNo);
  const entries: Entry[] = [
    { account: from, asset: instrumentNo, amount: -quantity },
    { account: to, asset: instrumentNo, amount: granted },
    { account: SYSTEM_ACCOUNTS.CANCELLED, asset: instrumentNo, amount: retired },
  ];
  world.ledger.post(
    cause,
    entries.filter(({ amount }) => amount !== 0),
  );
  if (granted > 0) world.registry.serials.move(instrumentNo, from, to, granted, cause);
  if (retired > 0) retire(world, instrumentNo, from, retired, cause);
  world.ledger.freeze(to, instrumentNo, granted);

  world.permits.changeRight(right, {
    quantity: right.quantity - quantity,
    listed: right.listed - quantity,
    paidFen: right.paidFen - paidFor(right, quantity),
  });
  const { districtNo } = world.permits.territory.plant(award.plantNo)!;
  const bought = world.permits.addRight({
    ...{ plantNo: award.plantNo, districtNo, instrumentNo, origin: 'PAID', quantity: granted },
    ...{ startDay: rules.day, endDay: right.endDay, paidFen: award.valueFen },
  });
  context.emit({
    type: 'PermitRightMoved',
    transferNo,
    from: right.rightNo,
    to: bought.rightNo,
    granted,
    retired,
  });
  return { bought, retired };
}

function retire(
  { registry }: PermitsWorld,
  instrumentNo: number,
  from: number,
  quantity: number,
  cause: { kind: string; no: number },
): void {
  registry.serials.move(instrumentNo, from, SYSTEM_ACCOUNTS.CANCELLED, quantity, cause);
  const { vintage } = registry.instrument(instrumentNo) as Instrument;
  const cap = registry.cap(instrumentNo, vintage);
  if (cap !== undefined) registry.cancelUnder(cap, quantity);
}

/** Both districts at once: what one may hold less, the other may hold more; what is retired, none (rulebook §5). */
function moveCaps(
  { permits }: PermitsWorld,
  transfer: Transfer,
  bought: Right,
  retired: number,
  { at }: CommandContext,
): void {
  const { instrumentNo, transferNo, quantity } = transfer;
  const from = (permits.right(transfer.rightNo) as Right).districtNo;
  const to = bought.districtNo;
  const move = (districtNo: number, amount: number, cause: 'transfer' | 'retirement'): void =>
    permits.territory.moveCap({ districtNo, instrumentNo, amount, cause, causeNo: transferNo, at });
  if (from !== to) {
    move(from, -quantity, 'transfer');
    move(to, quantity, 'transfer');
  }
  if (retired > 0) move(to, -retired, 'retirement');
}

/** More than its permit allows is a new application, not a change (permit ordinance art. 15; S45). */
function orderFor(world: PermitsWorld, { plantNo, instrumentNo }: Right): 'CHANGE' | 'REAPPLY' {
  const permitted = world.permits.territory.standing(plantNo, instrumentNo)?.permitted ?? 0;
  return rightsOf(world, plantNo, instrumentNo) > permitted ? 'REAPPLY' : 'CHANGE';
}

function rightsOf({ permits }: PermitsWorld, plantNo: number, instrumentNo: number): number {
  return permits.holdings(plantNo, instrumentNo).reduce((sum, right) => add(sum, right.quantity), 0);
}
