import { isAmount, productFits } from '../../kernel/amount.js';

/** How what is left at the clearing price is shared among those who bid it. */
export const TIE_RULES = ['RANDOM', 'PRORATA', 'TIME'] as const;
export type TieRule = (typeof TIE_RULES)[number];
/** What happens when less is asked for than offered: sell at the step price, not at all, or at the lowest bid. */
export const SHORTAGE_RULES = ['STEP', 'CANCEL', 'LOWEST'] as const;
export type ShortageRule = (typeof SHORTAGE_RULES)[number];

/** Units that come on offer, or leave it, at a trigger price. */
export interface Tier {
  readonly price: number;
  readonly quantity: number;
}

/**
 * What an auction promises before it opens. Prices in the smallest unit of money for one unit of goods, quantities in
 * units.
 */
export interface AuctionTerms {
  readonly auctionId: string;
  /** Any whole number; it need not be a multiple of the lot. */
  readonly supply: number;
  /** Bids are multiples of it. */
  readonly lot: number;
  readonly tick: number;
  /** Nothing is sold below it. */
  readonly reservePrice: number;
  /** Cost containment (CCR): each is added when demand strictly above its price exceeds what is offered. Ascending. */
  readonly tiers: readonly Tier[];
  /** Emissions containment (ECR): at most so much is withheld while demand at its price falls short of the supply. */
  readonly withholding?: Tier;
  readonly tie: TieRule;
  readonly shortage: ShortageRule;
  /** Revealed after the close; its hash was published before the opening. */
  readonly seed: string;
  /** A bid without a price counts at this one, the published maximum; absent, there are no such bids. */
  readonly nonCompetitivePrice?: number;
}

/** One sealed bid. Without a price it takes whatever price the auction finds. */
export interface Bid {
  readonly bidId: string;
  /** The bidder together with its corporate associates: limits count for all of them. */
  readonly group: string;
  readonly price?: number;
  readonly quantity: number;
  /** Order of arrival. */
  readonly seq: number;
}

export interface GroupLimits {
  /** Units at most: the smaller of the purchase limit and the room under the holding limit. */
  readonly cap?: number;
  /** Money that stands behind all bids of the group: what it is awarded never costs more. */
  readonly guarantee?: number;
}

/** The first fault of the terms, in words; undefined when an auction can be held under them. */
export function faultOfTerms(terms: AuctionTerms): string | undefined {
  const { supply, lot, tick, reservePrice, tiers, withholding, nonCompetitivePrice } = terms;
  const isPositive = (value: number): boolean => isAmount(value) && value > 0;
  const isPrice = (value: number): boolean => isPositive(value) && value % tick === 0;
  if (terms.auctionId === '' || terms.seed === '') return 'an auction has an id and a seed';
  if (!isPositive(supply)) return 'supply is a positive whole number';
  if (!isPositive(lot)) return 'lot is a positive whole number';
  if (!isPositive(tick)) return 'tick is a positive whole number';
  if (!isPrice(reservePrice)) return 'reservePrice is a positive multiple of the tick';
  let below = reservePrice;
  for (const { price, quantity } of tiers) {
    if (!isPositive(price) || price <= below) return 'tier prices ascend from above the reserve price';
    if (!isPositive(quantity)) return 'a tier has a positive quantity';
    below = price;
  }
  if (withholding !== undefined) {
    const { price, quantity } = withholding;
    if (!isPositive(price) || price <= reservePrice) return 'withholding begins above the reserve price';
    if (tiers.length > 0 && price >= tiers[0].price) return 'withholding ends below the first tier';
    if (!isPositive(quantity)) return 'withholding has a positive quantity';
  }
  if (nonCompetitivePrice !== undefined && (!isPrice(nonCompetitivePrice) || nonCompetitivePrice < below))
    return 'nonCompetitivePrice is a multiple of the tick, not below the reserve price and the tiers';
  const most = mostOffered(terms);
  return isAmount(most) && productFits(most, nonCompetitivePrice ?? below)
    ? undefined
    : 'everything on offer has a value below 2^53';
}

/** Supply and all tiers. */
export function mostOffered({ supply, tiers }: AuctionTerms): number {
  return tiers.reduce((sum, { quantity }) => sum + quantity, supply);
}
