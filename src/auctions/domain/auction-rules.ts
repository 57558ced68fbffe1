import type { Instant } from '../../kernel/instant.js';
import { AUCTION_BIDS_OF_ACCOUNT_MAX } from '../../kernel/limits.js';
import type { Instrument } from '../../registry/domain/instrument.js';
import type { RulePack } from '../../rules/domain/rule-pack.js';
import type { Rules } from '../../rules/domain/rules.js';
import type { Notice } from './notice.js';
import type { ShortageRule, Tier, TieRule } from './terms.js';
import type { UnsoldRule } from './unsold.js';

const FULL_BPS = 10_000;

/** What whoever drafts an auction says; what is left out comes from the rule pack. */
export interface Draft {
  readonly title: string;
  readonly instrumentNo: number;
  readonly sellerAccount: number;
  readonly supply: number;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly lot?: number;
  readonly tick?: number;
  readonly reservePrice?: number;
  readonly tiers?: readonly Tier[];
  readonly withholding?: Tier;
  readonly nonCompetitivePrice?: number;
  readonly tie?: TieRule;
  readonly shortage?: ShortageRule;
  readonly purchaseLimitBps?: number;
  readonly depositBps?: number;
  readonly maxBids?: number;
  readonly qualification?: boolean;
  readonly paymentDays?: number;
  readonly unsold?: UnsoldRule;
}

/** The version of an instrument's pack that rules an instant, by the venue's own clock. */
export function packAt(rules: Rules, { packName }: Instrument, at: Instant): RulePack | undefined {
  const named = rules.all().findLast(({ name }) => name === packName);
  return named && rules.inForce(packName, named.localTime(at).day);
}

/** The draft with the pack's rules where it left something open; undefined where the market holds no auctions. */
export function noticeOf(draft: Draft, instrument: Instrument, pack: RulePack): Notice | undefined {
  const { keys } = pack.file;
  const tie = draft.tie ?? keys['auction.tie']?.value;
  const shortage = draft.shortage ?? keys['auction.under']?.value;
  if (keys['auction.price'] === undefined || tie === undefined || shortage === undefined) return undefined;
  const { title, instrumentNo, sellerAccount, supply, opensAt, closesAt } = draft;
  const withholding = draft.withholding ?? keys['auction.withholding']?.value;
  const nonCompetitivePrice = draft.nonCompetitivePrice ?? keys['auction.nonCompetitive']?.value;
  const purchaseLimitBps = draft.purchaseLimitBps ?? keys['auction.purchaseLimit']?.value;
  const unsold = draft.unsold ?? keys['auction.unsold']?.value;
  const maxBids = draft.maxBids ?? keys['auction.maxBids']?.value ?? AUCTION_BIDS_OF_ACCOUNT_MAX;
  return {
    ...{ title, instrumentNo, sellerAccount, supply, firstSupply: supply, tie, shortage, opensAt, closesAt },
    lot: draft.lot ?? keys['auction.lot']?.value ?? instrument.lotUnits,
    tick: draft.tick ?? keys['auction.tick']?.value ?? instrument.tickFen,
    reservePrice: draft.reservePrice ?? keys['auction.reserve']?.value ?? 0,
    tiers: draft.tiers ?? keys['auction.tiers']?.value ?? [],
    ...(withholding && { withholding }),
    ...(nonCompetitivePrice !== undefined && { nonCompetitivePrice }),
    ...(purchaseLimitBps !== undefined && { purchaseLimitBps }),
    depositBps: draft.depositBps ?? keys['auction.collateral']?.value ?? FULL_BPS,
    maxBids: Math.min(maxBids, AUCTION_BIDS_OF_ACCOUNT_MAX),
    qualification: draft.qualification ?? keys['auction.qualification']?.value ?? false,
    paymentDays: draft.paymentDays ?? keys['auction.paymentDays']?.value ?? 0,
    ...(unsold && { unsold }),
    packNo: pack.packNo,
  };
}
