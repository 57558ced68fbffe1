/** Commands decided and committed together at most. */
export const BATCH_COMMANDS_MAX = 1_000;
/** Commands waiting for a venue at most; beyond it the door answers 503 with Retry-After. */
export const QUEUE_COMMANDS_MAX = 10_000;
/** Commands of one member waiting for a venue at most; beyond it the door answers 429 with Retry-After. */
export const MEMBER_QUEUE_COMMANDS_MAX = 4_000;
/** After this many commands a snapshot is due: it is written as soon as the venue is quiet. */
export const SNAPSHOT_COMMANDS = 100_000;
/** A venue that is never quiet stops for a snapshot when so many times as many commands have come. */
export const SNAPSHOT_OVERDUE = 10;
/** No command for this long is quiet. */
export const SNAPSHOT_QUIET_MS = 500;
/** How long a broken venue waits before it tries to load again. */
export const RELOAD_DELAY_MS = 200;
