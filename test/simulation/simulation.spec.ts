import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../src/kernel/json.js';
import { VenueMachine } from '../../src/machine.js';
import type { Command } from '../../src/sequencer/index.js';
import { HOUR } from '../support/market-world.js';
import { DAY, foundingOf, MIDNIGHT } from './founding.js';
import { emptyTally, runSchedule, type Tally } from './tally.js';

const SCHEDULES = process.env.SIM_SCHEDULES ?? '10000';
const SEED = process.env.SIM_SEED ?? '20261124';

interface Ended {
  readonly code: number;
  readonly stdout: string;
}

/** `npm run sim` as a person would; never throws. */
async function sim(...args: string[]): Promise<Ended> {
  return promisify(execFile)(process.execPath, ['scripts/sim.mjs', ...args], { maxBuffer: 1 << 26 }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout }: Ended) => ({ code, stdout }),
  );
}

const traceOf = ({ stdout }: Ended): string => /trace ([0-9a-f]+)/.exec(stdout)![1];

async function inThisProcess(seed: number, schedules: number): Promise<Tally> {
  const tally = emptyTally();
  for (let schedule = 0; schedule < schedules; schedule++) await runSchedule(tally, seed, schedule);
  return tally;
}

describe('whole venues under every kind of fault', () => {
  it(`keep every promise in ${SCHEDULES} schedules; each fault strikes, each promise is looked at`, async () => {
    const { code, stdout } = await sim('--schedules', SCHEDULES, '--seed', SEED);
    process.stdout.write(stdout);
    expect(stdout).toMatch(/^0 violations$/m);
    expect(stdout).not.toContain('never met');
    expect(stdout).toContain(`seed ${SEED}: ${SCHEDULES} schedules`);
    expect(code).toBe(0);
  }, 1_200_000);

  it('are the same schedules for the same seed, here and in one process or three', async () => {
    const [one, three] = await Promise.all([
      sim('--schedules', '24', '--seed', '5', '--processes', '1'),
      sim('--schedules', '24', '--seed', '5', '--processes', '3'),
    ]);
    const here = await inThisProcess(5, 24);
    expect([traceOf(one), traceOf(three)]).toEqual([here.trace.toString(16), here.trace.toString(16)]);
    expect(await inThisProcess(5, 24)).toEqual(here);
    expect((await inThisProcess(6, 24)).trace).not.toBe(here.trace);
  }, 300_000);

  it('a broken promise ends the command with 1 and the words that replay it', async () => {
    const { code, stdout } = await sim('--schedules', '20', '--seed', '5', '--plant', 'a hold is one short');
    expect(code).toBe(1);
    const [, replay] = /^BROKEN I1–I9 memory in schedule \d+: .*\n {2}npm run sim -- (.*)$/m.exec(stdout)!;
    const again = await sim(...replay.split(' '));
    // The schedule is sound without the bug, and its steps are printed.
    expect([again.code, again.stdout.split('\n').length > 100]).toEqual([0, true]);
  }, 300_000);
});

describe('found by simulation', () => {
  it('a day closes in the same words after a restart, whichever instrument was traded first', async () => {
    const { start, traders, things } = await foundingOf(0);
    const machine = new VenueMachine();
    const { seq, state } = start();
    machine.restore(state);
    const decide = (on: VenueMachine, place: number, cmd: Command): string =>
      JSON.stringify(on.decide({ seq: seq + place, at: MIDNIGHT + 11 * HOUR, by: 'x', org: '', cmd }));
    const [{ org, accountNo }] = traders;
    for (const [i, { instrumentNo, price, lot }] of things.toReversed().entries()) {
      const order = { org, accountNo, instrumentNo, side: 'buy', type: 'limit', price, quantity: lot };
      expect(decide(machine, i + 1, { kind: 'place-order', ...order })).toContain('OrderAccepted');
    }
    const restarted = new VenueMachine();
    restarted.restore(JSON.parse(JSON.stringify(machine.dump())) as Json);
    const close = { kind: 'close-day', day: DAY };
    expect(decide(restarted, 9, close)).toBe(decide(machine, 9, close));
  });
});
