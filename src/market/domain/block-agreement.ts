import type { Instant, TradingDay } from '../../kernel/instant.js';
import type { Side } from './order.js';

/** INTENT waits for somebody to answer it; the rest are final. */
export type IntentState = 'INTENT' | 'FILLED' | 'WITHDRAWN' | 'EXPIRED';
/**
 * NEGOTIATING until both sides have confirmed the same terms. BOTH_CONFIRMED lasts no longer than the command that brings
 * it: holds, orders and trade follow in the same one, so it is told as an event and never kept.
 */
export type NegotiationState = 'NEGOTIATING' | 'FILLED' | 'WITHDRAWN' | 'EXPIRED';
export type Party = 'poster' | 'responder';

/** A wish to trade a block, told to everybody or to one account. Nothing is held for it. */
export interface BlockIntent {
  readonly intentNo: number;
  readonly accountNo: number;
  readonly instrumentNo: number;
  readonly side: Side;
  readonly price: number;
  readonly quantity: number;
  /** The one account that sees it and may answer; 0: every account of the venue. */
  readonly counterparty: number;
  readonly packNo: number;
  readonly tradingDay: TradingDay;
  readonly postedAt: Instant;
  state: IntentState;
  changedAt: Instant;
}

/** When a side confirmed; the command's number becomes the number of its order. */
export interface Confirmation {
  readonly seq: number;
  readonly at: Instant;
}

/** Two accounts over one intent: each offer is a new version of the terms and voids what was confirmed before. */
export interface BlockNegotiation {
  readonly negotiationNo: number;
  readonly intentNo: number;
  /** The responder's account; the poster's is the intent's. */
  readonly accountNo: number;
  readonly openedAt: Instant;
  version: number;
  price: number;
  quantity: number;
  offeredBy: Party;
  readonly confirmed: Record<Party, Confirmation | null>;
  state: NegotiationState;
  /** The trade it came to; 0 without one. */
  tradeNo: number;
  changedAt: Instant;
}

/** One version of the terms, kept for ever. */
export interface BlockTerms {
  readonly negotiationNo: number;
  readonly version: number;
  readonly price: number;
  readonly quantity: number;
  readonly offeredBy: Party;
  readonly seq: number;
  readonly at: Instant;
}

export function otherParty(party: Party): Party {
  return party === 'poster' ? 'responder' : 'poster';
}

/** The side that a party of the agreement is on. */
export function sideOf({ side }: BlockIntent, party: Party): Side {
  if (party === 'poster') return side;
  return side === 'buy' ? 'sell' : 'buy';
}
