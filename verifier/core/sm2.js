import { concat } from './bytes.js';
import { sm3 } from './sm3.js';

/** SM2 signatures over SM3 (GB/T 32918.2) with the empty user id. Verifies only, so nothing here is secret or timed. */

const P = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const A = P - 3n;
const B = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;
const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
const G = /** @type {Point} */ ([
  0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
]);

/** Affine; undefined is the point at infinity. @typedef {[bigint, bigint] | undefined} Point */

/**
 * @param {Uint8Array} publicKey 04 ‖ X ‖ Y
 * @param {Uint8Array} message
 * @param {Uint8Array} signature DER of (r, s)
 */
export function isSm2Signed(publicKey, message, signature) {
  const [r, s] = readDer(signature) ?? [0n, 0n];
  const key = pointOf(publicKey);
  if (key === undefined || r < 1n || r >= N || s < 1n || s >= N) return false;
  const t = (r + s) % N;
  if (t === 0n) return false;
  const point = sum(times(s, G), times(t, key));
  if (point === undefined) return false;
  const z = sm3(concat([new Uint8Array(2), ...[A, B, ...G, ...key].map(bytes32)]));
  return (number(sm3(concat([z, message]))) + point[0]) % N === r;
}

/**
 * A point of the curve, uncompressed.
 * @param {Uint8Array} bytes
 * @returns {[bigint, bigint] | undefined}
 */
function pointOf(bytes) {
  if (bytes.length !== 65 || bytes[0] !== 4) return undefined;
  const [x, y] = [number(bytes.subarray(1, 33)), number(bytes.subarray(33))];
  const isOnCurve = x < P && y < P && (y * y - (x * x * x + A * x + B)) % P === 0n;
  return isOnCurve ? [x, y] : undefined;
}

/**
 * SEQUENCE of two positive INTEGERs, in their one encoding.
 * @param {Uint8Array} der
 * @returns {[bigint, bigint] | undefined}
 */
function readDer(der) {
  if (der.length < 8 || der.length > 72 || der[0] !== 0x30 || der[1] !== der.length - 2) return undefined;
  const first = readInteger(der, 2);
  const second = first && readInteger(der, first.end);
  return first && second?.end === der.length ? [first.value, second.value] : undefined;
}

/**
 * @param {Uint8Array} der
 * @param {number} at
 */
function readInteger(der, at) {
  const length = der[at + 1];
  const end = at + 2 + length;
  if (der[at] !== 0x02 || !(length >= 1 && length <= 33) || end > der.length) return undefined;
  const [top, next] = [der[at + 2], der[at + 3]];
  // Negative, or a zero in front that is not needed.
  if (top >= 0x80 || (top === 0 && length > 1 && next < 0x80)) return undefined;
  return { value: number(der.subarray(at + 2, end)), end };
}

/**
 * @param {bigint} k
 * @param {Point} point
 * @returns {Point}
 */
function times(k, point) {
  /** @type {Point} */
  let result;
  for (let [left, double] = [k, point]; left > 0n; left >>= 1n, double = sum(double, double))
    if (left & 1n) result = sum(result, double);
  return result;
}

/**
 * @param {Point} p
 * @param {Point} q
 * @returns {Point}
 */
function sum(p, q) {
  if (p === undefined) return q;
  if (q === undefined) return p;
  const [[x1, y1], [x2, y2]] = [p, q];
  if (x1 === x2 && mod(y1 + y2) === 0n) return undefined;
  const slope = x1 === x2 ? (3n * x1 * x1 + A) * inverse(2n * y1) : (y2 - y1) * inverse(x2 - x1);
  const x = mod(slope * slope - x1 - x2);
  return [x, mod(slope * (x1 - x) - y1)];
}

/** @param {bigint} value */
function mod(value) {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

/** Extended Euclid. @param {bigint} value */
function inverse(value) {
  let [a, b, x, y] = [mod(value), P, 1n, 0n];
  while (a !== 0n) {
    const q = b / a;
    [a, b, x, y] = [b - q * a, a, y - q * x, x];
  }
  return mod(y);
}

/** @param {Uint8Array} bytes */
function number(bytes) {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

/** @param {bigint} value */
function bytes32(value) {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * (31 - at))) & 0xffn));
}
