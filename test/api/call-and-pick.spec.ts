import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PackFile } from '../../src/rules/index.js';
import { checkVenue } from '../../src/checker/check-venue.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { packWith } from '../support/market-world.js';
import { done, VenueClient } from './venue-client.js';

let app: TestApp;
let venue: VenueClient;
let a: string;
let b: string;

/** The demonstration's rules under another name, always open. */
function named(pack: string, keys: Parameters<typeof packWith>[0]): PackFile {
  return { ...packWith(keys, 'demo'), pack, version: '1' };
}

beforeAll(async () => {
  app = await startTestApp();
  venue = new VenueClient(app);
  a = done(await venue.get('plant-a', 'accounts')).body.items[0].accountId;
  b = done(await venue.get('plant-b', 'accounts')).body.items[0].accountId;
  const allDay = { from: '00:00', to: '24:00', randomEndSeconds: 0, noCancelSeconds: 0 };
  for (const [symbol, pack] of [
    ['PICK-2026', named('picking', { matcher: 'PICK_LISTING', 'pick.levels': 5 })],
    ['CALL-2026', named('calling', { 'call.opening': allDay })],
    ['CALM-2026', named('calm', { 'volatility.pct': 100, 'volatility.callSeconds': 1 })],
  ] as const) {
    await venue.agreed('exchange', ['approver'], 'rule-packs', { pack, reason: 'another way to trade' });
    await venue.createInstrument({ symbol, rulePack: pack.pack, referencePrice: '74.63' });
    await venue.allocate(symbol, [{ accountId: a, quantity: '1000' }], '1000');
  }
});
afterAll(() => app?.close());

const order = (symbol: string, accountId: string, side: string, price: string, quantity = '10'): object => ({
  accountId,
  symbol,
  side,
  price,
  quantity,
});

describe('picking a listing', () => {
  it('takes it by its public id, at its price', async () => {
    for (const price of ['74.50', '74.60'])
      done(await venue.post('plant-a', 'orders', order('PICK-2026', a, 'sell', price)));
    const { items } = done(await venue.get(null, 'instruments/PICK-2026/listings')).body;
    expect(items).toMatchObject([
      { side: 'sell', price: '74.50', quantity: '10' },
      { side: 'sell', price: '74.60', quantity: '10' },
    ]);
    const pick = (listingId: string, key?: string): ReturnType<VenueClient['post']> =>
      venue.post(
        'plant-b',
        `listings/${listingId}/pick`,
        { accountId: b, symbol: 'PICK-2026', quantity: '4' },
        key,
      );
    const skipped = await pick(items[1].listingId);
    expect(skipped).toMatchObject({ status: 422, body: { code: 'market.better_price_skipped' } });
    expect(skipped.body.rule).toMatchObject({ key: 'matcher' });
    const taken = await pick(items[0].listingId, 'the-same-pick-0001');
    expect(taken).toMatchObject({
      status: 201,
      body: { status: 'FILLED', fills: [{ price: '74.50', quantity: '4' }] },
    });
    const again = await pick(items[0].listingId, 'the-same-pick-0001');
    expect(again.body).toEqual(taken.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(await pick('ord_nonsense')).toMatchObject({
      status: 404,
      body: { code: 'market.listing_not_open' },
    });
  });
});

describe('a call auction', () => {
  it('is opened by the clock, gathers, and shows where orders would meet', async () => {
    for (let tries = 0; ; tries++) {
      const { body } = await venue.get(null, 'instruments/CALL-2026/ticker');
      if (body.callAuction !== null) break;
      expect(tries).toBeLessThan(200);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    done(await venue.post('plant-a', 'orders', order('CALL-2026', a, 'sell', '74.00')));
    const bid = done(await venue.post('plant-b', 'orders', order('CALL-2026', b, 'buy', '75.00', '15'))).body;
    expect(bid).toMatchObject({ status: 'OPEN', fills: [] });
    const { body } = await venue.get(null, 'instruments/CALL-2026/ticker');
    expect(body.callAuction).toMatchObject({
      phase: 'opening',
      // 10 trade anywhere from 74.00 to 75.00: nearest to the previous close.
      indicativePrice: '74.63',
      indicativeVolume: '10',
      imbalance: '5',
      imbalanceSide: 'buy',
    });
    const immediate = { ...order('CALL-2026', b, 'buy', '75.00'), timeInForce: 'IOC' };
    expect((await venue.post('plant-b', 'orders', immediate)).body.code).toBe('market.only_waiting_orders');
  });

  it('follows a price that moved too far, and ends by itself', async () => {
    done(await venue.post('plant-a', 'orders', order('CALM-2026', a, 'sell', '77.00')));
    const bid = done(await venue.post('plant-b', 'orders', order('CALM-2026', b, 'buy', '77.00'))).body;
    expect(bid).toMatchObject({ status: 'OPEN', fills: [] });
    for (let tries = 0; ; tries++) {
      const { items } = done(await venue.get(null, 'instruments/CALM-2026/call-auctions')).body;
      if (items[0]?.state === 'UNCROSSED') {
        expect(items[0]).toMatchObject({
          phase: 'interruption',
          price: '77.00',
          volume: '10',
          imbalance: '0',
        });
        break;
      }
      expect(tries).toBeLessThan(200);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(done(await venue.get('plant-b', `orders/${bid.orderId}`)).body).toMatchObject({
      status: 'FILLED',
      fills: [{ price: '77.00', quantity: '10' }],
    });
  });

  it('keeps every promise while orders gather and after they met', async () => {
    const report = await checkVenue(app.database.pool, 'demo');
    expect(report.verdicts.filter(({ broken }) => broken.length > 0)).toEqual([]);
    expect(report.verdicts.map(({ id }) => id)).toContain('I9 calls');
  });
});
