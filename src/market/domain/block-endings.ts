import type { CommandContext } from '../../sequencer/domain/command.js';
import type { BlockIntent } from './block-agreement.js';
import { isInScope, type SwitchScope } from './kill-switches.js';
import type { MarketWorld } from './world.js';

/** Open intents whose window has closed, by number. */
export function lateIntents({ market, registry, rules }: MarketWorld, at: number): BlockIntent[] {
  return market.blocks.openIntents().filter(({ instrumentNo }) => {
    const pack = rules.inForce(registry.instrument(instrumentNo)!.packName, market.tradingDay);
    return market.dayStatus !== 'OPEN' || pack?.isOpen('block', market.tradingDay, at) !== true;
  });
}

/** Ends an intent and whatever is still talked about over it. */
export function endIntent(
  { market }: MarketWorld,
  intent: BlockIntent,
  state: 'FILLED' | 'WITHDRAWN' | 'EXPIRED',
  { at, emit }: CommandContext,
): void {
  const { intentNo } = intent;
  const others = state === 'FILLED' ? 'WITHDRAWN' : state;
  for (const negotiation of market.blocks.over(intentNo)) {
    market.blocks.endNegotiation(negotiation, others, at);
    const { negotiationNo } = negotiation;
    emit({ type: 'BlockNegotiationEnded', negotiationNo, state: others, by: 'intent' });
  }
  market.blocks.endIntent(intent, state, at);
  emit({ type: 'BlockIntentEnded', intentNo, state });
}

/** A kill switch ends what its scope wishes for and talks about; what others wish for among themselves goes on. */
export function withdrawBlocks(world: MarketWorld, scope: SwitchScope, context: CommandContext): void {
  const { market, registry } = world;
  const isOf = (accountNo: number, instrumentNo: number): boolean =>
    isInScope(scope, registry.account(accountNo)!.org, instrumentNo);
  for (const intent of market.blocks.openIntents())
    if (isOf(intent.accountNo, intent.instrumentNo)) endIntent(world, intent, 'WITHDRAWN', context);
  for (const negotiation of market.blocks.liveNegotiations()) {
    const { negotiationNo, intentNo, accountNo } = negotiation;
    if (!isOf(accountNo, market.blocks.intent(intentNo)!.instrumentNo)) continue;
    market.blocks.endNegotiation(negotiation, 'WITHDRAWN', context.at);
    context.emit({ type: 'BlockNegotiationEnded', negotiationNo, state: 'WITHDRAWN', by: 'kill_switch' });
  }
}
