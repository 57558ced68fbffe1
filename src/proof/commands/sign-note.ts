import { keyIdOf } from '../domain/note-key.js';
import { noteText } from '../domain/signed-note.js';
import { allLogs } from '../store/log-tables.js';
import { signingKeys, type SignerParts } from './sign-checkpoint.js';

/**
 * Signs what a log's owner says beside its checkpoints. The text's first line says what it is; it is never the log's
 * origin, so that no such note can pass for a checkpoint. Undefined when there is no such log.
 */
export async function signNote(
  parts: SignerParts,
  logNo: number,
  textOf: (origin: string) => string,
): Promise<string | undefined> {
  const log = (await allLogs(parts.pool)).find((one) => one.logNo === logNo);
  if (log === undefined) return undefined;
  const text = textOf(log.origin);
  if (text.startsWith(`${log.origin}\n`) || !text.endsWith('\n'))
    throw new Error('a note that is no checkpoint does not begin like one');
  const signatures = (await signingKeys(parts)).map((key) => ({
    name: log.origin,
    keyId: keyIdOf({ ...key, name: log.origin }),
    signature: key.sign(text),
  }));
  return noteText({ text, signatures });
}
