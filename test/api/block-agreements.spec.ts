import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkVenue } from '../../src/checker/check-venue.js';
import { startTestApp, type TestApp } from '../support/app.js';
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
  await venue.allocate('CEA-2026', [{ accountId: a, quantity: '10000' }], '1000000');
});
afterAll(() => app?.close());

const SELL = { symbol: 'CEA-2026', side: 'sell', price: '74.00', quantity: '1000' };
const intentOf = async (more: object = {}): Promise<string> =>
  done(await venue.post('plant-a', 'block-intents', { ...SELL, accountId: a, ...more })).body.intentId;
const answer = async (intentId: string, more: object = {}): Promise<string> =>
  done(await venue.post('plant-b', 'block-negotiations', { intentId, accountId: b, ...more })).body
    .negotiationId;
const tell = async (login: string, negotiation: string, what: string, body: object = {}) =>
  venue.post(login, `block-negotiations/${negotiation}/${what}`, body);

describe('a block agreement at the doors', () => {
  it('is posted, answered, bargained over, confirmed by both, and settled', async () => {
    const intentId = await intentOf({ counterpartyId: b });
    expect(done(await venue.get('plant-b', 'block-intents')).body.items[0]).toMatchObject({
      ...{ intentId, isOwn: false, isDirected: true, state: 'INTENT', price: '74.00', quantity: '1000' },
      poster: '甲热电厂 Plant A (heat and power)',
    });
    const negotiationId = await answer(intentId, { price: '73.00' });
    const offered = done(await tell('plant-a', negotiationId, 'offers', { price: '73.50', quantity: '900' }));
    expect(offered.body).toMatchObject({ version: 2, price: '73.50', quantity: '900', confirmedBy: [] });
    expect((await tell('plant-b', negotiationId, 'confirm', { version: 1 })).body).toMatchObject({
      code: 'market.block_terms_changed',
      data: { version: 2 },
    });
    const first = done(await tell('plant-b', negotiationId, 'confirm', { version: 2 })).body;
    expect(first).toMatchObject({ state: 'NEGOTIATING', confirmedBy: ['responder'] });
    const key = randomUUID();
    const path = `block-negotiations/${negotiationId}/confirm`;
    const filled = done(await venue.post('plant-a', path, { version: 2 }, key)).body;
    expect(filled).toMatchObject({ state: 'FILLED', confirmedBy: ['poster', 'responder'] });
    // The same request again is answered the same, although the negotiation is over.
    expect(done(await venue.post('plant-a', path, { version: 2 }, key)).body).toEqual(filled);

    const shown = done(await venue.get('plant-b', `block-negotiations/${negotiationId}`)).body;
    expect(shown).toMatchObject({
      ...{ you: 'responder', accountId: b, state: 'FILLED', tradeId: filled.tradeId, posterSide: 'sell' },
      terms: [
        { version: 1, price: '73.00', quantity: '1000', offeredBy: 'responder' },
        { version: 2, price: '73.50', quantity: '900', offeredBy: 'poster' },
      ],
    });
    expect(done(await venue.get('plant-b', `orders/${shown.orderId}`)).body).toMatchObject({
      ...{ method: 'block', side: 'buy', status: 'FILLED', price: '73.50', quantity: '900' },
      fills: [{ tradeId: filled.tradeId, quantity: '900' }],
    });
    await settled();
    expect(done(await venue.get('plant-b', 'trades')).body.items[0]).toMatchObject({
      ...{ tradeId: filled.tradeId, method: 'block', value: '66150.00', state: 'SETTLED' },
    });
  });

  it('is on the public tape by its method, and no candle and no price of the day', async () => {
    const negotiation = await answer(await intentOf({ price: '80.00' }));
    for (const login of ['plant-a', 'plant-b'])
      done(await tell(login, negotiation, 'confirm', { version: 1 }));
    expect(done(await venue.get(null, 'instruments/CEA-2026/trades')).body.items[0]).toMatchObject({
      ...{ price: '80.00', quantity: '1000', method: 'block' },
    });
    expect(done(await venue.get(null, 'instruments/CEA-2026/candles')).body.items).toEqual([]);
    expect(done(await venue.get(null, 'instruments/CEA-2026/ticker')).body).toMatchObject({
      ...{ last: null, volume: '0', trades: 0 },
    });
  });

  it('of a public intent is seen by all members without a name, and withdrawn by its poster alone', async () => {
    const intentId = await intentOf();
    const seen = done(await venue.get('plant-b', 'block-intents')).body.items[0];
    expect(seen).toMatchObject({ intentId, isOwn: false, isDirected: false });
    expect([seen.accountId, seen.poster]).toEqual([undefined, undefined]);
    const path = `block-intents/${intentId}/withdraw`;
    expect((await venue.post('plant-b', path)).body.code).toBe('market.block_intent_unknown');
    const negotiation = await answer(intentId);
    expect(done(await venue.post('plant-a', path)).body).toMatchObject({ state: 'WITHDRAWN' });
    expect((await tell('plant-b', negotiation, 'withdraw')).body.code).toBe(
      'market.block_negotiation_unknown',
    );
    expect(done(await venue.get('plant-b', 'block-negotiations')).body.items[0]).toMatchObject({
      state: 'WITHDRAWN',
    });
  });

  it('is refused for what it is: too small, off the tick, to nobody, by whoever may not trade', async () => {
    const code = async (body: object, login = 'plant-a'): Promise<unknown[]> => {
      const answered = await venue.post(login, 'block-intents', { ...SELL, accountId: a, ...body });
      return [answered.status, answered.body.code];
    };
    expect(await code({ quantity: '99' })).toEqual([422, 'market.quantity_too_small']);
    expect(await code({ price: '74.001' })).toEqual([422, 'market.price_off_tick']);
    expect(await code({ counterpartyId: 'acc_x' })).toEqual([404, 'market.counterparty_unknown']);
    expect(await code({}, 'exchange')).toEqual([403, 'http.forbidden']);
  });

  it('leaves tables and journal that agree', async () => {
    const { verdicts } = await checkVenue(app.database.pool, 'demo');
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
  });
});

async function settled(): Promise<void> {
  for (let tries = 0; ; tries++) {
    if (done(await venue.get('clearing1', 'settlement-runs/pending')).body.waiting === 0) return;
    if (tries > 200) throw new Error('not settled in 10 s');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
