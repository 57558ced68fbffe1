import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { Explainer } from '../../src/explain/explainer.js';
import { ExplainTables } from '../../src/explain/explain-tables.js';
import { printExplanation } from '../../src/explain/print-explanation.js';
import { PublicIds } from '../../src/platform/http/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { done, VenueClient } from './venue-client.js';

let app: TestApp;
let venue: VenueClient;
let a: string;
let b: string;
let sold: string;
let bought: { orderId: string; fills: { tradeId: string }[] };

type Step = { what: string; reckoning: string; result: string; rule?: { key: string; legalBasis: string } };

beforeAll(async () => {
  app = await startTestApp();
  venue = new VenueClient(app);
  const accountOf = async (login: string): Promise<string> =>
    done(await venue.get(login, 'accounts')).body.items[0].accountId;
  [a, b] = [await accountOf('plant-a'), await accountOf('plant-b')];
  await venue.allocate('CEA-2026', [{ accountId: a, quantity: '1000' }], '1000000');
  const order = (accountId: string, side: string, price: string, quantity: string): object => ({
    ...{ accountId, symbol: 'CEA-2026', side, price, quantity },
  });
  ({ orderId: sold } = done(await venue.post('plant-a', 'orders', order(a, 'sell', '75.01', '300'))).body);
  done(await venue.post('plant-b', 'orders', order(b, 'buy', '75.01', '100')));
  bought = done(await venue.post('plant-b', 'orders', order(b, 'buy', '76.00', '33'))).body;
});
afterAll(() => app?.close());

async function explained(login: string, path: string): Promise<{ steps: Step[]; agrees: boolean }> {
  return done(await venue.get(login, `explanations/${path}`)).body;
}

const code = async (
  asked: Promise<{ status: number; body: { code: string } }>,
): Promise<[number, string]> => {
  const { status, body } = await asked;
  return [status, body.code];
};

describe('why a number is what it is', () => {
  it('an order: the band from the reference price, rounded inward, the hold and the fees', async () => {
    const { steps, agrees } = await explained('plant-a', `orders/${sold}`);
    expect(agrees).toBe(true);
    expect(steps.map(({ reckoning }) => reckoning)).toEqual([
      '74.63',
      '74.63 × (100 % − 10 %) = 67.167 → 67.17',
      '74.63 × (100 % + 10 %) = 82.093 → 82.09',
      '67.17 ≤ 75.01 ≤ 82.09',
      '300',
      '167',
      // 133 t at 75.01 so far, 0.05 % of them.
      '9976.33 × 0.05 % = 4.988165 → 4.99',
    ]);
    const { steps: buy } = await explained('plant-b', `orders/${bought.orderId}`);
    // 33 t at the limit of 76.00, with 0.05 % of 2,508.00 rounded half up.
    expect(buy[4]).toMatchObject({ reckoning: '33 × 76.00 + 1.25 = 2509.25', result: '2509.25' });
    expect(steps[1]!.rule).toMatchObject({
      pack: 'demo@1',
      key: 'band.pct.listed',
      value: '1000',
      status: 'design',
      legalBasis: expect.stringContaining('±10 %'),
      packHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('a trade: the maker’s price, the value, and one’s own fee as the difference of two roundings', async () => {
    const { tradeId } = bought.fills[0]!;
    const { steps, agrees } = await explained('plant-a', `trades/${tradeId}`);
    expect(agrees).toBe(true);
    expect(steps.map(({ reckoning }) => reckoning)).toEqual([
      `${sold}: 75.01`,
      '33 × 75.01 = 2475.33',
      '9976.33 × 0.05 % = 4.988165 → 4.99',
      '4.99 − 3.75 = 1.24',
      '2475.33 − 1.24 = 2474.09',
    ]);
    // The buyer sees the buyer's side, an auditor both, another plant nothing.
    const buyer = await explained('plant-b', `trades/${tradeId}`);
    expect(buyer.steps.map(({ reckoning }) => reckoning)).toEqual([
      '75.01',
      '33 × 75.01 = 2475.33',
      '2475.33 × 0.05 % = 1.237665 → 1.24',
      '1.24 − 0.00 = 1.24',
      '2475.33 + 1.24 = 2476.57',
    ]);
    expect((await explained('auditor', `trades/${tradeId}`)).steps).toHaveLength(8);
    expect(await code(venue.get('plant-a', 'explanations/trades/nothing'))).toEqual([
      404,
      'explain.unknown_trade',
    ]);
    expect(await code(venue.get('plant-b', `explanations/orders/${sold}`))).toEqual([
      404,
      'market.order_unknown',
    ]);
  });

  it('a rejection: by its key or its place, with the rule, its basis and what it was reckoned from', async () => {
    const key = randomUUID();
    const refused = await venue.post(
      'plant-b',
      'orders',
      { accountId: b, symbol: 'CEA-2026', side: 'buy', price: '82.10', quantity: '1' },
      key,
    );
    expect(refused.body.code).toBe('market.price_out_of_band');
    const { steps, agrees } = await explained('plant-b', `rejections?key=${key}`);
    expect(agrees).toBe(true);
    expect(steps[0]).toMatchObject({
      reckoning: 'place-order',
      inputs: { accountId: b, side: 'buy', price: '82.10', quantity: '1' },
    });
    expect(steps.map(({ reckoning }) => reckoning).slice(1)).toEqual([
      '74.63',
      '74.63 × (100 % − 10 %) = 67.167 → 67.17',
      '74.63 × (100 % + 10 %) = 82.093 → 82.09',
      'market.price_out_of_band',
    ]);
    expect(steps.at(-1)).toMatchObject({
      inputs: { floorFen: '67.17', ceilingFen: '82.09' },
      rule: { key: 'band.pct.listed' },
    });
    const seq = Number(steps[0]!.result.slice('seq '.length));
    const office = await explained('auditor', `rejections?seq=${seq}`);
    expect(office.steps[0]).toMatchObject({ inputs: { accountId: b } });
    const operator = await explained('exchange', `rejections?seq=${seq}`);
    expect(JSON.stringify(operator)).not.toContain(b);
    for (const path of [
      `rejections?seq=${seq}`,
      `rejections?key=${key}`,
      'rejections?seq=1',
      'rejections?seq=99999999',
    ])
      expect(await code(venue.get('plant-a', `explanations/${path}`))).toEqual([
        404,
        'explain.unknown_rejection',
      ]);
  });

  it('a rejection is named in one way only', async () => {
    for (const query of ['', '?key=x&seq=1', '?seq=0'])
      expect(await code(venue.get('plant-a', `explanations/rejections${query}`))).toEqual([
        422,
        'http.invalid_request',
      ]);
  });

  it('a balance: its entries, holds and promises', async () => {
    const goods = await explained('plant-a', `accounts/${a}/balances/CEA-2026`);
    expect(goods.agrees).toBe(true);
    expect(goods.steps[1]!.reckoning).toBe(`${sold} 167 = 167`);
    const cash = await explained('plant-b', `accounts/${b}/balances/cash`);
    expect(cash.agrees).toBe(true);
    expect(cash.steps[0]!.reckoning).toMatch(/cash-in|deposit/);
    const { items } = done(await venue.get('plant-b', `holdings?accountId=${b}`)).body;
    const held = items.find(({ asset }: { asset: string }) => asset === 'cash');
    expect(cash.steps.at(-1)!.result).toBe(held.available);
    expect(await code(venue.get('plant-b', `explanations/accounts/${a}/balances/cash`))).toEqual([
      404,
      'registry.unknown_account',
    ]);
    expect(await code(venue.get('plant-a', `explanations/accounts/${a}/balances/NOTHING`))).toEqual([
      404,
      'registry.unknown_instrument',
    ]);
  });

  it('speaks the reader’s language', async () => {
    const { body } = await request(app.address)
      .get(`/api/v1/venues/demo/explanations/orders/${sold}`)
      .set('Authorization', `Bearer ${await app.tokenOf('plant-a')}`)
      .set('Accept-Language', 'zh');
    expect(body.steps[1]).toMatchObject({ what: '跌停价', rounding: '向内:上取到最小变动价位' });
  });

  it('is printed for people, and says when what is written down does not follow from the rules', async () => {
    const ids = app.app.get(PublicIds, { strict: false });
    const explainer = new Explainer(new ExplainTables(app.database.pool), ids);
    const explanation = await explainer.order(1, sold, null);
    expect(printExplanation(explanation, 'en')).toContain(
      [
        ' 2. lowest price of the band: 67.17',
        '    74.63 × (100 % − 10 %) = 67.167 → 67.17',
        '    base 74.63, percent 10 %, tick 0.01',
        '    rounding: inward: raised to the tick',
        '    rule: demo@1 band.pct.listed = 1000 bps (design)',
      ].join('\n'),
    );
    expect(printExplanation({ ...explanation, agrees: false }, 'zh')).toContain('复算不一致');
    expect(printExplanation(explanation, 'zh')).toContain('复算一致');
  });
});
