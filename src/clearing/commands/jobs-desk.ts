import { Inject, Injectable } from '@nestjs/common';
import type { Job, JobType, Queue } from 'bullmq';
import type { Pool } from 'pg';
import { appendOfficeEntry } from '../../audit/index.js';
import type { Json } from '../../kernel/json.js';
import { RejectionError } from '../../kernel/rejection.js';
import type { Queues } from '../../platform/queue.js';
import { DATABASE_POOL, QUEUES } from '../../platform/tokens.js';

/** The words of BullMQ for where a job is. */
export const JOB_STATES = [
  ...['waiting', 'active', 'delayed', 'prioritized', 'waiting-children', 'completed', 'failed'],
] as readonly JobType[];

export interface ShownJob {
  readonly job: string;
  readonly name: string;
  readonly state: string;
  readonly attempts: number;
  /** How often a worker took it and was not heard of again. */
  readonly stalled: number;
  readonly error: string;
  readonly addedAt: string;
  readonly finishedAt: string | null;
  readonly data: Json;
}

/**
 * What waits in the queues, what died, and the two things that a person may do about it. A job is a doorbell: to cancel
 * one delays its work until the sweeper rings again, and to lose all of them does no more.
 */
@Injectable()
export class JobsDesk {
  constructor(
    @Inject(QUEUES) private readonly queues: Queues,
    @Inject(DATABASE_POOL) private readonly pool: Pool,
  ) {}

  /** Jobs of every queue by state, and whether the queue rests. */
  async list(): Promise<object[]> {
    return Promise.all(
      this.queues.names().map(async (name) => {
        const queue = this.queue(name);
        const [jobs, isPaused] = [await queue.getJobCounts(...JOB_STATES), await queue.isPaused()];
        return { queue: name, isPaused, jobs };
      }),
    );
  }

  async jobs(name: string, state: JobType, offset: number, limit: number): Promise<ShownJob[]> {
    const jobs = await this.queue(name).getJobs([state], offset, offset + limit - 1);
    // A job may end between the two questions.
    return Promise.all(jobs.filter((job) => job !== undefined).map((job) => show(job, state)));
  }

  /** Journalled before it is done: what is done and not on record would be worse than the other way round. */
  async retry(name: string, id: string, by: string, reason: string): Promise<ShownJob> {
    const { job, state } = await this.find(name, id);
    if (state !== 'failed') throw new RejectionError({ code: 'clearing.job_not_failed', data: { state } });
    await this.record('job-retried', name, id, by, reason);
    await job.retry('failed');
    return show(job, 'waiting');
  }

  async cancel(name: string, id: string, by: string, reason: string): Promise<ShownJob> {
    const { job, state } = await this.find(name, id);
    if (state === 'active') throw new RejectionError({ code: 'clearing.job_at_work' });
    await this.record('job-cancelled', name, id, by, reason);
    await job.remove();
    return show(job, 'cancelled');
  }

  private async find(name: string, id: string): Promise<{ job: Job; state: string }> {
    const job = await this.queue(name).getJob(id);
    const state = await job?.getState();
    if (job === undefined || state === undefined || state === 'unknown')
      throw new RejectionError({ code: 'clearing.job_unknown' });
    return { job, state };
  }

  private queue(name: string): Queue {
    if (!this.queues.names().includes(name)) throw new RejectionError({ code: 'clearing.queue_unknown' });
    return this.queues.openQueue(name) as unknown as Queue;
  }

  private async record(
    kind: string,
    queue: string,
    job: string,
    actor: string,
    reason: string,
  ): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      await appendOfficeEntry(client, { actor, kind, subject: `${queue}/${job}`, detail: { reason } });
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }
}

function show(job: Job, state: string): ShownJob {
  const { id, name, attemptsMade, stalledCounter, failedReason, timestamp, finishedOn, data } = job;
  return {
    ...{ job: id ?? '', name, state, attempts: attemptsMade, stalled: stalledCounter },
    error: failedReason ?? '',
    addedAt: new Date(timestamp).toISOString(),
    finishedAt: finishedOn === undefined ? null : new Date(finishedOn).toISOString(),
    data: data as Json,
  };
}
