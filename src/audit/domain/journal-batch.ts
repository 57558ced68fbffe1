import { createHash, hash } from 'node:crypto';
import { canonical, type Json } from '../../kernel/json.js';
import { rootOfLines } from './merkle.js';

/** Version of the record and header encoding; a reader refuses what it does not know. */
export const JOURNAL_VERSION = 1;
export const GENESIS_HASH = Buffer.alloc(32);
const LINK = '\u0002';

/** One commit of a venue: its records, their Merkle root, and the link to the batch before. */
export interface JournalBatch {
  readonly venueNo: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly prevHash: Buffer;
  readonly root: Buffer;
  readonly hash: Buffer;
  /** Canonical record lines joined by \n. */
  readonly payload: Buffer;
}

/** The canonical line of one record: the Merkle leaf's content. */
export function encodeRecord(record: object): string {
  return canonical({ v: JOURNAL_VERSION, ...record } as Json);
}

/** hash = SHA-256(0x02 ‖ canonical {v, venue, first, last, prev, root}). */
export function linkHash(
  venueNo: number,
  firstSeq: number,
  lastSeq: number,
  prev: Buffer,
  root: Buffer,
): Buffer {
  const header = canonical({
    v: JOURNAL_VERSION,
    venue: venueNo,
    first: firstSeq,
    last: lastSeq,
    prev: prev.toString('hex'),
    root: root.toString('hex'),
  });
  return hash('sha256', LINK + header, 'buffer');
}

export function sealBatch(
  venueNo: number,
  firstSeq: number,
  prevHash: Buffer,
  lines: readonly string[],
): JournalBatch {
  const payload = Buffer.from(lines.join('\n'));
  const { root } = rootOfLines(payload);
  const lastSeq = firstSeq + lines.length - 1;
  const hash = linkHash(venueNo, firstSeq, lastSeq, prevHash, root);
  return { venueNo, firstSeq, lastSeq, prevHash, root, hash, payload };
}

/** Re-derives a stored batch from its payload. Returns the first broken promise, or undefined. */
export function checkBatch(
  batch: JournalBatch,
  expectedFirst: number,
  expectedPrev: Buffer,
): string | undefined {
  if (batch.firstSeq !== expectedFirst) return `batch starts at ${batch.firstSeq}, expected ${expectedFirst}`;
  if (!batch.prevHash.equals(expectedPrev)) return `batch ${batch.firstSeq} does not link to its predecessor`;
  // The stored bytes themselves are hashed: nothing is decoded and encoded again on the way.
  const { root, lines } = rootOfLines(batch.payload);
  if (batch.firstSeq + lines - 1 !== batch.lastSeq) return `batch ${batch.firstSeq} has a wrong record count`;
  if (!root.equals(batch.root))
    return `batch ${batch.firstSeq} has records that do not match its Merkle root`;
  if (!linkHash(batch.venueNo, batch.firstSeq, batch.lastSeq, batch.prevHash, root).equals(batch.hash))
    return `batch ${batch.firstSeq} has a header that does not match its hash`;
  return undefined;
}

export function batchText({ payload }: JournalBatch): string {
  return payload.toString('utf8');
}

export function batchLines(batch: JournalBatch): string[] {
  return batchText(batch).split('\n');
}

export function stateHash(state: Json): string {
  return createHash('sha256').update(canonical(state)).digest('hex');
}
