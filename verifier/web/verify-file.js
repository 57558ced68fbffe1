import { BundleCheck } from '../core/bundle.js';
import { readLines } from './read-lines.js';

/** So many lines, then the page may breathe. */
const LINES_TOGETHER = 2_000;

/**
 * A bundle, verified in the page that it was chosen in: nothing of it leaves this machine.
 * @param {Blob & { name?: string }} file
 * @param {import('../core/trust.js').Brought} brought
 * @param {(lines: number) => void} [onProgress]
 * @returns {Promise<import('../core/bundle.js').Report>}
 */
export async function verifyFile(file, brought, onProgress) {
  const check = new BundleCheck(brought);
  let lines = 0;
  for await (const line of readLines(file)) {
    check.take(line);
    lines += 1;
    if (check.isBroken) break;
    if (lines % LINES_TOGETHER !== 0) continue;
    onProgress?.(lines);
    await new Promise((then) => setTimeout(then, 0));
  }
  return check.finish();
}
