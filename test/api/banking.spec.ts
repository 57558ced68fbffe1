import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkVenue } from '../../src/checker/check-venue.js';
import { STATEMENT_BYTES_MAX } from '../../src/kernel/limits.js';
import { BANK, bankDay, book, csvStatement, PAYEE } from '../checker/banking-faults.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { done, VenueClient } from './venue-client.js';

let app: TestApp;
let venue: VenueClient;
let account: string;
beforeAll(async () => {
  app = await startTestApp();
  venue = new VenueClient(app);
  account = await bankDay(venue);
});
afterAll(() => app?.close());

const items = async (login: string | null, path: string): Promise<Record<string, never>[]> =>
  done(await venue.get(login, path)).body.items;

describe('banking at the doors', () => {
  it('shows members where to pay in and how to be found, and offices the whole', async () => {
    expect(await items(null, 'bank-accounts')).toMatchObject([{ kind: 'CLIENT', ...BANK, currency: 'CNY' }]);
    expect(await items('plant-a', 'cash-routes')).toMatchObject([{ accountId: account, payee: PAYEE }]);
    expect((await items('clearing1', 'cash-routes')).length).toBeGreaterThan(1);
    expect(await items('plant-b', 'cash-withdrawals')).toEqual([]);
    expect((await items('plant-a', 'cash-withdrawals')).map(({ amount, state }) => [amount, state])).toEqual([
      ['1.00', 'REQUESTED'],
      ['200.00', 'IN_TRANSIT'],
      ['300.00', 'CONFIRMED'],
    ]);
    expect((await venue.get('plant-a', 'cash-tie')).status).toBe(403);
  });

  it('ties bank, sub-ledger, transit and suspense, and says what explains each', async () => {
    const { body } = done(await venue.get('clearing1', 'cash-tie'));
    expect(body).toMatchObject({
      bank: '707.27',
      difference: '0.00',
      banks: [{ statement: '707.27', ledger: '707.27' }],
    });
    expect(body.inTransit).toMatchObject({
      total: '200.00',
      withdrawalIds: [expect.stringMatching(/^wdr_/)],
    });
    expect(body.suspense).toMatchObject({ credits: '7.77', debits: '0.50', lineIds: { length: 2 } });
    const report = await checkVenue(app.database.pool, 'demo');
    expect(report.verdicts.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('gives a released payment file out, the same bytes every time, and no draft', async () => {
    const [{ paymentFileId, contentHash }] = await items('clearing1', 'payment-files');
    const read = async (): Promise<string> =>
      done(await venue.get('auditor', `payment-files/${paymentFileId}/content`)).text;
    const text = await read();
    expect(createHash('sha256').update(text).digest('hex')).toBe(contentHash);
    done(await venue.post('clearing1', `payment-files/${paymentFileId}/sent`));
    expect(await read()).toBe(text);
    const [{ withdrawalId }] = await items('plant-a', 'cash-withdrawals');
    const [{ bankAccountId }] = await items(null, 'bank-accounts');
    const draft = { bankAccountId, withdrawalIds: [withdrawalId] };
    const next = done(await venue.post('clearing1', 'payment-files', draft)).body;
    const early = await venue.get('clearing1', `payment-files/${next.paymentFileId}/content`);
    expect([early.status, early.body.code]).toEqual([409, 'banking.payment_file_state']);
    done(await venue.post('clearing1', `payment-files/${next.paymentFileId}/discard`));
    done(await venue.post('plant-a-manager', `cash-withdrawals/${withdrawalId}/cancel`));
  });

  it('refuses a file that is not what the bank told of, in both languages', async () => {
    const statement = csvStatement('day-3', '2026-11-23', 70_727, [[100, 'x']]);
    const upload = async (change: object): Promise<unknown[]> => {
      const { status, body } = await venue.post('clearing1', 'bank-statements', { ...statement, ...change });
      return [status, body.code];
    };
    const other = Buffer.from('something else');
    const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
    const file = (bytes: Buffer): object => ({ content: bytes.toString('base64'), sha256: digest(bytes) });
    expect(await upload({ content: other.toString('base64') })).toEqual([422, 'banking.digest_mismatch']);
    expect(await upload(file(other))).toEqual([422, 'banking.statement_malformed']);
    expect(await upload(file(Buffer.alloc(STATEMENT_BYTES_MAX + 1)))).toEqual([
      413,
      'banking.statement_too_large',
    ]);
    expect(await upload({ fileId: 'day-1.csv' })).toEqual([409, 'banking.file_known']);
    const zh = await venue.post('clearing1', 'bank-statements', { ...statement, ...file(other) });
    expect(JSON.stringify(zh.body)).toContain('The file is not a well-formed statement');
  });

  it('holds a file that does not follow, names the difference, and books it when it does', async () => {
    const gap = csvStatement('day-4', '2026-11-24', 80_000, [[1, 'x']]);
    const { statementFileId, state } = done(await venue.post('clearing1', 'bank-statements', gap)).body;
    expect(state).toBe('QUARANTINED');
    const one = done(await venue.get('clearing1', `bank-statements/${statementFileId}`)).body;
    expect(one).toMatchObject({
      difference: { code: 'banking.gap_to_previous_closing', data: { differenceFen: '9273' } },
      statements: [{ opening: '800.00', closing: '800.01', lines: 1 }],
    });
    const early = await venue.post('clearing1', `bank-statements/${statementFileId}/release`);
    expect([early.status, early.body.code]).toEqual([409, 'banking.file_in_quarantine']);
    await book(venue, csvStatement('day-3', '2026-11-23', 70_727, [[9_273, 'nobody']]));
    expect(done(await venue.post('clearing1', `bank-statements/${statementFileId}/recheck`)).body.state).toBe(
      'STAGED',
    );
    done(await venue.post('clearing1', `bank-statements/${statementFileId}/discard`, { note: 'not needed' }));
    const inState = async (list: string, state: string): Promise<unknown[]> => [
      ...new Set((await items('clearing1', `${list}?state=${state}`)).map((one) => one.state)),
    ];
    expect(await inState('bank-statements', 'DISCARDED')).toEqual(['DISCARDED']);
    expect(await inState('bank-statements', 'QUARANTINED')).toEqual([]);
    expect(await inState('cash-withdrawals', 'CONFIRMED')).toEqual(['CONFIRMED']);
    expect(await inState('payment-files', 'DRAFT')).toEqual([]);
    const pages = done(await venue.get('clearing1', 'bank-statements?limit=2')).body;
    expect([pages.items.map((item: { state: string }) => item.state), typeof pages.next]).toEqual([
      ['RELEASED', 'DISCARDED'],
      'string',
    ]);
  });

  it('keeps a work list of money without a name, worked off by four eyes', async () => {
    const [credit, debit, other] = await items('clearing1', 'bank-lines?state=SUSPENSE');
    expect([credit.amount, credit.unclear, debit.amount, other.amount]).toEqual([
      '7.77',
      'no_reference',
      '-0.50',
      '92.73',
    ]);
    const why = { reason: 'told by telephone' };
    await venue.agreed('clearing1', ['clearing2'], `bank-lines/${credit.lineId}/assign`, {
      accountId: account,
      ...why,
    });
    const sent = await venue.agreed('clearing1', ['clearing2'], `bank-lines/${other.lineId}/send-back`, {
      ...PAYEE,
      ...why,
    });
    expect(sent.body.result).toMatchObject({
      state: 'SENDING_BACK',
      withdrawalId: expect.stringMatching(/^wdr_/),
    });
    const charge = await venue.post('clearing1', `bank-lines/${debit.lineId}/clear`, {
      withdrawalId: null,
      ...why,
    });
    expect(charge.body.code).toBe('banking.fees_too_low');
    expect(await items('clearing1', 'bank-lines?state=SUSPENSE')).toHaveLength(1);
    const [, transit] = await items('plant-a', 'cash-withdrawals');
    await venue.agreed('clearing1', ['clearing2'], `cash-withdrawals/${transit.withdrawalId}/void`, why);
    const report = await checkVenue(app.database.pool, 'demo');
    expect(report.verdicts.filter(({ ok }) => !ok)).toEqual([]);
    const byHand = await venue.post('clearing1', 'deposits', {
      accountId: account,
      amount: '1',
      bankReference: 'x',
    });
    expect(byHand.body.code).toBe('ledger.booked_by_statement');
    const none = await venue.post('clearing1', 'fee-payouts', {
      bankAccountId: credit.bankAccountId,
      amount: '1',
    });
    expect(none.body.code).toBe('banking.not_own_money');
  });
});
