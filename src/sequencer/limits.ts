/** Commands decided and committed together at most. */
export const BATCH_COMMANDS_MAX = 1_000;
/** Commands waiting for a venue at most; beyond it the door answers 503 with Retry-After. */
export const QUEUE_COMMANDS_MAX = 10_000;
/** A snapshot is written after this many commands, so that recovery replays no more than about as many. */
export const SNAPSHOT_COMMANDS = 100_000;
/** How long a broken venue waits before it tries to load again. */
export const RELOAD_DELAY_MS = 200;
