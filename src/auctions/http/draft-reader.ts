import type { Json } from '../../kernel/json.js';
import { type Drafting, noticeNumber, noticePrice } from './shapes.js';

const MICROS_PER_MS = 1_000;

/** The words of a draft as whole numbers; what was left out stays out, for the rule pack to say. */
export function draftFrom(
  body: Drafting,
  { instrumentNo, unitScale }: { readonly instrumentNo: number; readonly unitScale: number },
  sellerAccount: number,
): Json {
  const units = (text: string, field: string): number => noticeNumber(text, unitScale, field);
  const tier = (
    each: { price: string; quantity: string },
    field: string,
  ): { price: number; quantity: number } => ({
    price: noticePrice(each.price, field),
    quantity: units(each.quantity, field),
  });
  const { title, tie, shortage, purchaseLimitBps, depositBps, maxBids, qualification, paymentDays, unsold } =
    body;
  const { lot, tick, reservePrice, tiers, withholding, nonCompetitivePrice } = body;
  return {
    ...{ title, instrumentNo, sellerAccount },
    supply: units(body.supply, 'supply'),
    opensAt: Date.parse(body.opensAt) * MICROS_PER_MS,
    closesAt: Date.parse(body.closesAt) * MICROS_PER_MS,
    lot: lot === undefined ? undefined : units(lot, 'lot'),
    tick: tick === undefined ? undefined : noticePrice(tick, 'tick'),
    reservePrice: reservePrice === undefined ? undefined : noticePrice(reservePrice, 'reservePrice'),
    tiers: tiers?.map((each) => tier(each, 'tiers')),
    withholding: withholding && tier(withholding, 'withholding'),
    nonCompetitivePrice:
      nonCompetitivePrice === undefined ? undefined : noticePrice(nonCompetitivePrice, 'nonCompetitivePrice'),
    ...{ tie, shortage, purchaseLimitBps, depositBps, maxBids, qualification, paymentDays, unsold },
  };
}
