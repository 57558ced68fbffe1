import { base64, concat, fromBase64, hex, isCount, same, u64, utf8 } from './bytes.js';
import { isEd25519Signed } from './ed25519.js';
import { sha256 } from './sha256.js';
import { isSm2Signed } from './sm2.js';

/** C2SP signed notes, checkpoints and keys. */

/** @typedef {{ name: string, keyId: string, algorithm: 'ed25519' | 'sm2' | 'cosignature', publicKey: Uint8Array }} NoteKey */
/** @typedef {{ name: string, keyId: string, signature: Uint8Array }} NoteSignature */
/** @typedef {{ text: string, origin: string, size: number, root: Uint8Array, signatures: NoteSignature[] }} Checkpoint */

const DASH = '\u2014 ';
const SIGNATURES_MAX = 64;
/** Beyond any instant that a clock will say: 2^40 seconds. */
const SECONDS_MAX = 2 ** 40;
const KINDS = /** @type {const} */ ([
  { algorithm: 'ed25519', type: Uint8Array.of(1), keyBytes: 32 },
  { algorithm: 'cosignature', type: Uint8Array.of(4), keyBytes: 32 },
  { algorithm: 'sm2', type: concat([Uint8Array.of(0xff), utf8('airshed/sm2-sm3/v1')]), keyBytes: 65 },
]);

/**
 * `<name>+<key id>+<Base64 of type and key>`.
 * @param {unknown} vkey
 * @returns {NoteKey | undefined}
 */
export function parseVkey(vkey) {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(.+)$/.exec(String(vkey)) ?? [];
  const bytes = fromBase64(encoded);
  if (name === undefined || bytes === undefined) return undefined;
  for (const { algorithm, type, keyBytes } of KINDS) {
    if (bytes.length !== type.length + keyBytes || !same(bytes.subarray(0, type.length), type)) continue;
    const keyId = hex(sha256(concat([utf8(`${name}\n`), bytes])).subarray(0, 4));
    return keyId === id ? { name, keyId, algorithm, publicKey: bytes.slice(type.length) } : undefined;
  }
  return undefined;
}

/**
 * A signed note in the one way to write it: a text of whole lines, an empty one, signatures.
 * @param {unknown} note
 * @returns {{ text: string, signatures: NoteSignature[] } | undefined}
 */
export function parseNote(note) {
  if (typeof note !== 'string') return undefined;
  const [, text, signed] = /^((?:[^\n]+\n)+)\n((?:\u2014 [^\n]+\n)+)$/.exec(note) ?? [];
  if (text === undefined) return undefined;
  const signatures = signed.slice(0, -1).split('\n').map(parseSignature);
  if (signatures.length > SIGNATURES_MAX) return undefined;
  /** @type {NoteSignature[]} */
  const known = [];
  for (const one of signatures) {
    if (one === undefined) return undefined;
    known.push(one);
  }
  return { text, signatures: known };
}

/**
 * A checkpoint: the note of an origin, a size and a root.
 * @param {unknown} note
 * @returns {Checkpoint | undefined}
 */
export function parseCheckpoint(note) {
  const { text, signatures } = parseNote(note) ?? {};
  if (text === undefined || signatures === undefined) return undefined;
  const [, origin, size, root] = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/=]{44})\n$/.exec(text) ?? [];
  if (origin === undefined || /[\u0000-\u001f]/.test(origin) || !isCount(Number(size))) return undefined;
  const hash = fromBase64(root);
  if (hash?.length !== 32) return undefined;
  return { text, origin, size: Number(size), root: hash, signatures };
}

/**
 * @param {string} line
 * @returns {NoteSignature | undefined}
 */
function parseSignature(line) {
  const [name, encoded, ...more] = line.slice(DASH.length).split(' ');
  const bytes = fromBase64(encoded);
  if (more.length > 0 || !/^[^\s+]+$/.test(name) || bytes === undefined || bytes.length <= 4)
    return undefined;
  return { name, keyId: hex(bytes.subarray(0, 4)), signature: bytes.slice(4) };
}

/** @typedef {{ key: NoteKey, seconds?: number }} GoodSignature */

/**
 * What of a note's signatures is by the keys given. A known key's signature that does not fit spoils the note.
 * @param {Pick<Checkpoint, 'text' | 'signatures'>} note
 * @param {readonly NoteKey[]} keys
 * @returns {Promise<{ good: GoodSignature[], isForged: boolean }>}
 */
export async function judgeSignatures({ text, signatures }, keys) {
  /** @type {GoodSignature[]} */
  const good = [];
  let isForged = false;
  for (const { name, keyId, signature } of signatures) {
    const key = keys.find((one) => one.name === name && one.keyId === keyId);
    if (key === undefined) continue;
    const seconds = key.algorithm === 'cosignature' ? secondsOf(signature) : undefined;
    if (await isSignedBy(key, text, signature, seconds)) good.push({ key, seconds });
    else isForged = true;
  }
  return { good, isForged };
}

/** @param {Uint8Array} signature */
function secondsOf(signature) {
  if (signature.length < 8) return -1;
  const seconds = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  return seconds > BigInt(SECONDS_MAX) ? -1 : Number(seconds);
}

/**
 * @param {NoteKey} key
 * @param {string} text
 * @param {Uint8Array} signature
 * @param {number | undefined} seconds
 */
async function isSignedBy({ algorithm, publicKey }, text, signature, seconds) {
  if (algorithm === 'sm2') return isSm2Signed(publicKey, utf8(text), signature);
  if (algorithm === 'ed25519') return isEd25519Signed(publicKey, utf8(text), signature);
  if (seconds === undefined || seconds < 0) return false;
  return isEd25519Signed(publicKey, utf8(`cosignature/v1\ntime ${seconds}\n${text}`), signature.subarray(8));
}

/**
 * The signed text of a tree head.
 * @param {{ origin: string, size: number, root: Uint8Array }} head
 */
export function checkpointText({ origin, size, root }) {
  return `${origin}\n${size}\n${base64(root)}\n`;
}

/**
 * @param {number} seconds
 * @param {Uint8Array} signature
 */
export function stamped(seconds, signature) {
  return concat([u64(seconds), signature]);
}
