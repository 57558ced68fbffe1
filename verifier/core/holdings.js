import { concat, fromHex, isCount, same, u64, utf8 } from './bytes.js';
import { Hmac, sha256 } from './sha256.js';

/**
 * A Merkle tree of sums over what all accounts have of one asset. Both sums stand in every node's hash, no sum is
 * negative or above 2^53 − 1, and a title is spread over several leaves among padding, in the order of their hashes:
 * who is shown the neighbours of its own leaves learns pieces of nobody's name.
 */

const [LEAF, NODE] = [Uint8Array.of(0x10), Uint8Array.of(0x11)];
const [SALT, CUT, PAD] = [Uint8Array.of(0), Uint8Array.of(1), Uint8Array.of(2)];
/** Leaves of one title. */
export const PIECES = 4;
export const LEAVES_MIN = 8;
const LEAVES_MAX = 2 ** 40;

/** @typedef {{ hash: Uint8Array, sum: number }} SumNode */
/** @typedef {{ piece: number, index: number, amount: number, salt: string, path: { hash: string, sum: number }[] }} PieceProof */
/** @typedef {{ asset: number, issued: number, retired: number, total: number, size: number, root: string }} AssetStatement */

/**
 * The key of one day's salts: nobody but the venue has it, and auditors.
 * @param {Uint8Array} secret
 * @param {string} venue
 * @param {string} day
 */
export function dayKey(secret, venue, day) {
  return new Hmac(secret).of(utf8(`airshed holdings v1\n${venue}\n${day}`));
}

/**
 * @param {{ salt: Uint8Array, account: number, asset: number, piece: number, amount: number }} leaf
 * @returns {SumNode}
 */
export function sumLeaf({ salt, account, asset, piece, amount }) {
  return {
    hash: sha256(concat([LEAF, salt, u64(account), u64(asset), u64(piece), u64(amount)])),
    sum: amount,
  };
}

/**
 * Undefined when the sums are no amounts, or add up to none.
 * @param {SumNode} left
 * @param {SumNode} right
 * @returns {SumNode | undefined}
 */
export function sumNode(left, right) {
  const sum = left.sum + right.sum;
  if (!isCount(left.sum) || !isCount(right.sum) || !isCount(sum)) return undefined;
  return { hash: sha256(concat([NODE, left.hash, u64(left.sum), right.hash, u64(right.sum)])), sum };
}

/** The tree of one asset. */
export class HoldingsTree {
  /**
   * @param {Uint8Array} key of the day
   * @param {number} asset
   * @param {Iterable<readonly [account: number, amount: number]>} titles every account that has any, once
   */
  constructor(key, asset, titles) {
    this.asset = asset;
    const hmac = new Hmac(key);
    /** @param {Uint8Array} what @param {number} account @param {number} no */
    const secret = (what, account, no) => hmac.of(concat([what, u64(asset), u64(account), u64(no)]));
    /** @type {(SumNode & { account?: number, piece?: number, salt?: Uint8Array })[]} */
    const leaves = [];
    for (const [account, title] of titles) {
      if (!isCount(account) || !isCount(title)) throw new TypeError(`account ${account} has no amount`);
      const cuts = Array.from({ length: PIECES - 1 }, (_, no) => within(secret(CUT, account, no), title));
      cuts.sort((a, b) => a - b);
      for (let piece = 0; piece < PIECES; piece++) {
        const amount = (cuts[piece] ?? title) - (cuts[piece - 1] ?? 0);
        const salt = secret(SALT, account, piece);
        leaves.push({ ...sumLeaf({ salt, account, asset, piece, amount }), account, piece, salt });
      }
    }
    let size = LEAVES_MIN;
    while (size < leaves.length) size *= 2;
    for (let no = leaves.length; no < size; no++) leaves.push({ hash: secret(PAD, 0, no), sum: 0 });
    leaves.sort((a, b) => compare(a.hash, b.hash));
    this.leaves = leaves;
    /** @type {SumNode[][]} */
    this.levels = [leaves];
    for (let level = /** @type {SumNode[]} */ (leaves); level.length > 1;) {
      /** @type {SumNode[]} */
      const above = [];
      for (let at = 0; at < level.length; at += 2) {
        const node = sumNode(level[at], level[at + 1]);
        if (node === undefined) throw new RangeError('the holdings of an asset are more than can be counted');
        above.push(node);
      }
      this.levels.push((level = above));
    }
  }

  get root() {
    return /** @type {SumNode[]} */ (this.levels.at(-1))[0];
  }

  get size() {
    return this.leaves.length;
  }

  /**
   * Where an account's pieces stand, and what leads from each to the root.
   * @param {number} account
   * @param {(bytes: Uint8Array) => string} hex
   * @returns {PieceProof[]}
   */
  proofOf(account, hex) {
    /** @type {PieceProof[]} */
    const proofs = [];
    this.leaves.forEach(({ account: holder, piece = 0, salt, sum }, index) => {
      if (holder !== account || salt === undefined) return;
      const path = this.levels.slice(0, -1).map((level, height) => {
        const sibling = level[Math.floor(index / 2 ** height) ^ 1];
        return { hash: hex(sibling.hash), sum: sibling.sum };
      });
      proofs.push({ piece, index, amount: sum, salt: hex(salt), path });
    });
    return proofs.sort((a, b) => a.piece - b.piece);
  }
}

/**
 * What an account has by its proof, or undefined when the proof does not lead to the stated root and total.
 * @param {{ size: number, root: string, total: number, asset: number }} statement
 * @param {number} account
 * @param {unknown} pieces
 * @returns {number | undefined}
 */
export function provenTitle(statement, account, pieces) {
  const root = fromHex(statement.root, 32);
  const { size, total, asset } = statement;
  const depth = Math.log2(size);
  if (root === undefined || !isCount(total) || !isCount(asset) || !isCount(account)) return undefined;
  if (!isCount(size) || size < LEAVES_MIN || size > LEAVES_MAX || 2 ** Math.round(depth) !== size)
    return undefined;
  if (!Array.isArray(pieces) || pieces.length !== PIECES) return undefined;
  const places = new Set();
  let title = 0;
  for (const [no, one] of pieces.entries()) {
    const { piece, index, amount, salt, path } = Object(one);
    const bytes = fromHex(salt, 32);
    if (piece !== no || bytes === undefined || !isCount(amount) || amount > total) return undefined;
    if (!isCount(index) || index >= size || places.has(index)) return undefined;
    if (!Array.isArray(path) || path.length !== Math.round(depth)) return undefined;
    places.add(index);
    const top = climb(sumLeaf({ salt: bytes, account, asset, piece, amount }), index, path);
    if (top === undefined || top.sum !== total || !same(top.hash, root)) return undefined;
    title += amount;
  }
  return isCount(title) && title <= total ? title : undefined;
}

/**
 * @param {SumNode} leaf
 * @param {number} index
 * @param {readonly unknown[]} path
 * @returns {SumNode | undefined}
 */
function climb(leaf, index, path) {
  /** @type {SumNode | undefined} */
  let node = leaf;
  let place = index;
  for (const step of path) {
    const { hash, sum } = Object(step);
    const bytes = fromHex(hash, 32);
    if (node === undefined || bytes === undefined || !isCount(sum)) return undefined;
    const sibling = { hash: bytes, sum };
    node = place % 2 === 0 ? sumNode(node, sibling) : sumNode(sibling, node);
    place = Math.floor(place / 2);
  }
  return node;
}

/**
 * A number from 0 to `most`, as even as 64 bits make it.
 * @param {Uint8Array} random
 * @param {number} most
 */
function within(random, most) {
  const number = new DataView(random.buffer, random.byteOffset).getBigUint64(0);
  return Number(number % (BigInt(most) + 1n));
}

/**
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
function compare(a, b) {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return a[at] - b[at];
  return 0;
}
