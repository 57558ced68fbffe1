/** SM3 (GB/T 32905), the hash under SM2 signatures. */

const START = [
  0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
];

/** @param {Uint8Array} message */
export function sm3(message) {
  const padded = new Uint8Array(((message.length + 72) >> 6) << 6);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(message.length) * 8n);
  const state = Uint32Array.from(START);
  for (let block = 0; block < padded.length; block += 64) compress(state, view, block);
  const digest = new Uint8Array(32);
  const out = new DataView(digest.buffer);
  state.forEach((word, at) => out.setUint32(4 * at, word));
  return digest;
}

/**
 * @param {Uint32Array} state
 * @param {DataView} view
 * @param {number} block
 */
function compress(state, view, block) {
  const w = new Uint32Array(68);
  for (let i = 0; i < 16; i++) w[i] = view.getUint32(block + 4 * i);
  for (let i = 16; i < 68; i++) {
    const x = w[i - 16] ^ w[i - 9] ^ turn(w[i - 3], 15);
    w[i] = x ^ turn(x, 15) ^ turn(x, 23) ^ turn(w[i - 13], 7) ^ w[i - 6];
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const t = i < 16 ? 0x79cc4519 : 0x7a879d8a;
    const ss1 = turn((turn(a, 12) + e + turn(t, i % 32)) | 0, 7);
    const ss2 = ss1 ^ turn(a, 12);
    const ff = i < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = i < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + ss2 + (w[i] ^ w[i + 4])) | 0;
    const tt2 = (gg + h + ss1 + w[i]) | 0;
    [d, c, b, a] = [c, turn(b, 9), a, tt1];
    [h, g, f, e] = [g, turn(f, 19), e, tt2 ^ turn(tt2, 9) ^ turn(tt2, 17)];
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => (state[at] ^= word));
}

/**
 * @param {number} word
 * @param {number} bits
 */
function turn(word, bits) {
  return bits === 0 ? word : (word << bits) | (word >>> (32 - bits));
}
