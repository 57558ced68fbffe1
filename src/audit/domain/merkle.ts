import { createHash, hash } from 'node:crypto';

const [LEAF, NODE] = [0x00, 0x01];
const DIGEST = 32;
/** A node's entry: its mark and two digests. */
const PAIR = 1 + 2 * DIGEST;
const NEW_LINE = 0x0a;

/** RFC 6962 §2.1: SHA-256(0x00 ‖ entry); text counts as its UTF-8. */
export function leafHash(entry: Buffer | string): Buffer {
  const text = typeof entry === 'string' ? Buffer.from(entry) : entry;
  return hash('sha256', Buffer.concat([Buffer.of(LEAF), text]), 'buffer');
}

/** RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  return hash('sha256', Buffer.concat([Buffer.of(NODE), left, right]), 'buffer');
}

/** The Merkle root of lines joined by \n, and how many they are; every line is hashed where it lies. */
export function rootOfLines(payload: Uint8Array): { readonly root: Buffer; readonly lines: number } {
  // One byte before every line for its mark: the line break's own place, and one more before the first.
  const marked = bench(payload.length + 1);
  marked.set(payload, 1);
  const row = new DigestRow();
  for (let mark = 0, end = 0; end < marked.length; mark = end) {
    end = marked.indexOf(NEW_LINE, mark + 1);
    if (end < 0) end = marked.length;
    marked[mark] = LEAF;
    row.push(marked.subarray(mark, end));
  }
  const lines = row.length;
  return { root: row.root(), lines };
}

/** Lines are marked here. A piece of memory of its own for every batch would cost more than marking it. */
let workbench = Buffer.alloc(0);
/** Batches are rarely larger; what is, is not kept. */
const WORKBENCH_BYTES = 1 << 20;

function bench(bytes: number): Buffer {
  if (bytes > WORKBENCH_BYTES) return Buffer.allocUnsafe(bytes);
  if (workbench.length === 0) workbench = Buffer.allocUnsafeSlow(WORKBENCH_BYTES);
  return workbench.subarray(0, bytes);
}

/** Digests of one level of the tree, laid out as the entries of the level above: mark, left, right. */
class DigestRow {
  length = 0;
  private pairs = Buffer.alloc(PAIR * 4, NODE);

  /** Keeps the digest of an entry that bears its mark. */
  push(entry: Uint8Array): void {
    const at = placeOf(this.length);
    if (at + DIGEST > this.pairs.length)
      this.pairs = Buffer.concat([this.pairs, Buffer.alloc(this.pairs.length, NODE)]);
    // As text on the way, a character a byte: a Buffer for every digest costs more than the digest.
    this.pairs.write(hash('sha256', entry, 'binary'), at, DIGEST, 'binary');
    this.length += 1;
  }

  /** The row becomes the level above itself until one digest is left. */
  root(): Buffer {
    while (this.length > 1) {
      const { length, pairs } = this;
      this.length = 0;
      for (let pair = 0; pair < length >> 1; pair++)
        this.push(pairs.subarray(pair * PAIR, (pair + 1) * PAIR));
      if (length % 2 === 1) this.carry(placeOf(length - 1));
    }
    return Buffer.from(this.pairs.subarray(1, 1 + DIGEST));
  }

  /** An odd last digest goes up as it is. */
  private carry(from: number): void {
    this.pairs.copy(this.pairs, placeOf(this.length), from, from + DIGEST);
    this.length += 1;
  }
}

function placeOf(digest: number): number {
  return (digest >> 1) * PAIR + 1 + (digest & 1) * DIGEST;
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
