import type { Json } from '../../kernel/json.js';
import { BLOCK_INTENTS_MAX, BLOCK_NEGOTIATIONS_MAX, BLOCK_TERMS_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import { admitTo, checkWish } from './admission.js';
import { type BlockIntent, type BlockNegotiation } from './block-agreement.js';
import { confirmTerms } from './block-confirmation.js';
import { endIntent, lateIntents } from './block-endings.js';
import { type NegotiationNamed, partyTo } from './block-party.js';
import type { Side } from './order.js';
import type { MarketWorld } from './world.js';

interface PostIntent extends Command {
  readonly org: string;
  readonly accountNo: number;
  readonly instrumentNo: number;
  readonly side: Side;
  readonly price: number;
  readonly quantity: number;
  /** The one account that may answer. */
  readonly counterparty?: number;
}
interface AnswerIntent extends Command {
  readonly org: string;
  readonly intentNo: number;
  readonly accountNo: number;
  /** The intent's own where absent. */
  readonly price?: number;
  readonly quantity?: number;
}
interface OfferTerms extends NegotiationNamed {
  readonly price: number;
  readonly quantity: number;
}

function postIntent(world: MarketWorld, command: PostIntent, context: CommandContext): Outcome<Json> {
  const { org, accountNo, instrumentNo, side, price, quantity, counterparty = 0 } = command;
  const admitted = admitTo(world, org, accountNo, instrumentNo, context, 'block');
  if (!admitted.ok) return admitted;
  const { pack, account } = admitted.value;
  if (counterparty !== 0) {
    const other = world.registry.account(counterparty);
    if (other === undefined) return reject('market.counterparty_unknown');
    if (other.ownerGroup === account.ownerGroup) return reject('market.same_owner_group');
  }
  const { blocks } = world.market;
  if (blocks.intentCount(accountNo) >= BLOCK_INTENTS_MAX) return reject('market.too_many_block_intents');
  const wrong = checkWish(admitted.value, { price, quantity }, 'block');
  if (wrong !== undefined) return wrong;

  world.market.keep(admitted.value.market);
  const intent = blocks.post({
    ...{ accountNo, instrumentNo, side, price, quantity, counterparty },
    ...{ packNo: pack.packNo, tradingDay: world.market.tradingDay, postedAt: context.at },
  });
  const { intentNo, state } = intent;
  context.emit({ type: 'BlockIntentPosted', intentNo, instrumentNo, side, isDirected: counterparty !== 0 });
  return accept({ intentNo, state, packNo: pack.packNo });
}

/** Opens a negotiation with the intent's terms, or with terms of the responder's own. */
function answerIntent(world: MarketWorld, command: AnswerIntent, context: CommandContext): Outcome<Json> {
  const { org, intentNo, accountNo } = command;
  const { blocks } = world.market;
  const intent = blocks.intent(intentNo);
  // One that was told to somebody else looks like none at all.
  if (intent === undefined || !mayAnswer(world, intent, org)) return reject('market.block_intent_unknown');
  const admitted = admitTo(world, org, accountNo, intent.instrumentNo, context, 'block');
  if (!admitted.ok) return admitted;
  if (intent.counterparty !== 0 && intent.counterparty !== accountNo)
    return reject('market.block_intent_for_another');
  const poster = world.registry.account(intent.accountNo);
  if (poster?.ownerGroup === admitted.value.account.ownerGroup) return reject('market.same_owner_group');
  if (blocks.over(intentNo).some((one) => one.accountNo === accountNo))
    return reject('market.block_negotiation_exists');
  if (blocks.negotiationCount(accountNo) >= BLOCK_NEGOTIATIONS_MAX)
    return reject('market.too_many_block_negotiations');
  const { price = intent.price, quantity = intent.quantity } = command;
  const wrong = checkWish(admitted.value, { price, quantity }, 'block');
  if (wrong !== undefined) return wrong;

  const { seq, at } = context;
  const negotiation = blocks.open({ intentNo, accountNo, openedAt: at });
  blocks.offer(negotiation, { price, quantity, offeredBy: 'responder', seq, at });
  context.emit({ type: 'BlockNegotiationOpened', negotiationNo: negotiation.negotiationNo, intentNo });
  return accept(shown(negotiation));
}

function offerTerms(world: MarketWorld, command: OfferTerms, context: CommandContext): Outcome<Json> {
  const found = partyTo(world, command);
  if (!found.ok) return found;
  const { negotiation, intent, party, accountNo } = found.value;
  const admitted = admitTo(world, command.org, accountNo, intent.instrumentNo, context, 'block');
  if (!admitted.ok) return admitted;
  if (negotiation.version >= BLOCK_TERMS_MAX) return reject('market.too_many_block_terms');
  const { price, quantity } = command;
  const wrong = checkWish(admitted.value, { price, quantity }, 'block');
  if (wrong !== undefined) return wrong;

  const { seq, at } = context;
  world.market.blocks.offer(negotiation, { price, quantity, offeredBy: party, seq, at });
  const { negotiationNo, version } = negotiation;
  context.emit({ type: 'BlockTermsOffered', negotiationNo, version, offeredBy: party });
  return accept(shown(negotiation));
}

function confirm(
  world: MarketWorld,
  command: NegotiationNamed & { readonly version: number },
  context: CommandContext,
): Outcome<Json> {
  const found = partyTo(world, command);
  if (!found.ok) return found;
  const outcome = confirmTerms(
    world,
    { ...found.value, org: command.org, version: command.version },
    context,
  );
  return outcome.ok ? accept(shown(found.value.negotiation)) : outcome;
}

/** Always possible: in a halt, after hours, with a restricted account. */
function withdrawNegotiation(
  world: MarketWorld,
  command: NegotiationNamed,
  context: CommandContext,
): Outcome<Json> {
  const found = partyTo(world, command);
  if (!found.ok) return found;
  const { negotiation, party } = found.value;
  world.market.blocks.endNegotiation(negotiation, 'WITHDRAWN', context.at);
  const { negotiationNo } = negotiation;
  context.emit({ type: 'BlockNegotiationEnded', negotiationNo, state: 'WITHDRAWN', by: party });
  return accept(shown(negotiation));
}

function withdrawIntent(
  world: MarketWorld,
  { org, intentNo }: Command & { readonly org: string; readonly intentNo: number },
  context: CommandContext,
): Outcome<Json> {
  const intent = world.market.blocks.intent(intentNo);
  if (intent === undefined || world.registry.account(intent.accountNo)?.org !== org)
    return reject('market.block_intent_unknown');
  endIntent(world, intent, 'WITHDRAWN', context);
  return accept({ intentNo, state: intent.state, packNo: intent.packNo });
}

/** The window of these intents is over: the day keeper says so, and the clock of the command proves it. */
function expireIntents(world: MarketWorld, _command: Command, context: CommandContext): Outcome<Json> {
  const late = lateIntents(world, context.at);
  if (late.length === 0) return reject('market.nothing_to_expire');
  for (const intent of late) endIntent(world, intent, 'EXPIRED', context);
  return accept({ intentNos: late.map(({ intentNo }) => intentNo) });
}

export const blockHandlers: Handlers = {
  'post-block-intent': postIntent,
  'answer-block-intent': answerIntent,
  'offer-block-terms': offerTerms,
  'confirm-block-terms': confirm,
  'withdraw-block-negotiation': withdrawNegotiation,
  'withdraw-block-intent': withdrawIntent,
  'expire-block-intents': expireIntents,
};

function mayAnswer(
  { registry }: MarketWorld,
  { counterparty, accountNo }: BlockIntent,
  org: string,
): boolean {
  if (counterparty === 0) return true;
  // Its poster knows it, and is told what is wrong with answering oneself.
  return [counterparty, accountNo].some((no) => registry.account(no)?.org === org);
}

function shown({
  negotiationNo,
  intentNo,
  version,
  price,
  quantity,
  state,
  confirmed,
  tradeNo,
}: BlockNegotiation): Json {
  const confirmedBy = (['poster', 'responder'] as const).filter((party) => confirmed[party] !== null);
  return { negotiationNo, intentNo, version, price, quantity, state, confirmedBy, tradeNo };
}
