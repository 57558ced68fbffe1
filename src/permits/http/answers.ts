import { z } from 'zod';
import { pageAnswer, place, told } from '../../platform/http/index.js';
import { ORIGINS } from '../domain/right.js';
import { SOURCE_CLASSES } from '../domain/plant.js';
import { type DepositState, METHODS, TRANSFER_STATES } from '../domain/transfer.js';

export const districtsAnswer = pageAnswer(
  z
    .object({
      districtId: told.id,
      name: z.string(),
      city: z.string(),
      basin: z.string(),
      caps: z.array(
        z.object({ symbol: told.symbol, cap: told.units, rights: told.units }).meta({ id: 'DistrictCap' }),
      ),
      readings: z.array(
        z
          .object({
            indicator: z.string(),
            day: told.day,
            value: told.decimal.describe('To a tenth'),
            targetMet: z.boolean(),
          })
          .meta({ id: 'DistrictReading' }),
      ),
    })
    .meta({ id: 'PermitDistrict' }),
);
export const quotaAnswer = z
  .object({
    day: told.day,
    mustTrade: z.boolean(),
    need: told.units,
    replacementRatio: told.decimal.describe('How much is bought for each unit of new discharge'),
    threshold: told.decimal.nullable().describe('Tonnes a year below which nothing must be bought'),
    attained: z.boolean(),
    judgements: z.array(
      z.object({
        indicator: z.string(),
        attained: z.boolean(),
        targetMet: z.boolean().nullable(),
        value: told.decimal.nullable(),
        limit: told.decimal.nullable(),
      }),
    ),
    rules: z.array(told.rule),
  })
  .meta({ id: 'PermitQuota' });

export const plantsAnswer = pageAnswer(
  z
    .object({
      plantId: told.id,
      accountId: told.id,
      districtId: told.id,
      name: z.string(),
      sector: z.string(),
      sourceClass: z.enum(SOURCE_CLASSES),
      captivePower: z.boolean(),
      heatPart: z.boolean(),
      ultraLow: z.boolean(),
      permitUntil: told.day.nullable(),
      standings: z.array(
        z
          .object({
            symbol: told.symbol,
            permitted: told.units,
            need: told.units,
            discharge: told.units,
            asOf: told.day.nullable(),
            violation: z.boolean(),
          })
          .meta({ id: 'PlantStanding' }),
      ),
    })
    .meta({ id: 'PermitPlant' }),
);
export const dischargeReported = z
  .object({
    plantId: told.id,
    instrumentId: told.id,
    discharge: told.units,
    permitted: told.units,
    violation: z.boolean(),
    ...place,
  })
  .meta({ id: 'DischargeReported' });

const encumbranceParts = {
  encumbranceId: told.id,
  quantity: told.units,
  lastDay: told.day,
  state: z.enum(['ACTIVE', 'EXPIRED', 'RELEASED']),
} as const;
const encumbrance = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lease'), ...encumbranceParts, lesseeId: told.id }).meta({ id: 'Lease' }),
  z
    .object({ kind: z.literal('pledge'), ...encumbranceParts, creditor: z.string(), rank: z.int() })
    .meta({ id: 'Pledge' }),
]);
export const rightsAnswer = pageAnswer(
  z
    .object({
      rightId: told.id,
      plantId: told.id.nullable().describe('Null: the government’s reserve'),
      districtId: told.id,
      symbol: told.symbol,
      origin: z.enum(ORIGINS),
      startDay: told.day,
      endDay: told.day.describe('The last day on which it may be used'),
      quantity: told.units,
      listed: told.units,
      leased: told.units,
      pledged: told.units,
      encumbrances: z.array(encumbrance),
    })
    .meta({ id: 'PermitRight' }),
);

const state = z.enum(TRANSFER_STATES).meta({ id: 'PermitTransferState' });
const method = z.enum(METHODS).meta({ id: 'PermitMethod' });
const permitOrder = z
  .enum(['CHANGE', 'REAPPLY', ''])
  .describe('What the plants’ permits need now; empty for nothing');
const notice = z.object({
  transferId: told.id,
  symbol: told.symbol,
  quantity: told.units,
  seller: z.string(),
  district: z.string(),
  state,
  rules: z.string().describe('The rule pack'),
  overrides: z
    .array(z.object({ code: z.string(), authority: z.string(), reason: z.string(), proposalId: told.id }))
    .describe('Rules “in principle” that a named authority has set aside')
    .optional(),
  upperApproval: z.string().optional(),
  method: method.optional(),
  price: told.money.describe('Of a tonne: the fixed or agreed one, or where bidding begins').optional(),
  startPrice: told.money.describe('Of the lot: nothing is sold below it').optional(),
  deposit: told.money.optional(),
  opensAt: told.instant.optional(),
  closesAt: told.instant.optional(),
  buyer: z.string().nullable().optional(),
  tradedPrice: told.money.optional(),
  value: told.money.optional(),
  certificate: z.string().optional(),
  permitOrder: permitOrder.optional(),
});
export const noticesAnswer = pageAnswer(notice.meta({ id: 'PermitNotice' }));
export const transferAnswer = notice
  .extend({
    rightId: told.id,
    sellerId: told.id.nullable(),
    namedBuyerId: told.id.nullable(),
    buyerId: told.id.nullable(),
    acrossRegions: z.boolean(),
    ground: z.string(),
    note: z.string(),
    replacementRatio: told.decimal.nullable(),
    sellerSigned: z.boolean(),
    buyerSigned: z.boolean(),
    dueDay: told.day.nullable().describe('By when both sign, or the buyer pays'),
    changedAt: told.instant,
  })
  .meta({ id: 'PermitTransfer' });
export const transfersAnswer = pageAnswer(transferAnswer);
const data = z.record(z.string(), z.union([z.string(), z.number()]));
export const findingsAnswer = z
  .object({
    transferId: told.id,
    items: z.array(
      z
        .object({
          code: z.string(),
          passed: z.boolean(),
          overridden: z.boolean(),
          rule: told.rule.nullable(),
          data: data.optional(),
        })
        .meta({ id: 'PermitFinding' }),
    ),
  })
  .meta({ id: 'PermitFindings' });

const moved = z.object({ transferId: told.id, state, ...place });
export const transferMoved = moved.meta({ id: 'PermitTransferMoved' });
export const transferDecided = moved
  .extend({
    refusal: z
      .object({
        code: z.string(),
        rule: told.rule.optional(),
        data: data.optional(),
        detail: z.string().optional(),
      })
      .nullable()
      .describe('Why it is not eligible'),
  })
  .meta({ id: 'PermitTransferDecided' });
export const transferListed = moved
  .extend({
    round: z.int(),
    method,
    price: told.money,
    start: told.money.describe('Of the lot: nothing is sold below it'),
    deposit: told.money,
    opensAt: told.instant,
    closesAt: told.instant,
  })
  .meta({ id: 'PermitTransferListed' });
const award = { plantId: told.id, price: told.money, value: told.money, dueDay: told.day } as const;
export const transferAwarded = moved.extend(award).meta({ id: 'PermitTransferAwarded' });
/** No award when too few have bid. */
export const listingClosed = moved
  .extend(z.object(award).partial().shape)
  .meta({ id: 'PermitListingClosed' });
export const bidderAnswer = z
  .object({
    transferId: told.id,
    plantId: told.id,
    ratioBps: z.int().describe('Units to be bought for 10,000 of new discharge'),
    deposit: z.union([
      told.money,
      z.enum(['HELD', 'RETURNED', 'FORFEITED', 'APPLIED'] satisfies DepositState[]),
    ]),
    price: told.money.describe('The quote; 0.00 before the first'),
    ...place,
  })
  .meta({ id: 'PermitBidder' });
export const contractSigned = moved
  .extend({ sellerSigned: z.boolean(), buyerSigned: z.boolean(), dueDay: z.string() })
  .meta({ id: 'PermitContractSigned' });
export const contractPaid = moved.extend({ paid: told.money }).meta({ id: 'PermitContractPaid' });
export const transferDefaulted = moved
  .extend({ plantId: told.id, note: z.string(), deposit: told.money })
  .meta({ id: 'PermitTransferDefaulted' });
export const permitChangeStarted = moved.extend({ permitOrder }).meta({ id: 'PermitChangeStarted' });
export const transferCompleted = moved
  .extend({ permitted: told.units })
  .meta({ id: 'PermitTransferCompleted' });
