import type { Opener, OpenerPart } from './auction.js';
import { type AuctionOutcome, clearAuction } from './clear-auction.js';
import { coveredBy, type Notice, purchaseLimitOf, termsOf } from './notice.js';
import type { AuctionTerms, Bid, GroupLimits } from './terms.js';

/** Everything that decides an auction, under names that tell nobody's: from memory, from the tables, or from a file. */
export interface OpenedAuction {
  readonly auctionNo: number;
  readonly notice: Notice;
  readonly openers: Readonly<Record<OpenerPart, Opener>>;
  readonly groups: readonly { readonly groupName: string; readonly guaranteeFen: number }[];
  /** Those that count. */
  readonly bids: readonly CountedBid[];
}

export interface CountedBid {
  readonly bidNo: number;
  readonly groupName: string;
  readonly price?: number;
  readonly quantity: number;
  readonly placedSeq: number;
}

export interface ClearingInput {
  readonly terms: AuctionTerms;
  readonly bids: readonly Bid[];
  readonly limits: ReadonlyMap<string, GroupLimits>;
}

export function inputOf({ notice, auctionNo, openers, groups, bids }: OpenedAuction): ClearingInput {
  const cap = purchaseLimitOf(notice);
  const limits = groups.map(({ groupName, guaranteeFen }): [string, GroupLimits] => {
    const guarantee = coveredBy(notice, guaranteeFen);
    return [groupName, { ...(cap !== undefined && { cap }), ...(guarantee !== undefined && { guarantee }) }];
  });
  return {
    terms: termsOf(notice, auctionNo, seedOf(openers)),
    bids: bids.map(({ bidNo, groupName, price, quantity, placedSeq }) => ({
      ...{ bidId: bidName(bidNo), group: groupName, quantity, seq: placedSeq },
      ...(price !== undefined && { price }),
    })),
    limits: new Map(limits),
  };
}

export function clearingOf(opened: OpenedAuction): AuctionOutcome {
  const { terms, bids, limits } = inputOf(opened);
  return clearAuction(terms, bids, limits);
}

/** Neither opener chose it alone. */
export function seedOf({ first, second }: Pick<OpenedAuction['openers'], OpenerPart>): string {
  return `${first.seed}|${second.seed}`;
}

export function bidName(bidNo: number): string {
  return `b${bidNo}`;
}
