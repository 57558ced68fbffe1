import type { CommandContext } from '../../sequencer/domain/command.js';
import { CASH } from '../../ledger/domain/system-accounts.js';
import type { Auction, Bidder } from './auction.js';
import { everythingOffered, faultOfNotice, type Notice } from './notice.js';
import { carryUnsold } from './unsold.js';
import type { AuctionsWorld } from './world.js';

/** The end: every deposit and every unit that is still held is given back. */
export function endAuction(
  world: AuctionsWorld,
  auction: Auction,
  state: 'SETTLED' | 'FAILED' | 'CANCELLED',
  reason: string,
  { at, emit }: CommandContext,
): void {
  for (const bidder of auction.bidders.values()) releaseMoney(world, auction, bidder, bidder.heldFen);
  releaseUnits(world, auction, auction.heldUnits);
  world.auctions.change(auction, at, { state, reason });
  const { auctionNo } = auction;
  emit({ type: `Auction${state.charAt(0)}${state.slice(1).toLowerCase()}`, auctionNo, reason });
}

export function releaseMoney(world: AuctionsWorld, auction: Auction, bidder: Bidder, amount: number): void {
  if (amount === 0) return;
  world.ledger.release(bidder.accountNo, CASH, amount);
  world.auctions.changeBidder(auction, bidder, { heldFen: bidder.heldFen - amount });
}

export function releaseUnits({ ledger }: AuctionsWorld, auction: Auction, quantity: number): void {
  if (quantity === 0) return;
  const { sellerAccount, instrumentNo } = auction.notice;
  ledger.release(sellerAccount, instrumentNo, quantity);
  auction.heldUnits -= quantity;
}

/** Unsold units join the coming auctions of the same seller and instrument, as far as the rule and their notices let them. */
export function carryOn(
  world: AuctionsWorld,
  auction: Auction,
  unsold: number,
  context: CommandContext,
): void {
  const { unsold: rule, instrumentNo, sellerAccount } = auction.notice;
  if (rule === undefined || unsold === 0) return;
  const coming = world.auctions
    .all()
    .filter(({ notice, state }) => {
      const isSame = notice.instrumentNo === instrumentNo && notice.sellerAccount === sellerAccount;
      const isToCome = (state === 'DRAFT' || state === 'ANNOUNCED') && notice.opensAt > context.at;
      return isSame && isToCome;
    })
    .sort((a, b) => a.notice.opensAt - b.notice.opensAt || a.auctionNo - b.auctionNo);
  const now = coming.map(({ notice: { supply, firstSupply } }) => ({
    volume: supply,
    firstVolume: firstSupply,
  }));
  const { volumes } = carryUnsold(unsold, rule, now);
  coming.forEach((next, i) => enlarge(world, auction, next, volumes[i], context));
}

function enlarge(
  world: AuctionsWorld,
  from: Auction,
  auction: Auction,
  supply: number,
  { at, emit }: CommandContext,
): void {
  const carried = supply - auction.notice.supply;
  const notice: Notice = { ...auction.notice, supply };
  // What an auction cannot count stays with the seller.
  if (carried === 0 || faultOfNotice(notice) !== undefined) return;
  const { ledger, auctions } = world;
  if (auction.state === 'ANNOUNCED') ledger.hold(notice.sellerAccount, notice.instrumentNo, carried);
  const heldUnits = auction.state === 'ANNOUNCED' ? everythingOffered(notice) : 0;
  auctions.change(auction, at, { notice, heldUnits });
  emit({ type: 'UnsoldCarried', auctionNo: from.auctionNo, into: auction.auctionNo, quantity: carried });
}
