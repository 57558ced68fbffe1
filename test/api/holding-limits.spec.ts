import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { packWith } from '../support/market-world.js';
import { done, VenueClient } from './venue-client.js';

let app: TestApp;
let venue: VenueClient;
let a: string;
let b: string;

beforeAll(async () => {
  app = await startTestApp();
  venue = new VenueClient(app);
  a = done(await venue.get('plant-a', 'accounts')).body.items[0].accountId;
  b = done(await venue.get('plant-b', 'accounts')).body.items[0].accountId;
  const limited = packWith(
    {
      'maxHolding.compliance': { allocationBps: 10_000, plusUnits: 100 },
      'publishHolding.compliance': { allocationBps: 0, plusUnits: 500 },
    },
    'demo',
  );
  const pack = { ...limited, pack: 'limited', version: '1' };
  await venue.agreed('exchange', ['approver'], 'rule-packs', { pack, reason: 'so much and no more' });
  await venue.createInstrument({ symbol: 'LIM-2026', rulePack: 'limited', referencePrice: '74.63' });
  await venue.allocate('LIM-2026', [{ accountId: a, quantity: '1000' }], '1000');
});
afterAll(() => app?.close());

describe('how much may be held', () => {
  it('is shown before anybody asks for too much, and refused with the rule behind it', async () => {
    const headroom = async (): Promise<object> =>
      done(await venue.get('plant-b', `accounts/${b}/headroom/LIM-2026`)).body;
    expect(await headroom()).toMatchObject({
      held: '0',
      limit: '100',
      headroom: '100',
      rulePack: 'limited@1',
    });
    const buy = (quantity: string): object => ({
      accountId: b,
      symbol: 'LIM-2026',
      side: 'buy',
      price: '74.63',
      quantity,
    });
    const refused = await venue.post('plant-b', 'orders', buy('101'));
    expect(refused).toMatchObject({ status: 422, body: { code: 'market.holding_limit' } });
    expect(refused.body.rule).toMatchObject({ key: 'maxHolding.compliance', pack: 'limited@1' });
    done(await venue.post('plant-b', 'orders', buy('60')));
    expect(await headroom()).toMatchObject({ wantedByOpenOrders: '60', headroom: '40' });
  });

  it('and who holds much is public', async () => {
    const { items } = done(await venue.get(null, 'instruments/LIM-2026/large-holders')).body;
    expect(items).toMatchObject([{ held: '1000', publishedAbove: '500' }]);
    expect(done(await venue.get(null, 'instruments/LIM-2026/interventions')).body.items).toEqual([]);
  });
});
