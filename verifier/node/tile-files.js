import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { TILE_WIDTH } from '../core/merkle.js';

/**
 * Compares every tile file of a folder with the hashes that the records gave.
 * @param {string} folder
 * @param {readonly (readonly Uint8Array[])[]} levels
 * @returns {{ checked: number, broken: string | undefined }}
 */
export function compareTiles(folder, levels) {
  let checked = 0;
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'));
  for (const name of names) {
    const [, level, groups, partial] =
      /(?:^|\/)tile\/(\d+)\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d+))?$/.exec(name) ?? [];
    if (level === undefined) continue;
    const no = Number(groups.replaceAll(/[x/]/g, ''));
    const width = partial === undefined ? TILE_WIDTH : Number(partial);
    const own = (levels[Number(level)] ?? []).slice(no * TILE_WIDTH, no * TILE_WIDTH + width);
    checked += 1;
    if (own.length !== width || !Buffer.concat(own).equals(readFileSync(join(folder, name))))
      return { checked, broken: name };
  }
  return { checked, broken: undefined };
}
