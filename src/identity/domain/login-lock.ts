import { LOCK_SECONDS, LOCK_SECONDS_MAX, LOGIN_FAILURES_MAX } from '../../kernel/limits.js';

/** Seconds a login name is locked after its nth failure in a row; 0: not yet. */
export function lockSeconds(failures: number): number {
  if (failures <= LOGIN_FAILURES_MAX) return 0;
  const doublings = Math.min(failures - LOGIN_FAILURES_MAX - 1, 10);
  return Math.min(LOCK_SECONDS * 2 ** doublings, LOCK_SECONDS_MAX);
}
