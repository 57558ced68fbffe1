import { answerOf, type Engine } from '../../sequencer/index.js';
import type { ClearingMachine } from '../domain/handlers.js';
import {
  type DayChecks,
  type DayJob,
  type DayStep,
  type SettlementDays,
  STEPS,
  type Step,
} from './day-ports.js';
import { settleUpTo } from './settle-up-to.js';

export interface DayRunParts {
  readonly engine: Engine<ClearingMachine>;
  readonly days: SettlementDays;
  readonly checks: DayChecks;
}

/** A step that came out wrong: the job fails, is tried again, and the row says why. */
export class StepFailed extends Error {}

/**
 * One job of a day's flow. It may come twice, late or out of order: a step that is DONE is passed over, one that should
 * have come before is done first, and what moves balances is a command that moves nothing twice.
 */
export async function runDayJob(parts: DayRunParts, job: DayJob): Promise<void> {
  const { range, slug, venueNo, day } = job;
  if (range === undefined) return confirmDay(parts, job);
  const { fromTrade, toTrade } = range;
  const states = await parts.days.stepsOf({ venueNo, day }, fromTrade);
  for (const step of STEPS.slice(0, STEPS.indexOf(range.step) + 1))
    if (states.get(step) !== 'DONE') await runStep(parts, slug, { venueNo, day, step, fromTrade, toTrade });
}

async function runStep(parts: DayRunParts, slug: string, step: DayStep): Promise<void> {
  const { days } = parts;
  await days.move(step, 'RUNNING');
  try {
    await WORK[step.step](parts, slug, step);
  } catch (error) {
    await days.move(step, 'FAILED', error instanceof Error ? error.message : String(error));
    throw error;
  }
  await days.move(step, 'DONE');
}

const WORK: Readonly<Record<Step, (parts: DayRunParts, slug: string, step: DayStep) => Promise<void>>> = {
  TRADE_CAPTURED: async ({ checks }, _slug, step) => assertRight(await checks.captured(step)),
  FUNDED: async ({ checks }, _slug, step) => assertRight(await checks.funded(step)),
  DELIVERED: ({ engine }, slug, { toTrade }) => settleUpTo(engine, slug, toTrade),
  CONFIRMED: async ({ checks }, _slug, step) => assertRight(await checks.delivered(step)),
};

function assertRight(fault: string | undefined): void {
  if (fault !== undefined) throw new StepFailed(fault);
}

/** Only when every step of every range is DONE, whatever the queue has lost. */
async function confirmDay(parts: DayRunParts, job: DayJob): Promise<void> {
  const { engine, days } = parts;
  const { slug, venueNo, day, lastTrade } = job;
  for (const { step, fromTrade, toTrade } of await days.open(job))
    await runDayJob(parts, { ...job, range: { step, fromTrade, toTrade } });
  const command = { kind: 'confirm-settlement-day', day, toTrade: lastTrade };
  answerOf(await engine.submit(slug, { by: 'system:clearing', org: '', command }));
  await days.confirmed({ venueNo, day });
}
