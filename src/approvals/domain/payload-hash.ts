import { createHash } from 'node:crypto';
import { canonical } from '../../kernel/json.js';
import type { Facts } from './executor.js';

/** What maker and checker compare: SHA-256 over the canonical {action, payload}. */
export function payloadHash(action: string, payload: Facts): string {
  return createHash('sha256').update(canonical({ action, payload })).digest('hex');
}
