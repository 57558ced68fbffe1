import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { checkFolder, isSound, textOf } from '../../src/cli/lobster-check.js';
import { lobsterFolder, type TapeFault } from '../support/lobster-folder.js';

/** The recorded day is not ours to ship; where it is, it is checked. */
const RECORDED = process.env.LOBSTER_DIR ?? join('..', 'shared', 'data', 'lobster-amzn');

describe('a recorded day', () => {
  (existsSync(RECORDED) ? it : it.skip)('of NASDAQ happens again in our book', async () => {
    const figures = await checkFolder(RECORDED);
    expect(textOf(figures)).toBe('transitions 155934/155934, best-price 8974/8974, exact fills 5248/5257');
    // Known to be inexplicable from what is shown: hidden orders and messages out of order.
    const lines = figures.exceptions.map((exception) => Number(/^line (\d+)/.exec(exception)?.[1]));
    expect(lines).toEqual([4267, 8398, 76792, 108619, 153054, 153058, 153059, 153060, 153986]);
  });
});

describe('a generated day', () => {
  const folders: string[] = [];
  const generated = (...args: Parameters<typeof lobsterFolder>): string => {
    folders.push(lobsterFolder(...args));
    return folders.at(-1)!;
  };
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  it.each([1, 3, 10])('of %i levels happens again in every figure', async (levels) => {
    const figures = await checkFolder(generated('none', { levels, unpacked: levels === 10 }));
    const { transitions, bestPrice, fills, exceptions } = figures;
    expect(exceptions).toEqual([]);
    expect(isSound(figures)).toBe(true);
    expect(transitions.of).toBeGreaterThanOrEqual(2_999);
    expect(bestPrice.of).toBeGreaterThan(500);
    expect(fills.of).toBeGreaterThan(100);
    expect([transitions.good, bestPrice.good, fills.good]).toEqual([transitions.of, bestPrice.of, fills.of]);
  });

  it.each<[TapeFault, string, boolean]>([
    ['an order vanishes', 'transitions', false],
    ['the second best price trades', 'bestPrice', false],
    ['the newest trades first', 'fills', true],
  ])('on which %s fails in %s and nowhere else', async (fault, broken, sound) => {
    const figures = await checkFolder(generated(fault));
    const bad = (['transitions', 'bestPrice', 'fills'] as const).filter(
      (name) => figures[name].good < figures[name].of,
    );
    expect(bad).toEqual([broken]);
    expect(isSound(figures)).toBe(sound);
    expect(figures.exceptions.length).toBeGreaterThan(0);
  });

  const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, ['bin/airshed.mjs', 'lobster', ...args], { encoding: 'utf8' });

  it('is one line on the command line, and 0 or 1', () => {
    const good = run(generated());
    expect(good.stdout).toMatch(/^transitions (\d+)\/\1, best-price (\d+)\/\2, exact fills (\d+)\/\3\n$/);
    expect(good.status).toBe(0);
    const bad = run(generated('an order vanishes'), '--verbose');
    expect(bad.status).toBe(1);
    expect(bad.stdout).toMatch(/\nline \d+: the book is not the recorded one\n/);
  });

  it('that is not whole is no day', async () => {
    const file = (folder: string, what: string): string =>
      join(
        folder,
        readdirSync(folder).find((name) => name.includes(what))!,
      );
    const short = generated('none', { unpacked: true });
    const rows = readFileSync(file(short, 'orderbook'), 'utf8');
    writeFileSync(file(short, 'orderbook'), rows.slice(0, rows.lastIndexOf('\n', rows.length - 2) + 1));
    await expect(checkFolder(short)).rejects.toThrow('has more lines than the book');
    writeFileSync(file(short, 'orderbook'), `${rows}${rows.slice(0, rows.indexOf('\n'))}`);
    await expect(checkFolder(short)).rejects.toThrow('has fewer lines than the book');
    writeFileSync(file(short, 'orderbook'), '1,2,3\n');
    await expect(checkFolder(short)).rejects.toThrow('not a LOBSTER book: 1,2,3');
    rmSync(file(short, 'orderbook'));
    await expect(checkFolder(short)).rejects.toThrow(
      'has no GENERATED_2026-11-24_orderbook_3.csv, plain or .gz',
    );
    rmSync(file(short, 'message'));
    await expect(checkFolder(short)).rejects.toThrow('has no LOBSTER message file');
    const cut = generated();
    truncateSync(file(cut, 'message'), 5_000);
    await expect(checkFolder(cut)).rejects.toThrow('unexpected end of file');
    expect(run('no-such-folder')).toMatchObject({ status: 2, stdout: '' });
  });
});
