import { AMOUNT_MAX, isAmount, productFits, ratio } from '../../kernel/amount.js';
import type { Instant } from '../../kernel/instant.js';
import { AUCTION_BIDS_MAX, AUCTION_TIERS_MAX } from '../../kernel/limits.js';
import {
  type AuctionTerms,
  faultOfTerms,
  mostOffered,
  type ShortageRule,
  type Tier,
  type TieRule,
} from './terms.js';
import type { UnsoldRule } from './unsold.js';

const BPS = 10_000;

/** What an auction promises to everybody before its window opens. Money in fen, goods in the instrument's units. */
export interface Notice {
  readonly title: string;
  readonly instrumentNo: number;
  /** The government account that gives the units and is paid for them. */
  readonly sellerAccount: number;
  readonly supply: number;
  /** The supply before unsold units of earlier auctions were carried into it. */
  readonly firstSupply: number;
  readonly lot: number;
  readonly tick: number;
  readonly reservePrice: number;
  readonly tiers: readonly Tier[];
  readonly withholding?: Tier;
  readonly nonCompetitivePrice?: number;
  readonly tie: TieRule;
  readonly shortage: ShortageRule;
  /** What one owner group may be awarded, as a share of the supply; absent: no limit. */
  readonly purchaseLimitBps?: number;
  /** Money to be held before a bid counts, as a share of what it may cost; 0: none. */
  readonly depositBps: number;
  /** Bids of one account that stand at the same time. */
  readonly maxBids: number;
  /** Only bidders that the auctioneer has qualified may bid. */
  readonly qualification: boolean;
  /** Bids are taken from the first microsecond of the window up to, not including, its end. */
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  /** Whole days from the clearing until a winner must have paid what its deposit does not cover. */
  readonly paymentDays: number;
  /** Absent: unsold units stay with the seller. */
  readonly unsold?: UnsoldRule;
  /** The rule pack that gave what the draft left open. */
  readonly packNo: number;
}

/** The name that the order of a tie is drawn with. */
export function auctionName(auctionNo: number): string {
  return `auction-${auctionNo}`;
}

/** The notice as the clearing reads it; the seed is known once both openers have revealed their parts. */
export function termsOf(notice: Notice, auctionNo: number, seed: string): AuctionTerms {
  const { supply, lot, tick, reservePrice, tiers, withholding, nonCompetitivePrice, tie, shortage } = notice;
  return {
    auctionId: auctionName(auctionNo),
    ...{ supply, lot, tick, reservePrice, tiers, tie, shortage, seed },
    ...(withholding && { withholding }),
    ...(nonCompetitivePrice !== undefined && { nonCompetitivePrice }),
  };
}

/** The first fault of a notice, in words; undefined when an auction can be held under it. */
export function faultOfNotice(notice: Notice): string | undefined {
  // The seed is not known yet, and no fault depends on it.
  const fault = faultOfTerms(termsOf(notice, 1, 'unknown'));
  if (fault !== undefined) return fault;
  if (notice.tiers.length > AUCTION_TIERS_MAX) return 'there are too many tiers';
  if (!productFits(everythingOffered(notice), AUCTION_BIDS_MAX))
    return 'as many bids as there may be, each for everything on offer, can be counted together';
  return notice.opensAt < notice.closesAt ? undefined : 'the window opens before it closes';
}

/** Supply and all tiers: what the seller must have, and more than which nobody can be awarded. */
export function everythingOffered({ supply, tiers }: Pick<Notice, 'supply' | 'tiers'>): number {
  return mostOffered({ supply, tiers } as AuctionTerms);
}

/** Units that one owner group may be awarded; undefined: as many as it wants. */
export function purchaseLimitOf({ purchaseLimitBps, supply }: Notice): number | undefined {
  return purchaseLimitBps === undefined ? undefined : ratio(supply, purchaseLimitBps, BPS, 'FLOOR');
}

/** What awards may cost with so much money held; undefined: the notice asks for no deposit. */
export function coveredBy({ depositBps }: Notice, heldFen: number): number | undefined {
  if (depositBps === 0) return undefined;
  const covered = (BigInt(heldFen) * BigInt(BPS)) / BigInt(depositBps);
  return covered > BigInt(AMOUNT_MAX) ? AMOUNT_MAX : Number(covered);
}

/** Whether bids are taken at an instant. */
export function isWindowOpen({ opensAt, closesAt }: Notice, at: Instant): boolean {
  return opensAt <= at && at < closesAt;
}

export function isWholePositive(value: number): boolean {
  return isAmount(value) && value > 0;
}
