import { concat } from './bytes.js';

/** SHA-256 (FIPS 180-4) and HMAC (RFC 2104) without anything of the platform, so that a browser page can run them. */

/** The first 32 bits of the fractional parts of roots of the first primes. */
const { K, START } = constants();

/** @param {Uint8Array} message */
function portable(message) {
  const words = new Uint32Array(64);
  const state = Uint32Array.from(START);
  const padded = new Uint8Array(((message.length + 72) >> 6) << 6);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(message.length) * 8n);
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getUint32(block + 4 * i);
    for (let i = 16; i < 64; i++) {
      const [a, b] = [words[i - 15], words[i - 2]];
      const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
      const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
      words[i] = words[i - 16] + s0 + words[i - 7] + s1;
    }
    round(state, words);
  }
  const digest = new Uint8Array(32);
  const out = new DataView(digest.buffer);
  state.forEach((word, at) => out.setUint32(4 * at, word));
  return digest;
}

/**
 * @param {Uint32Array} state
 * @param {Uint32Array} words
 */
function round(state, words) {
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => (state[at] += word));
}

/**
 * @param {number} word
 * @param {number} bits
 */
function turn(word, bits) {
  return (word >>> bits) | (word << (32 - bits));
}

function constants() {
  /** @type {number[]} */
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  const K = Uint32Array.from(primes, (prime) => fraction(BigInt(prime), 3n));
  const START = Uint32Array.from(primes.slice(0, 8), (prime) => fraction(BigInt(prime), 2n));
  return { K, START };
}

/**
 * 32 bits of the fraction of a root, in integers: the floor of (n · 2^(32·degree))^(1/degree), its low 32 bits.
 * @param {bigint} n
 * @param {bigint} degree
 */
function fraction(n, degree) {
  const target = n << (32n * degree);
  let [low, high] = [0n, 1n << 40n];
  while (low + 1n < high) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= target) low = middle;
    else high = middle;
  }
  return Number(low & 0xffffffffn);
}

/** @type {(message: Uint8Array) => Uint8Array} */
let digest = portable;

/**
 * A faster SHA-256 of the platform, which must give the same bytes.
 * @param {(message: Uint8Array) => Uint8Array} faster
 */
export function hashWith(faster) {
  digest = faster;
}

/** @param {Uint8Array} message */
export function sha256(message) {
  return digest(message);
}

/** The one that needs no platform. */
export const portableSha256 = portable;

/** HMAC with a key of at most 64 bytes. */
export class Hmac {
  /** @param {Uint8Array} key */
  constructor(key) {
    this.inner = new Uint8Array(64).fill(0x36);
    this.outer = new Uint8Array(64).fill(0x5c);
    key.forEach((byte, at) => {
      this.inner[at] ^= byte;
      this.outer[at] ^= byte;
    });
  }

  /** @param {Uint8Array} message */
  of(message) {
    return sha256(concat([this.outer, sha256(concat([this.inner, message]))]));
  }
}
