import type { Title } from './sum-tree.js';

const TITLE_BYTES = 16;

/** Account and amount of each, 8 bytes big-endian: what a day's proofs are made of again. */
export function writeTitles(titles: readonly Title[]): Buffer {
  const bytes = Buffer.alloc(titles.length * TITLE_BYTES);
  titles.forEach(([account, amount], at) => {
    bytes.writeBigUInt64BE(BigInt(account), at * TITLE_BYTES);
    bytes.writeBigUInt64BE(BigInt(amount), at * TITLE_BYTES + TITLE_BYTES / 2);
  });
  return bytes;
}

export function readTitles(bytes: Buffer): Title[] {
  return Array.from({ length: bytes.length / TITLE_BYTES }, (_, at) => [
    Number(bytes.readBigUInt64BE(at * TITLE_BYTES)),
    Number(bytes.readBigUInt64BE(at * TITLE_BYTES + TITLE_BYTES / 2)),
  ]);
}
