import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

/** `npm run settle-million`, short: the same code, a few thousand trades, three kills. */
it('a day of trades is settled and reconciled to the same end whatever kill -9 struck it', async () => {
  const size = ['--trades', '4000', '--accounts', '60', '--ranges', '8', '--seed', '11'];
  const million = ['scripts/bench.mjs', 'million', ...size];
  const { stdout } = await promisify(execFile)(process.execPath, million, {
    env: { PATH: process.env.PATH },
  });
  const gates = stdout.split('\n').filter((line) => /^ {2}(held|FAILED):/.test(line));
  expect(gates.filter((line) => line.includes('FAILED'))).toEqual([]);
  expect(gates.join('\n')).toContain('those of the undisturbed run');
  expect(gates.filter((line) => line.includes('none broken'))).toHaveLength(2);
  expect(stdout).toContain('killed 3 times');
}, 300_000);
