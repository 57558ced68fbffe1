import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { done, VenueClient } from './venue-client.js';

let app: TestApp;
let venue: VenueClient;
let account: string;
beforeAll(async () => {
  app = await startTestApp();
  venue = new VenueClient(app);
  account = await venue.openAccount('plant-a-manager', 'Money account');
});
afterAll(() => app?.close());

async function cash(): Promise<Record<string, string> | undefined> {
  const { body } = done(await venue.get('plant-a', `holdings?accountId=${account}`));
  return body.items.find((item: { asset: string }) => item.asset === 'cash');
}

const enter = (
  kind: 'deposits' | 'withdrawals',
  amount: unknown,
  change: object = {},
): ReturnType<VenueClient['post']> =>
  venue.post('clearing1', kind, { accountId: account, amount, bankReference: 'BANK-1', ...change });

describe('money', () => {
  it('comes in by one clearing operator and is released by another', async () => {
    const { proposalId, payloadHash } = done(await enter('deposits', '1000.50')).body;
    expect(await cash()).toBeUndefined();
    const own = await venue.post('clearing1', `proposals/${proposalId}/approve`, { payloadHash });
    expect([own.status, own.body.code]).toEqual([409, 'approvals.four_eyes']);
    const released = done(await venue.post('clearing2', `proposals/${proposalId}/approve`, { payloadHash }));
    expect(released.body).toMatchObject({
      state: 'EXECUTED',
      result: { accountId: account, amount: '1000.50' },
    });
    expect(await cash()).toMatchObject({ available: '1000.50', posted: '1000.50', frozen: '0.00' });
  });

  it('goes out in two steps and is kept in between', async () => {
    const { proposalId, payloadHash } = done(await enter('withdrawals', '400')).body;
    expect(await cash()).toMatchObject({ available: '600.50', frozen: '400.00' });
    const more = await enter('withdrawals', '600.51');
    expect([more.status, more.body.code]).toEqual([422, 'ledger.insufficient_cash']);
    expect(more.body.data).toEqual({ withdrawableFen: 60050, askedFen: 60051 });
    done(await venue.post('clearing2', `proposals/${proposalId}/approve`, { payloadHash }));
    expect(await cash()).toMatchObject({ available: '600.50', posted: '600.50', frozen: '0.00' });
  });

  it('a returned withdrawal gives the money back', async () => {
    const { proposalId } = done(await enter('withdrawals', '1.00')).body;
    done(await venue.post('clearing2', `proposals/${proposalId}/return`, { note: 'wrong bank' }));
    expect(await cash()).toMatchObject({ available: '600.50' });
  });

  it.each([
    ['10.005', 422, 'ledger.bad_amount'],
    ['0', 422, 'ledger.bad_amount'],
    ['90071992547409.92', 422, 'ledger.bad_amount'],
    ['90071992547409.91', 422, 'ledger.amount_too_large'],
    ['-5', 422, 'http.invalid_request'],
    ['1e3', 422, 'http.invalid_request'],
    ['NaN', 422, 'http.invalid_request'],
    ['01', 422, 'http.invalid_request'],
    [5, 422, 'http.invalid_request'],
  ])('an amount of %j is refused', async (amount, status, code) => {
    const response = await enter('deposits', amount);
    expect([response.status, response.body.code]).toEqual([status, code]);
    expect(await cash()).toMatchObject({ posted: '600.50' });
  });

  it('is for clearing operators only, into known accounts only', async () => {
    for (const login of ['plant-a', 'plant-a-manager', 'issuer', 'approver', 'exchange', 'auditor']) {
      expect(
        (await venue.post(login, 'deposits', { accountId: account, amount: '1', bankReference: 'x' })).status,
      ).toBe(403);
    }
    const unknown = await enter('deposits', '1', { accountId: `acc_${'f'.repeat(32)}` });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'ledger.unknown_account']);
  });

  it('a frozen account receives and does not pay', async () => {
    await venue.agreed('issuer', ['approver'], `accounts/${account}/freeze`, { reason: 'court' });
    const out = await enter('withdrawals', '1');
    expect([out.status, out.body.code]).toEqual([422, 'ledger.account_not_active']);
    done(await enter('deposits', '1'));
    await venue.agreed('issuer', ['approver'], `accounts/${account}/release`, { reason: 'lifted' });
  });
});
