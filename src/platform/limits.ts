/** Every limit of the platform, with its unit. Contexts keep theirs beside them under the same kind of name. */

/** Connections of one process to PostgreSQL for its own queries. */
export const POOL_CONNECTIONS_MAX = 12;
/** A request that cannot get a connection for so long is answered as a fault rather than kept waiting. */
export const POOL_WAIT_MS_MAX = 10_000;
/** The embedded server: one process's pool, its queues, tools and people looking in. */
export const EMBEDDED_CONNECTIONS_MAX = 60;
export const EMBEDDED_SHARED_BUFFERS_MB = 64;
export const EMBEDDED_START_TIMEOUT_S = 60;

/** Connections of each queue or worker on PostgreSQL, its LISTEN connection not counted. */
export const QUEUE_CONNECTIONS_MAX = 2;
/** Tries of one job before it is shown as failed. A sweeper rings again; a job is only a doorbell. */
export const JOB_ATTEMPTS_MAX = 5;
export const JOB_RETRY_DELAY_MS = 500;
/** Finished doorbells kept for people to look at. */
export const JOBS_COMPLETED_KEPT = 1_000;
export const JOBS_FAILED_KEPT = 10_000;
export const WORKER_JOBS_AT_ONCE = 1;

/** Open work may take so long to end after SIGTERM; then the process leaves anyway and recovery does the rest. */
export const SHUTDOWN_TIMEOUT_MS = 15_000;
