import { join } from 'node:path';
import type { Pool } from 'pg';
import { vkeyOf } from '../domain/note-key.js';
import { entryBundle, ENTRIES, HASH_BYTES, TILE_WIDTH, tilePath, tileWidth } from '../domain/tile.js';
import { logKeys } from '../store/key-tables.js';
import { allLogs, lastCheckpoint, type MerkleLog } from '../store/log-tables.js';
import { LogProofs } from './log-proofs.js';

export interface StaticFile {
  /** Under the folder, the log's name first. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** Every log as files: its newest checkpoint, the tiles and entries that it needs, and the keys that sign it. */
export async function* exportTiles(pool: Pool): AsyncIterable<StaticFile> {
  const proofs = new LogProofs(pool);
  for (const log of await allLogs(pool)) {
    const newest = await lastCheckpoint(pool, log.logNo);
    if (newest === undefined) continue;
    const named = (path: string, bytes: Buffer): StaticFile => ({ path: join(log.name, path), bytes });
    yield named('checkpoint', Buffer.from(await proofs.cosigned(log, newest)));
    const keys = (await logKeys(pool)).map((key) => `${vkeyOf({ ...key, name: log.origin })}\n`);
    yield named('keys', Buffer.from(keys.join('')));
    for await (const tile of tilesOf(pool, log, newest.size)) yield named(tile.path, tile.bytes);
  }
}

async function* tilesOf(pool: Pool, { logNo }: MerkleLog, size: number): AsyncIterable<StaticFile> {
  // Levels above the last have nothing; 256^7 is the last that a safe integer counts.
  for (let level = ENTRIES; level < 7; level++) {
    for (let no = 0; tileWidth({ level, no }, size) > 0; no++) {
      const width = Math.min(tileWidth({ level, no }, size), TILE_WIDTH);
      const { rows } = await pool.query(
        `SELECT substr(hashes, 1, $4) AS hashes FROM log_tiles WHERE log_no = $1 AND level = $2 AND tile_no = $3`,
        [logNo, level, no, width * HASH_BYTES],
      );
      const hashes = rows[0].hashes as Buffer;
      yield {
        path: tilePath({ level, no, width }),
        bytes: level === ENTRIES ? entryBundle(hashes) : hashes,
      };
    }
  }
}
