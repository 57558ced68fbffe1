const LOGIN_FAILURES_MAX = 5;
/** The first lock; each further failure doubles it. */
const LOCK_SECONDS = 60;
const LOCK_SECONDS_MAX = 900;

/** Seconds a login name is locked after its nth failure in a row; 0: not yet. */
export function lockSeconds(failures: number): number {
  if (failures < LOGIN_FAILURES_MAX) return 0;
  const doublings = Math.min(failures - LOGIN_FAILURES_MAX, 10);
  return Math.min(LOCK_SECONDS * 2 ** doublings, LOCK_SECONDS_MAX);
}
