import { createHmac, hash } from 'node:crypto';
import { add, isAmount } from '../../kernel/amount.js';
import { invariant } from '../../kernel/invariant.js';

/** A subtree: its hash, and what all its leaves have together. */
export interface SumNode {
  readonly hash: Buffer;
  readonly sum: number;
}

/** One piece of a title, and what leads from it to the root. */
export interface PieceProof {
  readonly piece: number;
  readonly index: number;
  readonly amount: number;
  readonly salt: string;
  readonly path: readonly { readonly hash: string; readonly sum: number }[];
}

export type Title = readonly [account: number, amount: number];

interface Leaf extends SumNode {
  readonly account?: number;
  readonly piece?: number;
  readonly salt?: Buffer;
}

/** Leaves of one title: who is shown a neighbour sees a part of what nobody knows whose it is. */
export const PIECES = 4;
/** A small tree is padded to so many leaves, and every other to a power of two: their number tells little. */
export const LEAVES_MIN = 8;
const [LEAF, NODE] = [0x10, 0x11];
const [SALT, CUT, PAD] = [0, 1, 2];

/** The key of one day's salts, from a secret that only the venue has. */
export function dayKey(secret: string, venue: string, day: string): Buffer {
  return createHmac('sha256', Buffer.from(secret, 'hex'))
    .update(`airshed holdings v1\n${venue}\n${day}`)
    .digest();
}

/**
 * A Merkle tree of sums over what all accounts have of one asset (docs/proof.md). Both children's sums are in the hash
 * of a node: with only their total in it, an operator could show every holder a branch and leave the others out.
 */
export class SumTree {
  private readonly levels: (readonly SumNode[])[];
  private readonly leaves: readonly Leaf[];

  constructor(key: Buffer, asset: number, titles: Iterable<Title>) {
    const leaves: Leaf[] = [];
    for (const title of titles) leaves.push(...piecesOf(key, asset, title));
    let size = LEAVES_MIN;
    while (size < leaves.length) size *= 2;
    for (let no = leaves.length; no < size; no++)
      leaves.push({ hash: secret(key, PAD, asset, 0, no), sum: 0 });
    // Salted hashes in their order: a place says nothing about its account.
    leaves.sort((a, b) => Buffer.compare(a.hash, b.hash));
    this.leaves = leaves;
    this.levels = [leaves];
    for (let level: readonly SumNode[] = leaves; level.length > 1; this.levels.push(level))
      level = above(level);
  }

  get root(): SumNode {
    return this.levels.at(-1)![0];
  }

  get size(): number {
    return this.leaves.length;
  }

  /** Empty for an account that has nothing of the asset. */
  proofOf(account: number): PieceProof[] {
    const proofs = this.leaves.flatMap(({ account: holder, piece, salt, sum }, index) =>
      holder !== account || salt === undefined || piece === undefined
        ? []
        : [{ piece, index, amount: sum, salt: salt.toString('hex'), path: this.pathOf(index) }],
    );
    return proofs.sort((a, b) => a.piece - b.piece);
  }

  private pathOf(index: number): PieceProof['path'] {
    return this.levels.slice(0, -1).map((level, height) => {
      const { hash: sibling, sum } = level[(index >> height) ^ 1];
      return { hash: sibling.toString('hex'), sum };
    });
  }
}

function above(level: readonly SumNode[]): SumNode[] {
  return Array.from({ length: level.length / 2 }, (_, at) => {
    const [left, right] = [level[2 * at], level[2 * at + 1]];
    const bytes = Buffer.concat([Buffer.of(NODE), left.hash, u64(left.sum), right.hash, u64(right.sum)]);
    return { hash: hash('sha256', bytes, 'buffer'), sum: add(left.sum, right.sum) };
  });
}

/** The title cut at places that only the key knows. */
function piecesOf(key: Buffer, asset: number, [account, title]: Title): Leaf[] {
  invariant(isAmount(title), 'a title is never negative');
  const cuts = Array.from({ length: PIECES - 1 }, (_, no) => {
    const random = secret(key, CUT, asset, account, no).readBigUInt64BE();
    return Number(random % (BigInt(title) + 1n));
  }).sort((a, b) => a - b);
  return Array.from({ length: PIECES }, (_, piece) => {
    const amount = (cuts[piece] ?? title) - (cuts[piece - 1] ?? 0);
    const salt = secret(key, SALT, asset, account, piece);
    const bytes = Buffer.concat([Buffer.of(LEAF), salt, u64(account), u64(asset), u64(piece), u64(amount)]);
    return { hash: hash('sha256', bytes, 'buffer'), sum: amount, account, piece, salt };
  });
}

function secret(key: Buffer, what: number, asset: number, account: number, no: number): Buffer {
  const message = Buffer.concat([Buffer.of(what), u64(asset), u64(account), u64(no)]);
  return createHmac('sha256', key).update(message).digest();
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
