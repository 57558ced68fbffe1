import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OneFile } from './one-file.js';

interface Fixture {
  readonly answer: () => string;
  readonly other: () => Promise<{ readonly said: string }>;
  readonly place: string;
}
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'airshed-one-file-'));
  file = join(folder, 'program.cjs');
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (answer: string): void =>
  writeFileSync(
    file,
    `(function (exports, require, __filename, __dirname, $urlOf, $importModule) {
       exports.answer = () => '${answer}';
       exports.other = () => $importModule($urlOf('src/other.mjs'));
       exports.place = require('node:path').basename(__filename);
     })`,
  );
const found = (): OneFile<Fixture> => OneFile.find<Fixture>(file)!;
const caches = (): string[] => readdirSync(folder).filter((name) => name !== basename(file));

describe('a program in one file', () => {
  it('is run with what a file of its place has, and is not there before it is built', () => {
    expect(OneFile.find(file)).toBeUndefined();
    write('yes');
    const program = found();
    expect(program.isFromCache).toBe(false);
    expect(program.run()).toMatchObject({ place: 'program.cjs' });
    expect(program.run().answer()).toBe('yes');
  });

  it('finds what lies beside a module that is in it now', async () => {
    write('yes');
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src', 'other.mjs'), `export const said = 'here';\n`);
    expect((await found().run().other()).said).toBe('here');
  });

  it('is compiled once: the next start takes what was kept', () => {
    write('yes');
    const first = found();
    first.run();
    first.writeCache();
    expect(found().isFromCache).toBe(true);
    expect(found().run().answer()).toBe('yes');
  });

  it('is never taken from what was kept of another text, be it as long', () => {
    write('yes');
    found().writeCache();
    write('no!');
    expect(found().isFromCache).toBe(false);
    expect(found().run().answer()).toBe('no!');
  });

  it.each([
    ['a changed byte', (bytes: Buffer) => bytes.fill(bytes.at(-1)! ^ 1, bytes.length - 1)],
    ['half of it', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['nothing', () => Buffer.alloc(0)],
  ])('is compiled anew when of what was kept there is left: %s', (_, harm) => {
    write('yes');
    found().writeCache();
    const cache = join(folder, caches()[0]);
    writeFileSync(cache, harm(readFileSync(cache)));
    expect(found().isFromCache).toBe(false);
    expect(found().run().answer()).toBe('yes');
  });
});
