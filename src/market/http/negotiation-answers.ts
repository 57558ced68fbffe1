import { z } from 'zod';
import { pageAnswer, place, told } from '../../platform/http/index.js';
import type { IntentState, NegotiationState } from '../domain/block-agreement.js';
import { type BiddingPhase, type BiddingState, ONE_WAY_RULES } from '../domain/one-way-bidding.js';
import { side } from './answers.js';

export const intentState = z
  .enum(['INTENT', 'FILLED', 'WITHDRAWN', 'EXPIRED'] satisfies IntentState[])
  .meta({ id: 'BlockIntentState' });
export const negotiationState = z
  .enum(['NEGOTIATING', 'FILLED', 'WITHDRAWN', 'EXPIRED'] satisfies NegotiationState[])
  .meta({ id: 'BlockNegotiationState' });
const party = z.enum(['poster', 'responder']).meta({ id: 'BlockParty' });

export const intentAnswer = z
  .object({ intentId: told.id, state: intentState, rulePack: z.string().optional(), ...place })
  .meta({ id: 'BlockIntentReceipt' });
export const intentsAnswer = pageAnswer(
  z
    .object({
      intentId: told.id,
      isOwn: z.boolean(),
      isDirected: z.boolean().describe('To one account by name'),
      accountId: told.id.optional(),
      counterpartyId: told.id.optional(),
      poster: z.string().describe('Who asks, told to whom it is directed').optional(),
      symbol: told.symbol,
      side,
      price: told.money,
      quantity: told.units,
      state: intentState,
      tradingDay: told.day,
      postedAt: told.instant,
      changedAt: told.instant,
    })
    .meta({ id: 'BlockIntent' }),
);

export const negotiationAnswer = z
  .object({
    negotiationId: told.id,
    intentId: told.id,
    version: z.int().describe('Which terms are confirmed'),
    price: told.money,
    quantity: told.units,
    confirmedBy: z.array(party),
    state: negotiationState,
    tradeId: told.id.optional(),
    ...place,
  })
  .meta({ id: 'BlockNegotiationReceipt' });
const negotiation = z
  .object({
    negotiationId: told.id,
    intentId: told.id,
    poster: z.string().optional(),
    responder: z.string().optional(),
    you: party.optional(),
    accountId: told.id.describe('Your own').optional(),
    symbol: told.symbol,
    posterSide: side,
    version: z.int(),
    price: told.money,
    quantity: told.units,
    offeredBy: party,
    confirmedBy: z.array(party),
    state: negotiationState,
    tradeId: told.id.optional(),
    orderId: told.id.describe('Your own').optional(),
    changedAt: told.instant,
  })
  .meta({ id: 'BlockNegotiation' });
export const negotiationsAnswer = pageAnswer(negotiation);
export const negotiationWithTerms = negotiation
  .extend({
    terms: z.array(
      z.object({
        version: z.int(),
        price: told.money,
        quantity: told.units,
        offeredBy: party,
        at: told.instant,
      }),
    ),
  })
  .meta({ id: 'BlockNegotiationWithTerms' });

export const biddingState = z
  .enum(['NOTICED', 'OPEN_FOR_DEPOSIT', 'BIDDING', 'CLOSED', 'AWARDED', 'FAILED'] satisfies (
    BiddingPhase | BiddingState
  )[])
  .meta({ id: 'OneWayBiddingState' });
export const ownBidState = z
  .enum(['REGISTERED', 'BID', 'AWARDED', 'LOST', 'BARRED'])
  .meta({ id: 'OneWayBidState' });

const bidding = z
  .object({
    biddingId: told.id,
    symbol: told.symbol,
    side: side.describe('What the one who applied does'),
    quantity: told.units,
    floorPrice: told.money.nullable(),
    ceilingPrice: told.money.nullable(),
    depositPercent: told.decimal.describe('Of the value, two places'),
    rule: z.enum(ONE_WAY_RULES),
    registrationOpensAt: told.instant,
    registrationClosesAt: told.instant,
    biddingOpensAt: told.instant,
    biddingClosesAt: told.instant,
    state: biddingState,
    reason: z.string().describe('Why it failed').optional(),
    bidders: told.count,
    bestPrice: told.money.nullable(),
    awarded: told.units,
    noticedAt: told.instant,
    changedAt: told.instant,
  })
  .meta({ id: 'OneWayBidding' });
export const biddingsAnswer = pageAnswer(bidding);
export const biddingWithAwards = bidding
  .extend({ awards: z.array(z.object({ price: told.money, quantity: told.units })) })
  .meta({ id: 'OneWayBiddingWithAwards' });
export const bidderAnswer = z
  .object({
    biddingId: told.id,
    state: z.enum(['REGISTERED', 'BID']),
    held: told.money.describe('Kept of your cash: the deposit, or what the bid needs'),
    ...place,
  })
  .meta({ id: 'OneWayBidReceipt' });
export const ownBidsAnswer = pageAnswer(
  z
    .object({
      biddingId: told.id,
      accountId: told.id.optional(),
      symbol: told.symbol,
      state: ownBidState,
      quantity: told.units,
      deposit: told.money,
      bid: z.object({ price: told.money, quantity: told.units, at: told.instant }).optional(),
      awarded: told.units.optional(),
      orderId: told.id.optional(),
      registeredAt: told.instant,
    })
    .meta({ id: 'OneWayBid' }),
);
