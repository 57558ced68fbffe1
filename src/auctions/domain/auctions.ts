import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import {
  type Auction,
  type AuctionAward,
  type Bidder,
  isFinished,
  type SealedBid,
  type SealedBidState,
} from './auction.js';
import type { Notice } from './notice.js';

/** An auction that changed, with what of it did. */
export interface AuctionChange<Part> {
  readonly auction: Auction;
  readonly part: Part;
}

/** Auctions that are not finished, and how many there ever were. Finished ones live in the tables and the journal. */
export class Auctions {
  private readonly live = new Map<number, Auction>();
  private count = 0;
  private awardCount = 0;
  /** Changes since the last drain; not part of the state. */
  readonly dirty = new Set<Auction>();
  readonly dirtyBidders = new Map<Bidder, Auction>();
  readonly dirtyBids = new Map<SealedBid, Auction>();
  readonly dirtyAwards = new Map<AuctionAward, Auction>();

  get(auctionNo: number): Auction | undefined {
    return this.live.get(auctionNo);
  }

  isFinished(auctionNo: number): boolean {
    return auctionNo >= 1 && auctionNo <= this.count && !this.live.has(auctionNo);
  }

  /** In the order of their numbers, whatever came first. */
  all(): Auction[] {
    return [...this.live.values()].sort((a, b) => a.auctionNo - b.auctionNo);
  }

  get liveCount(): number {
    return this.live.size;
  }

  add(notice: Notice, draftedBy: string, at: number): Auction {
    const auction: Auction = {
      auctionNo: ++this.count,
      ...{
        notice,
        draftedBy,
        state: 'DRAFT',
        openers: {},
        heldUnits: 0,
        announcedAt: 0,
        reason: '',
        changedAt: at,
      },
      ...{ bidders: new Map(), bids: new Map(), bidCount: 0, awards: [] },
    };
    this.live.set(auction.auctionNo, auction);
    this.dirty.add(auction);
    return auction;
  }

  /** A finished auction is let go from memory once its last rows are written. */
  change(auction: Auction, at: number, changes: Partial<Auction> = {}): void {
    Object.assign(auction, changes, { changedAt: at });
    this.dirty.add(auction);
    if (isFinished(auction)) this.live.delete(auction.auctionNo);
  }

  addBidder(auction: Auction, accountNo: number, ownerGroup: string): Bidder {
    const bidderNo = auction.bidders.size + 1;
    const sister = [...auction.bidders.values()].find((bidder) => bidder.ownerGroup === ownerGroup);
    const groupName = sister?.groupName ?? `G${bidderNo}`;
    const bidder: Bidder = {
      accountNo,
      bidderNo,
      groupName,
      ownerGroup,
      qualified: false,
      guaranteeFen: 0,
      heldFen: 0,
    };
    auction.bidders.set(accountNo, bidder);
    this.dirtyBidders.set(bidder, auction);
    return bidder;
  }

  changeBidder(auction: Auction, bidder: Bidder, changes: Partial<Bidder>): void {
    Object.assign(bidder, changes);
    this.dirtyBidders.set(bidder, auction);
  }

  addBid(
    auction: Auction,
    facts: Pick<SealedBid, 'accountNo' | 'sealed' | 'commitment' | 'placedAt' | 'placedSeq'>,
  ): SealedBid {
    const bid: SealedBid = { ...facts, bidNo: ++auction.bidCount, state: 'STANDING', awarded: 0 };
    auction.bids.set(bid.bidNo, bid);
    this.dirtyBids.set(bid, auction);
    return bid;
  }

  /** A bid that was replaced or withdrawn stays in the table only. */
  takeBack(auction: Auction, bid: SealedBid, state: Extract<SealedBidState, 'REPLACED' | 'WITHDRAWN'>): void {
    invariant(bid.state === 'STANDING', 'only a bid that stands is taken back');
    bid.state = state;
    auction.bids.delete(bid.bidNo);
    this.dirtyBids.set(bid, auction);
  }

  changeBid(auction: Auction, bid: SealedBid, changes: Partial<SealedBid>): void {
    Object.assign(bid, changes);
    this.dirtyBids.set(bid, auction);
  }

  addAward(auction: Auction, facts: Omit<AuctionAward, 'awardNo' | 'state'>): AuctionAward {
    const award: AuctionAward = { ...facts, awardNo: ++this.awardCount, state: 'DUE' };
    auction.awards.push(award);
    this.dirtyAwards.set(award, auction);
    return award;
  }

  changeAward(auction: Auction, award: AuctionAward, state: AuctionAward['state']): void {
    award.state = state;
    this.dirtyAwards.set(award, auction);
  }

  /** What the ledger must hold for auctions. */
  *holds(): Generator<{ readonly account: number; readonly asset: number; readonly quantity: number }> {
    for (const { notice, heldUnits, bidders } of this.live.values()) {
      yield { account: notice.sellerAccount, asset: notice.instrumentNo, quantity: heldUnits };
      for (const { accountNo, heldFen } of bidders.values())
        yield { account: accountNo, asset: 0, quantity: heldFen };
    }
  }

  /** Forgets which rows changed, without writing them. */
  letGo(): void {
    const { dirty, dirtyBidders, dirtyBids, dirtyAwards } = this;
    for (const rows of [dirty, dirtyBidders, dirtyBids, dirtyAwards]) rows.clear();
  }

  dump(): Json {
    return {
      count: this.count,
      awardCount: this.awardCount,
      live: this.all().map((auction) => ({
        ...auction,
        bidders: [...auction.bidders.values()].map((bidder) => ({ ...bidder })),
        bids: [...auction.bids.values()].map((bid) => ({ ...bid })),
        awards: auction.awards.map((award) => ({ ...award })),
      })),
    } as unknown as Json;
  }

  static restore(state: Json): Auctions {
    type Stored = Omit<Auction, 'bidders' | 'bids'> & { bidders: Bidder[]; bids: SealedBid[] };
    const { count, awardCount, live } = state as unknown as {
      count: number;
      awardCount: number;
      live: Stored[];
    };
    const auctions = new Auctions();
    auctions.count = count;
    auctions.awardCount = awardCount;
    for (const { bidders, bids, ...facts } of live)
      auctions.live.set(facts.auctionNo, {
        ...facts,
        openers: { ...facts.openers },
        awards: facts.awards.map((award) => ({ ...award })),
        bidders: new Map(bidders.map((bidder) => [bidder.accountNo, { ...bidder }])),
        bids: new Map(bids.map((bid) => [bid.bidNo, { ...bid }])),
      });
    return auctions;
  }
}
