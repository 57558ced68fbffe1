import { Inject, Injectable } from '@nestjs/common';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import type { Json } from '../../kernel/json.js';
import type { Caller, OnceTicket } from '../../platform/http/index.js';
import type { AuctionWhere } from './shapes.js';

type Facts = { readonly kind: string; readonly [field: string]: Json | undefined };

/** Commands about one auction: public ids in, public ids out. */
@Injectable()
export class AuctionDesk {
  constructor(@Inject(VenueDesk) private readonly desk: VenueDesk) {}

  named(venue: string, auction: string): { readonly venueNo: number; readonly auctionNo: number } {
    const venueNo = this.desk.venueNo(venue);
    return { venueNo, auctionNo: this.desk.no('auc', venueNo, auction, 'auctions.unknown_auction') };
  }

  async submit(
    caller: Caller,
    once: OnceTicket,
    { venue, auction }: AuctionWhere,
    facts: Facts,
  ): Promise<Record<string, Json>> {
    const { venueNo, auctionNo } = this.named(venue, auction);
    const { answer, place } = await this.desk.submit(venue, caller, once, { ...facts, auctionNo });
    const { auctionNo: _, accountNo, bidNo, replaces, ...rest } = answer;
    return {
      auctionId: auction,
      ...(accountNo !== undefined && { accountId: this.desk.id('acc', venueNo, accountNo as number) }),
      ...(bidNo !== undefined && {
        bidId: this.desk.id('bid', venueNo, bidIdNo(auctionNo, bidNo as number)),
      }),
      ...(replaces !== undefined && {
        replaces: this.desk.id('bid', venueNo, bidIdNo(auctionNo, replaces as number)),
      }),
      ...rest,
      ...place,
    };
  }
}

/** Bids are numbered within their auction; a public id holds one number. */
const BIDS_OF_AN_AUCTION = 2 ** 24;

export function bidIdNo(auctionNo: number, bidNo: number): number {
  return auctionNo * BIDS_OF_AN_AUCTION + bidNo;
}

/** The bid of this auction behind such a number; 0, which no bid has, for a bid of another one. */
export function bidNoOf(auctionNo: number, no: number): number {
  return Math.floor(no / BIDS_OF_AN_AUCTION) === auctionNo ? no % BIDS_OF_AN_AUCTION : 0;
}
