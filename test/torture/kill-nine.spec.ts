import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from '../../src/platform/database.js';
import { seeded } from '../support/random.js';
import { judge, lookAtTheRecord } from './judge.js';
import { reportOf } from './report.js';
import { type Layout, type LayoutName, layoutOf } from './service.js';
import { type Struck, torture } from './torture.js';
import { compare, type Sent } from './trader.js';

const KILLS = Number(process.env.TORTURE_KILLS ?? 60);
const SEED = Number(process.env.TORTURE_SEED ?? 20261124);
const only = process.env.TORTURE_LAYOUT as LayoutName | undefined;
/** The whole service at once comes back more slowly than its parts; a quarter of the kills goes to it. */
const whole = Math.max(1, Math.round(KILLS / 4));
const runs: [LayoutName, number][] = only
  ? [[only, KILLS]]
  : [
      ['one', whole],
      ['split', Math.max(1, KILLS - whole)],
    ];

interface Ground {
  readonly folder: string;
  readonly layout: Layout;
  struck?: Promise<Struck>;
}
const grounds = new Map<LayoutName, Ground>();

// Side by side: a part that comes back needs one core, and at any time somebody is coming back.
beforeAll(async () => {
  for (const [name] of runs) grounds.set(name, await groundOf(name));
  await Promise.all([...grounds.values()].map(({ layout }) => layout.start()));
  for (const [name, kills] of runs) {
    const ground = grounds.get(name)!;
    ground.struck = torture(ground.layout, kills, SEED);
    ground.struck.catch(() => 'told by the test that waits for it');
  }
}, 180_000);

afterAll(async () => {
  for (const { layout, folder } of grounds.values()) {
    await layout.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

async function groundOf(name: LayoutName): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'airshed-torture-'));
  // The server's own user must be able to pass through.
  chmodSync(folder, 0o711);
  return { folder, layout: await layoutOf(name, folder, seeded(SEED - 1)) };
}

describe.each(runs)('the layout "%s" under kill -9', (name, kills) => {
  let layout: Layout;
  let struck: Struck;

  it(
    `loses nothing acknowledged and leaves nothing half done at ${kills} random instants`,
    async () => {
      layout = grounds.get(name)!.layout;
      struck = (await grounds.get(name)!.struck)!;
      const judged = judge(struck.known, struck.record);
      process.stderr.write(reportOf(layout, SEED, struck, judged));
      expect(judged.findings).toEqual([]);
      expect(judged).toMatchObject({ lost: 0, changed: 0, halfApplied: 0, unsettled: 0 });
      // The load was there, and so was the unknown.
      expect(judged.acknowledged).toBeGreaterThan(kills);
      expect(judged.resolved).toBeGreaterThan(0);
      expect(struck.record.trades).toBeGreaterThan(0);
    },
    120_000 + kills * 15_000,
  );

  it('would notice an acknowledged order that is dropped from the clients’ view', () => {
    const known = struck.known.filter(({ again }) => again.status !== 201);
    const single = struck.known.filter(({ again }) => again.status === 201);
    const judged = judge([...known, ...single.slice(1)], struck.record);
    expect(judged).toMatchObject({ lost: 0, halfApplied: 1 });
    expect(judged.findings[0]).toMatch(/^half applied: ord_\w+ is on record and in no answer$/);
  });

  it('would notice an acknowledged order that the record has not', () => {
    const [gone, ...others] = struck.record.orders;
    const judged = judge(struck.known, { ...struck.record, orders: new Set(others) });
    expect(judged).toMatchObject({ lost: 1, halfApplied: 0 });
    expect(judged.findings).toEqual([`lost: ${gone} is in an answer and not on record`]);
  });

  it('would notice an answer that was lost and one that was changed', async () => {
    const [trader] = struck.traders;
    const never: Sent = {
      key: 'never-sent',
      ...trader.wish('orders'),
      acknowledged: { status: 201, body: { orderId: 'ord_invented' } },
    };
    expect(compare(never, await trader.ask(never))).toBe('lost');
    expect(compare(never, await trader.ask(never))).toBe('changed');
    const half: Sent = {
      key: 'never-sent-batch',
      ...trader.wish('orders:batch'),
      acknowledged: { status: 200, body: { items: [{ ok: true, order: { seq: 1 } }] } },
    };
    expect(compare(half, await trader.ask(half))).toBe('changed');
  });

  it('would notice a row of an order that was never written', async () => {
    await withClient(layout.ownerUrl(), (client) =>
      client.query(`DELETE FROM orders WHERE order_no = (SELECT min(order_no) FROM orders)`),
    );
    const judged = judge(struck.known, await lookAtTheRecord(layout.ownerUrl(), layout.idSecret));
    expect(judged.lost).toBe(1);
    expect(judged.findings).toContainEqual(expect.stringMatching(/^half applied: I12/));
  });
});
