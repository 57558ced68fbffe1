import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { CommandContext } from '../../sequencer/domain/command.js';
import { admitTo, checkFunds, checkWish, mayTrade, type Venue } from './admission.js';
import { checkHolding } from './holdings.js';
import { type Confirmation, otherParty, type Party, sideOf } from './block-agreement.js';
import { endIntent } from './block-endings.js';
import type { PartyTo } from './block-party.js';
import { assetOf, execute, holdFor } from './matching.js';
import { Order, type Trade } from './order.js';
import type { MarketWorld } from './world.js';

interface Confirming extends PartyTo {
  readonly org: string;
  readonly version: number;
}

/**
 * One side agrees to a version of the terms. With the second side's word both hold what they owe and trade at once: two
 * orders, each with the number of the command that confirmed it. The first word binds nothing that could run short: the
 * funds of both are looked at again when the second is given.
 */
export function confirmTerms(
  world: MarketWorld,
  confirming: Confirming,
  context: CommandContext,
): Outcome<Trade | undefined> {
  const { negotiation, intent, party, org, version } = confirming;
  const admitted = admitTo(world, org, confirming.accountNo, intent.instrumentNo, context, 'block');
  if (!admitted.ok) return admitted;
  if (version !== negotiation.version)
    return reject('market.block_terms_changed', { data: { version: negotiation.version } });
  if (negotiation.confirmed[party] !== null) return reject('market.block_terms_confirmed');
  const { price, quantity } = negotiation;
  const wrong = checkWish(admitted.value, { price, quantity }, 'block');
  if (wrong !== undefined) return wrong;
  const short = fundsShort(world, admitted.value, confirming, party);
  if (short !== undefined) return short;
  const other = otherParty(party);
  const theirs = negotiation.confirmed[other];
  if (theirs !== null && !stillStands(world, admitted.value, confirming, other))
    // Why is theirs to know.
    return reject('market.counterparty_cannot_settle');

  const { seq, at, emit } = context;
  negotiation.confirmed[party] = { seq, at };
  negotiation.changedAt = at;
  world.market.blocks.touch(negotiation);
  const { negotiationNo } = negotiation;
  emit({ type: 'BlockTermsConfirmed', negotiationNo, version, by: party, isBoth: theirs !== null });
  return accept(theirs === null ? undefined : trade(world, admitted.value, confirming, context));
}

/** The same two questions that the other side was asked when it confirmed. */
function stillStands(world: MarketWorld, venue: Venue, confirming: Confirming, other: Party): boolean {
  const account = world.registry.account(accountOf(confirming, other))!;
  return (
    mayTrade(world, account.accountNo, venue.instrument.instrumentNo) &&
    fundsShort(world, { ...venue, account }, confirming, other) === undefined
  );
}

function fundsShort(
  world: MarketWorld,
  venue: Venue,
  { negotiation, intent }: Confirming,
  party: Party,
): ReturnType<typeof checkFunds> {
  const side = sideOf(intent, party);
  const { price, quantity } = negotiation;
  const needed = holdFor(venue.pack, { side, price, value: 0, fees: 0, method: 'block' }, quantity);
  const short = checkFunds(world, venue, side, needed);
  return short ?? (side === 'buy' ? checkHolding(world, venue, quantity) : undefined);
}

function accountOf({ negotiation, intent }: PartyTo, party: Party): number {
  return party === 'poster' ? intent.accountNo : negotiation.accountNo;
}

function trade(world: MarketWorld, venue: Venue, confirming: Confirming, context: CommandContext): Trade {
  const { negotiation, intent } = confirming;
  const { market, pack } = venue;
  world.market.keep(market);
  const orders = (['poster', 'responder'] as const).map((party) => {
    const order = orderOf(world, venue, confirming, party, negotiation.confirmed[party]!);
    const { orderNo, accountNo, instrumentNo, side, price, quantity, timeInForce, method } = order;
    context.emit({
      type: 'OrderAccepted',
      ...{ orderNo, accountNo, instrumentNo, side, price, quantity, timeInForce, method },
    });
    return order;
  });
  const made = execute(world, market, pack, orders[1], orders[0], context);
  negotiation.tradeNo = made.tradeNo;
  world.market.blocks.endNegotiation(negotiation, 'FILLED', context.at);
  const { negotiationNo } = negotiation;
  context.emit({ type: 'BlockNegotiationEnded', negotiationNo, state: 'FILLED', by: 'both' });
  endIntent(world, intent, 'FILLED', context);
  return made;
}

function orderOf(
  world: MarketWorld,
  { pack }: Venue,
  confirming: Confirming,
  party: Party,
  { seq, at }: Confirmation,
): Order {
  const { negotiation, intent } = confirming;
  const accountNo = accountOf(confirming, party);
  const { ownerGroup } = world.registry.account(accountNo)!;
  const side = sideOf(intent, party);
  const { price, quantity } = negotiation;
  const order = new Order(
    ...([seq, accountNo, ownerGroup, intent.instrumentNo, side] as const),
    ...(['limit', price, quantity, 'DAY', '', pack.packNo] as const),
    ...([world.market.tradingDay, at, pack.selfTrade, false, 'block'] as const),
  );
  order.held = holdFor(pack, order, quantity);
  world.ledger.hold(accountNo, assetOf(order), order.held);
  world.market.admit(order);
  return order;
}
