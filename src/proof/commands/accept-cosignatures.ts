import type { Pool } from 'pg';
import { RejectionError } from '../../kernel/rejection.js';
import { parseCheckpoint } from '../domain/checkpoint.js';
import { judgeNote, secondsOf, vkeyOf } from '../domain/note-key.js';
import { signatureLine } from '../domain/signed-note.js';
import { addCosignature, witnesses } from '../store/key-tables.js';
import { checkpointFrom, type MerkleLog } from '../store/log-tables.js';

/** A cosignature may be this far ahead of our clock. */
const AHEAD_SECONDS = 60;

/**
 * Keeps the cosignatures of known witnesses on a checkpoint of ours. Whoever brings them is not asked for a name: the
 * signatures are. Returns the names of the witnesses whose signatures fit.
 */
export async function acceptCosignatures(
  pool: Pool,
  log: MerkleLog,
  note: string,
  nowSeconds: number,
): Promise<string[]> {
  const said = parseCheckpoint(note);
  if (said === undefined) throw new RejectionError({ code: 'proof.not_a_checkpoint' });
  const ours = await checkpointFrom(pool, log.logNo, said.size);
  if (said.origin !== log.origin || ours?.size !== said.size || !ours.note.startsWith(`${said.note.text}\n`))
    throw new RejectionError({ code: 'proof.checkpoint_unknown' });
  const known = (await witnesses(pool)).filter(({ removedAt }) => removedAt === null);
  const { good, isForged } = judgeNote(
    said.note,
    known.map(({ key }) => key),
  );
  const isFuture = good.some(({ signature }) => secondsOf(signature) > BigInt(nowSeconds + AHEAD_SECONDS));
  if (isForged || isFuture) throw new RejectionError({ code: 'proof.cosignature_forged' });
  if (good.length === 0) throw new RejectionError({ code: 'proof.witness_unknown' });
  for (const line of good)
    await addCosignature(pool, {
      logNo: log.logNo,
      checkpointNo: ours.checkpointNo,
      vkey: vkeyOf(line.key),
      line: signatureLine(line),
      seconds: Number(secondsOf(line.signature)),
    });
  return good.map(({ name }) => name);
}
