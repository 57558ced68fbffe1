import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkVenue } from '../../src/checker/check-venue.js';
import { provenTitle } from '../../verifier/core/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { done, VenueClient } from './venue-client.js';

let app: TestApp;
let venue: VenueClient;
let accounts: readonly string[];
let day: string;
beforeAll(async () => {
  app = await startTestApp();
  venue = new VenueClient(app);
  accounts = await Promise.all(
    ['plant-a', 'plant-b'].map(
      async (who) => done(await venue.get(who, 'accounts')).body.items[0].accountId as string,
    ),
  );
  await venue.allocate('CEA-2026', [{ accountId: accounts[0], quantity: '1000' }], '1000000');
  const order = { symbol: 'CEA-2026', price: '74.00', quantity: '120' };
  done(await venue.post('plant-a', 'orders', { ...order, accountId: accounts[0], side: 'sell' }));
  done(await venue.post('plant-b', 'orders', { ...order, accountId: accounts[1], side: 'buy' }));
  day = await app.engine.ask('demo', ({ market }) => market.tradingDay);
});
afterAll(() => app?.close());

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 400 && !(await isSo()); looks++)
    await new Promise((then) => setTimeout(then, 50));
}

const proofsOf = (who: string, account: string, of = day) =>
  venue.get(who, `accounts/${account}/holding-proofs?day=${of}`);

describe('holdings after a day', () => {
  it('are published when it has closed and settled: issued less retired, of every asset, for everybody', async () => {
    const before = await proofsOf('plant-a', accounts[0]);
    expect([before.status, before.body.code]).toEqual([404, 'holdings.not_published']);
    expect(done(await venue.get(null, 'holding-statements')).body.items).toEqual([]);
    done(await venue.post('exchange', 'trading-days/close', { day }));
    await until(async () => done(await venue.get(null, 'holding-statements')).body.items.length > 0);
    const { items } = done(await venue.get(null, 'holding-statements')).body;
    expect(items.map(({ symbol }: { symbol: string }) => symbol)).toContain('CEA-2026');
    for (const { day: of, issued, retired, total, root } of items) {
      expect([of, total]).toEqual([day, issued - retired]);
      expect(root).toMatch(/^[0-9a-f]{64}$/);
    }
    const first = done(await venue.get(null, 'holding-statements?limit=1')).body;
    const next = done(await venue.get(null, `holding-statements?limit=1&after=${first.next}`)).body;
    expect([...first.items, ...next.items]).toEqual(items.slice(0, 2));
    const forged = await venue.get(null, 'holding-statements?after=eyJ4Ijox');
    expect(forged.body.code).toBe('http.bad_cursor');
  });

  it('prove to each what it has, down to the unit, and to nobody what others have', async () => {
    for (const [no, who] of ['plant-a', 'plant-b'].entries()) {
      const { proofs } = done(await proofsOf(who, accounts[no])).body;
      const held = done(await venue.get(who, `holdings?accountId=${accounts[no]}`)).body.items;
      expect(proofs.length).toBeGreaterThan(1);
      for (const { account, amount, pieces, ...stated } of proofs) {
        expect(provenTitle(stated, account, pieces)).toBe(amount);
        const { posted } = held.find(({ asset }: { asset: string }) => asset === stated.symbol);
        expect(Number(posted.replace('.', ''))).toBe(amount);
      }
    }
    const foreign = await proofsOf('plant-a', accounts[1]);
    expect([foreign.status, foreign.body.code]).toEqual([404, 'registry.unknown_account']);
  });

  it('are what the checker finds in the journal at their place', async () => {
    const { verdicts } = await checkVenue(app.database.pool, 'demo');
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
    const [kept] = verdicts.filter(({ id }) => id === 'H1');
    expect(kept.checked).toBeGreaterThan(1);
  });
});
