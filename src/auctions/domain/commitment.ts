import { createHash } from 'node:crypto';

/** What is published before the opening: SHA-256 of the seed, in lower-case hex. */
export function commitmentOf(seed: string): string {
  return createHash('sha256').update(seed).digest('hex');
}

/** Whether a revealed seed is the one that was committed to. */
export function isCommitted(seed: string, commitment: string): boolean {
  return commitmentOf(seed) === commitment;
}
