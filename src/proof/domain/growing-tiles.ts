import { leafHash, merkleRoot } from '../../audit/index.js';
import { invariant } from '../../kernel/invariant.js';
import { edgeTiles, ENTRIES, HASH_BYTES, hashAt, nodeFromTiles, TILE_WIDTH, type TilePlace } from './tile.js';
import { hashOfRange } from './tree-range.js';

/** What one tile gained: `hashes` come after the first `width` that it had. */
export interface TileGain extends TilePlace {
  readonly width: number;
  readonly hashes: Buffer;
}

interface Growing {
  readonly no: number;
  readonly before: number;
  readonly hashes: Buffer[];
}

/** The right edge of a tree: all that is needed to append to it, one unfinished tile a level. */
export class GrowingTiles {
  size: number;
  private readonly edge: Growing[] = [];
  private readonly entries: Buffer[] = [];
  private readonly full: TileGain[] = [];

  constructor(
    readonly before: number,
    tiles: ReadonlyMap<number, Uint8Array>,
  ) {
    this.size = before;
    for (const { level, no } of edgeTiles(before)) {
      const tile = tiles.get(level);
      const width = Math.floor(before / TILE_WIDTH ** level) % TILE_WIDTH;
      invariant(tile?.length === width * HASH_BYTES, `tile ${level}/${no} has ${width} hashes`);
      const hashes = Array.from({ length: width }, (_, at) => hashAt(tile!, at));
      this.edge[level] = { no, before: width, hashes };
    }
  }

  push(entry: Buffer): void {
    this.entries.push(entry);
    this.size += 1;
    this.append(0, leafHash(entry));
  }

  /** Of all leaves up to now. */
  root(): Buffer {
    const at = (level: number): Uint8Array | undefined =>
      this.edge[level] && Buffer.concat(this.edge[level].hashes);
    return hashOfRange({ from: 0, to: this.size }, (node) => nodeFromTiles(({ level }) => at(level), node));
  }

  /** What every tile gained since the beginning, entries first. */
  gains(): TileGain[] {
    const open = this.edge.flatMap((tile, level) => gainOf(level, tile));
    return [...this.entryGains(), ...this.full, ...open];
  }

  private append(level: number, hash: Buffer): void {
    const tile = (this.edge[level] ??= {
      // A level whose last tile was full when we began, or that nobody has reached yet.
      no: Math.floor(this.before / TILE_WIDTH ** (level + 1)),
      before: 0,
      hashes: [],
    });
    tile.hashes.push(hash);
    if (tile.hashes.length < TILE_WIDTH) return;
    this.full.push(...gainOf(level, tile));
    this.edge[level] = { no: tile.no + 1, before: 0, hashes: [] };
    this.append(level + 1, merkleRoot(tile.hashes));
  }

  private *entryGains(): Iterable<TileGain> {
    for (let at = 0; at < this.entries.length;) {
      const [no, width] = [Math.floor((this.before + at) / TILE_WIDTH), (this.before + at) % TILE_WIDTH];
      const some = this.entries.slice(at, at + TILE_WIDTH - width);
      yield { level: ENTRIES, no, width, hashes: Buffer.concat(some) };
      at += some.length;
    }
  }
}

function gainOf(level: number, { no, before, hashes }: Growing): TileGain[] {
  if (hashes.length === before) return [];
  return [{ level, no, width: before, hashes: Buffer.concat(hashes.slice(before)) }];
}
