import { z } from 'zod';
import { pageAnswer, place, told } from '../../platform/http/index.js';
import { BID_FAULTS } from '../domain/admission.js';
import { AUCTION_STATES, type OpenedFault, OPENER_PARTS, type SealedBidState } from '../domain/auction.js';
import { SHORTAGE_RULES, TIE_RULES } from '../index.js';

const hex = z.string().regex(/^[0-9a-f]*$/);
const state = z.enum(AUCTION_STATES).meta({ id: 'AuctionState' });
export const phase = z.enum([...AUCTION_STATES, 'OPEN', 'CLOSED']).meta({
  id: 'AuctionPhase',
  description: 'An announced auction is open in its window, and closed after it',
});
const part = z.enum(OPENER_PARTS).meta({ id: 'OpenerPart' });
const tier = z.object({ price: told.money, quantity: told.units }).meta({ id: 'AuctionTier' });
const count = z.int().min(1);
const unsold = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('KEEP') }),
    z.object({ kind: z.literal('NEXT') }),
    z.object({ kind: z.literal('SPREAD'), auctions: count }),
    z.object({ kind: z.literal('CAPPED_SPREAD'), auctions: count, capPercent: count }),
  ])
  .describe('What becomes of units that nobody bought');

export const auctionAnswer = z
  .object({
    auctionId: told.id,
    state: phase,
    reason: z.string().describe('Why it failed or was cancelled').optional(),
    announcedAt: told.instant.nullable(),
    noticeHash: told.hash,
    notice: z
      .object({
        title: z.string(),
        symbol: told.symbol,
        sellerAccountId: told.id,
        supply: told.units,
        firstSupply: told.units,
        everythingOffered: told.units,
        lot: told.units,
        tick: told.money,
        reservePrice: told.money,
        tiers: z.array(tier),
        withholding: tier.optional(),
        nonCompetitivePrice: told.money.optional(),
        tie: z.enum(TIE_RULES),
        shortage: z.enum(SHORTAGE_RULES),
        unsold,
        purchaseLimit: told.units.nullable(),
        depositBps: told.count,
        maxBids: told.count,
        qualification: z.boolean(),
        opensAt: told.instant,
        closesAt: told.instant,
        paymentDays: told.count,
      })
      .meta({ id: 'AuctionNotice' }),
    openers: z.array(
      z
        .object({
          part,
          publicKey: hex,
          seedCommitment: hex,
          privateKey: hex.describe('Once it is revealed').optional(),
          seed: z.string().describe('Once it is revealed').optional(),
        })
        .meta({ id: 'AuctionOpener' }),
    ),
  })
  .meta({ id: 'Auction' });
export const auctionsAnswer = pageAnswer(auctionAnswer);

const figures = z
  .object({
    units: told.units,
    lowest: told.money,
    highest: told.money,
    mean: told.money,
    median: told.money,
  })
  .nullable()
  .describe('Null where no bid counts');
export const auctionResult = z
  .object({
    auctionId: told.id,
    state,
    price: told.money,
    offered: told.units,
    sold: told.units,
    unsold: told.units,
    released: told.units,
    withheld: told.units,
    containmentSold: told.units,
    revenue: told.money,
    clearedAt: told.instant,
    payBy: told.instant,
    awards: z.array(
      z
        .object({
          group: z.string().describe('A bidder group’s name in this auction'),
          quantity: told.units,
          payment: told.money,
          state: z.enum(['DUE', 'SETTLED', 'DEFAULTED']),
        })
        .meta({ id: 'AuctionAward' }),
    ),
    statistics: z
      .object({
        bids: told.count,
        bidsRejected: told.count,
        bidsWon: told.count,
        bidders: told.count,
        biddersWon: told.count,
        cover: told.decimal.describe('How many times what was offered was asked for'),
        raw: figures,
        trimmed: figures,
      })
      .meta({ id: 'AuctionStatistics' }),
    seeds: z.array(z.object({ seed: z.string(), commitment: hex })),
  })
  .meta({ id: 'AuctionResult' });

const smallest = z.string().regex(/^\d+$/).describe('In the smallest unit');
const fileTier = z.object({ price: told.money, quantity: smallest });
export const auctionFile = z
  .object({
    auctionId: z.string(),
    priceScale: z.int(),
    supply: smallest,
    lot: smallest,
    tick: told.money,
    reservePrice: told.money,
    tiers: z.array(fileTier),
    withholding: fileTier.optional(),
    nonCompetitivePrice: told.money.optional(),
    tie: z.enum(TIE_RULES),
    shortage: z.enum(SHORTAGE_RULES),
    seed: z.string(),
    seedParts: z.array(z.object({ seed: z.string(), commitment: hex })),
    groups: z.record(z.string(), z.object({ cap: smallest.optional(), guarantee: told.money.optional() })),
    bids: z.array(
      z.object({
        bidId: z.string(),
        group: z.string(),
        price: told.money.optional(),
        quantity: smallest,
        seq: z.int(),
      }),
    ),
  })
  .meta({ id: 'AuctionFile', description: 'docs/auction.md: anybody clears it again' });

export const bidState = z
  .enum(['STANDING', 'REPLACED', 'WITHDRAWN', 'COUNTED', 'REJECTED'] satisfies SealedBidState[])
  .meta({ id: 'AuctionBidState' });
/** There once the bids are opened. */
const contents = {
  price: told.money.nullable().describe('Null: at any price').optional(),
  quantity: told.units.optional(),
  nonce: z.string().nullable().optional(),
  fault: z.enum([...BID_FAULTS, 'SEAL', 'SUPPLY'] satisfies OpenedFault[]).optional(),
  awarded: told.units.optional(),
} as const;
export const commitmentsAnswer = pageAnswer(
  z
    .object({
      bid: z.string(),
      bidderNo: z.int(),
      group: z.string(),
      state: bidState,
      commitment: hex,
      sealed: z.string(),
      ...contents,
    })
    .meta({ id: 'AuctionCommitment' }),
);
export const bidsAnswer = pageAnswer(
  z
    .object({
      bidId: told.id,
      accountId: told.id,
      state: bidState,
      commitment: hex,
      group: z.string(),
      placedAt: told.instant,
      ...contents,
    })
    .meta({ id: 'AuctionBid' }),
);

const of = { auctionId: told.id, ...place } as const;
export const auctionDrafted = z.object({ ...of, state }).meta({ id: 'AuctionDrafted' });
export const openerRegistered = z.object({ ...of, part }).meta({ id: 'AuctionOpenerRegistered' });
export const halfRevealed = z
  .object({ ...of, part, waitsFor: z.array(part) })
  .meta({ id: 'AuctionHalfRevealed' });
export const bidderQualified = z
  .object({ ...of, accountId: told.id, bidderNo: z.int() })
  .meta({ id: 'AuctionBidderQualified' });
export const bidsUnsealed = z
  .object({ ...of, state, unsealed: told.count, left: told.count })
  .meta({ id: 'AuctionBidsUnsealed' });
export const auctionCleared = z
  .object({ ...of, state, sold: smallest, price: told.money.optional(), revenue: told.money.optional() })
  .meta({ id: 'AuctionCleared' });
export const auctionSettled = z
  .object({ ...of, state, settled: told.count, defaulted: told.count, left: told.count })
  .meta({ id: 'AuctionSettled' });
export const guaranteePlaced = z
  .object({ ...of, accountId: told.id, bidderNo: z.int(), group: z.string(), amount: told.money })
  .meta({ id: 'AuctionGuarantee' });
export const guaranteesAnswer = pageAnswer(
  z
    .object({
      accountId: told.id,
      bidderNo: z.int().describe('A seal opens for this number alone'),
      group: z.string().describe('Your owner group’s name in this auction'),
      amount: told.money.describe('As it was placed'),
      held: told.money.describe('What is still held of it'),
      isQualified: z.boolean(),
    })
    .meta({ id: 'AuctionOwnGuarantee' }),
);
export const bidPlaced = z
  .object({
    ...of,
    bidId: told.id,
    commitment: hex,
    replaces: told.id.optional(),
    nonce: z.string().describe('What opens the commitment; told here and only here').optional(),
  })
  .meta({ id: 'AuctionBidPlaced' });
export const bidWithdrawn = z
  .object({ ...of, bidId: told.id, state: bidState })
  .meta({ id: 'AuctionBidWithdrawn' });
