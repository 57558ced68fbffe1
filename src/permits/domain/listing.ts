import { isAmount } from '../../kernel/amount.js';
import type { Instant } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { PERMIT_BIDDERS_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome, type Rejection } from '../../kernel/rejection.js';
import type { Instrument } from '../../registry/domain/instrument.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import { illegal, movable, told, transferQuestion } from './application.js';
import { ownPlant, rulesFor } from './assessment.js';
import { awardTo } from './award.js';
import { firstRefusal } from './eligibility.js';
import { takeDeposit } from './escrow.js';
import type { PermitRules } from './permit-rules.js';
import type { Right } from './right.js';
import { lotValue, startPrice } from './term.js';
import {
  type Bidder,
  biddersOfRound,
  isPublished,
  type Listing,
  type Transfer,
  type TransferMethod,
} from './transfer.js';
import type { PermitsWorld } from './world.js';

interface ListTransfer extends Command {
  readonly transferNo: number;
  readonly method: TransferMethod;
  readonly priceFen: number;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
}
interface BidderNamed extends Command {
  readonly transferNo: number;
  readonly plantNo: number;
}
interface Bid extends BidderNamed {
  readonly priceFen: number;
}

/** The notice, its registered buyers with their deposits, their quotes, and who takes a listed price. */
export const listingHandlers: Handlers = {
  'list-permit-transfer': list,
  'register-permit-bidder': register,
  'bid-permit': bid,
  'take-permit-listing': take,
};

function list(world: PermitsWorld, command: ListTransfer, context: CommandContext): Outcome<Json> {
  const { transferNo, method, priceFen, opensAt, closesAt } = command;
  const found = movable(world, transferNo, 'LISTED');
  if (!found.ok) return found;
  const transfer = found.value;
  const rules = rulesFor(world, transfer.instrumentNo, context.at);
  if (!rules.ok) return rules;
  if (method === 'AGREEMENT' && transfer.namedBuyer === 0) return reject('permits.no_named_buyer');
  if (transfer.acrossRegions && transfer.upperApproval === '') {
    const rule = rules.value.ref('rule.basin');
    return reject('permits.needs_upper_approval', { ...(rule && { rule }) });
  }
  if (opensAt >= closesAt || closesAt <= context.at) return reject('permits.bad_window');
  // Between the decision and the notice a right may have been pledged, lent or sold.
  const refusal = firstRefusal(transferQuestion(world, rules.value, transfer, transfer.namedBuyer));
  if (refusal !== undefined) return { ok: false, rejection: refusal };
  const right = world.permits.right(transfer.rightNo) as Right;
  const start = startOf(world, rules.value, transfer);
  if (start === undefined) return reject('permits.value_too_large');
  const fault = faultOfPrice(world, rules.value, transfer, priceFen, start);
  if (fault !== undefined) return { ok: false, rejection: fault };

  const round = (transfer.listing?.round ?? 0) + 1;
  const terms = { round, method, priceFen, startFen: start, depositFen: rules.value.depositFen(start) };
  const listing: Listing = { ...terms, opensAt, closesAt };
  const { packNo } = rules.value.pack;
  world.permits.changeRight(right, { listed: right.listed + transfer.quantity });
  world.permits.moveTransfer(transfer, 'LISTED', context.at, { listing, packNo, note: '' });
  return told(transfer, 'PermitTransferListed', context, { ...listing });
}

/** Registering again is answered like the first time: a deposit is paid once. */
function register(world: PermitsWorld, command: BidderNamed, context: CommandContext): Outcome<Json> {
  const at = listed(world, command, context);
  if (!at.ok) return at;
  const { transfer, listing, rules } = at.value;
  const { transferNo, plantNo } = command;
  const known = bidderIn(transfer, plantNo);
  if (known !== undefined) return accept(shown(transferNo, known));
  const plant = world.permits.territory.plant(plantNo)!;
  if (world.registry.account(plant.accountNo)?.state !== 'ACTIVE')
    return reject('permits.account_not_active');
  if (biddersOfRound(transfer).length >= PERMIT_BIDDERS_MAX) return reject('permits.too_many_bidders');
  const question = transferQuestion(world, rules, transfer, plantNo);
  const refusal = firstRefusal(question);
  if (refusal !== undefined) return { ok: false, rejection: refusal };
  const { depositFen } = listing;
  const has = world.ledger.withdrawable(plant.accountNo);
  if (has < depositFen)
    return reject('permits.insufficient_cash', { data: { hasFen: has, askedFen: depositFen } });

  const source = plant.ultraLow ? 'ultra-low-coal-power' : 'other';
  const attained = question.buyer!.hasAttained;
  const ratioBps = rules.replacementBps(question.pollutant!.pollutant, attained, source);
  const { round } = listing;
  const bidder: Bidder = { round, plantNo, ratioBps, depositFen, deposit: 'HELD', priceFen: 0, quotedAt: 0 };
  takeDeposit(world, transfer, bidder);
  context.emit({ type: 'PermitBidderRegistered', transferNo, plantNo, depositFen, ratioBps });
  return accept(shown(transferNo, bidder));
}

/** A quote may be raised while the window is open, never lowered; repeating it keeps its place in time. */
function bid(world: PermitsWorld, command: Bid, context: CommandContext): Outcome<Json> {
  const at = listed(world, command, context);
  if (!at.ok) return at;
  const { transfer, listing, rules } = at.value;
  const { transferNo, plantNo, priceFen } = command;
  if (listing.method !== 'BIDDING')
    return reject('permits.wrong_method', { data: { method: listing.method } });
  const bidder = bidderIn(transfer, plantNo);
  if (bidder === undefined) return reject('permits.not_registered');
  if (context.at < listing.opensAt) return reject('permits.listing_not_open');
  const least = Math.max(listing.startFen, lotOf(world, transfer, listing.priceFen) ?? 0);
  const fault = faultOfPrice(world, rules, transfer, priceFen, least);
  if (fault !== undefined) return { ok: false, rejection: fault };
  if (priceFen < bidder.priceFen)
    return reject('permits.quote_lowered', { data: { quotedFen: bidder.priceFen } });

  if (priceFen > bidder.priceFen)
    world.permits.changeBidder(transfer, bidder, { priceFen, quotedAt: context.at });
  context.emit({ type: 'PermitBid', transferNo, plantNo, priceFen });
  return accept(shown(transferNo, bidder));
}

/** The listed price is taken by the first who is registered; an agreement by its named buyer, when it is the only one. */
function take(world: PermitsWorld, command: BidderNamed, context: CommandContext): Outcome<Json> {
  const at = listed(world, command, context);
  if (!at.ok) return at;
  const { transfer, listing, rules } = at.value;
  if (listing.method === 'BIDDING')
    return reject('permits.wrong_method', { data: { method: listing.method } });
  const bidder = bidderIn(transfer, command.plantNo);
  if (bidder === undefined) return reject('permits.not_registered');
  if (context.at < listing.opensAt) return reject('permits.listing_not_open');
  if (listing.method === 'AGREEMENT') {
    if (command.plantNo !== transfer.namedBuyer) return reject('permits.not_the_named_buyer');
    if (biddersOfRound(transfer).length > 1) return reject('permits.agreement_contested');
  }
  return awardTo(world, rules, transfer, bidder, listing.priceFen, context);
}

/** A plant of the caller before a listing that is not over. */
function listed(
  world: PermitsWorld,
  { transferNo, plantNo }: BidderNamed,
  context: CommandContext,
): Outcome<{ transfer: Transfer; listing: Listing; rules: PermitRules }> {
  const transfer = world.permits.transfer(transferNo);
  if (transfer === undefined || !isPublished(transfer)) return reject('permits.unknown_transfer');
  if (ownPlant(world, plantNo, context.org) === undefined) return reject('permits.unknown_plant');
  if (transfer.state !== 'LISTED') return illegal(transfer, 'TRADED');
  const listing = transfer.listing as Listing;
  if (context.at >= listing.closesAt) return reject('permits.listing_over');
  const rules = rulesFor(world, transfer.instrumentNo, context.at);
  return rules.ok ? accept({ transfer, listing, rules: rules.value }) : rules;
}

function bidderIn(transfer: Transfer, plantNo: number): Bidder | undefined {
  return biddersOfRound(transfer).find((bidder) => bidder.plantNo === plantNo);
}

function startOf(world: PermitsWorld, rules: PermitRules, transfer: Transfer): number | undefined {
  const instrument = world.registry.instrument(transfer.instrumentNo) as Instrument;
  const { endDay } = world.permits.right(transfer.rightNo) as Right;
  const { benchmarkFen } = rules.pollutant(instrument.pollutant)!;
  return startPrice(rules, benchmarkFen, endDay, transfer.quantity, instrument.unitScale);
}

function lotOf(
  { registry }: PermitsWorld,
  { instrumentNo, quantity }: Transfer,
  priceFen: number,
): number | undefined {
  return lotValue(priceFen, quantity, registry.instrument(instrumentNo)!.unitScale);
}

function faultOfPrice(
  world: PermitsWorld,
  { pack }: PermitRules,
  transfer: Transfer,
  priceFen: number,
  leastFen: number,
): Rejection | undefined {
  if (!isAmount(priceFen) || priceFen === 0 || priceFen % pack.tickFen !== 0)
    return { code: 'permits.price_off_tick', data: { tickFen: pack.tickFen } };
  const value = lotOf(world, transfer, priceFen);
  if (value === undefined || value > pack.orderValueMaxFen)
    return { code: 'permits.value_too_large', data: { mostFen: pack.orderValueMaxFen } };
  return value < leastFen
    ? { code: 'permits.price_below_start', data: { leastFen, valueFen: value } }
    : undefined;
}

function shown(transferNo: number, { plantNo, ratioBps, depositFen, deposit, priceFen }: Bidder): Json {
  return { transferNo, plantNo, ratioBps, depositFen, deposit, priceFen };
}
