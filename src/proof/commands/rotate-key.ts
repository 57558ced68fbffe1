import { appendOfficeEntry } from '../../audit/index.js';
import { keyIdOf, type LogAlgorithm, vkeyOf } from '../domain/note-key.js';
import { noteText } from '../domain/signed-note.js';
import { logKeys, putKeyInForce } from '../store/key-tables.js';
import { KeyNotHere, type SignerParts } from './sign-checkpoint.js';
import { inTransaction } from './transaction.js';

export interface Rotation {
  readonly keyNo: number;
  readonly publicKey: Buffer;
  readonly handover: string | null;
}

/**
 * A new key signs from now on. The old one's last signature is under a note that names the new one; then its private
 * half is gone. Public halves stay, so what was signed stays verifiable.
 */
export async function rotateKey(
  parts: SignerParts & { readonly prefix: string },
  algorithm: LogAlgorithm,
  { actor, reason }: { readonly actor: string; readonly reason: string },
): Promise<Rotation> {
  const { pool, keys, prefix } = parts;
  const row = (await logKeys(pool)).find((one) => one.algorithm === algorithm && one.validTo === null);
  const old = row && keys.find(algorithm, row.publicKey);
  if (row !== undefined && old === undefined) throw new KeyNotHere(algorithm);
  const fresh = keys.prepare(algorithm);
  const newVkey = vkeyOf({ ...fresh, algorithm, name: prefix });
  const text =
    old && `airshed log key handover v1\n${vkeyOf({ ...old, algorithm, name: prefix })}\n${newVkey}\n`;
  const handover =
    old === undefined || text === undefined
      ? null
      : noteText({
          text,
          signatures: [
            { name: prefix, keyId: keyIdOf({ ...old, algorithm, name: prefix }), signature: old.sign(text) },
          ],
        });
  const keyNo = await inTransaction(pool, async (client) => {
    const no = await putKeyInForce(client, { algorithm, publicKey: fresh.publicKey, handover });
    await appendOfficeEntry(client, {
      actor,
      kind: 'log-key-rotated',
      subject: newVkey,
      detail: { algorithm, keyNo: no, reason },
    });
    return no;
  });
  keys.promote(algorithm);
  return { keyNo, publicKey: fresh.publicKey, handover };
}
