import { isAmount } from '../../kernel/amount.js';
import type { Json } from '../../kernel/json.js';
import { OPEN_PERMIT_TRANSFERS_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import { ownPlant, questionOf, rulesFor } from './assessment.js';
import { firstRefusal, type Question } from './eligibility.js';
import type { PermitRules } from './permit-rules.js';
import { RESERVE, type Right } from './right.js';
import { keepsUnits, type Transfer, transferMayBecome, type TransferState } from './transfer.js';
import type { PermitsWorld } from './world.js';

interface DraftTransfer extends Command {
  readonly rightNo: number;
  readonly quantity: number;
  /** 0 when anybody may come. */
  readonly namedBuyer: number;
  readonly acrossRegions: boolean;
  readonly ground: string;
}
export interface TransferNamed extends Command {
  readonly transferNo: number;
}

/** From the draft to the bureau's decision: four people, two of them of the bureau. */
export const applicationHandlers: Handlers = {
  'draft-permit-transfer': draft,
  'submit-permit-transfer': submit,
  'review-permit-transfer': review,
  'decide-permit-transfer': decide,
};

function draft(world: PermitsWorld, command: DraftTransfer, context: CommandContext): Outcome<Json> {
  const { rightNo, quantity, namedBuyer, acrossRegions, ground } = command;
  const { permits } = world;
  const right = permits.right(rightNo);
  const plant = right && ownPlant(world, right.plantNo, context.org);
  if (right === undefined || plant === undefined) return reject('permits.unknown_right');
  if (!isAmount(quantity) || quantity === 0) return reject('permits.bad_quantity');
  if (namedBuyer !== 0 && permits.territory.plant(namedBuyer) === undefined)
    return reject('permits.unknown_plant');
  if (permits.openTransfers >= OPEN_PERMIT_TRANSFERS_MAX) return reject('permits.too_many_transfers');
  const rules = rulesFor(world, right.instrumentNo, context.at);
  if (!rules.ok) return rules;
  const transfer = permits.addTransfer({
    ...{ rightNo, instrumentNo: right.instrumentNo, sellerNo: right.plantNo, quantity, namedBuyer },
    ...{ acrossRegions, ground, draftedBy: context.by, packNo: rules.value.pack.packNo },
    changedAt: context.at,
  });
  return told(transfer, 'PermitTransferDrafted', context);
}

/** The plant's manager, another person than the one who drafted. */
function submit(world: PermitsWorld, { transferNo }: TransferNamed, context: CommandContext): Outcome<Json> {
  const transfer = world.permits.transfer(transferNo);
  if (transfer === undefined || ownPlant(world, transfer.sellerNo, context.org) === undefined)
    return reject('permits.unknown_transfer');
  if (!transferMayBecome(transfer.state, 'SUBMITTED')) return illegal(transfer, 'SUBMITTED');
  if (transfer.draftedBy === context.by) return reject('permits.four_eyes');
  world.permits.moveTransfer(transfer, 'SUBMITTED', context.at, { submittedBy: context.by });
  return told(transfer, 'PermitTransferSubmitted', context);
}

function review(world: PermitsWorld, { transferNo }: TransferNamed, context: CommandContext): Outcome<Json> {
  const found = movable(world, transferNo, 'QUANTITY_REVIEW');
  if (!found.ok) return found;
  world.permits.moveTransfer(found.value, 'QUANTITY_REVIEW', context.at, { reviewedBy: context.by });
  return told(found.value, 'PermitTransferReviewed', context);
}

/** The ladder decides; the approver lets it. An INELIGIBLE transfer is a decision on record, not a refusal. */
function decide(world: PermitsWorld, { transferNo }: TransferNamed, context: CommandContext): Outcome<Json> {
  const found = movable(world, transferNo, 'ELIGIBLE');
  if (!found.ok) return found;
  const transfer = found.value;
  if ([transfer.reviewedBy, transfer.draftedBy, transfer.submittedBy].includes(context.by))
    return reject('permits.four_eyes');
  const rules = rulesFor(world, transfer.instrumentNo, context.at);
  if (!rules.ok) return rules;
  const buyer = world.permits.territory.plant(transfer.namedBuyer);
  const refusal = firstRefusal(transferQuestion(world, rules.value, transfer, buyer?.plantNo ?? 0));
  const state = refusal === undefined ? 'ELIGIBLE' : 'INELIGIBLE';
  world.permits.moveTransfer(transfer, state, context.at, {
    decidedBy: context.by,
    packNo: rules.value.pack.packNo,
    note: refusal?.code ?? '',
  });
  const type = refusal === undefined ? 'PermitTransferEligible' : 'PermitTransferIneligible';
  context.emit({ type, transferNo, state, ...(refusal && { refusal: refusal as unknown as Json }) });
  return accept({ transferNo, state, refusal: (refusal as unknown as Json) ?? null });
}

/** The question of a transfer with one buyer, or with none. */
export function transferQuestion(
  world: PermitsWorld,
  rules: PermitRules,
  transfer: Transfer,
  buyerNo: number,
): Question {
  const { quantity, acrossRegions, overrides } = transfer;
  const right = world.permits.right(transfer.rightNo) as Right;
  const overridden = overrides.map(({ code }) => code);
  const kept = keepsUnits(transfer.state) ? quantity : 0;
  const buyer = buyerNo === RESERVE ? undefined : world.permits.territory.plant(buyerNo);
  return questionOf(world, rules, { right, quantity, acrossRegions, overridden, kept }, buyer);
}

export function movable(world: PermitsWorld, transferNo: number, to: TransferState): Outcome<Transfer> {
  const transfer = world.permits.transfer(transferNo);
  if (transfer === undefined) return reject('permits.unknown_transfer');
  return transferMayBecome(transfer.state, to) ? accept(transfer) : illegal(transfer, to);
}

export function illegal({ transferNo, state }: Transfer, to: TransferState | 'bidding'): Outcome<never> {
  return reject('permits.illegal_transition', { data: { transferNo, from: state, to } });
}

export function told(
  transfer: Transfer,
  type: string,
  context: CommandContext,
  more: object = {},
): Outcome<Json> {
  const { transferNo, state } = transfer;
  context.emit({ type, transferNo, state, ...more });
  return accept({ transferNo, state, ...more } as Json);
}
