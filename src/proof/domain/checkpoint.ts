import { HASH_BYTES } from './tile.js';
import { base64Of, parseNote, type SignedNote } from './signed-note.js';

/** What a log says of itself at one size. */
export interface TreeHead {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

export interface Checkpoint extends TreeHead {
  readonly note: SignedNote;
}

/** The text that is signed: C2SP tlog-checkpoint, no extension lines. */
export function checkpointText({ origin, size, root }: TreeHead): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/** Undefined when it is not a checkpoint, written in the one way there is. Signatures are not looked at. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const note = parseNote(text);
  const lines = note?.text.split('\n') ?? [];
  const [origin = '', size = '', root = ''] = lines;
  // Extension lines are allowed and ignored; an empty one is not.
  if (note === undefined || lines.at(-1) !== '' || lines.slice(0, -1).some((line) => line === ''))
    return undefined;
  if (!/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) return undefined;
  const hash = base64Of(root);
  if (hash?.length !== HASH_BYTES) return undefined;
  return { origin, size: Number(size), root: hash, note };
}
