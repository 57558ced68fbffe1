import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { claimDataDir, DataDirInUseError, holderOf } from './data-dir-claim.js';

describe('the data folder', () => {
  let folder: string;
  const file = (): string => join(folder, 'service.pid');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'airshed-claim-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is held by one process until it lets go', () => {
    const claim = claimDataDir(folder);
    expect(holderOf(folder)).toBe(process.pid);
    claim.release();
    expect(holderOf(folder)).toBeUndefined();
  });

  it('is refused, with a sentence, while another living process holds it', async () => {
    const script = `import('node:fs').then(({ readFileSync, writeFileSync }) => {
      const born = process.platform === 'linux' ? readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1).split(' ')[19] : '';
      writeFileSync(${JSON.stringify(file())}, process.pid + ' ' + born + '\\n'); console.log('held'); setInterval(() => 0, 1000); });`;
    const other = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => other.stdout.once('data', resolve));
    expect(() => claimDataDir(folder)).toThrow(DataDirInUseError);
    expect(() => claimDataDir(folder)).toThrow(`Process ${other.pid} already runs it`);
    const gone = new Promise((resolve) => other.once('exit', resolve));
    other.kill('SIGKILL');
    await gone;
    claimDataDir(folder).release();
  });

  it.each(['', '\n', '0 \n', 'nonsense 5\n'])('is free when its claim names nobody: %j', (content) => {
    // Found by kill -9 at a random instant: the claim had been opened and not yet written.
    writeFileSync(file(), content);
    expect(holderOf(folder)).toBeUndefined();
    const claim = claimDataDir(folder);
    expect(holderOf(folder)).toBe(process.pid);
    claim.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is free when its pid now belongs to somebody else', () => {
    writeFileSync(file(), `${process.ppid} 1\n`);
    const claim = claimDataDir(folder);
    expect(readFileSync(file(), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    claim.release();
  });
});
