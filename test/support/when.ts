import { it } from '@jest/globals';

/** `it` where what a test needs is present; else a test shown as skipped, and a line that says why. */
export function whenPresent(condition: unknown, reason: string): typeof it | typeof it.skip {
  if (condition) return it;
  process.stderr.write(`skipped: ${reason}\n`);
  return it.skip;
}
