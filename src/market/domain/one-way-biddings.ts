import type { Json } from '../../kernel/json.js';
import type { OneWayBid, OneWayBidder, OneWayBidding } from './one-way-bidding.js';

/** The open one-way biddings of one venue. Finished ones live in the tables and the journal. */
export class OneWayBiddings {
  private readonly biddings = new Map<number, OneWayBidding>();
  private lastNo = 0;

  /** Changes since the last drain; not part of the state. */
  readonly dirty = new Set<OneWayBidding>();
  readonly dirtyBidders = new Map<OneWayBidder, OneWayBidding>();
  readonly newBids: OneWayBid[] = [];

  bidding(biddingNo: number): OneWayBidding | undefined {
    return this.biddings.get(biddingNo);
  }

  /** By number, whatever was restored first. */
  open(): OneWayBidding[] {
    return [...this.biddings.values()].sort((a, b) => a.biddingNo - b.biddingNo);
  }

  /** Those who have bid and whom nothing keeps from being served. */
  standing({ bidders }: OneWayBidding): OneWayBidder[] {
    return bidders.filter(({ state }) => state === 'BID');
  }

  countOf(accountNo: number): number {
    let count = 0;
    for (const bidding of this.biddings.values()) if (bidding.accountNo === accountNo) count += 1;
    return count;
  }

  nextNo(): number {
    return this.lastNo + 1;
  }

  notice(bidding: OneWayBidding): void {
    this.lastNo = bidding.biddingNo;
    this.biddings.set(bidding.biddingNo, bidding);
    this.dirty.add(bidding);
  }

  register(bidding: OneWayBidding, bidder: OneWayBidder): void {
    bidding.bidders.push(bidder);
    this.dirtyBidders.set(bidder, bidding);
  }

  bid(bidding: OneWayBidding, bidder: OneWayBidder): void {
    const { accountNo, price, bidQuantity: quantity, orderNo: seq, bidAt: at } = bidder;
    this.newBids.push({ biddingNo: bidding.biddingNo, accountNo, price, quantity, seq, at });
    this.dirtyBidders.set(bidder, bidding);
  }

  touch(bidding: OneWayBidding, bidder: OneWayBidder): void {
    this.dirtyBidders.set(bidder, bidding);
  }

  /** It has come to its end: nothing is held for it any more. */
  finish(bidding: OneWayBidding): void {
    this.biddings.delete(bidding.biddingNo);
    this.dirty.add(bidding);
    for (const bidder of bidding.bidders) this.dirtyBidders.set(bidder, bidding);
  }

  letGo(): void {
    this.dirty.clear();
    this.dirtyBidders.clear();
    this.newBids.length = 0;
  }

  /** Nothing at all where no bidding ever was: such venues' snapshots stay what they were. */
  dump(): Json | undefined {
    if (this.lastNo === 0) return undefined;
    return { lastNo: this.lastNo, biddings: this.open().map(copyOf) } as unknown as Json;
  }

  static restore(state: Json | undefined): OneWayBiddings {
    const oneWay = new OneWayBiddings();
    if (state === undefined) return oneWay;
    const saved = state as unknown as { lastNo: number; biddings: OneWayBidding[] };
    oneWay.lastNo = saved.lastNo;
    for (const bidding of saved.biddings) oneWay.biddings.set(bidding.biddingNo, copyOf(bidding));
    return oneWay;
  }
}

function copyOf(bidding: OneWayBidding): OneWayBidding {
  return { ...bidding, bidders: bidding.bidders.map((bidder) => ({ ...bidder })) };
}
