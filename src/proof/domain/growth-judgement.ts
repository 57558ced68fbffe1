import { merkleRoot } from '../../audit/index.js';
import { type Checkpoint, parseCheckpoint } from './checkpoint.js';
import { judgeNote, type NoteKey } from './note-key.js';
import { isConsistent } from './proof-check.js';

/** What somebody who watches a log is asked to believe. */
export interface GrowthClaim {
  readonly oldSize: number;
  readonly proof: readonly Buffer[];
  /** The checkpoint with its signatures. */
  readonly note: string;
}

/** What the watcher saw last of this log; nothing of a log that is new to it. */
export interface SeenTree {
  readonly size: number;
  readonly root: Buffer;
}

/** Why a checkpoint is not believed, with the answer that C2SP tlog-witness gives. */
export interface GrowthRefused {
  readonly ok: false;
  readonly status: 400 | 403 | 404 | 409 | 422;
  readonly reason:
    | 'malformed'
    | 'unknown log'
    | 'not signed by the log'
    | 'shrunk'
    | 'another old size'
    | 'forked'
    | 'rewritten';
}

export type GrowthVerdict = { readonly ok: true; readonly checkpoint: Checkpoint } | GrowthRefused;

export const PROOF_HASHES_MOST = 63;

/** Append-only growth of a known log, signed by it — or the name of what it is instead. */
export function judgeGrowth(
  { oldSize, proof, note }: GrowthClaim,
  logKeys: readonly NoteKey[],
  seenOf: (origin: string) => SeenTree | undefined,
): GrowthVerdict {
  const checkpoint = parseCheckpoint(note);
  if (checkpoint === undefined || proof.length > PROOF_HASHES_MOST) return refused(400, 'malformed');
  const keys = logKeys.filter(({ name }) => name === checkpoint.origin);
  if (keys.length === 0) return refused(404, 'unknown log');
  const { good, isForged } = judgeNote(checkpoint.note, keys);
  if (isForged || good.length === 0) return refused(403, 'not signed by the log');
  const seen = seenOf(checkpoint.origin) ?? { size: 0, root: merkleRoot([]) };
  if (oldSize > checkpoint.size) return refused(400, 'shrunk');
  if (oldSize !== seen.size) return refused(409, 'another old size');
  const isEmpty = checkpoint.size === 0;
  if (isEmpty && !checkpoint.root.equals(merkleRoot([]))) return refused(422, 'rewritten');
  const claim = {
    older: seen.size,
    newer: checkpoint.size,
    olderRoot: seen.root,
    newerRoot: checkpoint.root,
  };
  if (isConsistent({ ...claim, proof })) return { ok: true, checkpoint };
  return refused(422, seen.size === checkpoint.size ? 'forked' : 'rewritten');
}

function refused(status: GrowthRefused['status'], reason: GrowthRefused['reason']): GrowthRefused {
  return { ok: false, status, reason };
}
