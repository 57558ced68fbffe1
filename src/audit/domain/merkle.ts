import { createHash, hash } from 'node:crypto';

const LEAF = Buffer.from([0x00]);
const NODE = Buffer.from([0x01]);
/** The same byte as LEAF, for entries that are text. */
const LEAF_CHARACTER = '\u0000';

/** RFC 6962 §2.1: SHA-256(0x00 ‖ entry); text counts as its UTF-8. */
export function leafHash(entry: Buffer | string): Buffer {
  return hash(
    'sha256',
    typeof entry === 'string' ? LEAF_CHARACTER + entry : Buffer.concat([LEAF, entry]),
    'buffer',
  );
}

/** RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  return hash('sha256', Buffer.concat([NODE, left, right]), 'buffer');
}

/** RFC 6962 Merkle tree hash over leaf hashes; the empty tree is SHA-256 of nothing. */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest();
  let level = leaves;
  // Pairing left to right and carrying an odd last node up gives the same tree as the RFC's split at 2^k < n.
  while (level.length > 1) {
    const above: Buffer[] = [];
    for (let i = 0; i + 1 < level.length; i += 2) above.push(nodeHash(level[i], level[i + 1]));
    if (level.length % 2 === 1) above.push(level[level.length - 1]);
    level = above;
  }
  return level[0];
}
