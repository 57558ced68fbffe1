import { invariant } from '../../kernel/invariant.js';
import { nodeHash } from '../../audit/index.js';

/** Leaves `from` (included) to `to` (not included) of the tree. */
export interface LeafRange {
  readonly from: number;
  readonly to: number;
}

/** A complete subtree: 2^height leaves, the no-th of its kind from the left. */
export interface TreeNode {
  readonly height: number;
  readonly no: number;
}

/** RFC 6962 §2.1.1, PATH: what is hashed together with a leaf on its way to the root, the sibling first. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  invariant(index >= 0 && index < size, 'a proof of inclusion is about a leaf of the tree');
  const path: LeafRange[] = [];
  for (let from = 0, to = size; to - from > 1;) {
    const middle = from + splitOf(to - from);
    path.push(index < middle ? { from: middle, to } : { from, to: middle });
    if (index < middle) to = middle;
    else from = middle;
  }
  return path.reverse();
}

/** RFC 6962 §2.1.2, PROOF: what shows that the first `older` leaves of both trees are the same. */
export function consistencyRanges(older: number, newer: number): LeafRange[] {
  invariant(older >= 0 && older <= newer, 'a tree is consistent with a larger one');
  if (older === 0 || older === newer) return [];
  const path: LeafRange[] = [];
  let [from, to] = [0, newer];
  while (older < to) {
    const middle = from + splitOf(to - from);
    path.push(older <= middle ? { from: middle, to } : { from, to: middle });
    if (older <= middle) to = middle;
    else from = middle;
  }
  // The old tree itself is not part of its proof; a part of it is.
  if (from > 0) path.push({ from, to });
  return path.reverse();
}

/** Complete subtrees that the hash of a range is made of, from the left. */
export function nodesOf({ from, to }: LeafRange): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let at = from; at < to;) {
    const half = splitOf(to - at);
    const leaves = half * 2 === to - at ? to - at : half;
    invariant(at % leaves === 0, 'a range of a proof begins where its subtrees begin');
    nodes.push({ height: Math.log2(leaves), no: at / leaves });
    at += leaves;
  }
  return nodes;
}

/** MTH of a range, from the hashes of its complete subtrees: larger ones stand left, so they are folded from the right. */
export function hashOfRange(range: LeafRange, hashOf: (node: TreeNode) => Buffer): Buffer {
  return nodesOf(range)
    .map(hashOf)
    .reduceRight((right, left) => nodeHash(left, right));
}

/** The largest power of two below n (1 for 1 and 2); exact up to 2^53. */
function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}
