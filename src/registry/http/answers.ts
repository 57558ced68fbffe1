import { z } from 'zod';
import { pageAnswer, place, told } from '../../platform/http/index.js';
import { ACCOUNT_KINDS, type AccountState } from '../domain/account.js';
import { BATCH_STAGES, BATCH_STATES } from '../domain/batch.js';
import { INSTRUMENT_KINDS } from '../domain/index.js';

const accountState = z
  .enum(['APPLIED', 'UNDER_REVIEW', 'ACTIVE', 'RESTRICTED', 'FROZEN', 'CLOSED'] satisfies AccountState[])
  .meta({ id: 'AccountState' });
const accountKind = z.enum(ACCOUNT_KINDS).meta({ id: 'AccountKind' });

export const accountAnswer = z
  .object({
    accountId: told.id,
    organisationId: z.string(),
    ownerGroup: z.string().describe('Accounts of one group never trade with each other'),
    title: z.string(),
    kind: accountKind,
    state: accountState,
    reason: z.string().describe('Why it is restricted, frozen or closed, else empty'),
    appliedAt: told.instant,
    changedAt: told.instant,
  })
  .meta({ id: 'Account' });
export const accountsAnswer = pageAnswer(accountAnswer);
export const accountApplied = z
  .object({ accountId: told.id, title: z.string(), kind: accountKind, state: accountState, ...place })
  .meta({ id: 'AccountApplied' });
export const accountMoved = z
  .object({ accountId: told.id, state: accountState, ...place })
  .meta({ id: 'AccountMoved' });

const batchState = z.enum(BATCH_STATES).meta({ id: 'AllocationBatchState' });
const batch = z
  .object({
    batchId: told.id,
    symbol: told.symbol,
    year: z.int(),
    stage: z.enum(BATCH_STAGES).nullable().describe('Null where the file says what is given'),
    fileHash: z.string().describe('SHA-256 of the authority’s file; empty while a draft has none'),
    total: told.units,
    state: batchState,
    draftedBy: z.string(),
    submittedBy: z.string().describe('Empty before'),
    approvedBy: z.string().describe('Empty before'),
    note: z.string(),
    changedAt: told.instant,
  })
  .meta({ id: 'AllocationBatch' });
export const batchesAnswer = pageAnswer(batch);
export const batchWithLines = batch
  .extend({
    lines: z.array(
      z
        .object({
          accountId: told.id,
          title: z.string(),
          quantity: told.units,
          recalled: told.units,
          owed: told.units.describe('What a later result asks back and is not handed back yet'),
          approved: told.units.optional().describe('Of a staged batch: what the file says'),
          deducted: told.units.optional().describe('Of it kept back; below zero where it is returned'),
        })
        .meta({ id: 'AllocationLine' }),
    ),
  })
  .meta({ id: 'AllocationBatchWithLines' });
export const batchMoved = z
  .object({ batchId: told.id, state: batchState, total: told.units, ...place })
  .meta({ id: 'AllocationBatchMoved' });

export const deductionsAnswer = pageAnswer(
  z
    .object({
      accountId: told.id,
      symbol: told.symbol,
      imposed: told.units,
      open: told.units.describe('What later allocations must still pay'),
    })
    .meta({ id: 'Deduction' }),
);

const amount = told.decimal;
export const holdingsAnswer = pageAnswer(
  z
    .object({
      accountId: told.id,
      asset: z.string().describe('`cash`, or the symbol of an instrument: the amounts are money or units'),
      available: amount.describe('What one may spend, sell or promise now'),
      posted: amount.describe('The sum of all entries'),
      held: amount.describe('Kept for open orders'),
      outgoing: amount.describe('Sold, not delivered yet'),
      incoming: amount.describe('Bought, not delivered yet'),
      locked: amount.describe('Came in today and may not go on before the next day'),
      frozen: amount,
    })
    .meta({ id: 'Holding' }),
);
export const serialsAnswer = pageAnswer(
  z
    .object({ symbol: told.symbol, first: z.string(), last: z.string() })
    .meta({ id: 'SerialBlock', description: 'Whole numbers as text: longer than a JSON number may be' }),
);

const instrument = z
  .object({
    instrumentId: told.id,
    symbol: told.symbol,
    kind: z.enum(INSTRUMENT_KINDS),
    pollutant: z.string(),
    zone: z.string(),
    sector: z.string().describe('Empty for any'),
    vintage: z.int().describe('0 when it has none'),
    expiry: told.day.nullable(),
    unitName: z.string(),
    unitScale: z.int().min(0).max(9).describe('Decimals of a quantity'),
    tick: told.money,
    lot: told.units,
    rulePack: z.string(),
    referencePrice: told.money,
    state: z.enum(['TRADABLE', 'RETIRED']),
  })
  .meta({ id: 'Instrument' });
export const instrumentsAnswer = pageAnswer(instrument);
export const instrumentWithCaps = instrument
  .extend({
    caps: z.array(
      z
        .object({
          year: z.int(),
          limit: told.units,
          issued: told.units,
          cancelled: told.units,
          effective: told.units.describe('Cancelled units are never issued again: they lower the cap'),
        })
        .meta({ id: 'Cap' }),
    ),
  })
  .meta({ id: 'InstrumentWithCaps' });

export const allocationsAnswer = pageAnswer(
  z
    .object({
      holder: z.string(),
      symbol: told.symbol,
      year: z.int(),
      quantity: told.units,
      recalled: told.units,
    })
    .meta({ id: 'Allocation' }),
);
export const cancellationsAnswer = pageAnswer(
  z.object({ symbol: told.symbol, quantity: told.units, at: told.instant }).meta({ id: 'Cancellation' }),
);
export const serialPath = z
  .object({
    symbol: told.symbol,
    serial: z.string(),
    path: z.array(
      z
        .object({
          move: z.int(),
          from: z
            .string()
            .describe('An account’s id, the name of a venue’s own account, or `another account`'),
          to: z.string(),
          cause: z.string(),
          causeNo: z.int(),
        })
        .meta({ id: 'SerialMove' }),
    ),
  })
  .meta({ id: 'SerialPath' });
