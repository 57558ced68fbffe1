import type { Instant } from '../../kernel/instant.js';
import type { BidFault } from './admission.js';
import type { Notice } from './notice.js';
import type { AuctionStatistics } from './statistics.js';

/** From DRAFT to the end; that a window is open or closed is read off the notice and the clock. */
export const AUCTION_STATES = [
  'DRAFT',
  'ANNOUNCED',
  'OPENED',
  'CLEARED',
  'SETTLED',
  'FAILED',
  'CANCELLED',
] as const;
export type AuctionState = (typeof AUCTION_STATES)[number];

/** The two who open the bids together, in this order. */
export const OPENER_PARTS = ['first', 'second'] as const;
export type OpenerPart = (typeof OPENER_PARTS)[number];

/** Half of what opens an auction: a key for the bids and a part of the seed, both promised before and revealed after. */
export interface Opener {
  readonly by: string;
  /** X25519, 32 bytes in hex. */
  readonly publicKey: string;
  /** SHA-256 of this opener's part of the seed. */
  readonly seedCommitment: string;
  /** Empty until revealed. */
  readonly privateKey: string;
  readonly seed: string;
  readonly revealedAt: Instant;
}

export interface Bidder {
  readonly accountNo: number;
  /** In order of entry into this auction. */
  readonly bidderNo: number;
  /** Of all accounts of one owner group the same; what is published instead of a name. */
  readonly groupName: string;
  readonly ownerGroup: string;
  qualified: boolean;
  /** What it placed behind the bids of its group; the clearing reads this. */
  guaranteeFen: number;
  /** Money that is held on the account for this auction: the guarantee, until the clearing gives back what pays nothing. */
  heldFen: number;
}

/** A bid that stands, until it is opened; then COUNTED, or REJECTED with a fault. */
export type SealedBidState = 'STANDING' | 'REPLACED' | 'WITHDRAWN' | 'COUNTED' | 'REJECTED';
/** SEAL: it cannot be opened, or is not what was committed to. SUPPLY: it asks for more than everything on offer. */
export type OpenedFault = BidFault | 'SEAL' | 'SUPPLY';

export interface SealedBid {
  readonly bidNo: number;
  readonly accountNo: number;
  readonly sealed: string;
  readonly commitment: string;
  readonly placedAt: Instant;
  readonly placedSeq: number;
  state: SealedBidState;
  /** Known once opened. */
  price?: number;
  quantity?: number;
  nonce?: string;
  fault?: OpenedFault;
  awarded: number;
}

/** What pays an award before its own account does: deposits of its owner group. */
export interface Funding {
  readonly accountNo: number;
  readonly amountFen: number;
}

export interface AuctionAward {
  /** Counts the awards of the whole venue: it names postings and moves of serials. */
  readonly awardNo: number;
  readonly accountNo: number;
  readonly quantity: number;
  readonly paymentFen: number;
  readonly funding: readonly Funding[];
  state: 'DUE' | 'SETTLED' | 'DEFAULTED';
}

/** What the clearing found; written once. */
export interface AuctionResult {
  readonly price: number;
  readonly offered: number;
  readonly released: number;
  readonly withheld: number;
  readonly sold: number;
  readonly unsold: number;
  readonly containmentSold: number;
  readonly revenue: number;
  readonly clearedAt: Instant;
  /** When a winner must have paid. */
  readonly payBy: Instant;
  readonly statistics: AuctionStatistics;
}

export interface Auction {
  readonly auctionNo: number;
  notice: Notice;
  state: AuctionState;
  readonly draftedBy: string;
  readonly openers: Partial<Record<OpenerPart, Opener>>;
  /** Units held on the seller's account. */
  heldUnits: number;
  announcedAt: Instant;
  result?: AuctionResult;
  /** Why it failed or was cancelled. */
  reason: string;
  changedAt: Instant;
  readonly bidders: Map<number, Bidder>;
  /** Bids that stand, and after the opening all that stood, in order of arrival. */
  readonly bids: Map<number, SealedBid>;
  bidCount: number;
  readonly awards: AuctionAward[];
}

/** Nothing can happen to it any more. */
export function isFinished({ state }: Auction): boolean {
  return state === 'SETTLED' || state === 'FAILED' || state === 'CANCELLED';
}
