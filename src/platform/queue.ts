import {
  createPostgresBackend,
  createRedisBackend,
  type FlowJob,
  FlowProducer,
  type Job,
  Queue,
  type QueueOptions,
  setDefaultBackendFactory,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import pg from 'pg';
import {
  JOB_ATTEMPTS_MAX,
  JOB_LOCK_MS,
  JOB_RETRY_DELAY_MS,
  JOBS_COMPLETED_MAX,
  JOBS_FAILED_MAX,
  QUEUE_CONNECTIONS_MAX,
  STALLED_JOBS_LOOK_MS,
  WORKER_JOBS_AT_ONCE_MAX,
} from '../kernel/limits.js';
import { invariant } from '../kernel/invariant.js';
import { log } from './logger.js';

/** The schema of BullMQ's tables, made by `migrate`; the one it looks for in a pool that is given to it. */
export const QUEUE_SCHEMA = 'bullmq';

export type QueueServer = { readonly connectionString: string } | { readonly redisUrl: string };

export type JobHandler<D, R = void> = (job: Job<D, R>) => Promise<R>;

/**
 * Doorbells. A job carries ids and may run twice, late or never; the truth is in PostgreSQL's own tables.
 * One kind of server a process: BullMQ's choice of backend is process-wide.
 */
export class Queues {
  private readonly queues = new Map<string, Queue>();
  private readonly workers: Worker[] = [];
  private flows: FlowProducer | undefined;
  private readonly connection: object;
  /** One for all of them: a queue of its own pool, and there are two for each name, would keep three connections. */
  private readonly pool: pg.Pool | undefined;

  constructor(server: QueueServer) {
    if ('redisUrl' in server) {
      setDefaultBackendFactory(createRedisBackend);
      // Commands of a worker wait for a Redis that is away instead of failing; BullMQ asks for exactly this.
      this.connection = { url: server.redisUrl, maxRetriesPerRequest: null };
    } else {
      setDefaultBackendFactory(createPostgresBackend);
      this.pool = openQueuePool(server.connectionString);
      this.connection = this.pool;
    }
  }

  /** The queue of that name, the same one whenever it is asked for. */
  openQueue<D = unknown, R = unknown>(name: string): Queue<D, R, string> {
    let queue = this.queues.get(name);
    if (queue === undefined) {
      queue = new Queue(name, { connection: this.connection, defaultJobOptions: DEFAULTS } as QueueOptions);
      queue.on('error', sayError(name));
      this.queues.set(name, queue);
    }
    return queue as unknown as Queue<D, R, string>;
  }

  /** The names of the queues that this process has opened. */
  names(): string[] {
    return [...this.queues.keys()].sort();
  }

  /** Jobs that wait for each other: a parent is worked on after its children. All of them are added or none. */
  async addFlow(flow: FlowJob): Promise<void> {
    if (this.flows === undefined) {
      this.flows = new FlowProducer({ connection: this.connection } as QueueOptions);
      this.flows.on('error', sayError('flows'));
    }
    await this.flows.add(flow);
  }

  /** Works on jobs until `close`. A handler that throws is tried again, then the job is kept as failed. */
  openWorker<D = unknown, R = void>(
    name: string,
    handler: JobHandler<D, R>,
    { concurrency = WORKER_JOBS_AT_ONCE_MAX }: { readonly concurrency?: number } = {},
  ): Worker<D, R> {
    // The last connection must be for work: with all of them listening, nobody could take what he hears of.
    invariant(
      this.pool === undefined || this.workers.length < QUEUE_CONNECTIONS_MAX - 1,
      'more workers than connections to their queues',
    );
    const worker = new Worker<D, R>(
      name,
      handler as never,
      {
        connection: this.connection,
        concurrency,
        lockDuration: JOB_LOCK_MS,
        stalledInterval: STALLED_JOBS_LOOK_MS,
      } as WorkerOptions,
    );
    worker.on('error', sayError(name));
    worker.on('failed', (job, error) => {
      const last = job === undefined || job.attemptsMade >= (job.opts.attempts ?? 1);
      log[last ? 'error' : 'warn'](
        { queue: name, job: job?.id, attempts: job?.attemptsMade, err: error },
        'job failed',
      );
    });
    this.workers.push(worker as unknown as Worker);
    return worker;
  }

  /** Lets running jobs end, takes no new ones. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
    await this.flows?.close();
    await this.pool?.end();
  }
}

const DEFAULTS = {
  attempts: JOB_ATTEMPTS_MAX,
  backoff: { type: 'exponential', delay: JOB_RETRY_DELAY_MS },
  removeOnComplete: { count: JOBS_COMPLETED_MAX },
  removeOnFail: { count: JOBS_FAILED_MAX },
};

/** Without a listener an 'error' event ends the process; with one that prints each, an absent server fills the disk. */
function sayError(queue: string): (error: Error) => void {
  let saidAt = -Infinity;
  return (error) => {
    if (performance.now() - saidAt < ERROR_SAID_EVERY_MS) return;
    saidAt = performance.now();
    log.error({ queue, err: error }, 'queue server is not answering');
  };
}

const ERROR_SAID_EVERY_MS = 10_000;

/** `options` in a URL would win over the search_path that BullMQ's own SQL needs, so they are handed over beside it. */
function openQueuePool(url: string): pg.Pool {
  const bare = new URL(url);
  const options = bare.searchParams.get('options') ?? '';
  bare.searchParams.delete('options');
  const pool = new pg.Pool({
    ...{ connectionString: bare.href, options: `${options} -c search_path="${QUEUE_SCHEMA}"`.trim() },
    ...{ max: QUEUE_CONNECTIONS_MAX, keepAlive: true },
  });
  // Every queue and worker hears its errors.
  pool.setMaxListeners(0);
  pool.on('error', sayError('all'));
  return pool;
}
