import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkVenue } from '../../src/checker/check-venue.js';
import { BATCH_ITEMS_MAX } from '../../src/kernel/limits.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { done, VenueClient } from './venue-client.js';

/** `KILL_SWITCH_ROUNDS=50` measures; a test run only sees that it works. */
const ROUNDS = Number(process.env.KILL_SWITCH_ROUNDS ?? 2);
const ORDERS = 200;
const REASON = { reason: 'an algorithm runs wild' };

let app: TestApp;
let venue: VenueClient;
let b: string;
beforeAll(async () => {
  app = await startTestApp();
  venue = new VenueClient(app);
  b = done(await venue.get('plant-b', 'accounts')).body.items[0].accountId;
});
afterAll(() => app?.close());

const bid = (price = '70.00'): object => ({
  accountId: b,
  symbol: 'CEA-2026',
  side: 'buy',
  price,
  quantity: '1',
});

async function placeMany(): Promise<void> {
  for (let left = ORDERS; left > 0; left -= BATCH_ITEMS_MAX) {
    const items = Array.from({ length: Math.min(left, BATCH_ITEMS_MAX) }, () => ({
      action: 'place',
      order: bid(),
    }));
    const { body } = done(await venue.post('plant-b', 'orders:batch', { items }));
    expect(body.items.every(({ ok }: { ok: boolean }) => ok)).toBe(true);
  }
}

describe('the kill switch', () => {
  it('of a member cancels at once, bars, and is released by its manager', async () => {
    const took: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await placeMany();
      const begun = performance.now();
      const engaged = done(await venue.post('plant-b', 'kill-switches/own', REASON)).body;
      took.push(performance.now() - begun);
      expect(engaged.ordersCancelled).toBe(ORDERS);
      expect(await venue.post('plant-b', 'orders', bid())).toMatchObject({
        status: 422,
        body: { code: 'market.kill_switch' },
      });
      expect((await venue.post('plant-b', 'kill-switches/own/release')).status).toBe(403);
      done(await venue.post('plant-b-manager', 'kill-switches/own/release'));
    }
    took.sort((x, y) => x - y);
    const at = (share: number): string => took[Math.ceil(took.length * share) - 1].toFixed(1);
    if (process.env.KILL_SWITCH_ROUNDS !== undefined)
      process.stdout.write(
        `${ROUNDS} kill switches, ${ORDERS} orders each: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms\n`,
      );
    const { items } = done(await venue.get('plant-b', 'kill-switches')).body;
    expect(items).toHaveLength(ROUNDS);
    expect(items[0]).toMatchObject({ party: 'member', ordersCancelled: ORDERS, symbol: null });
    expect(items[0].releasedAt).not.toBeNull();
    expect(done(await venue.get('plant-a', 'kill-switches')).body.items).toEqual([]);
  });

  it('of the operator and the regulator needs one hand to engage and two to release', async () => {
    const { orderId } = done(await venue.post('plant-b', 'orders', bid())).body;
    const { killSwitch } = done(
      await venue.post('exchange', 'kill-switches', { symbol: 'CEA-2026', ...REASON }),
    ).body;
    expect(done(await venue.get('plant-b', `orders/${orderId}`)).body.status).toBe('CANCELLED');
    expect(done(await venue.get(null, 'instruments/CEA-2026/ticker')).body.killSwitch).toBe(true);
    const again = await venue.post('exchange', 'kill-switches', { symbol: 'CEA-2026', ...REASON });
    expect(again).toMatchObject({ status: 409, body: { code: 'market.kill_switch_engaged' } });
    const all = done(await venue.post('approver', 'kill-switches', REASON)).body;
    for (const login of ['plant-b', 'plant-b-manager', 'clearing1', 'auditor'])
      expect((await venue.post(login, 'kill-switches', REASON)).status).toBe(403);
    for (const no of [killSwitch, all.killSwitch]) {
      expect((await venue.post('plant-b', 'orders', bid())).body.code).toBe('market.kill_switch');
      await venue.agreed('exchange', ['approver'], `kill-switches/${no}/release`, { reason: 'repaired' });
    }
    done(await venue.post('plant-b', 'orders', bid()));
    const gone = await venue.post('exchange', `kill-switches/${killSwitch}/release`, { reason: 'repaired' });
    expect(gone.body.code).toBe('market.kill_switch_not_engaged');
    const nobody = await venue.post('exchange', 'kill-switches', { orgId: 'org_of_nobody', ...REASON });
    expect(nobody.body.code).toBe('market.organisation_unknown');
  });

  it('keeps every promise of the venue', async () => {
    const { verdicts } = await checkVenue(app.database.pool, 'demo');
    expect(verdicts.filter(({ broken }) => broken.length > 0)).toEqual([]);
    expect(verdicts.find(({ id }) => id === 'K1')!.checked).toBeGreaterThan(2);
  });
});
