import { describe, it } from '@jest/globals';

/** `it` where what a test needs is present; else a test shown as skipped, and a line that says why. */
export function whenPresent(condition: unknown, reason: string): typeof it | typeof it.skip {
  if (condition) return it;
  process.stderr.write(`skipped: ${reason}\n`);
  return it.skip;
}

/** The same for a whole describe, whose tests are then counted as skipped one by one. */
export function describeWhenPresent(
  condition: unknown,
  reason: string,
): typeof describe | typeof describe.skip {
  if (condition) return describe;
  process.stderr.write(`skipped: ${reason}\n`);
  return describe.skip;
}
