import { isAmount } from '../../kernel/amount.js';
import type { Json } from '../../kernel/json.js';
import { AUCTION_BIDDERS_MAX, AUCTION_BIDS_MAX, SEALED_BID_CHARACTERS_MAX } from '../../kernel/limits.js';
import { accept, type Outcome, reject } from '../../kernel/rejection.js';
import { CASH } from '../../ledger/domain/system-accounts.js';
import type { Account } from '../../registry/domain/account.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import type { Auction, Bidder, SealedBid } from './auction.js';
import { isWindowOpen } from './notice.js';
import { isKey } from './sealing.js';
import { auctionIn, type AuctionsWorld, ownAccount } from './world.js';

interface OfAccount extends Command {
  readonly auctionNo: number;
  readonly accountNo: number;
}
interface PlaceGuarantee extends OfAccount {
  /** What is to be held from now on, more or less than before. */
  readonly amountFen: number;
}
interface PlaceBid extends OfAccount {
  readonly sealed: string;
  readonly commitment: string;
}
interface BidNamed extends Command {
  readonly auctionNo: number;
  readonly bidNo: number;
}
type ReplaceBid = BidNamed & PlaceBid;

export const bidHandlers: Handlers = {
  'qualify-bidder': qualifyBidder,
  'place-guarantee': placeGuarantee,
  'place-bid': placeBid,
  'replace-bid': replaceBid,
  'withdraw-bid': withdrawBid,
};

/** By the auctioneer, for one auction. */
function qualifyBidder(
  world: AuctionsWorld,
  { auctionNo, accountNo }: OfAccount,
  context: CommandContext,
): Outcome<Json> {
  const found = auctionIn(world, auctionNo, ['ANNOUNCED']);
  if (!found.ok) return found;
  const auction = found.value;
  if (context.at >= auction.notice.closesAt) return reject('auctions.closed');
  const account = world.registry.account(accountNo);
  if (account === undefined) return reject('auctions.unknown_account');
  const entered = enter(world, auction, account);
  if (!entered.ok) return entered;
  world.auctions.changeBidder(auction, entered.value, { qualified: true });
  context.emit({ type: 'BidderQualified', auctionNo, accountNo });
  return accept({ auctionNo, accountNo, bidderNo: entered.value.bidderNo });
}

/** Money stands behind all bids of the owner group; until the close it may become more or less. */
function placeGuarantee(
  world: AuctionsWorld,
  { auctionNo, accountNo, amountFen }: PlaceGuarantee,
  { at, org, emit }: CommandContext,
): Outcome<Json> {
  const found = auctionIn(world, auctionNo, ['ANNOUNCED']);
  if (!found.ok) return found;
  const auction = found.value;
  const own = ownAccount(world, accountNo, org);
  if (!own.ok) return own;
  if (at >= auction.notice.closesAt) return reject('auctions.closed');
  if (own.value.state !== 'ACTIVE') return reject('auctions.account_not_active');
  if (auction.notice.qualification && auction.bidders.get(accountNo)?.qualified !== true)
    return reject('auctions.not_qualified');
  if (!isAmount(amountFen) || (amountFen === 0 && !mayHoldNothing(auction, accountNo)))
    return reject('auctions.bad_amount');
  const held = auction.bidders.get(accountNo)?.heldFen ?? 0;
  // Money of a trade that is not delivered yet cannot pay at the settlement.
  const available = world.ledger.withdrawable(accountNo);
  if (amountFen - held > available)
    return reject('auctions.insufficient_cash', {
      data: { availableFen: available, neededFen: amountFen - held },
    });
  const entered = enter(world, auction, own.value);
  if (!entered.ok) return entered;

  if (amountFen > held) world.ledger.hold(accountNo, CASH, amountFen - held);
  if (amountFen < held) world.ledger.release(accountNo, CASH, held - amountFen);
  const bidder = entered.value;
  world.auctions.changeBidder(auction, bidder, { guaranteeFen: amountFen, heldFen: amountFen });
  emit({ type: 'GuaranteePlaced', auctionNo, accountNo, amountFen });
  const { bidderNo, groupName } = bidder;
  return accept({ auctionNo, accountNo, bidderNo, groupName, amountFen });
}

/** Nothing is held from whoever takes all back, or enters an auction that asks for no deposit. */
function mayHoldNothing({ notice, bidders }: Auction, accountNo: number): boolean {
  return notice.depositBps === 0 || bidders.has(accountNo);
}

function placeBid(world: AuctionsWorld, command: PlaceBid, context: CommandContext): Outcome<Json> {
  const open = openTo(world, command.auctionNo, command.accountNo, context);
  if (!open.ok) return open;
  const { auction } = open.value;
  if (!isSealed(command)) return reject('auctions.bad_seal');
  if (auction.bids.size >= AUCTION_BIDS_MAX) return reject('auctions.auction_full');
  let standing = 0;
  for (const { accountNo } of auction.bids.values()) if (accountNo === command.accountNo) standing += 1;
  if (standing >= auction.notice.maxBids)
    return reject('auctions.too_many_bids', { data: { most: auction.notice.maxBids } });
  return accept(place(world, auction, command, context));
}

/** In one step: the old bid and its place in time are given up. */
function replaceBid(world: AuctionsWorld, command: ReplaceBid, context: CommandContext): Outcome<Json> {
  const found = standingBid(world, command, context);
  if (!found.ok) return found;
  const { auction, bid } = found.value;
  const open = openTo(world, command.auctionNo, bid.accountNo, context);
  if (!open.ok) return open;
  if (!isSealed(command)) return reject('auctions.bad_seal');
  world.auctions.takeBack(auction, bid, 'REPLACED');
  return accept({
    ...place(world, auction, { ...command, accountNo: bid.accountNo }, context),
    replaces: bid.bidNo,
  });
}

function withdrawBid(world: AuctionsWorld, command: BidNamed, context: CommandContext): Outcome<Json> {
  const found = standingBid(world, command, context);
  if (!found.ok) return found;
  const { auction, bid } = found.value;
  if (!isWindowOpen(auction.notice, context.at)) return reject('auctions.not_open');
  world.auctions.takeBack(auction, bid, 'WITHDRAWN');
  context.emit({ type: 'BidWithdrawn', auctionNo: auction.auctionNo, bidNo: bid.bidNo });
  return accept({ auctionNo: auction.auctionNo, bidNo: bid.bidNo, state: bid.state });
}

function place(
  { auctions }: AuctionsWorld,
  auction: Auction,
  { accountNo, sealed, commitment }: PlaceBid,
  { at, seq, emit }: CommandContext,
): { readonly [field: string]: Json } {
  const { auctionNo } = auction;
  const { bidNo } = auctions.addBid(auction, { accountNo, sealed, commitment, placedAt: at, placedSeq: seq });
  emit({ type: 'BidPlaced', auctionNo, bidNo, commitment });
  return { auctionNo, bidNo, commitment };
}

/** The ladder of whoever wants to bid: the account, the window, the bidder, its money. */
function openTo(
  world: AuctionsWorld,
  auctionNo: number,
  accountNo: number,
  { at, org }: CommandContext,
): Outcome<{ readonly auction: Auction; readonly bidder: Bidder }> {
  const found = auctionIn(world, auctionNo, ['ANNOUNCED']);
  if (!found.ok) return found;
  const auction = found.value;
  const own = ownAccount(world, accountNo, org);
  if (!own.ok) return own;
  if (!isWindowOpen(auction.notice, at)) return reject('auctions.not_open');
  if (own.value.state !== 'ACTIVE') return reject('auctions.account_not_active');
  const bidder = auction.bidders.get(accountNo);
  if (auction.notice.qualification && bidder?.qualified !== true) return reject('auctions.not_qualified');
  if (bidder === undefined || (auction.notice.depositBps > 0 && bidder.heldFen === 0))
    return reject('auctions.no_guarantee');
  return accept({ auction, bidder });
}

/** One's own bid that stands; a foreign one looks like none at all. */
function standingBid(
  world: AuctionsWorld,
  { auctionNo, bidNo }: BidNamed,
  { org }: CommandContext,
): Outcome<{ readonly auction: Auction; readonly bid: SealedBid }> {
  const found = auctionIn(world, auctionNo, ['ANNOUNCED']);
  if (!found.ok) return found;
  const bid = found.value.bids.get(bidNo);
  if (bid === undefined || world.registry.account(bid.accountNo)?.org !== org)
    return reject('auctions.unknown_bid');
  return accept({ auction: found.value, bid });
}

function enter(world: AuctionsWorld, auction: Auction, account: Account): Outcome<Bidder> {
  const { accountNo, ownerGroup } = account;
  const known = auction.bidders.get(accountNo);
  if (known !== undefined) return accept(known);
  const seller = world.registry.account(auction.notice.sellerAccount);
  if (seller?.ownerGroup === ownerGroup || account.kind === 'government')
    return reject('auctions.seller_may_not_bid');
  if (auction.bidders.size >= AUCTION_BIDDERS_MAX) return reject('auctions.too_many_bidders');
  return accept(world.auctions.addBidder(auction, accountNo, ownerGroup));
}

function isSealed({ sealed, commitment }: PlaceBid): boolean {
  return /^[A-Za-z0-9_-]+$/.test(sealed) && sealed.length <= SEALED_BID_CHARACTERS_MAX && isKey(commitment);
}
