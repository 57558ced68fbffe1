import type { Json } from '../../kernel/json.js';
import { reject, type Outcome } from '../../kernel/rejection.js';
import type { Instrument } from '../../registry/domain/instrument.js';
import type { CommandContext, Handlers } from '../../sequencer/domain/command.js';
import { movable, told, type TransferNamed } from './application.js';
import { rulesFor } from './assessment.js';
import { forfeitDeposit, returnDeposits } from './escrow.js';
import type { PermitRules } from './permit-rules.js';
import { RESERVE, type Right } from './right.js';
import { lotValue } from './term.js';
import { type Bidder, biddersOfRound, type Listing, type Transfer } from './transfer.js';
import type { PermitsWorld } from './world.js';

/** How a listing ends: with a winner, or without one; and what comes after that. */
export const awardHandlers: Handlers = {
  'close-permit-listing': close,
  'award-next-permit-bidder': awardNext,
  'relist-permit-transfer': relist,
  'withdraw-permit-transfer': withdraw,
};

/** By the operator's hand once the window is over; the clock does the same. */
function close(world: PermitsWorld, { transferNo }: TransferNamed, context: CommandContext): Outcome<Json> {
  const found = movable(world, transferNo, 'NO_BID');
  if (!found.ok) return found;
  const { closesAt } = found.value.listing as Listing;
  if (context.at < closesAt) return reject('permits.listing_not_over');
  const rules = rulesFor(world, found.value.instrumentNo, context.at);
  return rules.ok ? closeListing(world, rules.value, found.value, context) : rules;
}

/** Price, then time (S37). Too few quotes are no bidding at all. */
export function closeListing(
  world: PermitsWorld,
  rules: PermitRules,
  transfer: Transfer,
  context: CommandContext,
): Outcome<Json> {
  const queue = quotesInOrder(transfer);
  if (transfer.listing?.method === 'BIDDING') {
    for (const bidder of biddersOfRound(transfer))
      if (bidder.priceFen === 0) forfeitDeposit(world, rules, transfer, bidder, 'ABSENT');
    const [winner] = queue;
    if (winner !== undefined && queue.length >= (rules.value('bidding.biddersMin') ?? 1))
      return awardTo(world, rules, transfer, winner, winner.priceFen, context);
  }
  returnDeposits(world, transfer);
  release(world, transfer);
  world.permits.moveTransfer(transfer, 'NO_BID', context.at);
  return told(transfer, 'PermitTransferNotBid', context);
}

/** The runner-up's deposit stays until the winner has paid; all others go back. */
export function awardTo(
  world: PermitsWorld,
  rules: PermitRules,
  transfer: Transfer,
  winner: Bidder,
  priceFen: number,
  context: CommandContext,
): Outcome<Json> {
  const { unitScale } = world.registry.instrument(transfer.instrumentNo) as Instrument;
  const valueFen = lotValue(priceFen, transfer.quantity, unitScale)!;
  const { plantNo, ratioBps } = winner;
  const fees = { buyerFeeFen: rules.fee('buy', valueFen), sellerFeeFen: rules.fee('sell', valueFen) };
  const runnerUp = quotesInOrder(transfer).filter((one) => one !== winner && one.deposit === 'HELD')[0];
  returnDeposits(world, transfer, runnerUp === undefined ? [winner] : [winner, runnerUp]);
  world.permits.moveTransfer(transfer, 'TRADED', context.at, {
    award: { plantNo, ratioBps, priceFen, valueFen, ...fees },
    sellerSigned: transfer.sellerNo === RESERVE ? 'reserve' : '',
    buyerSigned: '',
    dueDay: rules.workingDaysAfter(rules.day, rules.needed('contract.workingDays')) ?? '',
    packNo: rules.pack.packNo,
    note: '',
  });
  const { dueDay } = transfer;
  return told(transfer, 'PermitTransferTraded', context, { plantNo, priceFen, valueFen, dueDay });
}

function awardNext(
  world: PermitsWorld,
  { transferNo }: TransferNamed,
  context: CommandContext,
): Outcome<Json> {
  const found = movable(world, transferNo, 'TRADED');
  if (!found.ok) return found;
  const transfer = found.value;
  // A listing becomes TRADED by its window, not by this hand.
  if (transfer.state !== 'DEFAULTED') return reject('permits.not_defaulted');
  const next = quotesInOrder(transfer).find(({ deposit }) => deposit === 'HELD');
  if (next === undefined) return reject('permits.no_next_bidder');
  const rules = rulesFor(world, transfer.instrumentNo, context.at);
  return rules.ok ? awardTo(world, rules.value, transfer, next, next.priceFen, context) : rules;
}

function relist(world: PermitsWorld, { transferNo }: TransferNamed, context: CommandContext): Outcome<Json> {
  const found = movable(world, transferNo, 'RELISTED');
  if (!found.ok) return found;
  const transfer = found.value;
  if (transfer.state === 'DEFAULTED') {
    returnDeposits(world, transfer);
    release(world, transfer);
  }
  world.permits.moveTransfer(transfer, 'RELISTED', context.at, { award: null, dueDay: '' });
  return told(transfer, 'PermitTransferRelisted', context);
}

function withdraw(
  world: PermitsWorld,
  { transferNo }: TransferNamed,
  context: CommandContext,
): Outcome<Json> {
  const found = movable(world, transferNo, 'WITHDRAWN');
  if (!found.ok) return found;
  world.permits.moveTransfer(found.value, 'WITHDRAWN', context.at);
  return told(found.value, 'PermitTransferWithdrawn', context);
}

/** The units are the right's own again. */
export function release({ permits }: PermitsWorld, { rightNo, quantity }: Transfer): void {
  const right = permits.right(rightNo) as Right;
  permits.changeRight(right, { listed: right.listed - quantity });
}

/** Best price first, then the earlier quote, then whoever registered first. */
function quotesInOrder(transfer: Transfer): Bidder[] {
  return biddersOfRound(transfer)
    .filter(({ priceFen }) => priceFen > 0)
    .sort((a, b) => b.priceFen - a.priceFen || a.quotedAt - b.quotedAt);
}
