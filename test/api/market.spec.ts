import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { RejectionError } from '../../src/kernel/rejection.js';
import { checkVenue } from '../../src/checker/check-venue.js';
import { ORDER_REQUESTS_AT_ONCE_MAX } from '../../src/kernel/limits.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { EventReader } from './event-reader.js';
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

const sell = (quantity: string, price = '74.00', more: object = {}) => ({
  accountId: a,
  symbol: 'CEA-2026',
  side: 'sell',
  price,
  quantity,
  ...more,
});
const buy = (quantity: string, price = '75.00', more: object = {}) => ({
  accountId: b,
  symbol: 'CEA-2026',
  side: 'buy',
  price,
  quantity,
  ...more,
});
const codeOf = async (response: Promise<request.Response>): Promise<[number, string]> => {
  const { status, body } = await response;
  return [status, body.code];
};
const headSeq = async (): Promise<number> =>
  Number((await app.database.pool.query(`SELECT last_seq FROM venues`)).rows[0].last_seq);

async function settled(): Promise<void> {
  for (let tries = 0; ; tries++) {
    if (done(await venue.get('clearing1', 'settlement-runs/pending')).body.waiting === 0) return;
    if (tries > 200) throw new Error('not settled in 10 s');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('an order at the door', () => {
  it('trades at the resting price, is settled by the worker, and the buyer can see both', async () => {
    const resting = done(await venue.post('plant-a', 'orders', sell('100'))).body;
    expect(resting).toMatchObject({ status: 'OPEN', remaining: '100', rulePack: 'demo@1', fills: [] });
    const taken = done(await venue.post('plant-b', 'orders', buy('60'))).body;
    expect(taken).toMatchObject({
      status: 'FILLED',
      filled: '60',
      fills: [{ price: '74.00', quantity: '60' }],
    });
    await settled();
    expect(done(await venue.get('plant-b', 'trades')).body.items[0]).toMatchObject({
      side: 'buy',
      value: '4440.00',
      fee: '2.22',
      state: 'SETTLED',
    });
    expect(done(await venue.get('plant-a', `orders/${resting.orderId}`)).body).toMatchObject({
      status: 'PARTLY_FILLED',
      filled: '60',
      fills: [{ quantity: '60' }],
    });
    const cash = done(await venue.get('plant-b', 'holdings')).body.items.find(
      (i: { asset: string }) => i.asset === 'cash',
    );
    expect(cash.posted).toBe('4995557.78');
    done(
      await request(app.address)
        .delete(`/api/v1/venues/demo/orders/${resting.orderId}`)
        .set('Authorization', `Bearer ${await app.tokenOf('plant-a')}`),
    );
  });

  it('is answered once for its key, and a different body is a conflict', async () => {
    const key = randomUUID();
    const first = done(await venue.post('plant-a', 'orders', sell('5', '76.00'), key));
    const again = done(await venue.post('plant-a', 'orders', sell('5', '76.00'), key));
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(await codeOf(venue.post('plant-a', 'orders', sell('6', '76.00'), key))).toEqual([
      409,
      'sequencer.idempotency_conflict',
    ]);
  });

  it('amends: a decrease keeps the id and its place', async () => {
    const { orderId } = done(await venue.post('plant-a', 'orders', sell('50', '76.50'))).body;
    const patch = async (body: object, key: string = randomUUID()) =>
      request(app.address)
        .patch(`/api/v1/venues/demo/orders/${orderId}`)
        .set('Authorization', `Bearer ${await app.tokenOf('plant-a')}`)
        .set('Idempotency-Key', key)
        .send(body);
    expect(done(await patch({ quantity: '20' })).body).toMatchObject({
      orderId,
      quantity: '20',
      remaining: '20',
    });
    expect(await codeOf(patch({}))).toEqual([422, 'market.nothing_to_amend']);
    const key = randomUUID();
    const amended = done(await patch({ quantity: '10' }, key)).body;
    done(
      await request(app.address)
        .delete(`/api/v1/venues/demo/orders/${orderId}`)
        .set('Authorization', `Bearer ${await app.tokenOf('plant-a')}`),
    );
    // Asked again after the order ended: the same answer. Asked anew: no open order.
    const again = done(await patch({ quantity: '10' }, key));
    expect([again.body, again.headers['idempotent-replayed']]).toEqual([amended, 'true']);
    expect(await codeOf(patch({ quantity: '5' }))).toEqual([404, 'market.order_not_open']);
  });

  it.each([
    ['a price outside the band', () => sell('1', '99.00'), 422, 'market.price_out_of_band'],
    ['a price finer than a fen', () => sell('1', '74.001'), 422, 'market.price_off_tick'],
    ['a quantity finer than a tonne', () => sell('1.5'), 422, 'market.quantity_off_lot'],
    ['nothing', () => sell('0'), 422, 'market.quantity_too_small'],
    ['more than it has', () => sell('999999'), 422, 'market.insufficient_units'],
    ['more than it can pay', () => buy('900000'), 422, 'market.insufficient_cash'],
    [
      'an unknown instrument',
      () => sell('1', '74.00', { symbol: 'NOTHING' }),
      404,
      'market.instrument_unknown',
    ],
    [
      'a limit order without a price',
      () => sell('1', '74.00', { price: undefined }),
      422,
      'market.price_does_not_fit_type',
    ],
    [
      'a market order with a price',
      () => sell('1', '74.00', { type: 'market' }),
      422,
      'market.price_does_not_fit_type',
    ],
    [
      'a post-only order that would trade',
      () => buy('1', '76.00', { postOnly: true }),
      422,
      'market.post_only_would_trade',
    ],
    [
      'all or nothing where there is too little',
      () => buy('9999', '76.00', { timeInForce: 'FOK' }),
      422,
      'market.not_fillable',
    ],
    ['a number instead of text', () => sell('1', 74 as never), 422, 'http.invalid_request'],
    ['a negative price', () => sell('1', '-74.00'), 422, 'http.invalid_request'],
    ['NaN', () => sell('NaN'), 422, 'http.invalid_request'],
    ['1e3', () => sell('1e3'), 422, 'http.invalid_request'],
    ['an unknown field', () => sell('1', '74.00', { leverage: '10' }), 422, 'http.invalid_request'],
  ])('refuses %s and changes nothing but the journal', async (_what, asked, status, code) => {
    const body = asked();
    const before = done(await venue.get('auditor', 'holdings')).body;
    const login = body.side === 'sell' ? 'plant-a' : 'plant-b';
    expect(await codeOf(venue.post(login, 'orders', body))).toEqual([status, code]);
    expect(done(await venue.get('auditor', 'holdings')).body).toEqual(before);
  });

  it('of a foreign account, or on a foreign order, looks like nothing', async () => {
    expect(await codeOf(venue.post('plant-b', 'orders', sell('1')))).toEqual([404, 'market.account_unknown']);
    const { orderId } = done(await venue.post('plant-a', 'orders', sell('3', '77.00'))).body;
    expect(await codeOf(venue.get('plant-b', `orders/${orderId}`))).toEqual([404, 'market.order_unknown']);
    const cancel = request(app.address)
      .delete(`/api/v1/venues/demo/orders/${orderId}`)
      .set('Authorization', `Bearer ${await app.tokenOf('plant-b')}`);
    expect(await codeOf(cancel as unknown as Promise<request.Response>)).toEqual([
      404,
      'market.order_not_open',
    ]);
    expect(done(await venue.get('exchange', 'orders')).body.items[0].accountId).toBeUndefined();
  });

  it('malformed, oversized and duplicate-key bodies never reach the venue', async () => {
    const seq = await headSeq();
    const raw = async (text: string) =>
      request(app.address)
        .post('/api/v1/venues/demo/orders')
        .set('Authorization', `Bearer ${await app.tokenOf('plant-a')}`)
        .set('Idempotency-Key', randomUUID())
        .set('Content-Type', 'application/json')
        .send(text);
    expect(await codeOf(raw('{"side":'))).toEqual([400, 'http.malformed_json']);
    expect(await codeOf(raw('{"side":"buy","side":"sell"}'))).toEqual([400, 'http.duplicate_json_key']);
    expect(await codeOf(raw(`{"side":"${'x'.repeat(1_100_000)}"}`))).toEqual([413, 'http.body_too_large']);
    expect(await headSeq()).toBe(seq);
  });
});

describe('many orders in one request', () => {
  it('are decided one by one, in order; one refusal harms nobody', async () => {
    const items = [
      { action: 'place', order: sell('7', '78.00') },
      { action: 'place', order: sell('1', '99.00') },
      { action: 'cancel', orderId: `ord_${'0'.repeat(32)}` },
    ];
    const { body } = done(await venue.post('plant-a', 'orders:batch', { items }));
    expect(
      body.items.map(
        (item: { ok: boolean; order?: { status: string }; problem?: { code: string } }) =>
          item.order?.status ?? item.problem?.code,
      ),
    ).toEqual(['OPEN', 'market.price_out_of_band', 'market.order_not_open']);
  });

  it('asked again with the same key, each item is answered as before and says so; nothing happens again', async () => {
    const { orderId } = done(await venue.post('plant-a', 'orders', sell('2', '78.20'))).body;
    const items = [
      { action: 'cancel', orderId },
      { action: 'place', order: sell('3', '78.30') },
      { action: 'place', order: sell('1', '99.00') },
      { action: 'cancel', orderId: `ord_${'0'.repeat(32)}` },
    ];
    const key = randomUUID();
    const first = done(await venue.post('plant-a', 'orders:batch', { items }, key)).body.items;
    expect(first.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, true, false, false]);
    expect(first.some((item: object) => 'replayed' in item)).toBe(false);
    const seq = await headSeq();
    const again = done(await venue.post('plant-a', 'orders:batch', { items }, key)).body.items;
    // What was refused before it had a place in the journal is judged anew.
    const marked = [0, 1, 2].map((i) => ({ ...first[i], replayed: true }));
    expect(again).toEqual([...marked, first[3]]);
    expect(await headSeq()).toBe(seq);
    const { body } = await request(app.address).get('/api/v1/openapi.json');
    const answer = body.paths['/api/v1/venues/{venue}/orders:batch'].post.responses['200'];
    expect(answer.content['application/json'].schema.$ref).toBe('#/components/schemas/OrderBatchReceipt');
    expect(JSON.stringify(body.components.schemas.OrderBatchReceipt)).toContain('"replayed"');
  });

  it('1,000 are taken, 1,001 are refused', async () => {
    const items = Array.from({ length: 1_000 }, (_, i) => ({
      action: 'place',
      order: sell('1', `7${5 + (i % 4)}.${10 + (i % 80)}`),
    }));
    const { body } = done(await venue.post('plant-a', 'orders:batch', { items }));
    expect(body.items.every((item: { ok: boolean }) => item.ok)).toBe(true);
    expect(await codeOf(venue.post('plant-a', 'orders:batch', { items: [...items, items[0]] }))).toEqual([
      422,
      'http.invalid_request',
    ]);
    const all = done(await venue.post('plant-a', 'orders/cancel-all', { accountId: a }));
    expect(all.body.cancelled).toBeGreaterThan(1_000);
  });
});

describe('market data', () => {
  it('shows depth, ticker, tape and candles to everyone', async () => {
    done(await venue.post('plant-a', 'orders', sell('10', '75.50')));
    expect(done(await venue.get(null, 'instruments/CEA-2026/depth')).body).toEqual({
      symbol: 'CEA-2026',
      bids: [],
      asks: [{ price: '75.50', quantity: '10', orders: 1 }],
    });
    expect(done(await venue.get(null, 'instruments/CEA-2026/ticker')).body).toMatchObject({
      last: '74.00',
      ask: '75.50',
      previousClose: '74.63',
      bandFloor: '67.17',
      bandCeiling: '82.09',
      volume: '60',
    });
    expect(done(await venue.get(null, 'instruments/CEA-2026/trades')).body.items).toHaveLength(1);
    expect(done(await venue.get(null, 'instruments/CEA-2026/candles?interval=1d')).body.items).toMatchObject([
      { open: '74.00', close: '74.00', volume: '60', trades: 1 },
    ]);
    expect(done(await venue.get(null, 'sessions/current')).body).toMatchObject({
      status: 'OPEN',
      busiest: 'CEA-2026',
    });
  });

  it('is counted for the operators of the service', async () => {
    const { text } = await request(app.address).get('/metrics');
    expect(text).toContain('airshed_venue_open{venue="demo"} 1');
    expect(text).toContain('airshed_trades{venue="demo"} 1');
    expect(text).toContain('airshed_trades_unsettled{venue="demo"} 0');
    const health = request(app.address)
      .get('/api/v1/health')
      .set('Authorization', `Bearer ${await app.tokenOf('exchange')}`);
    expect((await health).body).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      venues: [{ venue: 'demo', state: 'open', waiting: 0, unsettled: 0, records: expect.any(Number) }],
    });
  });

  it('streams a snapshot and then every change; a gap is filled with exactly what was missed', async () => {
    const url = `${app.address}/api/v1/venues/demo/stream?channels=book,trades&symbol=CEA-2026`;
    const first = await EventReader.open(url);
    await first.until((events) => events.length >= 1);
    expect(first.events[0].event).toBe('snapshot');
    done(await venue.post('plant-b', 'orders', buy('4', '76.00')));
    await first.until((events) => events.some(({ event }) => event === 'trades'));
    const level = first.events.filter(({ event }) => event === 'book').at(-1)!;
    expect(level.data).toEqual({
      symbol: 'CEA-2026',
      side: 'sell',
      price: '75.50',
      quantity: '6',
      orders: 1,
    });
    first.close();
    const last = first.events.filter(({ id }) => !Number.isNaN(id)).at(-1)!.id;
    done(await venue.post('plant-b', 'orders', buy('6', '76.00')));
    const second = await EventReader.open(url, { 'Last-Event-ID': String(last) });
    await second.until((events) =>
      events.some(({ event, data }) => event === 'book' && data.quantity === '0'),
    );
    second.close();
    expect(second.events.map(({ event }) => event)).not.toContain('snapshot');
    expect(second.events.filter(({ id }) => !Number.isNaN(id)).every(({ id }) => id > last)).toBe(true);
    expect(second.events.filter(({ event }) => event === 'trades')).toHaveLength(1);
  });

  it('streams own orders to their owner only', async () => {
    const own = await EventReader.open(`${app.address}/api/v1/venues/demo/stream/orders`, {
      authorization: `Bearer ${await app.tokenOf('plant-b')}`,
    });
    done(await venue.post('plant-a', 'orders', sell('2', '78.50')));
    const { orderId } = done(await venue.post('plant-b', 'orders', buy('1', '70.00'))).body;
    await own.until((events) => events.some(({ event }) => event === 'orders'));
    own.close();
    expect(own.events.filter(({ event }) => event === 'orders').map(({ data }) => data)).toMatchObject([
      { event: 'accepted', orderId, accountId: b },
    ]);
  });
});

describe('races', () => {
  it('200 concurrent sells of one lot: exactly one succeeds', async () => {
    done(await venue.post('plant-a', 'orders/cancel-all', { accountId: a }));
    const { available } = done(await venue.get('plant-a', 'holdings')).body.items.find(
      (i: { asset: string }) => i.asset === 'CEA-2026',
    );
    // Leave one tonne to sell.
    if (Number(available) > 1)
      done(await venue.post('plant-a', 'orders', sell(String(Number(available) - 1), '79.00')));
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => venue.post('plant-a', 'orders', sell('1', '79.00'))),
    );
    const tally = new Map<string, number>();
    for (const { status, body } of answers)
      tally.set(
        status === 201 ? 'sold' : body.code,
        (tally.get(status === 201 ? 'sold' : body.code) ?? 0) + 1,
      );
    // A member has 64 requests at once; where more of the 200 truly meet, the rest hear so.
    const { 'http.too_many_at_once': turnedAway = 0, ...decided } = Object.fromEntries(tally);
    expect(decided).toEqual({ sold: 1, 'market.insufficient_units': 199 - turnedAway });
  });

  it('one member has so many order requests at once and no more; another member does not notice', async () => {
    const engine = app.engine as { submit: typeof app.engine.submit };
    const { submit } = engine;
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let inside = 0;
    const { organisationId: org } = done(await venue.get('plant-a', 'accounts')).body.items[0];
    engine.submit = async (slug, request) => {
      if (request.org === org) {
        inside += 1;
        await released;
      }
      return submit.call(engine, slug, request);
    };
    try {
      const held = Array.from({ length: ORDER_REQUESTS_AT_ONCE_MAX }, () =>
        venue.post('plant-a', 'orders', sell('1', '79.00')),
      );
      while (inside < ORDER_REQUESTS_AT_ONCE_MAX) await new Promise((resolve) => setTimeout(resolve, 10));
      const oneTooMany = await venue.post('plant-a', 'orders', sell('1', '79.00'));
      expect([oneTooMany.status, oneTooMany.body.code]).toEqual([429, 'http.too_many_at_once']);
      expect(Number(oneTooMany.headers['retry-after'])).toBeGreaterThan(0);
      expect((await venue.post('plant-b', 'orders', buy('1', '70.00'))).status).toBe(201);
      release();
      for (const answer of await Promise.all(held))
        expect(answer.body.code).toBe('market.insufficient_units');
    } finally {
      engine.submit = submit;
      release();
    }
    // Everybody has left: the next one is heard again.
    expect((await venue.post('plant-a', 'orders', sell('1', '79.00'))).status).toBe(422);
  });

  it("a full queue answers 503 with Retry-After; the limit itself is the sequencer's own test", async () => {
    const engine = app.engine as { submit: typeof app.engine.submit };
    const { submit } = engine;
    engine.submit = () => Promise.reject(new RejectionError({ code: 'sequencer.busy' }));
    try {
      const refused = await venue.post('plant-a', 'orders', sell('1', '79.00'));
      expect([refused.status, refused.body.code]).toEqual([503, 'sequencer.busy']);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    } finally {
      engine.submit = submit;
    }
  });

  it('a settlement run is retried only when it failed, and only when there is one', async () => {
    expect(await codeOf(venue.post('clearing1', 'settlement-runs/1-999/retry'))).toEqual([
      404,
      'clearing.run_unknown',
    ]);
    const { run } = done(await venue.get('clearing1', 'settlement-runs')).body.items[0];
    expect(await codeOf(venue.post('clearing1', `settlement-runs/${run}/retry`))).toEqual([
      409,
      'clearing.run_not_failed',
    ]);
    await app.database.pool.query(`UPDATE settlement_runs SET state = 'FAILED', error = 'planted'`);
    expect(done(await venue.post('clearing1', `settlement-runs/${run}/retry`)).body).toMatchObject({
      run,
      settled: 0,
    });
  });

  it('after all of this every promise holds', async () => {
    const report = await checkVenue(app.database.pool, 'demo');
    expect(report.verdicts.filter(({ ok }) => !ok)).toEqual([]);
  });
});

describe('the day and the brake', () => {
  it('a halt needs two people, refuses orders, lets cancels through, and ends', async () => {
    done(await venue.post('plant-a', 'orders/cancel-all', { accountId: a }));
    done(await venue.post('plant-a', 'orders', sell('3', '79.50')));
    await venue.agreed('exchange', ['approver'], 'halts', { symbol: 'CEA-2026', reason: 'price anomaly' });
    expect(await codeOf(venue.post('plant-b', 'orders', buy('1')))).toEqual([422, 'market.halted']);
    const halts = async (): Promise<unknown> => done(await venue.get(null, 'sessions/current')).body.halts;
    expect(await halts()).toEqual([{ symbol: 'CEA-2026', reason: 'price anomaly' }]);
    expect(done(await venue.post('plant-a', 'orders/cancel-all', { accountId: a })).body.cancelled).toBe(1);
    await venue.agreed('exchange', ['approver'], 'resumptions', { symbol: 'CEA-2026', reason: 'explained' });
    expect(await halts()).toEqual([]);
    done(await venue.post('plant-b', 'orders', buy('1', '70.00')));
  });

  it('closing the day ends day orders and sets the close; then the session is closed', async () => {
    await settled();
    const { tradingDay } = done(await venue.get(null, 'sessions/current')).body;
    const closed = done(await venue.post('exchange', 'trading-days/close', { day: tradingDay })).body;
    expect(closed).toMatchObject({ day: tradingDay, status: 'CLOSED' });
    expect(await codeOf(venue.post('plant-b', 'orders', buy('1')))).toEqual([422, 'market.session_closed']);
    expect(await codeOf(venue.post('exchange', 'trading-days/close', { day: tradingDay }))).toEqual([
      409,
      'market.day_not_open',
    ]);
    expect(done(await venue.get('plant-b', 'orders?state=open')).body.items).toEqual([]);
    const report = await checkVenue(app.database.pool, 'demo');
    expect(report.verdicts.filter(({ ok }) => !ok)).toEqual([]);
  });
});
