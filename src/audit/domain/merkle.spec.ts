import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leafHash, merkleRoot, nodeHash, rootOfLines } from './merkle.js';

/** The entries and roots of the public Certificate Transparency reference tests. */
const ENTRIES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => Buffer.from(hex, 'hex'));
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** RFC 6962 §2.1 word for word: split at the largest power of two below n. */
function rootBySplitting(entries: readonly Buffer[]): Buffer {
  const sha = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
  if (entries.length === 0) return sha();
  if (entries.length === 1) return sha(Buffer.from([0]), entries[0]);
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  return sha(Buffer.from([1]), rootBySplitting(entries.slice(0, k)), rootBySplitting(entries.slice(k)));
}

describe('a Merkle root', () => {
  it.each(ROOTS.map((root, size) => [size, root] as const))(
    'of the first %i reference entries is known',
    (size, root) => {
      expect(merkleRoot(ENTRIES.slice(0, size).map(leafHash)).toString('hex')).toBe(root);
    },
  );

  it('is that of the RFC for every number of entries', () => {
    const entries = Array.from({ length: 130 }, (_, i) => Buffer.from(`entry ${i}`));
    for (let size = 0; size <= entries.length; size++) {
      const some = entries.slice(0, size);
      expect(merkleRoot(some.map(leafHash)).equals(rootBySplitting(some))).toBe(true);
    }
  });

  it('of lines is that of their leaves, however many they are', () => {
    for (const lines of [...Array(140).keys(), 1_000].map((n) =>
      Array.from({ length: n + 1 }, (_, i) => `行 ${i}`),
    )) {
      const { root, lines: count } = rootOfLines(Buffer.from(lines.join('\n')));
      expect([root, count]).toEqual([merkleRoot(lines.map(leafHash)), lines.length]);
    }
    expect(rootOfLines(Buffer.from('a\n\nb')).root).toEqual(merkleRoot(['a', '', 'b'].map(leafHash)));
    expect(rootOfLines(Buffer.alloc(0))).toEqual({ root: leafHash(''), lines: 1 });
  });

  it('changes with any entry and with their order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 20 }), fc.nat(), (entries, n) => {
        const root = merkleRoot(entries.map(leafHash));
        const i = n % entries.length;
        const other = entries.map((entry, at) => (at === i ? `${entry}!` : entry));
        expect(merkleRoot(other.map(leafHash)).equals(root)).toBe(false);
        expect(merkleRoot([...entries].reverse().map(leafHash)).equals(root)).toBe(false);
      }),
    );
  });

  it('never takes a node for a leaf', () => {
    const [a, b] = [leafHash('a'), leafHash('b')];
    expect(leafHash(Buffer.concat([a, b])).equals(nodeHash(a, b))).toBe(false);
  });
});
