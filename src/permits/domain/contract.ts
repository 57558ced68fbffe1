import type { TradingDay } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { CommandContext, Handlers } from '../../sequencer/domain/command.js';
import { illegal, movable, told, type TransferNamed } from './application.js';
import { ownPlant, rulesFor } from './assessment.js';
import { forfeitDeposit, payRest, restOf, returnDeposit, returnDeposits } from './escrow.js';
import type { PermitRules } from './permit-rules.js';
import {
  type Award,
  type Bidder,
  biddersOfRound,
  isPublished,
  type Transfer,
  transferMayBecome,
} from './transfer.js';
import type { PermitsWorld } from './world.js';

interface PartyNamed extends TransferNamed {
  /** The plant in whose name the caller acts. */
  readonly plantNo: number;
}

/** Signed by both sides, paid within the pack's working days, or defaulted. */
export const contractHandlers: Handlers = {
  'sign-permit-contract': sign,
  'pay-permit-contract': pay,
  'default-permit-transfer': markDefault,
};

/** Signing again is answered like the first time. */
function sign(world: PermitsWorld, command: PartyNamed, context: CommandContext): Outcome<Json> {
  const found = ofParty(world, command, context);
  if (!found.ok) return found;
  const { transfer, rules } = found.value;
  const isSeller = command.plantNo === transfer.sellerNo;
  const signed = isSeller ? transfer.sellerSigned : transfer.buyerSigned;
  if (signed !== '' && transfer.state === 'CONTRACTED') return accept(shown(transfer));
  if (transfer.state !== 'TRADED') return illegal(transfer, 'CONTRACTED');
  if (isOver(transfer, rules.day)) return reject('permits.term_over', { data: { dueDay: transfer.dueDay } });

  world.permits.changeTransfer(transfer, context.at, {
    [isSeller ? 'sellerSigned' : 'buyerSigned']: context.by,
  });
  if (transfer.sellerSigned !== '' && transfer.buyerSigned !== '') {
    const dueDay = rules.workingDaysAfter(rules.day, rules.needed('payment.workingDays')) ?? '';
    world.permits.moveTransfer(transfer, 'CONTRACTED', context.at, { dueDay, packNo: rules.pack.packNo });
    context.emit({ type: 'PermitTransferContracted', transferNo: transfer.transferNo, dueDay });
  }
  return accept(shown(transfer));
}

/** The whole price lies in escrow before a certificate is written. */
function pay(world: PermitsWorld, command: PartyNamed, context: CommandContext): Outcome<Json> {
  const found = ofParty(world, command, context);
  if (!found.ok) return found;
  const { transfer, rules } = found.value;
  const award = transfer.award as Award;
  if (command.plantNo !== award.plantNo) return reject('permits.not_the_buyer');
  if (!transferMayBecome(transfer.state, 'PAID')) return illegal(transfer, 'PAID');
  if (isOver(transfer, rules.day)) return reject('permits.term_over', { data: { dueDay: transfer.dueDay } });
  const bidder = winnerOf(transfer);
  const { accountNo } = world.permits.territory.plant(award.plantNo)!;
  const hasFen = world.ledger.withdrawable(accountNo);
  const askedFen = restOf(award, bidder);
  if (hasFen < askedFen) return reject('permits.insufficient_cash', { data: { hasFen, askedFen } });

  payRest(world, transfer, award, bidder);
  returnDeposits(world, transfer);
  world.permits.moveTransfer(transfer, 'PAID', context.at, { dueDay: '' });
  return told(transfer, 'PermitTransferPaid', context, { paidFen: award.valueFen + award.buyerFeeFen });
}

function markDefault(
  world: PermitsWorld,
  { transferNo }: TransferNamed,
  context: CommandContext,
): Outcome<Json> {
  const found = movable(world, transferNo, 'DEFAULTED');
  if (!found.ok) return found;
  const rules = rulesFor(world, found.value.instrumentNo, context.at);
  if (!rules.ok) return rules;
  if (!isOver(found.value, rules.value.day))
    return reject('permits.not_due', { data: { dueDay: found.value.dueDay } });
  return defaultOf(world, rules.value, found.value, context);
}

/** Who did not sign or pay in time loses the deposit where the pack says so; a buyer whose seller did not sign, none. */
export function defaultOf(
  world: PermitsWorld,
  rules: PermitRules,
  transfer: Transfer,
  context: CommandContext,
): Outcome<Json> {
  const bidder = winnerOf(transfer);
  const ground = transfer.state === 'CONTRACTED' ? 'UNPAID' : 'UNSIGNED';
  const isSellers = transfer.state === 'TRADED' && transfer.buyerSigned !== '';
  if (isSellers) returnDeposit(world, transfer, bidder);
  else forfeitDeposit(world, rules, transfer, bidder, ground);
  const note = isSellers ? 'SELLER_UNSIGNED' : ground;
  world.permits.moveTransfer(transfer, 'DEFAULTED', context.at, { note, dueDay: '' });
  const { plantNo, deposit, depositFen } = bidder;
  return told(transfer, 'PermitTransferDefaulted', context, { plantNo, note, deposit, depositFen });
}

/** A term whose last day is over; one that the calendar cannot count yet never is. */
export function isOver({ dueDay }: Transfer, day: TradingDay): boolean {
  return dueDay !== '' && day > dueDay;
}

export function winnerOf(transfer: Transfer): Bidder {
  return biddersOfRound(transfer).find(({ plantNo }) => plantNo === transfer.award?.plantNo) as Bidder;
}

/** A published transfer to which the caller's plant is a party; anything else is as unknown as nothing. */
function ofParty(
  world: PermitsWorld,
  { transferNo, plantNo }: PartyNamed,
  context: CommandContext,
): Outcome<{ transfer: Transfer; rules: PermitRules }> {
  const transfer = world.permits.transfer(transferNo);
  if (transfer === undefined || !isPublished(transfer)) return reject('permits.unknown_transfer');
  if (ownPlant(world, plantNo, context.org) === undefined) return reject('permits.unknown_transfer');
  if (plantNo !== transfer.sellerNo && plantNo !== transfer.award?.plantNo)
    return reject('permits.unknown_transfer');
  if (transfer.award === null) return illegal(transfer, 'CONTRACTED');
  const rules = rulesFor(world, transfer.instrumentNo, context.at);
  return rules.ok ? accept({ transfer, rules: rules.value }) : rules;
}

function shown({ transferNo, state, sellerSigned, buyerSigned, dueDay }: Transfer): Json {
  return { transferNo, state, sellerSigned: sellerSigned !== '', buyerSigned: buyerSigned !== '', dueDay };
}
