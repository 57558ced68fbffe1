import type { FlowJob } from 'bullmq';
import type { DayJob, DayStep } from '../commands/day-ports.js';

export const SETTLEMENT_DAY_QUEUE = 'settlement-day';

/**
 * A chain of steps for each range, its first step deepest, under the day's confirmation. A step that fails for good does
 * not keep its range from going on: whoever comes after it does it first, and the sweeper asks for what is left.
 */
export function flowOf(job: DayJob, open: readonly DayStep[], asked: number): FlowJob {
  const { venueNo, day } = job;
  const name = `${venueNo}-${day}-${asked}`;
  const chains = new Map<number, FlowJob>();
  for (const { step, fromTrade, toTrade } of open) {
    const earlier = chains.get(fromTrade);
    chains.set(fromTrade, {
      name: step,
      queueName: SETTLEMENT_DAY_QUEUE,
      data: { ...job, range: { step, fromTrade, toTrade } } satisfies DayJob,
      opts: { jobId: `${name}-${fromTrade}-${step}`, ...OPTIONS, ignoreDependencyOnFailure: true },
      children: earlier === undefined ? [] : [earlier],
    });
  }
  return {
    ...{ name: 'DAY', queueName: SETTLEMENT_DAY_QUEUE, data: job },
    opts: { jobId: `${name}-day`, ...OPTIONS },
    children: [...chains.values()],
  };
}

const OPTIONS = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 500 },
  removeOnComplete: true,
} as const;
