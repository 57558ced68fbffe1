import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkVenue } from '../../src/checker/check-venue.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { aBidding, done, VenueClient } from './venue-client.js';

let app: TestApp;
let venue: VenueClient;
let a: string;
let b: string;
let rival: string;
beforeAll(async () => {
  app = await startTestApp();
  venue = new VenueClient(app);
  a = done(await venue.get('plant-a', 'accounts')).body.items[0].accountId;
  b = done(await venue.get('plant-b', 'accounts')).body.items[0].accountId;
  await venue.allocate('CEA-2026', [{ accountId: a, quantity: '10000' }], '1000000');
  rival = await venue.openAccount('plant-b-manager', 'Another account of Plant B');
  await venue.agreed('clearing1', ['clearing2'], 'deposits', {
    ...{ accountId: rival, amount: '100000.00', bankReference: 'for the bidding' },
  });
});
afterAll(() => app?.close());

/** Applied for and signed by the exchange; the address of the notice. */
async function noticed(change: object, seconds: number): Promise<string> {
  const body = { ...aBidding(a, seconds), ...change };
  await venue.agreed('plant-a', ['exchange'], 'one-way-biddings', body);
  return `one-way-biddings/${done(await venue.get(null, 'one-way-biddings')).body.items[0].biddingId}`;
}
const cash = async (): Promise<{ held: string }> =>
  done(await venue.get('plant-b', `holdings?accountId=${b}`)).body.items.find(
    (item: { asset: string }) => item.asset === 'cash',
  );

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries > 300) throw new Error(`not in 15 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a one-way bidding at the doors', () => {
  it('goes from application to notice, deposits, bids, award and settlement, by itself at its hour', async () => {
    const path = await noticed({ quantity: '1000', rule: 'PARTS', reservePrice: '70.50' }, 5);
    const notice = done(await venue.get(null, path)).body;
    expect(notice).toMatchObject({
      ...{ symbol: 'CEA-2026', side: 'sell', quantity: '1000', floorPrice: '70.00', ceilingPrice: null },
      ...{
        depositPercent: '10.00',
        rule: 'PARTS',
        state: 'BIDDING',
        bidders: 0,
        bestPrice: null,
        awards: [],
      },
    });
    // Told to the exchange and the owner alone.
    expect(JSON.stringify(notice)).not.toContain('70.50');
    expect(
      done(await venue.post('plant-b', `${path}/registrations`, { accountId: b, quantity: '700' })).body,
    ).toMatchObject({
      state: 'REGISTERED',
      held: '4900.00',
    });
    expect((await cash()).held).toBe('4900.00');
    done(await venue.post('plant-b', `${path}/registrations`, { accountId: rival, quantity: '600' }));
    const bid = async (accountId: string, price: string, quantity: string) =>
      venue.post('plant-b', `${path}/bids`, { accountId, price, quantity });
    // The whole bid with its fee, the deposit a part of it.
    expect(done(await bid(b, '71.00', '700')).body).toMatchObject({ state: 'BID', held: '49724.85' });
    expect((await bid(b, '71.00', '700')).body.code).toBe('market.bid_not_better');
    done(await bid(rival, '72.00', '600'));
    expect(done(await venue.get(null, path)).body).toMatchObject({ bidders: 2, bestPrice: '72.00' });

    await until('awarded', async () => done(await venue.get(null, path)).body.state === 'AWARDED');
    expect(done(await venue.get(null, path)).body).toMatchObject({
      awarded: '1000',
      awards: [
        { price: '72.00', quantity: '600' },
        { price: '71.00', quantity: '400' },
      ],
    });
    expect((await cash()).held).toBe('0.00');
    const own = done(await venue.get('plant-b', 'one-way-bids')).body.items;
    expect(own).toHaveLength(2);
    const { biddingId } = done(await venue.get(null, path)).body;
    const there = done(await venue.get('plant-b', `one-way-bids?biddingId=${biddingId}`)).body.items;
    expect(there).toEqual(own);
    expect(own.find((one: { accountId: string }) => one.accountId === b)).toMatchObject({
      ...{ state: 'AWARDED', awarded: '400', deposit: '0.00', bid: { price: '71.00', quantity: '700' } },
    });
    const { orderId } = own.find((one: { accountId: string }) => one.accountId === b);
    expect(done(await venue.get('plant-b', `orders/${orderId}`)).body).toMatchObject({
      ...{ method: 'one_way', quantity: '700', filled: '400', cancelled: '300' },
    });
    await until('settled', async () => {
      return done(await venue.get('clearing1', 'settlement-runs/pending')).body.waiting === 0;
    });
    expect(done(await venue.get('plant-b', 'trades')).body.items[0]).toMatchObject({
      ...{ method: 'one_way', state: 'SETTLED' },
    });
  });

  it('is no notice before the exchange has signed, and none without its signature', async () => {
    const before = done(await venue.get(null, 'one-way-biddings')).body.items.length;
    const body = { ...aBidding(a, 3_600), reservePrice: '75.00' };
    const applied = done(await venue.post('plant-a', 'one-way-biddings', body)).body;
    const { proposalId, payloadHash } = applied;
    expect(applied).toMatchObject({ state: 'PENDING', stagesLeft: 1 });
    const approve = `proposals/${proposalId}/approve`;
    const matters = async (action: string): Promise<unknown[]> =>
      done(await venue.get('plant-a', `proposals?action=${action}&state=PENDING`)).body.items;
    expect(await matters('open-one-way-bidding')).toMatchObject([{ proposalId }]);
    expect(await matters('transfer-units')).toEqual([]);
    expect((await venue.post('plant-a-manager', approve, { payloadHash })).status).toBe(403);
    expect(done(await venue.get('exchange', `proposals/${proposalId}`)).body.payload).toMatchObject({
      ...{ quantity: '10', floor: '70.00', reserve: '75.00', depositBps: 1000 },
      biddingClosesAt: expect.stringMatching(/^20\d\d-.*Z$/),
    });
    done(await venue.post('exchange', `proposals/${proposalId}/return`, { note: 'the floor is too low' }));
    expect(done(await venue.get(null, 'one-way-biddings')).body.items).toHaveLength(before);
  });

  it('refuses what its notice does not allow', async () => {
    const path = await noticed({ ceilingPrice: '90.00' }, 3_600);
    const codeOf = async (where: string, body: object, login = 'plant-b'): Promise<unknown[]> => {
      const answered = await venue.post(login, where, body);
      return [answered.status, answered.body.code];
    };
    const register = `${path}/registrations`;
    expect(await codeOf(register, { accountId: a, quantity: '10' }, 'plant-a')).toEqual([
      422,
      'market.same_owner_group',
    ]);
    expect(await codeOf(register, { accountId: b, quantity: '9' })).toEqual([
      422,
      'market.quantity_too_small',
    ]);
    expect(await codeOf(`${path}/bids`, { accountId: b, price: '71.00', quantity: '10' })).toEqual([
      422,
      'market.not_registered',
    ]);
    done(await venue.post('plant-b', register, { accountId: b, quantity: '10' }));
    const { biddingId } = done(await venue.get(null, path)).body;
    const only = done(await venue.get('plant-b', `one-way-bids?biddingId=${biddingId}`)).body.items;
    expect(only).toMatchObject([{ biddingId, accountId: b, state: 'REGISTERED' }]);
    expect((await venue.get('plant-b', 'one-way-bids?biddingId=owb_x')).body.code).toBe(
      'market.bidding_unknown',
    );
    expect(await codeOf(register, { accountId: b, quantity: '10' })).toEqual([
      409,
      'market.already_registered',
    ]);
    for (const price of ['69.99', '90.01'])
      expect(await codeOf(`${path}/bids`, { accountId: b, price, quantity: '10' })).toEqual([
        422,
        'market.bid_out_of_range',
      ]);
    expect(
      await codeOf('one-way-biddings/owb_x/bids', { accountId: b, price: '71.00', quantity: '10' }),
    ).toEqual([404, 'market.bidding_unknown']);
    const wrong = { ...aBidding(a, 3_600), depositPercent: '4.99' };
    expect(await codeOf('one-way-biddings', wrong, 'plant-a')).toEqual([422, 'market.deposit_out_of_range']);
    expect(await codeOf('one-way-biddings', { ...wrong, depositPercent: '0.001' }, 'plant-a')).toEqual([
      422,
      'market.deposit_out_of_range',
    ]);
  });

  it('leaves tables and journal that agree, one bidding over and one going on', async () => {
    const { verdicts } = await checkVenue(app.database.pool, 'demo');
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
    const { checked } = verdicts.find(({ id }) => id === 'B2')!;
    expect(checked).toBeGreaterThan(2);
  });
});
