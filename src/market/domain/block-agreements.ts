import type { Instant } from '../../kernel/instant.js';
import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import type { BlockIntent, BlockNegotiation, BlockTerms } from './block-agreement.js';

/** Open intents and live negotiations of one venue. Finished ones live in the tables and the journal. */
export class BlockAgreements {
  private readonly intents = new Map<number, BlockIntent>();
  private readonly negotiations = new Map<number, BlockNegotiation>();
  private lastIntentNo = 0;
  private lastNegotiationNo = 0;
  /** Derived: the live negotiations over an intent, and how many of each an account has. */
  private readonly overIntent = new Map<number, BlockNegotiation[]>();
  private readonly intentsOf = new Map<number, number>();
  private readonly negotiationsOf = new Map<number, number>();

  /** Changes since the last drain; not part of the state. */
  readonly dirtyIntents = new Set<BlockIntent>();
  readonly dirtyNegotiations = new Set<BlockNegotiation>();
  readonly newTerms: BlockTerms[] = [];

  intent(intentNo: number): BlockIntent | undefined {
    return this.intents.get(intentNo);
  }

  negotiation(negotiationNo: number): BlockNegotiation | undefined {
    return this.negotiations.get(negotiationNo);
  }

  /** By number, whatever was posted or restored first. */
  openIntents(): BlockIntent[] {
    return [...this.intents.values()].sort((a, b) => a.intentNo - b.intentNo);
  }

  liveNegotiations(): BlockNegotiation[] {
    return [...this.negotiations.values()].sort((a, b) => a.negotiationNo - b.negotiationNo);
  }

  /** By number. */
  over(intentNo: number): BlockNegotiation[] {
    return [...(this.overIntent.get(intentNo) ?? [])];
  }

  intentCount(accountNo: number): number {
    return this.intentsOf.get(accountNo) ?? 0;
  }

  negotiationCount(accountNo: number): number {
    return this.negotiationsOf.get(accountNo) ?? 0;
  }

  post(facts: Omit<BlockIntent, 'intentNo' | 'state' | 'changedAt'>): BlockIntent {
    this.lastIntentNo += 1;
    const intent: BlockIntent = {
      ...facts,
      intentNo: this.lastIntentNo,
      state: 'INTENT',
      changedAt: facts.postedAt,
    };
    this.keepIntent(intent);
    this.dirtyIntents.add(intent);
    return intent;
  }

  open(facts: Pick<BlockNegotiation, 'intentNo' | 'accountNo' | 'openedAt'>): BlockNegotiation {
    this.lastNegotiationNo += 1;
    const negotiation: BlockNegotiation = {
      ...facts,
      negotiationNo: this.lastNegotiationNo,
      version: 0,
      price: 0,
      quantity: 0,
      offeredBy: 'responder',
      confirmed: { poster: null, responder: null },
      state: 'NEGOTIATING',
      tradeNo: 0,
      changedAt: facts.openedAt,
    };
    this.keepNegotiation(negotiation);
    return negotiation;
  }

  /** The next version of the terms; whoever had confirmed the last one has confirmed nothing. */
  offer(
    negotiation: BlockNegotiation,
    terms: Pick<BlockTerms, 'price' | 'quantity' | 'offeredBy' | 'seq' | 'at'>,
  ): void {
    const { price, quantity, offeredBy, at } = terms;
    negotiation.version += 1;
    negotiation.confirmed.poster = negotiation.confirmed.responder = null;
    Object.assign(negotiation, { price, quantity, offeredBy, changedAt: at });
    const { negotiationNo, version } = negotiation;
    this.newTerms.push({ ...terms, negotiationNo, version });
    this.dirtyNegotiations.add(negotiation);
  }

  touch(negotiation: BlockNegotiation): void {
    this.dirtyNegotiations.add(negotiation);
  }

  endIntent(intent: BlockIntent, state: Exclude<BlockIntent['state'], 'INTENT'>, at: Instant): void {
    invariant(this.over(intent.intentNo).length === 0, 'nobody negotiates over an ended intent');
    Object.assign(intent, { state, changedAt: at });
    this.intents.delete(intent.intentNo);
    count(this.intentsOf, intent.accountNo, -1);
    this.dirtyIntents.add(intent);
  }

  endNegotiation(
    negotiation: BlockNegotiation,
    state: Exclude<BlockNegotiation['state'], 'NEGOTIATING'>,
    at: Instant,
  ): void {
    Object.assign(negotiation, { state, changedAt: at });
    this.negotiations.delete(negotiation.negotiationNo);
    const others = this.over(negotiation.intentNo).filter((one) => one !== negotiation);
    if (others.length > 0) this.overIntent.set(negotiation.intentNo, others);
    else this.overIntent.delete(negotiation.intentNo);
    count(this.negotiationsOf, negotiation.accountNo, -1);
    this.dirtyNegotiations.add(negotiation);
  }

  letGo(): void {
    this.dirtyIntents.clear();
    this.dirtyNegotiations.clear();
    this.newTerms.length = 0;
  }

  /** Nothing at all where no block was ever wished for: such venues' snapshots stay what they were. */
  dump(): Json | undefined {
    if (this.lastIntentNo === 0) return undefined;
    const { lastIntentNo, lastNegotiationNo } = this;
    const intents = this.openIntents().map((intent) => ({ ...intent }));
    const negotiations = this.liveNegotiations().map((one) => ({ ...one, confirmed: { ...one.confirmed } }));
    return { lastIntentNo, lastNegotiationNo, intents, negotiations } as unknown as Json;
  }

  static restore(state: Json | undefined): BlockAgreements {
    const blocks = new BlockAgreements();
    if (state === undefined) return blocks;
    const saved = state as unknown as {
      lastIntentNo: number;
      lastNegotiationNo: number;
      intents: BlockIntent[];
      negotiations: BlockNegotiation[];
    };
    blocks.lastIntentNo = saved.lastIntentNo;
    blocks.lastNegotiationNo = saved.lastNegotiationNo;
    for (const intent of saved.intents) blocks.keepIntent({ ...intent });
    for (const one of saved.negotiations) blocks.keepNegotiation({ ...one, confirmed: { ...one.confirmed } });
    return blocks;
  }

  private keepIntent(intent: BlockIntent): void {
    this.intents.set(intent.intentNo, intent);
    count(this.intentsOf, intent.accountNo, 1);
  }

  private keepNegotiation(negotiation: BlockNegotiation): void {
    this.negotiations.set(negotiation.negotiationNo, negotiation);
    this.overIntent.set(negotiation.intentNo, [...this.over(negotiation.intentNo), negotiation]);
    count(this.negotiationsOf, negotiation.accountNo, 1);
  }
}

function count(of: Map<number, number>, accountNo: number, by: number): void {
  const now = (of.get(accountNo) ?? 0) + by;
  if (now === 0) of.delete(accountNo);
  else of.set(accountNo, now);
}
