import { concat, isCount, same, u64, utf8 } from './bytes.js';
import { canonical } from './canonical.js';
import { sha256 } from './sha256.js';

/** RFC 6962 hashing, RFC 9162 checking, C2SP tiles. */

const [LEAF, NODE] = [Uint8Array.of(0), Uint8Array.of(1)];
const [TOLD, EVENTS, RECORD] = ['told', 'events', 'record'].map((what) => utf8(`airshed ${what} v1\n`));
export const HASH_BYTES = 32;
/** More hashes than any proof in a tree of 2^53 leaves has. */
export const PROOF_MAX = 110;
export const TILE_WIDTH = 256;

/** @param {Uint8Array} entry */
export function leafHash(entry) {
  return sha256(concat([LEAF, entry]));
}

/**
 * @param {Uint8Array} left
 * @param {Uint8Array} right
 */
export function nodeHash(left, right) {
  return sha256(concat([NODE, left, right]));
}

/**
 * What the log holds of a record: what its sender said and was told, and its events, each half under a salt of its own.
 * @param {Uint8Array} told the hash of one half
 * @param {Uint8Array} events the hash of the other
 */
export function entryOf(told, events) {
  return sha256(concat([RECORD, told, events]));
}

/**
 * @param {Uint8Array} salt
 * @param {Uint8Array} half
 */
export function toldHash(salt, half) {
  return sha256(concat([TOLD, salt, half]));
}

/**
 * @param {Uint8Array} salt
 * @param {Uint8Array} half
 */
export function eventsHash(salt, half) {
  return sha256(concat([EVENTS, salt, half]));
}

/**
 * The salt of one half: 1 is told, 2 are the events.
 * @param {import('./sha256.js').Hmac} blinding
 * @param {number} seq
 * @param {1 | 2} half
 */
export function saltOf(blinding, seq, half) {
  return blinding.of(concat([u64(seq), Uint8Array.of(half)]));
}

/**
 * @param {import('./sha256.js').Hmac} blinding
 * @param {number} seq
 * @param {Record<string, unknown>} record of which the line is the canonical text
 */
export function blinded(blinding, seq, record) {
  const { ev, ...told } = record;
  return entryOf(
    toldHash(saltOf(blinding, seq, 1), utf8(canonical(told))),
    eventsHash(saltOf(blinding, seq, 2), ev === undefined ? new Uint8Array() : utf8(canonical(ev))),
  );
}

/** A tree that grows: the roots of its complete subtrees, largest first; and, where asked, every hash of its tiles. */
export class GrowingTree {
  /** @param {boolean} keepsTiles */
  constructor(keepsTiles = false) {
    this.size = 0;
    /** @type {{ hash: Uint8Array, leaves: number }[]} */
    this.peaks = [];
    /** By level: the hashes of its tiles, in order. @type {Uint8Array[][] | undefined} */
    this.levels = keepsTiles ? [] : undefined;
  }

  /**
   * A tree of which only the complete subtrees are known.
   * @param {number} size
   * @param {readonly Uint8Array[]} hashes
   * @returns {GrowingTree | undefined}
   */
  static from(size, hashes) {
    const tree = new GrowingTree();
    let left = size;
    for (const hash of hashes) {
      if (left === 0) return undefined;
      const leaves = largestPower(left);
      tree.peaks.push({ hash, leaves });
      left -= leaves;
    }
    tree.size = size;
    return left === 0 ? tree : undefined;
  }

  /** @param {Uint8Array} leaf the hash of a leaf */
  push(leaf) {
    this.size += 1;
    let [hash, leaves] = [leaf, 1];
    this.keep(hash, leaves);
    for (let last = this.peaks.at(-1); last?.leaves === leaves; last = this.peaks.at(-1)) {
      this.peaks.pop();
      hash = nodeHash(last.hash, hash);
      leaves *= 2;
      this.keep(hash, leaves);
    }
    this.peaks.push({ hash, leaves });
  }

  root() {
    if (this.size === 0) return sha256(new Uint8Array(0));
    return this.peaks.map(({ hash }) => hash).reduceRight((right, left) => nodeHash(left, right));
  }

  /**
   * @param {Uint8Array} hash
   * @param {number} leaves
   */
  keep(hash, leaves) {
    if (this.levels === undefined) return;
    for (let level = 0, width = 1; width <= leaves; level++, width *= TILE_WIDTH)
      if (width === leaves) (this.levels[level] ??= []).push(hash);
  }
}

/**
 * The largest power of two that is at most n.
 * @param {number} n
 */
function largestPower(n) {
  let power = 1;
  while (power * 2 <= n) power *= 2;
  return power;
}

/**
 * RFC 9162 §2.1.3.2.
 * @param {{ index: number, size: number, leaf: Uint8Array, proof: readonly Uint8Array[], root: Uint8Array }} claim
 */
export function isIncluded({ index, size, leaf, proof, root }) {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, root, ...proof])) return false;
  let [fn, sn, hash] = [index, size - 1, leaf];
  for (const p of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(p, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else hash = nodeHash(hash, p);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && same(hash, root);
}

/**
 * RFC 9162 §2.1.4.2; every tree is consistent with the empty one.
 * @param {{ older: number, newer: number, olderRoot: Uint8Array, newerRoot: Uint8Array, proof: readonly Uint8Array[] }} claim
 */
export function isConsistent({ older, newer, olderRoot, newerRoot, proof }) {
  if (!isCount(older) || !isCount(newer) || older > newer) return false;
  if (!areHashes([olderRoot, newerRoot, ...proof])) return false;
  if (older === newer) return proof.length === 0 && same(olderRoot, newerRoot);
  if (older === 0) return proof.length === 0;
  const [first, ...others] = largestPower(older) === older ? [olderRoot, ...proof] : proof;
  if (first === undefined) return false;
  let [fn, sn, fr, sr] = [older - 1, newer - 1, first, first];
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  for (const c of others) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [nodeHash(c, fr), nodeHash(c, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else sr = nodeHash(sr, c);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && same(fr, olderRoot) && same(sr, newerRoot);
}

/** @param {number} n */
function half(n) {
  return Math.floor(n / 2);
}

/** @param {readonly Uint8Array[]} hashes */
function areHashes(hashes) {
  return hashes.length <= PROOF_MAX && hashes.every((hash) => hash.length === HASH_BYTES);
}
