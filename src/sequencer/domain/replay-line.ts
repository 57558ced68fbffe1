import { hash } from 'node:crypto';
import { type JournalBatch, JOURNAL_VERSION } from '../../audit/domain/journal-batch.js';
import { InvariantBroken } from '../../kernel/invariant.js';
import { canonicalEnd } from '../../kernel/json-bytes.js';
import { canonical, type Json } from '../../kernel/json.js';
import type { DecidedRecord } from './command.js';
import type { IdempotencyWindow } from './idempotency-window.js';
import type { Machine } from './machine.js';
import { StoredRecords } from './stored-records.js';

/**
 * Decides the records of a journalled batch again, one after the other, and checks that the same thing happens: what
 * becomes of each, written down, is its stored line byte for byte. Throws InvariantBroken if not.
 */
export function* replayBatch(
  machine: Machine,
  window: IdempotencyWindow | undefined,
  batch: JournalBatch,
): Generator<DecidedRecord> {
  const { payload } = batch;
  const stored = new StoredRecords(batch);
  for (let line = 0, end = 0; line <= payload.length; line = end + 1) {
    end = payload.indexOf('\n', line);
    if (end < 0) end = payload.length;
    const decided = machine.decide(stored.read(line));
    const { ans, at, by, cmd, ev, key, ok, org, rej, seq } = decided;
    const whole = { ans, at, by, cmd, ev, key, ok, org, rej, seq, v: JOURNAL_VERSION };
    if (canonicalEnd(whole as unknown as Json, payload, line) !== end)
      throw new InvariantBroken(`command ${seq} is decided the same on replay`);
    // The command's bytes are its canonical text: that has just been compared.
    if (key !== undefined && window !== undefined)
      window.remember(by, key, digest(payload.subarray(stored.commandAt, stored.commandEnd)), seq);
    yield decided;
  }
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

/** What an idempotency key was used for, from the command's canonical text: equal commands give equal digests. */
export function bodyHash(command: string): string {
  return digest(command);
}

function digest(text: string | Uint8Array): string {
  return hash('sha256', text, 'hex');
}
