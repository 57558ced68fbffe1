import type { Json } from '../../kernel/json.js';
import { UNSEALED_BIDS_MAX } from '../../kernel/limits.js';
import { accept, type Outcome, reject } from '../../kernel/rejection.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import { faultOfBid } from './admission.js';
import { type Auction, OPENER_PARTS, type OpenedFault, type OpenerPart, type SealedBid } from './auction.js';
import { commitmentOf } from './commitment.js';
import { everythingOffered, termsOf } from './notice.js';
import { bidCommitment, type BidSecret, isKey, publicKeyOf, unsealBid } from './sealing.js';
import { auctionIn, type AuctionsWorld } from './world.js';

interface RevealOpener extends Command {
  readonly auctionNo: number;
  readonly part: OpenerPart;
  readonly privateKey: string;
  readonly seed: string;
}
interface UnsealBids extends Command {
  readonly auctionNo: number;
}

export const openingHandlers: Handlers = { 'reveal-opener': revealOpener, 'unseal-bids': unsealBids };

/**
 * After the close each opener gives away what it promised: from the journal, anybody can then open every bid again.
 * Alone, one part opens nothing.
 */
function revealOpener(
  world: AuctionsWorld,
  { auctionNo, part, privateKey, seed }: RevealOpener,
  { at, by, emit }: CommandContext,
): Outcome<Json> {
  const found = auctionIn(world, auctionNo, ['ANNOUNCED']);
  if (!found.ok) return found;
  const auction = found.value;
  if (at < auction.notice.closesAt) return reject('auctions.not_closed');
  const opener = auction.openers[part]!;
  if (opener.revealedAt > 0) return reject('auctions.already_revealed');
  // The promise was one person's: whoever else has the key must not be the one who opened the other half.
  if (opener.by !== by) return reject('auctions.four_eyes');
  if (!isKey(privateKey) || publicKeyOf(privateKey) !== opener.publicKey) return reject('auctions.wrong_key');
  if (seed === '' || commitmentOf(seed) !== opener.seedCommitment) return reject('auctions.wrong_seed');

  auction.openers[part] = { ...opener, privateKey, seed, revealedAt: at };
  world.auctions.change(auction, at);
  emit({ type: 'AuctionOpenerRevealed', auctionNo, part, privateKey, seed });
  return accept({ auctionNo, part, waitsFor: OPENER_PARTS.filter((each) => !isRevealed(auction, each)) });
}

/** The next bids, in the order in which they came; asked again until none is left. One commit must stay short for everybody. */
function unsealBids(
  world: AuctionsWorld,
  { auctionNo }: UnsealBids,
  { at, emit }: CommandContext,
): Outcome<Json> {
  const found = auctionIn(world, auctionNo, ['ANNOUNCED']);
  if (!found.ok) return found;
  const auction = found.value;
  if (!OPENER_PARTS.every((part) => isRevealed(auction, part))) return reject('auctions.not_revealed');

  const sealed = [...auction.bids.values()].filter(({ state }) => state === 'STANDING');
  const next = sealed.slice(0, UNSEALED_BIDS_MAX);
  for (const bid of next) unseal(world, auction, bid);
  const left = sealed.length - next.length;
  if (left === 0) {
    world.auctions.change(auction, at, { state: 'OPENED' });
    emit({ type: 'AuctionOpened', auctionNo, bids: auction.bids.size });
  }
  return accept({ auctionNo, state: auction.state, unsealed: next.length, left });
}

function unseal({ auctions }: AuctionsWorld, auction: Auction, bid: SealedBid): void {
  const first = auction.openers.first!;
  const second = auction.openers.second!;
  const place = {
    publicKeys: [first.publicKey, second.publicKey] as const,
    bidderNo: auction.bidders.get(bid.accountNo)!.bidderNo,
  };
  const secret = unsealBid(place, bid.sealed, [first.privateKey, second.privateKey]);
  if (secret === undefined || bidCommitment(place, secret) !== bid.commitment) {
    auctions.changeBid(auction, bid, { state: 'REJECTED', fault: 'SEAL' });
    return;
  }
  const fault = faultOf(auction, bid, secret);
  auctions.changeBid(auction, bid, {
    ...secret,
    state: fault === undefined ? 'COUNTED' : 'REJECTED',
    ...(fault !== undefined && { fault }),
  });
}

function faultOf({ notice, auctionNo }: Auction, bid: SealedBid, secret: BidSecret): OpenedFault | undefined {
  const fault = faultOfBid(termsOf(notice, auctionNo, ''), {
    bidId: String(bid.bidNo),
    group: '',
    seq: bid.placedSeq,
    ...secret,
  });
  if (fault !== undefined) return fault;
  return secret.quantity > everythingOffered(notice) ? 'SUPPLY' : undefined;
}

function isRevealed({ openers }: Auction, part: OpenerPart): boolean {
  return (openers[part]?.revealedAt ?? 0) > 0;
}
