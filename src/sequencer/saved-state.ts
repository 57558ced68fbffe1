import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Instant } from '../kernel/instant.js';
import { canonicalPieces, type Json } from '../kernel/json.js';

/** Raised when a dump of the machine or of the window changes its form. */
const FORM = 3;
/** Characters packed at once: what a large state costs in memory while it is written. */
const CHUNK = 1 << 18;
/** Up to so many characters a state is kept as it is: the database compresses a value of this size itself. */
const PLAIN = 1 << 16;
const BRACE = 0x7b;
/** The machine's containers that are opened rather than written as one text: slices, instruments, their orders. */
const DEPTH = 5;

/** Everything a venue's memory holds, as a snapshot keeps it. */
export interface SavedState {
  readonly machine: Json;
  readonly window: Json;
  /** The time of the last command. */
  readonly at: Instant;
}

export interface PackedState {
  /** The canonical text; of a large state, gzip members of it, one after the other. */
  readonly bytes: Buffer;
  /** SHA-256 of the machine's canonical text, as `stateHash` gives it. */
  readonly machineHash: string;
}

/** `turn` lets others use the thread between two chunks; undefined when it says that there is something better to do. */
export async function packState(
  { machine, window, at }: SavedState,
  turn: () => Promise<boolean>,
): Promise<PackedState | undefined> {
  const members: Buffer[] = [];
  const machineHash = createHash('sha256');
  let waiting = `{"at":${at},"form":${FORM},"machine":`;
  const pack = (): void => {
    members.push(gzipSync(waiting, { level: 1 }));
    waiting = '';
  };
  // Beginning a member costs as much as thousands of characters: what is short waits for more.
  const write = (chunk: string): Promise<boolean> => {
    waiting += chunk;
    if (waiting.length >= CHUNK) pack();
    return turn();
  };
  for (const chunk of chunks(machine)) {
    machineHash.update(chunk);
    if (!(await write(chunk))) return undefined;
  }
  waiting += ',"window":';
  for (const chunk of chunks(window)) if (!(await write(chunk))) return undefined;
  waiting += '}';
  if (members.length === 0 && waiting.length <= PLAIN) members.push(Buffer.from(waiting));
  else pack();
  return { bytes: Buffer.concat(members), machineHash: machineHash.digest('hex') };
}

/** Undefined for a form this release does not read: the journal rebuilds what a snapshot only shortens. */
export function unpackState(bytes: Buffer): SavedState | undefined {
  const text = bytes[0] === BRACE ? bytes : gunzipSync(bytes);
  const state = JSON.parse(text.toString('utf8')) as SavedState & { readonly form?: number };
  return state.form === FORM ? state : undefined;
}

function* chunks(value: Json): Generator<string> {
  let chunk = '';
  for (const piece of canonicalPieces(value, DEPTH)) {
    chunk += piece;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}
