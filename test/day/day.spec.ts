import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

/** What must have been said, in this order, by the very program that people run. */
const SAID = [
  'is open; 200,000 t of CEA-2026 allocated',
  'IN_TRANSIT',
  'QUARANTINED, banking.statement_does_not_foot',
  'settlement CONFIRMED',
  '1 DIFFERENT',
  'CASH suspense 12345.67 in UNCLEAR_CREDITS, OPEN',
  'reconciliation.break_open',
  'clearing1 may not sign it (approvals.four_eyes)',
  'the case is CLOSED; CEA-2026 trades again',
  'signature good',
  'the service is stopped',
  'EVERY PROMISE HOLDS',
  'A PROMISE IS BROKEN',
  'every record is decided the same',
  'Every step held.',
];

it('a scripted trading day holds from the first allocation to its verification without a database', async () => {
  const day = ['scripts/day.mjs', '--seed', '11', '--orders', '400'];
  const { stdout } = await promisify(execFile)(process.execPath, day, { env: { PATH: process.env.PATH } });
  let from = 0;
  for (const words of SAID) {
    const at = stdout.indexOf(words, from);
    expect([words, at >= from]).toEqual([words, true]);
    from = at;
  }
}, 180_000);

it('a day of nothing is refused before anything starts', async () => {
  const day = ['scripts/day.mjs', '--orders', '5'];
  await expect(promisify(execFile)(process.execPath, day)).rejects.toMatchObject({ code: 1 });
});
