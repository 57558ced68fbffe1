import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkVenue } from '../../src/checker/check-venue.js';
import type { Json } from '../../src/kernel/json.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { packWith } from '../support/market-world.js';
import { done, FILE, VenueClient } from './venue-client.js';

const SYMBOL = 'CEA-ADJ';

let app: TestApp;
let venue: VenueClient;
let a: string;
let b: string;
beforeAll(async () => {
  app = await startTestApp();
  venue = new VenueClient(app);
  const pack = { ...packWith({ 'handBack.workingDays': 10 }, 'demo'), pack: 'adjusted' } as unknown as Json;
  const command = { kind: 'load-rule-pack', pack };
  await app.engine.submit('demo', { by: 'system:setup', org: '', key: randomUUID(), command });
  await venue.createInstrument({ symbol: SYMBOL, rulePack: 'adjusted' });
  await venue.agreed('issuer', ['approver'], `instruments/${SYMBOL}/caps`, {
    year: 2026,
    quantity: '1000000',
  });
  a = done(await venue.get('plant-a', 'accounts')).body.items[0].accountId;
  b = done(await venue.get('plant-b', 'accounts')).body.items[0].accountId;
});
afterAll(() => app?.close());

/** The whole road of a file that says what an account is due at a stage of the year. */
async function staged(stage: 'PRE' | 'FINAL', accountId: string, quantity: string): Promise<string> {
  const lines = [{ accountId, quantity }];
  const draft = { symbol: SYMBOL, year: 2026, stage, fileHash: FILE, lines };
  const { batchId } = done(await venue.post('issuer', 'allocation-batches', draft)).body;
  const batch = `allocation-batches/${batchId}`;
  done(await venue.post('issuer', `${batch}/submit`, {}));
  done(await venue.post('approver', `${batch}/approve`, { fileHash: FILE }));
  done(await venue.post('clearing1', `${batch}/create`));
  done(await venue.post('clearing1', `${batch}/distribute`));
  return batchId;
}
const line = async (login: string, batchId: string) =>
  done(await venue.get(login, `allocation-batches/${batchId}`)).body.lines[0];
const holding = async (login: string) =>
  done(await venue.get(login, 'holdings')).body.items.find(
    ({ asset }: { asset: string }) => asset === SYMBOL,
  );
const sell = (accountId: string, quantity: string) =>
  venue.post('plant-b', 'orders', {
    ...{ accountId, symbol: SYMBOL, side: 'sell', type: 'limit', price: '74.63', quantity },
  });

describe('an allocation that is corrected', () => {
  it('S9: of 50,000 pre-allocated against 70,000 owed nothing is issued and 20,000 are carried; a final 30,000 returns 20,000 of the deduction, issues 0 and leaves 40,000', async () => {
    const deduction = { accountId: a, symbol: SYMBOL, quantity: '70000', reason: 'a loan of 2022' };
    expect((await venue.agreed('issuer', ['approver'], 'deductions', deduction)).body).toMatchObject({
      state: 'EXECUTED',
      result: { quantity: '70000' },
    });
    const open = async () => done(await venue.get('plant-a', 'deductions')).body.items;

    const pre = await staged('PRE', a, '50000');
    expect(await line('plant-a', pre)).toMatchObject({ approved: '50000', deducted: '50000', quantity: '0' });
    expect(await open()).toEqual([{ accountId: a, symbol: SYMBOL, imposed: '70000', open: '20000' }]);

    const final = await staged('FINAL', a, '30000');
    expect(await line('plant-a', final)).toMatchObject({
      ...{ approved: '30000', deducted: '-20000', quantity: '0', owed: '0' },
    });
    expect(await open()).toMatchObject([{ open: '40000' }]);
    expect(await holding('plant-a')).toBeUndefined();
    expect(done(await venue.get(null, `instruments/${SYMBOL}`)).body.caps).toMatchObject([{ issued: '0' }]);
    // Another plant is told nothing of it.
    expect(done(await venue.get('plant-b', 'deductions')).body.items).toEqual([]);
  });

  it('S53: verified 4,000 t less after issue, the account is told, owes 4,000, and cannot sell the last 4,000 until they are handed back', async () => {
    const first = await staged('FINAL', b, '10000');
    await staged('FINAL', b, '6000');
    expect(await line('plant-b', first)).toMatchObject({ quantity: '10000', owed: '4000', recalled: '0' });
    const { items } = done(await venue.get('plant-b', 'notices')).body;
    expect(items).toMatchObject([{ kind: 'ALLOCATION_ADJUSTED', accountId: b, quantity: '4000' }]);
    expect(items[0].dueDay).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(done(await venue.get('plant-a', 'notices')).body.items).toEqual([]);

    expect((await sell(b, '6001')).body.code).toBe('market.units_frozen');
    const { orderId } = done(await sell(b, '6000')).body;
    expect((await sell(b, '1')).body.code).toBe('market.units_frozen');
    const body = { batchId: first, accountId: b, quantity: '4000', reason: 'verified 4,000 t less' };
    expect((await venue.post('plant-b', 'hand-backs', { ...body, quantity: '4001' })).body.code).toBe(
      'registry.not_owed',
    );
    await venue.agreed('plant-b', ['plant-b-manager', 'approver'], 'hand-backs', body);
    expect(await line('plant-b', first)).toMatchObject({ quantity: '10000', owed: '0', recalled: '4000' });
    // What is left is the account's own again: the order may be given up, and sent once more.
    done(await venue.send('delete', 'plant-b', `orders/${orderId}`));
    expect(await holding('plant-b')).toMatchObject({ available: '6000', frozen: '0' });
    expect(done(await sell(b, '6000')).body).toMatchObject({ status: 'OPEN' });
  });

  it('the year is not pre-allocated after its result, and the checker finds everything in order', async () => {
    const lines = [{ accountId: a, quantity: '5' }];
    const draft = { symbol: SYMBOL, year: 2026, stage: 'PRE', fileHash: FILE, lines };
    const { batchId } = done(await venue.post('issuer', 'allocation-batches', draft)).body;
    const batch = `allocation-batches/${batchId}`;
    done(await venue.post('issuer', `${batch}/submit`, {}));
    done(await venue.post('approver', `${batch}/approve`, { fileHash: FILE }));
    expect((await venue.post('clearing1', `${batch}/create`)).body.code).toBe('registry.already_final');
    const { verdicts } = await checkVenue(app.database.pool, 'demo');
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
  });
});
