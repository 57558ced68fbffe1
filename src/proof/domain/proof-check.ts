import { nodeHash } from '../../audit/index.js';

export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leaf: Buffer;
  readonly proof: readonly Buffer[];
  readonly root: Buffer;
}

/** RFC 9162 §2.1.3.2. */
export function isIncluded({ index, size, leaf, proof, root }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, root, ...proof])) return false;
  const walk = new Walk(index, size - 1);
  let hash = leaf;
  for (const p of proof) {
    const side = walk.step();
    if (side === undefined) return false;
    hash = side === 'left' ? nodeHash(p, hash) : nodeHash(hash, p);
  }
  return walk.isAtRoot && hash.equals(root);
}

export interface ConsistencyClaim {
  readonly older: number;
  readonly newer: number;
  readonly olderRoot: Buffer;
  readonly newerRoot: Buffer;
  readonly proof: readonly Buffer[];
}

/** RFC 9162 §2.1.4.2. Nothing is claimed of the empty tree, so it is consistent with every other. */
export function isConsistent({ older, newer, olderRoot, newerRoot, proof }: ConsistencyClaim): boolean {
  if (!isCount(older) || !isCount(newer) || older > newer) return false;
  if (!areHashes([olderRoot, newerRoot, ...proof])) return false;
  if (older === newer) return proof.length === 0 && olderRoot.equals(newerRoot);
  if (older === 0) return proof.length === 0;
  if (proof.length === 0) return false;
  const [first, ...others] = isPowerOfTwo(older) ? [olderRoot, ...proof] : proof;
  const walk = new Walk(older - 1, newer - 1);
  walk.skipRights();
  let [oldHash, newHash] = [first!, first!];
  for (const c of others) {
    const side = walk.step();
    if (side === undefined) return false;
    if (side === 'left') oldHash = nodeHash(c, oldHash);
    newHash = side === 'left' ? nodeHash(c, newHash) : nodeHash(newHash, c);
  }
  return walk.isAtRoot && oldHash.equals(olderRoot) && newHash.equals(newerRoot);
}

/** The way from a leaf to the root: `fn` and `sn` of RFC 9162. Division, not shifts: numbers go up to 2^53. */
class Walk {
  constructor(
    private fn: number,
    private sn: number,
  ) {}

  get isAtRoot(): boolean {
    return this.sn === 0;
  }

  /** On which side the next hash stands; undefined when there is no next. */
  step(): 'left' | 'right' | undefined {
    if (this.sn === 0) return undefined;
    const isLeft = this.fn % 2 === 1 || this.fn === this.sn;
    if (isLeft) while (this.fn % 2 === 0 && this.fn !== 0) this.up();
    this.up();
    return isLeft ? 'left' : 'right';
  }

  skipRights(): void {
    while (this.fn % 2 === 1) this.up();
  }

  private up(): void {
    this.fn = Math.floor(this.fn / 2);
    this.sn = Math.floor(this.sn / 2);
  }
}

function isPowerOfTwo(n: number): boolean {
  return Number.isInteger(Math.log2(n)) && 2 ** Math.round(Math.log2(n)) === n;
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}

function areHashes(hashes: readonly Buffer[]): boolean {
  return hashes.every((hash) => hash.length === 32);
}
