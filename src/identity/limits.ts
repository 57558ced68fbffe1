export const PASSWORD_CHARACTERS_MIN = 12;
export const PASSWORD_CHARACTERS_MAX = 256;

/** argon2id, OWASP's first choice: 19 MiB, two passes. */
export const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Verifications at once; each takes 19 MiB and a thread of the pool that the database driver shares. */
export const PASSWORD_CHECKS_AT_ONCE_MAX = 4;

export const SESSION_IDLE_MS = 30 * 60_000;
export const SESSION_ABSOLUTE_MS = 12 * 3_600_000;
/** `last_seen_at` is written at most this often, so that reading is not writing. */
export const SESSION_TOUCH_MS = 60_000;

/** How long memory may answer for a session or key before it asks the database again: revocation by another process is seen by then. */
export const CREDENTIAL_FRESH_MS = 15_000;
export const CREDENTIALS_CACHED_MAX = 20_000;

export const API_KEYS_PER_PERSON_MAX = 20;

export const TIMESTAMP_WINDOW_MS = 30_000;
/** Stamps further ahead than this are remembered on disk; a restart takes longer than this. */
export const AHEAD_MS = 250;
export const NONCES_PER_GENERATION_MAX = 4_194_304;
