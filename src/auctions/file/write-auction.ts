import { CENTS, formatDecimal } from '../../kernel/decimal.js';
import { inputOf, type OpenedAuction } from '../domain/opened-auction.js';

/** A cleared auction in the documented format (docs/auction.md), so that anybody clears it again. */
export function fileOf(opened: OpenedAuction) {
  const { terms, bids, limits } = inputOf(opened);
  const money = (fen: number): string => formatDecimal(fen, CENTS);
  const tier = ({ price, quantity }: { price: number; quantity: number }) => ({
    price: money(price),
    quantity: String(quantity),
  });
  const { first, second } = opened.openers;
  return {
    auctionId: terms.auctionId,
    priceScale: CENTS,
    ...{ supply: String(terms.supply), lot: String(terms.lot) },
    ...{ tick: money(terms.tick), reservePrice: money(terms.reservePrice) },
    tiers: terms.tiers.map(tier),
    ...(terms.withholding && { withholding: tier(terms.withholding) }),
    ...(terms.nonCompetitivePrice !== undefined && { nonCompetitivePrice: money(terms.nonCompetitivePrice) }),
    ...{ tie: terms.tie, shortage: terms.shortage, seed: terms.seed },
    seedParts: [first, second].map(({ seed, seedCommitment }) => ({ seed, commitment: seedCommitment })),
    groups: Object.fromEntries(
      [...limits].map(([group, { cap, guarantee }]) => [
        group,
        {
          ...(cap !== undefined && { cap: String(cap) }),
          ...(guarantee !== undefined && { guarantee: money(guarantee) }),
        },
      ]),
    ),
    bids: bids.map(({ bidId, group, price, quantity, seq }) => ({
      ...{ bidId, group, quantity: String(quantity), seq },
      ...(price !== undefined && { price: money(price) }),
    })),
  };
}
