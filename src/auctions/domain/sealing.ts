import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { canonical } from '../../kernel/json.js';

/**
 * Sealed bids. Each bid is encrypted with AES-256-GCM under a key that comes from two X25519 agreements, one with each
 * opener's public key: whoever wants to read it needs both openers' private keys. The sender's ephemeral key is used for
 * one bid only and then forgotten. Formats: docs/auction.md.
 */

/** DER in front of the 32 raw bytes of an X25519 key (RFC 8410). */
const PUBLIC_HEAD = Buffer.from('302a300506032b656e032100', 'hex');
const PRIVATE_HEAD = Buffer.from('302e020100300506032b656e04220420', 'hex');
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Every bid is as long as the longest, so that its length tells nothing of its numbers. */
const TEXT_BYTES = 160;
const HEX_KEY = /^[0-9a-f]{64}$/;
const NONCE = /^[0-9a-f]{64}$/;
const INFO = 'airshed sealed bid v1';

/** What a bidder asks for, and 32 random bytes that hide it in its commitment. */
export interface BidSecret {
  /** Absent: a bid without a price. */
  readonly price?: number;
  readonly quantity: number;
  readonly nonce: string;
}

/** Where a sealed bid belongs: it opens nowhere else, so nobody can hand in a copy of another one's. */
export interface BidPlace {
  /** Both openers' public keys, in their order. */
  readonly publicKeys: readonly [string, string];
  readonly bidderNo: number;
}

/** 32 bytes in lower-case hex. */
export function isKey(hex: string): boolean {
  return HEX_KEY.test(hex);
}

/** A public key that agrees with others: a few points of the curve (all zeros is one) agree with nobody. */
export function isUsablePublicKey(hex: string): boolean {
  if (!isKey(hex)) return false;
  try {
    return agreed(privateFrom('01'.repeat(KEY_BYTES)), hex).length === KEY_BYTES;
  } catch {
    return false;
  }
}

export function publicKeyOf(privateKey: string): string {
  return rawPublic(createPublicKey(privateFrom(privateKey)));
}

/** SHA-256 of the canonical bid: binds the bidder, and says nothing without the nonce. */
export function bidCommitment({ bidderNo }: BidPlace, { price, quantity, nonce }: BidSecret): string {
  return createHash('sha256').update(canonical({ bidderNo, nonce, price, quantity })).digest('hex');
}

/** `ephemeral` and `iv` are the sender's random 32 and 12 bytes. */
export function sealBid(place: BidPlace, secret: BidSecret, ephemeral: Buffer, iv: Buffer): string {
  const own = privateFrom(ephemeral.toString('hex'));
  const ownPublic = rawPublic(createPublicKey(own));
  const shared = place.publicKeys.map((key) => agreed(own, key));
  const cipher = createCipheriv('aes-256-gcm', contentKey(shared, ownPublic, place), iv);
  const { price, quantity, nonce } = secret;
  const text = canonical({ nonce, price, quantity }).padEnd(TEXT_BYTES);
  const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([Buffer.from(ownPublic, 'hex'), iv, cipher.getAuthTag(), sealed]).toString(
    'base64url',
  );
}

/** The bid inside, or undefined when these keys do not open it or it holds no bid. */
export function unsealBid(
  place: BidPlace,
  sealed: string,
  privateKeys: readonly [string, string],
): BidSecret | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length <= KEY_BYTES + IV_BYTES + TAG_BYTES) return undefined;
  const ownPublic = bytes.subarray(0, KEY_BYTES).toString('hex');
  const iv = bytes.subarray(KEY_BYTES, KEY_BYTES + IV_BYTES);
  const tag = bytes.subarray(KEY_BYTES + IV_BYTES, KEY_BYTES + IV_BYTES + TAG_BYTES);
  try {
    const shared = openersKeys(privateKeys).map((key) => agreed(key, ownPublic));
    const cipher = createDecipheriv('aes-256-gcm', contentKey(shared, ownPublic, place), iv).setAuthTag(tag);
    const text = Buffer.concat([
      cipher.update(bytes.subarray(KEY_BYTES + IV_BYTES + TAG_BYTES)),
      cipher.final(),
    ]).toString('utf8');
    return secretFrom(text);
  } catch {
    // A wrong key, a changed byte, or words that are no bid: whatever it is, it cannot be opened.
    return undefined;
  }
}

function secretFrom(text: string): BidSecret | undefined {
  const { price, quantity, nonce } = JSON.parse(text) as {
    price?: unknown;
    quantity?: unknown;
    nonce?: unknown;
  };
  const isSound =
    Number.isSafeInteger(quantity) &&
    (price === undefined || Number.isSafeInteger(price)) &&
    typeof nonce === 'string' &&
    NONCE.test(nonce);
  if (!isSound) return undefined;
  return { quantity: quantity as number, nonce, ...(price !== undefined && { price: price as number }) };
}

/** Both agreements are needed; the keys of the place make it the key of this auction and of this bidder. */
function contentKey(
  shared: readonly Buffer[],
  ownPublic: string,
  { publicKeys, bidderNo }: BidPlace,
): Buffer {
  const info = [INFO, ...publicKeys, bidderNo].join('|');
  return Buffer.from(
    hkdfSync('sha256', Buffer.concat(shared), Buffer.from(ownPublic, 'hex'), info, KEY_BYTES),
  );
}

function agreed(privateKey: KeyObject, publicKey: string): Buffer {
  const der = Buffer.concat([PUBLIC_HEAD, Buffer.from(publicKey, 'hex')]);
  return diffieHellman({ privateKey, publicKey: createPublicKey({ key: der, format: 'der', type: 'spki' }) });
}

// All bids of an auction are opened with the same two keys, and reading a key costs more than using it.
let lastKeys: { readonly of: string; readonly keys: readonly KeyObject[] } | undefined;

function openersKeys(privateKeys: readonly [string, string]): readonly KeyObject[] {
  const of = privateKeys.join(' ');
  if (lastKeys?.of !== of) lastKeys = { of, keys: privateKeys.map(privateFrom) };
  return lastKeys.keys;
}

function privateFrom(hex: string): KeyObject {
  const der = Buffer.concat([PRIVATE_HEAD, Buffer.from(hex, 'hex')]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function rawPublic(key: KeyObject): string {
  return key.export({ format: 'der', type: 'spki' }).subarray(PUBLIC_HEAD.length).toString('hex');
}
