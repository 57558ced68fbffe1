import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { JobType } from 'bullmq';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter, reason } from '../../approvals/http/shapes.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  Door,
  type Page,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import { JOB_STATES, JobsDesk } from '../commands/jobs-desk.js';
import { jobAnswer, jobsAnswer, queuesAnswer } from './answers.js';

const queueParams = z.object({ queue: z.string().min(1).max(64) });
const jobParams = queueParams.extend({ job: z.string().min(1).max(128) });
const query = z.strictObject({
  ...pageQuery,
  state: z.enum(JOB_STATES as [JobType, ...JobType[]]).default('failed'),
});
const why = z.strictObject({ reason });
const acts = {
  power: 'settlement.run',
  params: jobParams,
  body: why,
  status: 200,
} as const;

/** The jobs desk: queues, what waits, what died, once more, no more. */
@Chapter('jobs')
@Controller('api/v1/job-queues')
export class JobQueuesController {
  constructor(@Inject(JobsDesk) private readonly desk: JobsDesk) {}

  @Get()
  @Door({
    name: 'listJobQueues',
    summary: 'Queues and how many jobs of each are in which state',
    power: 'settlement.run',
    answer: queuesAnswer,
  })
  async list(): Promise<object> {
    return { items: await this.desk.list() };
  }

  @Get(':queue/jobs')
  @Door({
    name: 'listJobs',
    summary: 'Jobs of a queue in one state: attempts, stalls, the last error',
    power: 'settlement.run',
    params: queueParams,
    query,
    problems: ['clearing.queue_unknown'],
    answer: jobsAnswer,
  })
  async jobs(
    @Param() { queue }: z.infer<typeof queueParams>,
    @Query() { limit, after, state }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const [offset] = numbersAfter(after, [0]);
    const jobs = await this.desk.jobs(queue, state, offset, limit + 1);
    return turnPage(
      reply,
      jobs,
      limit,
      () => [offset + limit],
      (job) => job,
    );
  }

  @Post(':queue/jobs/:job/retry')
  @Door({
    ...acts,
    name: 'retryJob',
    summary: 'Let a failed job run again; the reason goes on record',
    problems: ['clearing.queue_unknown', 'clearing.job_unknown', 'clearing.job_not_failed'],
    answer: jobAnswer,
  })
  retry(
    @CallerOf() { personId }: Caller,
    @Param() { queue, job }: z.infer<typeof jobParams>,
    @Body() { reason }: z.infer<typeof why>,
  ): Promise<object> {
    return this.desk.retry(queue, job, personId, reason);
  }

  @Post(':queue/jobs/:job/cancel')
  @Door({
    ...acts,
    name: 'cancelJob',
    summary: 'Take a job out of its queue; the reason goes on record, the sweeper may ring again',
    problems: ['clearing.queue_unknown', 'clearing.job_unknown', 'clearing.job_at_work'],
    answer: jobAnswer,
  })
  cancel(
    @CallerOf() { personId }: Caller,
    @Param() { queue, job }: z.infer<typeof jobParams>,
    @Body() { reason }: z.infer<typeof why>,
  ): Promise<object> {
    return this.desk.cancel(queue, job, personId, reason);
  }
}
