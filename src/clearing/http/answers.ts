import { z } from 'zod';
import { listAnswer, pageAnswer, place, told } from '../../platform/http/index.js';
import { STEPS } from '../commands/day-ports.js';
import { RUN_STATES } from '../commands/ports.js';
import type { FailureState, Leg, Obstacle } from '../domain/failed-delivery.js';
import { DAY_STATES, DISPUTE_STATES } from '../queries/settlement-day-tables.js';

const disputeState = z.enum(DISPUTE_STATES).meta({ id: 'DisputeState' });
const disputeNo = z.int().describe('The dispute’s number, as its address names it');
export const disputesAnswer = pageAnswer(
  z
    .object({
      dispute: disputeNo,
      tradeId: told.id,
      accountId: told.id.describe('Whose it is; the other party of the trade is not told').optional(),
      tradingDay: told.day,
      grounds: z.string(),
      state: disputeState,
      answer: z.string().describe('Empty before'),
      filedAt: told.instant,
      deadline: told.instant.nullable().describe('When the next trading day opens; null when none is known'),
      changedAt: told.instant,
      proposalId: told.id.nullable().describe('The annulment that an acceptance proposed'),
    })
    .meta({ id: 'Dispute' }),
);
export const disputeFiled = z
  .object({
    dispute: disputeNo,
    tradeId: told.id,
    state: disputeState,
    deadline: told.instant.nullable(),
    ...place,
  })
  .meta({ id: 'DisputeFiled' });
export const disputeRejected = z
  .object({ dispute: disputeNo, state: disputeState, ...place })
  .meta({ id: 'DisputeRejected' });
export const disputeAccepted = z
  .object({ dispute: disputeNo, state: disputeState, proposalId: told.id, ...place })
  .meta({ id: 'DisputeAccepted' });

const failureState = z
  .enum([
    ...(['FAILED_GOODS', 'FAILED_CASH', 'RETRY', 'DELIVERED'] as const),
    ...(['RESERVE_COVERED', 'RECOVERED', 'DEFAULTED'] as const),
  ] satisfies FailureState[])
  .meta({ id: 'FailedDeliveryState' });
export const failedDeliveriesAnswer = pageAnswer(
  z
    .object({
      tradeId: told.id,
      tradingDay: told.day,
      symbol: told.symbol,
      leg: z.enum(['GOODS', 'CASH'] satisfies Leg[]),
      accountId: told.id.describe('Whose leg it is'),
      owes: told.decimal.describe('Units or money, by the leg'),
      obstacle: z.enum(['FROZEN', 'SHORT'] satisfies Obstacle[]),
      state: failureState,
      retries: told.count,
      reason: z.string(),
      owner: z
        .enum(['system', 'clearing', 'debtor', ''])
        .describe('Who has to act next; empty when nobody has'),
      nextRetryAt: told.instant.nullable(),
      coveredByReserve: z.boolean(),
      since: told.instant,
      changedAt: told.instant,
    })
    .meta({ id: 'FailedDelivery' }),
);
export const deliveriesRetried = z
  .object({ given: told.count, owed: told.count.describe('How many are still aside'), ...place })
  .meta({ id: 'DeliveriesRetried' });

const job = z
  .object({
    job: z.string(),
    name: z.string(),
    state: z.string().describe('BullMQ’s word for where it is'),
    attempts: told.count,
    stalled: told.count.describe('How often a worker took it and was not heard of again'),
    error: z.string(),
    addedAt: told.moment,
    finishedAt: told.moment.nullable(),
    data: z.unknown().describe('What the job was given'),
  })
  .meta({ id: 'Job' });
export const jobAnswer = job;
export const jobsAnswer = pageAnswer(job);
export const queuesAnswer = listAnswer(
  z
    .object({ queue: z.string(), isPaused: z.boolean(), jobs: z.record(z.string(), told.count) })
    .meta({ id: 'JobQueue' }),
);

const day = z
  .object({
    day: told.day,
    state: z.enum(DAY_STATES),
    trades: told.count,
    begunBy: z.string(),
    begunAt: told.moment,
    asked: told.count.describe('How often its settlement was asked for'),
    undelivered: told.count.nullable().describe('Null before it is confirmed'),
    confirmedSeq: told.seq.nullable(),
    changedAt: told.moment,
  })
  .meta({ id: 'SettlementDay' });
export const settlementDaysAnswer = pageAnswer(day);
export const settlementProgress = day
  .extend({
    steps: z.array(
      z
        .object({
          step: z.enum(STEPS),
          done: told.count.describe('Trades'),
          total: told.count.describe('Trades'),
          failed: told.count.describe('Ranges of trades'),
          attempts: told.count,
          error: z.string(),
        })
        .meta({ id: 'SettlementStep' }),
    ),
    states: z.record(z.string(), told.count).describe('How many trades are in which state'),
  })
  .meta({ id: 'SettlementProgress' });

const runId = z.string().describe('First and last trade number, `1-200`');
export const settlementRunsAnswer = pageAnswer(
  z
    .object({
      run: runId,
      fromTrade: z.int(),
      toTrade: z.int(),
      state: z.enum(RUN_STATES),
      attempts: told.count,
      error: z.string(),
      changedAt: told.moment,
    })
    .meta({ id: 'SettlementRun' }),
);
export const settlementRunRetried = z
  .object({ run: runId, settled: told.count, lastSettled: z.int(), seq: told.seq })
  .meta({ id: 'SettlementRunRetried' });
export const pendingSettlement = z
  .object({ waiting: told.count, lastSettled: z.int().describe('The number of the last settled trade') })
  .meta({ id: 'PendingSettlement' });

export const statementAnswer = z
  .object({
    organisation: z.string(),
    venue: z.string(),
    from: told.day,
    to: told.day,
    net: z.array(
      z
        .object({
          accountId: told.id,
          symbol: told.symbol,
          bought: told.units,
          sold: told.units,
          netUnits: told.units,
          boughtValue: told.money,
          soldValue: told.money,
          fees: told.money,
          netCash: told.money.describe('Received less paid, fees included'),
          trades: told.count,
        })
        .meta({ id: 'StatementNet' }),
    ),
    trades: z.array(
      z
        .object({
          tradeId: told.id,
          accountId: told.id,
          day: told.day,
          at: told.instant,
          symbol: told.symbol,
          side: z.enum(['buy', 'sell']),
          price: told.money,
          quantity: told.units,
          value: told.money,
          fee: told.money,
          state: z.union([
            z.enum(['EXECUTED', 'DELIVERED', 'CONFIRMED', 'ANNULLED']),
            failureState.exclude(['DELIVERED']),
          ]),
        })
        .meta({ id: 'StatementTrade' }),
    ),
  })
  .meta({ id: 'SettlementStatement' });
