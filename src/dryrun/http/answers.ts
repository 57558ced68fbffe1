import { z } from 'zod';
import { pageAnswer, told } from '../../platform/http/index.js';
import type { DryRunState } from '../store/dry-runs.store.js';

const state = z
  .enum(['WAITING', 'RUNNING', 'DONE', 'FAILED'] satisfies DryRunState[])
  .meta({ id: 'DryRunState' });
const run = z
  .object({
    dryRunId: told.id,
    from: told.day,
    to: told.day,
    state,
    commands: told.count,
    error: z.string().optional(),
    askedBy: z.string(),
    askedAt: told.moment,
    changedAt: told.moment,
  })
  .meta({ id: 'DryRun' });
export const dryRunsAnswer = pageAnswer(run);
export const dryRunAsked = run
  .pick({ dryRunId: true, from: true, to: true, state: true })
  .meta({ id: 'DryRunAsked' });

const totals = z
  .object({
    accepted: told.count,
    refused: told.count,
    trades: told.count,
    units: told.count.describe('In the smallest unit, of all instruments together'),
    value: told.money,
    fees: told.money,
  })
  .meta({ id: 'DryRunTotals' });
const trade = z
  .object({
    price: told.money,
    quantity: told.units,
    value: told.money,
    buyerFee: told.money,
    sellerFee: told.money,
  })
  .meta({ id: 'DryRunTrade' });
/** How many there are, and the first of them. */
const shortened = <T extends z.ZodType>(item: T) => z.object({ count: told.count, shown: z.array(item) });
const report = z
  .object({
    period: z.object({ from: told.day, to: told.day }),
    instruments: z.array(told.symbol),
    commands: told.count,
    was: totals,
    will: totals,
    refusals: z.array(z.object({ code: z.string(), was: told.count, will: told.count })),
    decisions: shortened(
      z.object({
        seq: told.seq,
        at: told.instant,
        kind: z.string(),
        accountId: told.id.optional(),
        was: z.string(),
        will: z.string(),
        rule: z.string().nullable(),
      }),
    ),
    trades: shortened(
      z.object({
        seq: told.seq,
        symbol: told.symbol,
        buyOrderId: told.id,
        sellOrderId: told.id,
        was: trade.nullable(),
        will: trade.nullable(),
      }),
    ),
    closes: shortened(
      z.object({
        day: told.day,
        symbol: told.symbol,
        was: told.money.nullable(),
        will: told.money.nullable(),
      }),
    ),
    amounts: shortened(
      z.object({
        accountId: told.id,
        asset: z.string().describe('`cash`, or the symbol of an instrument'),
        was: told.decimal,
        will: told.decimal,
        moved: told.decimal,
      }),
    ),
  })
  .meta({ id: 'DryRunReport' });
export const dryRunAnswer = run
  .extend({ report: report.describe('Once it is done').optional() })
  .meta({ id: 'DryRunWithReport' });
