import { createHash } from 'node:crypto';
import type { Instant } from '../../kernel/instant.js';
import { canonical, type Json } from '../../kernel/json.js';
import type { Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import type { Auction } from './auction.js';
import { endAuction } from './ending.js';
import { everythingOffered } from './notice.js';
import { auctionIn, type AuctionsWorld } from './world.js';

const MICROS_PER_DAY = 86_400_000_000;

type Executor<Payload> = ApprovalExecutor<AuctionsWorld, Payload>;

interface Announcement {
  readonly auctionNo: number;
  /** SHA-256 of the notice and both openers' promises: what is signed is what is announced. */
  readonly noticeHash: string;
}

export function noticeHash({ notice, openers }: Pick<Auction, 'notice' | 'openers'>): string {
  const { first, second } = openers;
  const promises = [first, second].map((each) => [each?.publicKey ?? '', each?.seedCommitment ?? '']);
  return createHash('sha256')
    .update(canonical([notice as unknown as Json, promises]))
    .digest('hex');
}

/** From here on the notice is public and the units are held for whoever wins them. */
const announceAuction: Executor<Announcement> = {
  owner: () => '',
  check(world, { auctionNo, noticeHash: signed }, { at }) {
    const found = auctionIn(world, auctionNo, ['DRAFT']);
    if (!found.ok) return found.rejection;
    const { openers } = found.value;
    if (openers.first === undefined || openers.second === undefined)
      return { code: 'auctions.openers_missing' };
    if (signed !== noticeHash(found.value)) return { code: 'auctions.notice_changed' };
    if (world.registry.account(found.value.notice.sellerAccount)?.state !== 'ACTIVE')
      return { code: 'auctions.seller_not_government' };
    return lateNotice(world, found.value, at) ?? notEnough(world, found.value);
  },
  execute(world, { auctionNo }, { at, emit }) {
    const auction = world.auctions.get(auctionNo)!;
    const { sellerAccount, instrumentNo, opensAt, closesAt } = auction.notice;
    const units = everythingOffered(auction.notice);
    world.ledger.hold(sellerAccount, instrumentNo, units);
    world.auctions.change(auction, at, { state: 'ANNOUNCED', announcedAt: at, heldUnits: units });
    emit({ type: 'AuctionAnnounced', auctionNo, instrumentNo, opensAt, closesAt });
    return { auctionNo, state: auction.state };
  },
};

/** Until the bids are opened: once they can be read, nobody may choose whether the auction counts. */
const cancelAuction: Executor<{ readonly auctionNo: number; readonly reason: string }> = {
  owner: () => '',
  check(world, { auctionNo }) {
    const found = auctionIn(world, auctionNo, ['DRAFT', 'ANNOUNCED']);
    return found.ok ? undefined : found.rejection;
  },
  execute(world, { auctionNo, reason }, context) {
    const auction = world.auctions.get(auctionNo)!;
    endAuction(world, auction, 'CANCELLED', reason, context);
    return { auctionNo, state: auction.state };
  },
};

export const auctionsExecutors: ApprovalExecutors<AuctionsWorld> = {
  'announce-auction': announceAuction,
  'cancel-auction': cancelAuction,
};

function lateNotice({ rules }: AuctionsWorld, { notice }: Auction, at: Instant): Rejection | undefined {
  const { opensAt, packNo } = notice;
  if (opensAt <= at) return { code: 'auctions.window_passed' };
  const pack = rules.pack(packNo)!;
  const days = pack.file.keys['auction.noticeDays']?.value ?? 0;
  if (opensAt - at >= days * MICROS_PER_DAY) return undefined;
  return { code: 'auctions.notice_too_short', rule: pack.rule('auction.noticeDays'), data: { days } };
}

function notEnough({ ledger }: AuctionsWorld, { notice }: Auction): Rejection | undefined {
  const asked = everythingOffered(notice);
  const available = ledger.balance(notice.sellerAccount, notice.instrumentNo).withdrawable;
  if (asked <= available) return undefined;
  return { code: 'auctions.insufficient_units', data: { available, asked } };
}
