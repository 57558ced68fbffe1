import { hash } from 'node:crypto';
import { JOURNAL_VERSION } from '../../audit/domain/journal-batch.js';
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
  const decided = machine.decide({ seq, at, by, org, key, cmd });
  const command = canonical(cmd as Json);
  if (recordLine(decided, command) !== line)
    throw new InvariantBroken(`command ${seq} is decided the same on replay`);
  if (key !== undefined) window?.remember(by, key, bodyHash(command), seq);
  return decided;
}

/**
 * The canonical line of a record whose command is canonical text already: the same as `encodeRecord` writes,
 * without encoding the command twice. Its members stand in the order of the canonical form.
 */
export function recordLine(
  { ans, at, by, ev, key, ok, org, rej, seq }: DecidedRecord,
  command: string,
): string {
  const answer = ans === undefined ? '' : `"ans":${canonical(ans)},`;
  const named = key === undefined ? '' : `"key":${canonical(key)},`;
  const refusal = rej === undefined ? '' : `"rej":${canonical(rej as unknown as Json)},`;
  return (
    `{${answer}"at":${at},"by":${canonical(by)},"cmd":${command},"ev":${canonical(ev)},${named}` +
    `"ok":${ok},"org":${canonical(org)},${refusal}"seq":${seq},"v":${JOURNAL_VERSION}}`
  );
}

/** What an idempotency key was used for, from the command's canonical text: equal commands give equal bytes. */
export function bodyHash(command: string): Buffer {
  return hash('sha256', command, 'buffer');
}
