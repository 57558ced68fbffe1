#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BundleCheck } from '../core/bundle.js';
import { reportText } from '../core/words.js';
import { useFastHash } from '../node/fast-hash.js';
import { readLines } from '../node/read-lines.js';
import { compareTiles } from '../node/tile-files.js';

const USAGE = `airshed-verify <bundle> [options]
  --key <vkey>         a key of the log, from where you trust it; again for each key it ever had
  --witness <vkey>     a witness you trust; again for each
  --quorum <n>         how many of them must have signed the last checkpoint (all)
  --seen <file>        a checkpoint you kept from earlier; again for each
  --tiles <folder>     published tile files, compared with the records
  --lang en|zh         language of the answer (LANG decides)
  --json               one JSON object for programs
Exit code 0: every promise holds. 1: one is broken. 2: the call is wrong. 3: all hold together, but no key was named.`;

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`);
  process.exitCode = 2;
}

async function main() {
  const many = /** @type {const} */ ({ type: 'string', multiple: true, default: [] });
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...{ key: many, witness: many, seen: many, quorum: { type: 'string' }, tiles: { type: 'string' } },
      ...{ lang: { type: 'string' }, json: { type: 'boolean', default: false } },
    },
  });
  const [file, ...more] = positionals;
  const lang = values.lang ?? (/^zh/.test(process.env.LC_ALL ?? process.env.LANG ?? '') ? 'zh' : 'en');
  if (file === undefined || more.length > 0) throw new Error('name one bundle');
  if (lang !== 'en' && lang !== 'zh') throw new Error('--lang is en or zh');

  useFastHash();
  const check = new BundleCheck(
    {
      keys: values.key,
      witnesses: values.witness,
      quorum: values.quorum === undefined ? undefined : Number(values.quorum),
      seen: values.seen.map((name) => readFileSync(name, 'utf8')),
    },
    { keepsTiles: values.tiles !== undefined },
  );
  for await (const line of readLines(file)) {
    check.take(line);
    if (check.isBroken) break;
  }
  const report = await check.finish();
  const tiles = values.tiles === undefined || !report.ok ? undefined : tilesOf(values.tiles, check);
  const ok = report.ok && tiles?.broken === undefined;
  if (values.json) process.stdout.write(`${JSON.stringify({ ...report, ok, tiles })}\n`);
  else process.stdout.write(`${reportText(report, lang)}${tilesText(tiles)}\n`);
  if (!ok) return 1;
  return report.isPinned ? 0 : 3;
}

/**
 * @param {string} folder
 * @param {BundleCheck} check
 */
function tilesOf(folder, { bundle }) {
  if (bundle === undefined || !('tree' in bundle) || bundle.tree.levels === undefined)
    throw new Error('--tiles needs a bundle of a journal from its first record');
  return compareTiles(folder, bundle.tree.levels);
}

/** @param {{ checked: number, broken: string | undefined } | undefined} tiles */
function tilesText(tiles) {
  if (tiles === undefined) return '';
  return tiles.broken === undefined
    ? `\nok      tiles (${tiles.checked})`
    : `\nBROKEN  tiles: ${tiles.broken}`;
}
