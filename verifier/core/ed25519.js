import { concat } from './bytes.js';
import { sha512 } from './sha512.js';

/**
 * Ed25519 (RFC 8032 §5.1.7). The platform verifies where it can; where a page has no Web Crypto, or one without this
 * curve, what stands here does. Verifies only, so nothing here is secret or timed.
 */

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = mod(-121665n * inverse(121666n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);
const BASE = /** @type {Point} */ (pointOf(bytesOf(mod(4n * inverse(5n)))));

/** Extended coordinates: x = X/Z, y = Y/Z, T = XY/Z. @typedef {[X: bigint, Y: bigint, Z: bigint, T: bigint]} Point */

/** @type {Promise<boolean> | undefined} Whether the platform's answers are to be had, asked once. */
let platform;

/**
 * @param {Uint8Array} publicKey
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 * @returns {Promise<boolean>}
 */
export async function isEd25519Signed(publicKey, message, signature) {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  platform ??= hasPlatform();
  return (await platform)
    ? byPlatform(publicKey, message, signature)
    : portableEd25519(publicKey, message, signature);
}

/**
 * @param {Uint8Array} publicKey
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 */
export function portableEd25519(publicKey, message, signature) {
  const key = pointOf(publicKey);
  const r = signature.subarray(0, 32);
  const s = number(signature.subarray(32));
  // Another s of the same rest would be a second signature of one text.
  if (key === undefined || s >= L) return false;
  const k = number(sha512(concat([r, publicKey, message]))) % L;
  const [x, y, z, t] = times(k, key);
  const left = sum(times(s, BASE), [mod(-x), y, z, mod(-t)]);
  return encoded(left).every((byte, at) => byte === r[at]);
}

/** A key that is none is refused by all; whether the curve itself is known shows in the importing of a good one. */
async function hasPlatform() {
  try {
    const key = encoded(BASE);
    await globalThis.crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify']);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {Uint8Array} publicKey
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 */
async function byPlatform(publicKey, message, signature) {
  const { subtle } = globalThis.crypto;
  try {
    const key = await subtle.importKey('raw', publicKey.slice(), { name: 'Ed25519' }, false, ['verify']);
    return await subtle.verify({ name: 'Ed25519' }, key, signature.slice(), message.slice());
  } catch {
    return false;
  }
}

/**
 * @param {Uint8Array} bytes little-endian y, the sign of x in the top bit
 * @returns {Point | undefined}
 */
function pointOf(bytes) {
  const sign = bytes[31] >> 7;
  const y = number(bytes) & ((1n << 255n) - 1n);
  if (y >= P) return undefined;
  const [u, v] = [mod(y * y - 1n), mod(D * y * y + 1n)];
  let x = mod(u * v ** 3n * power(mod(u * v ** 7n), (P - 5n) / 8n));
  if (mod(v * x * x) === mod(-u)) x = mod(x * ROOT_OF_MINUS_ONE);
  if (mod(v * x * x) !== u || (x === 0n && sign === 1)) return undefined;
  if (Number(x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

/** @param {Point} point */
function encoded([x, y, z]) {
  const inverted = inverse(z);
  const bytes = bytesOf(mod(y * inverted));
  bytes[31] |= Number(mod(x * inverted) & 1n) << 7;
  return bytes;
}

/**
 * @param {Point} p
 * @param {Point} q
 * @returns {Point}
 */
function sum([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * t1 * t2 * D);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

/**
 * @param {bigint} k
 * @param {Point} point
 * @returns {Point}
 */
function times(k, point) {
  /** @type {Point} */
  let result = [0n, 1n, 1n, 0n];
  for (let [left, double] = [k, point]; left > 0n; left >>= 1n, double = sum(double, double))
    if (left & 1n) result = sum(result, double);
  return result;
}

/**
 * @param {bigint} base
 * @param {bigint} exponent
 */
function power(base, exponent) {
  let result = 1n;
  for (let [left, square] = [exponent, mod(base)]; left > 0n; left >>= 1n, square = mod(square * square))
    if (left & 1n) result = mod(result * square);
  return result;
}

/** @param {bigint} value */
function inverse(value) {
  return power(value, P - 2n);
}

/** @param {bigint} value */
function mod(value) {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

/** Little-endian. @param {Uint8Array} bytes */
function number(bytes) {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

/** Little-endian, 32 bytes. @param {bigint} value */
function bytesOf(value) {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 0xffn));
}
