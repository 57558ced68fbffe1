import { formatDecimal } from '../../kernel/decimal.js';
import { formatInstant, type Instant } from '../../kernel/instant.js';
import { OPENER_PARTS } from '../domain/auction.js';
import { noticeHash } from '../domain/announcement-executors.js';
import { everythingOffered, isWindowOpen, purchaseLimitOf } from '../domain/notice.js';
import type { PriceFigures } from '../domain/statistics.js';
import type { AuctionRow, AwardRow, BidderRow, BidRow } from '../queries/auction-tables.js';
import { money } from './shapes.js';

/** The state as people see it: an announced auction is open in its window, and closed after it. */
export function phaseOf({ state, notice }: Pick<AuctionRow, 'state' | 'notice'>, now: Instant): string {
  if (state !== 'ANNOUNCED' || now < notice.opensAt) return state;
  return isWindowOpen(notice, now) ? 'OPEN' : 'CLOSED';
}

export function showAuction(
  row: AuctionRow,
  auctionId: string,
  sellerAccountId: string,
  now: Instant,
): object {
  const { notice, openers, symbol, unit_scale: scale } = row;
  const units = (quantity: number): string => formatDecimal(quantity, scale);
  const tier = ({ price, quantity }: { price: number; quantity: number }): object => ({
    price: money(price),
    quantity: units(quantity),
  });
  const limit = purchaseLimitOf(notice);
  return {
    auctionId,
    state: phaseOf(row, now),
    ...(row.reason !== '' && { reason: row.reason }),
    announcedAt: row.announced_at === '0' ? null : formatInstant(Number(row.announced_at)),
    noticeHash: noticeHash(row),
    notice: {
      ...{ title: notice.title, symbol, sellerAccountId },
      supply: units(notice.supply),
      firstSupply: units(notice.firstSupply),
      everythingOffered: units(everythingOffered(notice)),
      lot: units(notice.lot),
      tick: money(notice.tick),
      reservePrice: money(notice.reservePrice),
      tiers: notice.tiers.map(tier),
      ...(notice.withholding && { withholding: tier(notice.withholding) }),
      ...(notice.nonCompetitivePrice !== undefined && {
        nonCompetitivePrice: money(notice.nonCompetitivePrice),
      }),
      ...{ tie: notice.tie, shortage: notice.shortage, unsold: notice.unsold ?? { kind: 'KEEP' } },
      purchaseLimit: limit === undefined ? null : units(limit),
      ...{ depositBps: notice.depositBps, maxBids: notice.maxBids, qualification: notice.qualification },
      opensAt: formatInstant(notice.opensAt),
      closesAt: formatInstant(notice.closesAt),
      paymentDays: notice.paymentDays,
    },
    openers: OPENER_PARTS.flatMap((part) => {
      const opener = openers[part];
      if (opener === undefined) return [];
      const { publicKey, seedCommitment, privateKey, seed, revealedAt } = opener;
      return [{ part, publicKey, seedCommitment, ...(revealedAt > 0 && { privateKey, seed }) }];
    }),
  };
}

export function showResult(row: AuctionRow, awards: readonly AwardRow[]): object {
  const { unit_scale: scale, openers } = row;
  const { statistics, ...result } = row.result!;
  const units = (quantity: number): string => formatDecimal(quantity, scale);
  const figures = (of: PriceFigures | undefined): object | null =>
    of === undefined
      ? null
      : {
          units: units(of.units),
          ...{
            lowest: money(of.lowest),
            highest: money(of.highest),
            mean: money(of.mean),
            median: money(of.median),
          },
        };
  const { coverHundredths, raw, trimmed, ...counts } = statistics;
  return {
    state: row.state,
    price: money(result.price),
    offered: units(result.offered),
    sold: units(result.sold),
    unsold: units(result.unsold),
    released: units(result.released),
    withheld: units(result.withheld),
    containmentSold: units(result.containmentSold),
    revenue: money(result.revenue),
    clearedAt: formatInstant(result.clearedAt),
    payBy: formatInstant(result.payBy),
    awards: awards.map(({ group_name, quantity, payment, state }) => ({
      group: group_name,
      quantity: units(Number(quantity)),
      payment: money(Number(payment)),
      state,
    })),
    statistics: {
      ...counts,
      cover: formatDecimal(coverHundredths, 2),
      raw: figures(raw),
      trimmed: figures(trimmed),
    },
    seeds: OPENER_PARTS.map((part) => ({
      seed: openers[part]!.seed,
      commitment: openers[part]!.seedCommitment,
    })),
  };
}

/** What everybody may see of a bid once the window is closed; its contents once it is opened. */
export function showPublicBid(bid: BidRow, scale: number): object {
  const { bid_no, bidder_no, group_name, state, commitment, sealed } = bid;
  return {
    bid: `b${bid_no}`,
    bidderNo: bidder_no,
    group: group_name,
    state,
    commitment,
    sealed,
    ...contents(bid, scale),
  };
}

export function showGuarantee(row: BidderRow, accountId: string): object {
  const { bidder_no, group_name, guarantee, held, qualified } = row;
  return {
    ...{ accountId, bidderNo: bidder_no, group: group_name },
    amount: money(Number(guarantee)),
    held: money(Number(held)),
    isQualified: qualified,
  };
}

export function showOwnBid(bid: BidRow, bidId: string, accountId: string, scale: number): object {
  return {
    ...{ bidId, accountId, state: bid.state, commitment: bid.commitment, group: bid.group_name },
    placedAt: formatInstant(Number(bid.placed_at)),
    ...contents(bid, scale),
  };
}

function contents({ price, quantity, nonce, fault, awarded }: BidRow, scale: number): object {
  if (quantity === null) return fault === null ? {} : { fault };
  return {
    price: price === null ? null : money(Number(price)),
    quantity: formatDecimal(Number(quantity), scale),
    nonce,
    ...(fault !== null && { fault }),
    awarded: formatDecimal(Number(awarded), scale),
  };
}
