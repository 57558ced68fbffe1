/** SHA-512 (FIPS 180-4), needed for Ed25519 where a page has no Web Crypto. Plain and slow: a signature is one call. */

const MASK = 0xffffffffffffffffn;
const { K, START } = constants();

/**
 * @param {Uint8Array} message
 * @returns {Uint8Array}
 */
export function sha512(message) {
  const padded = new Uint8Array(((message.length + 144) >> 7) << 7);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(message.length) * 8n);
  const state = [...START];
  for (let block = 0; block < padded.length; block += 128) {
    const words = Array.from({ length: 16 }, (_, i) => view.getBigUint64(block + 8 * i));
    for (let i = 16; i < 80; i++) {
      const [a, b] = [words[i - 15], words[i - 2]];
      const s0 = turn(a, 1n) ^ turn(a, 8n) ^ (a >> 7n);
      const s1 = turn(b, 19n) ^ turn(b, 61n) ^ (b >> 6n);
      words.push((words[i - 16] + s0 + words[i - 7] + s1) & MASK);
    }
    round(state, words);
  }
  const digest = new Uint8Array(64);
  const out = new DataView(digest.buffer);
  state.forEach((word, at) => out.setBigUint64(8 * at, word));
  return digest;
}

/**
 * @param {bigint[]} state
 * @param {readonly bigint[]} words
 */
function round(state, words) {
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 80; i++) {
    const s1 = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
    const t1 = h + s1 + ((e & f) ^ (~e & MASK & g)) + K[i] + words[i];
    const s0 = turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n);
    const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & MASK, c, b, a, (t1 + t2) & MASK];
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => (state[at] = (state[at] + word) & MASK));
}

/**
 * @param {bigint} word
 * @param {bigint} by
 */
function turn(word, by) {
  return ((word >> by) | (word << (64n - by))) & MASK;
}

/** The first 64 bits of the fractional parts of cube roots of 80 primes, and of square roots of the first 8. */
function constants() {
  /** @type {bigint[]} */
  const primes = [];
  for (let n = 2n; primes.length < 80; n++) if (primes.every((prime) => n % prime !== 0n)) primes.push(n);
  return {
    K: primes.map((prime) => root(prime << 192n, 3n) & MASK),
    START: primes.slice(0, 8).map((prime) => root(prime << 128n, 2n) & MASK),
  };
}

/**
 * The largest whole number whose power is at most `value`.
 * @param {bigint} value
 * @param {bigint} power
 */
function root(value, power) {
  let [low, high] = [0n, 1n << 80n];
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** power <= value) low = middle;
    else high = middle;
  }
  return low;
}
