import { createHash } from 'node:crypto';
import { encodeRecord } from '../../audit/domain/journal-batch.js';
import { InvariantBroken } from '../../kernel/invariant.js';
import { canonical, type Json } from '../../kernel/json.js';
import type { DecidedRecord } from './command.js';
import type { IdempotencyWindow } from './idempotency-window.js';
import type { Machine } from './machine.js';

/** Decides a journalled record again and checks that the same thing happens. Throws InvariantBroken if not. */
export function replayLine(
  machine: Machine,
  window: IdempotencyWindow | undefined,
  line: string,
): DecidedRecord {
  const { seq, at, by, org, key, cmd } = JSON.parse(line) as DecidedRecord;
  const decided = machine.decide({ seq, at, by, org, ...(key === undefined ? {} : { key }), cmd });
  if (encodeRecord(decided) !== line)
    throw new InvariantBroken(`command ${seq} is decided the same on replay`);
  if (key !== undefined) window?.remember(by, key, bodyHash(cmd), seq);
  return decided;
}

/** What an idempotency key was used for: equal commands give equal text. */
export function bodyHash(command: object): string {
  return createHash('sha256')
    .update(canonical(command as Json))
    .digest('base64')
    .slice(0, 22);
}
