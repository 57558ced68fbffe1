import { z } from 'zod';
import { listAnswer, pageAnswer, told } from '../../platform/http/index.js';
import { LOG_ALGORITHMS } from '../domain/note-key.js';
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

const base64Text = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);
const hashes = z.array(base64Text);
const note = z.string().describe('A signed note (C2SP): origin, size, root, signatures');
export const logsAnswer = listAnswer(
  z
    .object({
      name: z.string(),
      origin: z.string(),
      size: told.count,
      signedAt: told.moment.nullable().describe('Null before the first checkpoint'),
    })
    .meta({ id: 'Log' }),
);
const since = told.moment;
export const keysAnswer = z
  .object({
    keys: z.array(
      z.object({
        vkey: z.string(),
        algorithm: z.enum(LOG_ALGORITHMS),
        from: since,
        to: since.nullable(),
        handover: z.string().nullable().describe('The note in which the key before it names it'),
      }),
    ),
    witnesses: z.array(z.object({ vkey: z.string(), from: since, to: since.nullable() })),
  })
  .meta({ id: 'LogKeys' });
export const cosigningAnswer = z
  .object({ accepted: z.array(z.string()) })
  .meta({ id: 'CosignaturesAccepted' });
export const checkpointsAnswer = pageAnswer(
  z
    .object({ no: z.int(), size: told.count, root: base64Text, note, signedAt: told.moment })
    .meta({ id: 'Checkpoint' }),
);
const inclusion = z.object({
  seq: told.seq,
  index: told.count,
  size: told.count,
  leaf: base64Text,
  hashes,
  checkpoint: note,
});
export const inclusionAnswer = inclusion.meta({ id: 'InclusionProof' });
export const consistencyAnswer = z
  .object({ from: told.count, to: told.count, hashes })
  .meta({ id: 'ConsistencyProof' });
export const recordAnswer = inclusion
  .extend({
    told: z.string(),
    toldSalt: z.string(),
    eventsHash: z.string(),
    line: z.string().describe('The whole line of the journal, for whoever may read it').optional(),
    tlogProof: z.string(),
  })
  .meta({ id: 'LogRecord' });

export function checkpointView({ checkpointNo, size, root, note, signedAt }: StoredCheckpoint): object {
  return { no: checkpointNo, size, root: root.toString('base64'), note, signedAt: signedAt.toISOString() };
}

export function base64(bytes: readonly Buffer[]): string[] {
  return bytes.map((hash) => hash.toString('base64'));
}
