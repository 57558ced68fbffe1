/**
 * Sealing a bid and making an opener's keys with what the browser itself has: docs/auction.md tells the format. Nothing
 * of it leaves this page but what is given to the door.
 */
const IV_BYTES = 12;
const TAG_BYTES = 16;
const RANDOM_BYTES = 32;
/** Every bid is as long as the longest, so that its length tells nothing of its numbers. */
const TEXT_BYTES = 160;
const INFO = 'airshed sealed bid v1';
const CURVE = { name: 'X25519' } as const;

export interface BidPlace {
  readonly publicKeys: readonly [string, string];
  readonly bidderNo: number;
}

/** Whole numbers of the smallest unit, as digits. */
export interface BidNumbers {
  /** Absent: a bid without a price. */
  readonly price?: string;
  readonly quantity: string;
}

export interface SealedBid {
  readonly sealed: string;
  readonly commitment: string;
  /** What opens the commitment: to be kept by the bidder. */
  readonly nonce: string;
}

export interface OpenerKeys {
  readonly publicKey: string;
  readonly seedCommitment: string;
  readonly privateKey: string;
  readonly seed: string;
}

const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

const randomBytes = (count: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(count));

const sha256 = async (text: string): Promise<string> =>
  hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Named by what makes it: the type's own name is the browser's alone, and specs read this file in Node. */
type KeyPair = Extract<
  Awaited<ReturnType<typeof crypto.subtle.generateKey>>,
  { readonly privateKey: unknown }
>;

async function keyPair(): Promise<{ pair: KeyPair; publicKey: Uint8Array<ArrayBuffer> }> {
  const pair = (await crypto.subtle.generateKey(CURVE, true, ['deriveBits'])) as KeyPair;
  return { pair, publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)) };
}

/** Old browsers, and pages that came without TLS from another machine, have not what it takes. */
export async function canSeal(): Promise<boolean> {
  try {
    await keyPair();
    return true;
  } catch {
    return false;
  }
}

/** A pair of keys for one auction and a part of its seed; the service is told the public key and the hash alone. */
export async function openerKeys(): Promise<OpenerKeys> {
  const { pair, publicKey } = await keyPair();
  const whole = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  const seed = hexOf(randomBytes(RANDOM_BYTES));
  return {
    publicKey: hexOf(publicKey),
    seedCommitment: await sha256(seed),
    // The raw key is the end of its wrapping.
    privateKey: hexOf(whole.slice(-RANDOM_BYTES)),
    seed,
  };
}

/** Is the seed in a kept file the one that was promised? */
export async function isPromised(seed: string, seedCommitment: string): Promise<boolean> {
  return (await sha256(seed)) === seedCommitment;
}

export async function sealBid(
  { publicKeys, bidderNo }: BidPlace,
  { price, quantity }: BidNumbers,
): Promise<SealedBid> {
  const nonce = hexOf(randomBytes(RANDOM_BYTES));
  const { pair, publicKey } = await keyPair();
  const shared: Uint8Array[] = [];
  for (const opener of publicKeys) {
    const key = await crypto.subtle.importKey('raw', bytesOf(opener), CURVE, false, []);
    shared.push(
      new Uint8Array(await crypto.subtle.deriveBits({ ...CURVE, public: key }, pair.privateKey, 256)),
    );
  }
  const material = await crypto.subtle.importKey('raw', joined(...shared), 'HKDF', false, ['deriveKey']);
  const info = new TextEncoder().encode([INFO, ...publicKeys, bidderNo].join('|'));
  const key = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: publicKey, info },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt'],
  );
  // Canonical JSON: names in order, numbers as they are; no price in a bid without one.
  const numbers = `"nonce":"${nonce}"${price === undefined ? '' : `,"price":${price}`},"quantity":${quantity}}`;
  const iv = randomBytes(IV_BYTES);
  const text = new TextEncoder().encode(`{${numbers}`.padEnd(TEXT_BYTES));
  const closed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, text));
  // The browser writes the tag at the end, the format has it in front.
  const [body, tag] = [closed.slice(0, -TAG_BYTES), closed.slice(-TAG_BYTES)];
  const sealed = btoa(String.fromCharCode(...joined(publicKey, iv, tag, body)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
  return { sealed, nonce, commitment: await sha256(`{"bidderNo":${bidderNo},${numbers}`) };
}
