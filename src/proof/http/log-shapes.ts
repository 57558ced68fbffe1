import { z } from 'zod';
import type { StoredCheckpoint } from '../store/log-tables.js';

const part = z.string().min(1).max(12);
export const logParams = z.object({ log: z.string().min(1).max(64) });
export const tileParams = logParams.extend({
  level: part,
  a: part,
  b: part.optional(),
  c: part.optional(),
  d: part.optional(),
});
export const seq = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** Bytes under an address of a tile never change; the newest checkpoint is the newest for some seconds. */
export const FOR_EVER = 'public, max-age=31536000, immutable';
export const SOON_OLD = 'public, max-age=5';

const hashes = z.array(z.string());
export const logsAnswer = z.object({
  items: z.array(
    z.object({ name: z.string(), origin: z.string(), size: z.int(), signedAt: z.string().nullable() }),
  ),
});
export const keysAnswer = z.object({
  keys: z.array(
    z.object({
      vkey: z.string(),
      algorithm: z.string(),
      from: z.string(),
      to: z.string().nullable(),
      handover: z.string().nullable(),
    }),
  ),
  witnesses: z.array(z.object({ vkey: z.string(), from: z.string(), to: z.string().nullable() })),
});
export const cosigningAnswer = z.object({ accepted: z.array(z.string()) });
export const inclusionAnswer = z.object({
  seq: z.int(),
  index: z.int(),
  size: z.int(),
  leaf: z.string(),
  hashes,
  checkpoint: z.string(),
});
export const consistencyAnswer = z.object({ from: z.int(), to: z.int(), hashes });
export const recordAnswer = inclusionAnswer.extend({
  told: z.string(),
  toldSalt: z.string(),
  eventsHash: z.string(),
  line: z.string().optional(),
  tlogProof: z.string(),
});

export function checkpointView({ checkpointNo, size, root, note, signedAt }: StoredCheckpoint): object {
  return { no: checkpointNo, size, root: root.toString('base64'), note, signedAt: signedAt.toISOString() };
}

export function base64(bytes: readonly Buffer[]): string[] {
  return bytes.map((hash) => hash.toString('base64'));
}
