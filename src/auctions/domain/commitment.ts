import { createHash, timingSafeEqual } from 'node:crypto';

/** What is published before the opening: SHA-256 of the seed, in lower-case hex. */
export function commitmentOf(seed: string): string {
  return createHash('sha256').update(seed).digest('hex');
}

/** Whether a revealed seed is the one that was committed to. */
export function isCommitted(seed: string, commitment: string): boolean {
  const [told, expected] = [commitmentOf(seed), commitment].map((text) => Buffer.from(text));
  return told.length === expected.length && timingSafeEqual(told, expected);
}
