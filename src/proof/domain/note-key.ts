import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { base64Of, isKeyName, type NoteSignature, type SignedNote } from './signed-note.js';

export const LOG_ALGORITHMS = ['ed25519', 'sm2'] as const;
export type LogAlgorithm = (typeof LOG_ALGORITHMS)[number];
/** `cosignature` is Ed25519 over a checkpoint and an instant: C2SP tlog-cosignature, version 1. */
export type NoteAlgorithm = LogAlgorithm | 'cosignature';

/** What verifies signatures of one name: the name, the algorithm, the public key's bytes. */
export interface NoteKey {
  readonly name: string;
  readonly algorithm: NoteAlgorithm;
  readonly publicKey: Buffer;
}

interface Kind {
  /** The signature type of the signed-note registry; 0xff is followed by a name of our own. */
  readonly type: Buffer;
  readonly keyBytes: number;
  /** What stands before the key's bytes in DER. */
  readonly spki: Buffer;
}

const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const SM2_SPKI = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex');
const KINDS: Readonly<Record<NoteAlgorithm, Kind>> = {
  ed25519: { type: Buffer.of(0x01), keyBytes: 32, spki: ED25519_SPKI },
  cosignature: { type: Buffer.of(0x04), keyBytes: 32, spki: ED25519_SPKI },
  sm2: {
    type: Buffer.concat([Buffer.of(0xff), Buffer.from('airshed/sm2-sm3/v1')]),
    keyBytes: 65,
    spki: SM2_SPKI,
  },
};
const TIMESTAMP_BYTES = 8;

export function keyIdOf({ name, algorithm, publicKey }: NoteKey): number {
  const { type } = KINDS[algorithm];
  return hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), type, publicKey]), 'buffer').readUInt32BE();
}

/** The key as text: `<name>+<key id>+<Base64 of type and key>`. */
export function vkeyOf(key: NoteKey): string {
  const id = keyIdOf(key).toString(16).padStart(8, '0');
  return `${key.name}+${id}+${Buffer.concat([KINDS[key.algorithm].type, key.publicKey]).toString('base64')}`;
}

export function parseVkey(vkey: string): NoteKey | undefined {
  const [name = '', id = '', ...rest] = vkey.split('+');
  // Base64 has a plus of its own.
  const bytes = base64Of(rest.join('+'));
  if (!isKeyName(name) || bytes === undefined) return undefined;
  for (const [algorithm, { type, keyBytes }] of Object.entries(KINDS) as [NoteAlgorithm, Kind][]) {
    if (bytes.length !== type.length + keyBytes || !bytes.subarray(0, type.length).equals(type)) continue;
    const key = { name, algorithm, publicKey: bytes.subarray(type.length) };
    return vkeyOf(key) === `${name}+${id}+${rest.join('+')}` ? key : undefined;
  }
  return undefined;
}

export function publicBytes(algorithm: NoteAlgorithm, key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' }).subarray(KINDS[algorithm].spki.length);
}

/**
 * Whether a signature is the key's over the text. OpenSSL takes the user id of SM2 for empty, and signs SM2 only with a
 * key that was read from DER: a key it has just made is one of ECDSA to it.
 */
export function isSignedBy({ algorithm, publicKey }: NoteKey, text: string, signature: Buffer): boolean {
  const { spki } = KINDS[algorithm];
  const signed = algorithm === 'cosignature' ? signature.subarray(TIMESTAMP_BYTES) : signature;
  const message = algorithm === 'cosignature' ? cosignedText(text, secondsOf(signature)) : Buffer.from(text);
  try {
    const key = createPublicKey({ key: Buffer.concat([spki, publicKey]), format: 'der', type: 'spki' });
    return verify(algorithm === 'sm2' ? 'sm3' : null, message, key, signed);
  } catch {
    // Bytes that are not a point of the curve.
    return false;
  }
}

/** What a witness signs: the checkpoint's text under two lines of its own. */
export function cosignedText(text: string, seconds: bigint): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
}

/** When a cosignature was made; 0 when it is too short to say so. */
export function secondsOf(signature: Buffer): bigint {
  return signature.length < TIMESTAMP_BYTES ? 0n : signature.readBigUInt64BE();
}

/** The signature of a cosignature line: the instant, then the signature proper. */
export function stampedSignature(seconds: bigint, signature: Buffer): Buffer {
  const stamp = Buffer.alloc(TIMESTAMP_BYTES);
  stamp.writeBigUInt64BE(seconds);
  return Buffer.concat([stamp, signature]);
}

export interface NoteVerdict {
  /** Signatures that fit, of keys that are known. */
  readonly good: readonly (NoteSignature & { readonly key: NoteKey })[];
  /** A known key's signature that does not fit: then nothing of the note is to be believed. */
  readonly isForged: boolean;
}

export function judgeNote({ text, signatures }: SignedNote, keys: readonly NoteKey[]): NoteVerdict {
  const good: (NoteSignature & { key: NoteKey })[] = [];
  let isForged = false;
  for (const line of signatures) {
    const key = keys.find((one) => one.name === line.name && keyIdOf(one) === line.keyId);
    if (key === undefined) continue;
    if (isSignedBy(key, text, line.signature)) good.push({ ...line, key });
    else isForged = true;
  }
  return { good, isForged };
}

/** Known keys all fit, and one at least is there. */
export function isSignedNote(note: SignedNote, keys: readonly NoteKey[]): boolean {
  const { good, isForged } = judgeNote(note, keys);
  return !isForged && good.length > 0;
}
