import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { Command } from '../../sequencer/domain/command.js';
import type { BlockIntent, BlockNegotiation, Party } from './block-agreement.js';
import type { MarketWorld } from './world.js';

export interface NegotiationNamed extends Command {
  readonly org: string;
  readonly negotiationNo: number;
}

export interface PartyTo {
  readonly negotiation: BlockNegotiation;
  readonly intent: BlockIntent;
  readonly party: Party;
  readonly accountNo: number;
}

/** The caller's side of a live negotiation; to everybody else there is none. */
export function partyTo(world: MarketWorld, { org, negotiationNo }: NegotiationNamed): Outcome<PartyTo> {
  const negotiation = world.market.blocks.negotiation(negotiationNo);
  const intent = negotiation && world.market.blocks.intent(negotiation.intentNo);
  if (negotiation === undefined || intent === undefined) return reject('market.block_negotiation_unknown');
  const accounts: Record<Party, number> = { poster: intent.accountNo, responder: negotiation.accountNo };
  for (const party of ['poster', 'responder'] as const)
    if (world.registry.account(accounts[party])?.org === org)
      return accept({ negotiation, intent, party, accountNo: accounts[party] });
  return reject('market.block_negotiation_unknown');
}
