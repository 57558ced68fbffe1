import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leafHash, merkleRoot } from '../../audit/index.js';
import { GrowingTiles } from './growing-tiles.js';
import { isConsistent, isIncluded } from './proof-check.js';
import {
  edgeTiles,
  entryBundle,
  ENTRIES,
  nodeFromTiles,
  parseTilePath,
  tilePath,
  type TilePlace,
  tileWidth,
} from './tile.js';
import { consistencyRanges, hashOfRange, inclusionRanges, type LeafRange } from './tree-range.js';

const file = new URL('../../../test/vectors/merkle-proofs.json', import.meta.url);
interface Published {
  readonly name: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}
interface PublishedInclusion extends Published {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
}
interface PublishedConsistency extends Published {
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
}
const published = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly inclusion: readonly PublishedInclusion[];
  readonly consistency: readonly PublishedConsistency[];
};
const bytes = (text: string): Buffer => Buffer.from(text ?? '', 'base64');

/** A log in memory, grown by steps of any size as the service grows it. */
class Grown {
  readonly tiles = new Map<string, Buffer>();
  readonly leaves: Buffer[] = [];
  size = 0;

  grow(entries: readonly Buffer[]): void {
    const edge = edgeTiles(this.size).map((place) => [place.level, this.tile(place)!] as const);
    const growing = new GrowingTiles(this.size, new Map(edge));
    for (const entry of entries) {
      growing.push(entry);
      this.leaves.push(leafHash(entry));
    }
    for (const { level, no, width, hashes } of growing.gains()) {
      const before = this.tile({ level, no }) ?? Buffer.alloc(0);
      expect(before.length).toBe(width * 32);
      this.tiles.set(`${level}/${no}`, Buffer.concat([before, hashes]));
    }
    this.size = growing.size;
    expect(growing.root()).toEqual(this.root(this.size));
  }

  tile({ level, no }: TilePlace): Buffer | undefined {
    return this.tiles.get(`${level}/${no}`);
  }

  hash(range: LeafRange): Buffer {
    return hashOfRange(range, (node) => nodeFromTiles((place) => this.tile(place), node));
  }

  root(size: number): Buffer {
    return this.hash({ from: 0, to: size });
  }

  inclusion(index: number, size: number): Buffer[] {
    return inclusionRanges(index, size).map((range) => this.hash(range));
  }

  consistency(older: number, newer: number): Buffer[] {
    return consistencyRanges(older, newer).map((range) => this.hash(range));
  }
}

const entry = (i: number): Buffer => leafHash(`record ${i}`);
const SIZE = 70_000;
const big = new Grown();
for (const step of [1, 2, 253, 1, 300, 65_000])
  big.grow(Array.from({ length: step }, (_, i) => entry(big.size + i)));
big.grow(Array.from({ length: SIZE - big.size }, (_, i) => entry(big.size + i)));

describe('published vectors of transparency-dev/merkle', () => {
  it('of inclusion are judged as they say', () => {
    expect(published.inclusion.length).toBe(98);
    for (const { name, leafIdx, treeSize, root, leafHash: leaf, proof, wantErr } of published.inclusion) {
      const claim = { index: leafIdx, size: treeSize, leaf: bytes(leaf), root: bytes(root) };
      expect([name, isIncluded({ ...claim, proof: (proof ?? []).map(bytes) })]).toEqual([name, !wantErr]);
    }
  });

  it('of consistency are judged as they say', () => {
    expect(published.consistency.length).toBe(98);
    for (const { name, size1, size2, root1, root2, proof, wantErr } of published.consistency) {
      const claim = { older: size1, newer: size2, olderRoot: bytes(root1), newerRoot: bytes(root2) };
      // One vector has roots that are no hashes; we ask for 32 bytes.
      const isRight = !wantErr && claim.newerRoot.length === 32;
      expect([name, isConsistent({ ...claim, proof: (proof ?? []).map(bytes) })]).toEqual([name, isRight]);
    }
  });
});

describe('a log grown by steps', () => {
  it('has the root of all its leaves, at every size it ever had', () => {
    for (const size of [1, 2, 3, 255, 256, 257, 512, 65_537, SIZE])
      expect([size, big.root(size).equals(merkleRoot(big.leaves.slice(0, size)))]).toEqual([size, true]);
  });

  it('of 70,000 leaves has the tiles that the specification counts', () => {
    const tilesOf = (level: number): number[] =>
      [...big.tiles].filter(([at]) => at.startsWith(`${level}/`)).map(([, tile]) => tile.length / 32);
    expect(tilesOf(0).filter((width) => width === 256).length).toBe(273);
    expect([tilesOf(0).at(-1), tilesOf(1), tilesOf(2)]).toEqual([112, [256, 17], [1]]);
    expect(edgeTiles(SIZE).map((place) => tileWidth(place, SIZE))).toEqual([112, 17, 1]);
    expect(edgeTiles(256).map((place) => [place.level, tileWidth(place, 256)])).toEqual([[1, 1]]);
    expect(big.tile({ level: ENTRIES, no: 273 })!.subarray(0, 32)).toEqual(entry(273 * 256));
  });

  it('proves every leaf in every tree and every tree in every larger one, and nothing else', () => {
    const small = new Grown();
    small.grow(Array.from({ length: 40 }, (_, i) => entry(i)));
    for (let size = 1; size <= 40; size++) {
      const root = small.root(size);
      for (let index = 0; index < size; index++) {
        const claim = { index, size, leaf: small.leaves[index]!, proof: small.inclusion(index, size), root };
        expect(isIncluded(claim)).toBe(true);
        expect(isIncluded({ ...claim, index: (index + 1) % size || size })).toBe(false);
        expect(isIncluded({ ...claim, leaf: small.leaves[(index + 1) % 40]! })).toBe(false);
      }
      for (let older = 0; older <= size; older++) {
        const olderRoot = older === 0 ? merkleRoot([]) : small.root(older);
        const claim = {
          older,
          newer: size,
          olderRoot,
          newerRoot: root,
          proof: small.consistency(older, size),
        };
        expect([older, size, isConsistent(claim)]).toEqual([older, size, true]);
        if (older > 0) expect(isConsistent({ ...claim, olderRoot: leafHash('forged') })).toBe(false);
      }
    }
  });

  it('proves across tiles and levels, whatever is asked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: SIZE }), fc.nat(), fc.nat(), (size, a, b) => {
        const [index, older] = [a % size, (b % size) + 1];
        const root = big.root(size);
        const proof = big.inclusion(index, size);
        expect(isIncluded({ index, size, leaf: big.leaves[index]!, proof, root })).toBe(true);
        const claim = { older, newer: size, olderRoot: big.root(older), newerRoot: root };
        const steps = big.consistency(older, size);
        expect(isConsistent({ ...claim, proof: steps })).toBe(true);
        expect(isConsistent({ ...claim, proof: [...steps, root] })).toBe(false);
        if (steps.length > 0) expect(isConsistent({ ...claim, proof: steps.slice(1) })).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses to grow from an edge that is not its own', () => {
    expect(() => new GrowingTiles(3, new Map())).toThrow('tile 0/0 has 3 hashes');
    expect(() => nodeFromTiles(() => undefined, { height: 3, no: 5 })).toThrow('tile 0/0 has 48 hashes');
  });
});

describe('the address of a tile', () => {
  it.each([
    [{ level: 0, no: 0, width: 256 }, 'tile/0/000'],
    [{ level: 1, no: 5, width: 17 }, 'tile/1/005.p/17'],
    [{ level: 0, no: 1_234_067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: ENTRIES, no: 273, width: 112 }, 'tile/entries/273.p/112'],
  ])('%j is %s', (place, path) => {
    expect(tilePath(place)).toBe(path);
    expect(parseTilePath(path)).toEqual(place);
  });

  it.each([
    'tile/00/000',
    'tile/64/000',
    'tile/0/0',
    'tile/0/x000/001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
  ])('%s is none', (path) => expect(parseTilePath(path)).toBeUndefined());

  it('of entries has each with its length before it', () => {
    expect(entryBundle(Buffer.concat([entry(0), entry(1)]))).toEqual(
      Buffer.concat([Buffer.of(0, 32), entry(0), Buffer.of(0, 32), entry(1)]),
    );
  });
});
