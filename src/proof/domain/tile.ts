import { merkleRoot } from '../../audit/index.js';
import { invariant } from '../../kernel/invariant.js';
import type { TreeNode } from './tree-range.js';

/** Hashes of a full tile; a hash of the level above stands for one full tile. C2SP tlog-tiles. */
export const TILE_WIDTH = 256;
export const TILE_HEIGHT = 8;
export const HASH_BYTES = 32;
/** Beside the levels of the tree: the entries that level 0 is made of. */
export const ENTRIES = -1;

export interface TilePlace {
  readonly level: number;
  readonly no: number;
}

/** A tile as it is asked for: its place, and how many of its hashes. */
export interface TileAsked extends TilePlace {
  readonly width: number;
}

/** Bytes of a tile as far as it has grown. */
export type TileSource = (place: TilePlace) => Uint8Array | undefined;

/** The tile that has what a complete subtree's hash is made of. */
export function tileOfNode({ height, no }: TreeNode): TilePlace {
  const level = Math.floor(height / TILE_HEIGHT);
  return { level, no: Math.floor((no * 2 ** (height % TILE_HEIGHT)) / TILE_WIDTH) };
}

export function nodeFromTiles(tiles: TileSource, { height, no }: TreeNode): Buffer {
  const place = tileOfNode({ height, no });
  const hashes = 2 ** (height % TILE_HEIGHT);
  const start = no * hashes - place.no * TILE_WIDTH;
  const tile = tiles(place);
  invariant(
    tile !== undefined && tile.length >= (start + hashes) * HASH_BYTES,
    `tile ${place.level}/${place.no} has ${start + hashes} hashes`,
  );
  return merkleRoot(Array.from({ length: hashes }, (_, at) => hashAt(tile!, start + at)));
}

export function hashAt(tile: Uint8Array, at: number): Buffer {
  return Buffer.from(tile.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

/** Hashes that a tile has in a tree of `size` leaves. */
export function tileWidth({ level, no }: TilePlace, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** Math.max(level, 0)) - no * TILE_WIDTH;
  return Math.min(Math.max(hashes, 0), TILE_WIDTH);
}

/** The tiles of a tree that still grow and have something in them: one a level at most. */
export function edgeTiles(size: number): TilePlace[] {
  const edge: TilePlace[] = [];
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / TILE_WIDTH))
    if (hashes % TILE_WIDTH > 0) edge.push({ level, no: Math.floor(hashes / TILE_WIDTH) });
  return edge;
}

/** `tile/<level>/<N>[.p/<W>]`, `tile/entries/…`: N in groups of three digits, all but the last after an `x`. */
export function tilePath({ level, no, width }: TileAsked): string {
  const digits = String(no);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g)!;
  const named = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  const partial = width < TILE_WIDTH ? `.p/${width}` : '';
  return `tile/${level === ENTRIES ? 'entries' : level}/${named}${partial}`;
}

const TILE_PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;
const LEVEL_LAST = 63;

/** Undefined for anything but the one way to write a tile's address. */
export function parseTilePath(path: string): TileAsked | undefined {
  const [, level, groups, partial] = TILE_PATH.exec(path) ?? [];
  if (level === undefined || groups === undefined) return undefined;
  const asked = {
    level: level === 'entries' ? ENTRIES : Number(level),
    no: Number(groups.replaceAll(/[x/]/g, '')),
    width: partial === undefined ? TILE_WIDTH : Number(partial),
  };
  return asked.level <= LEVEL_LAST && tilePath(asked) === path ? asked : undefined;
}

/** An entry bundle of 32-byte entries: each with its length before it. */
export function entryBundle(entries: Uint8Array): Buffer {
  const count = entries.length / HASH_BYTES;
  const bundle = Buffer.alloc(count * (2 + HASH_BYTES));
  for (let at = 0; at < count; at++) {
    bundle.writeUInt16BE(HASH_BYTES, at * (2 + HASH_BYTES));
    bundle.set(hashAt(entries, at), at * (2 + HASH_BYTES) + 2);
  }
  return bundle;
}
