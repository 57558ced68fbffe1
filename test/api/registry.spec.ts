import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shippedPack } from '../../src/rules/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { faultsOf } from './narrowed.js';
import { AN_ALLOWANCE, done, FILE, VenueClient } from './venue-client.js';

let app: TestApp;
let venue: VenueClient;
let a: string;
let b: string;
beforeAll(async () => {
  app = await startTestApp();
  venue = new VenueClient(app);
  await venue.createInstrument({});
  a = await venue.openAccount('plant-a-manager', 'A second account');
  b = await venue.openAccount('plant-b-manager', 'B second account');
});
afterAll(() => app?.close());

const code = async (
  response: Promise<{ status: number; body: { code: string } }>,
): Promise<[number, string]> => {
  const { status, body } = await response;
  return [status, body.code];
};

async function holding(
  login: string,
  accountId: string,
  asset: string,
): Promise<Record<string, string> | undefined> {
  const { body } = done(await venue.get(login, `holdings?accountId=${accountId}`));
  return body.items.find((item: { asset: string }) => item.asset === asset);
}

describe('accounts at the door', () => {
  it('belong to the applicant and are hidden from other plants, which see the same 404 as for nothing', async () => {
    expect((await venue.get('plant-a', `accounts/${a}`)).body).toMatchObject({
      accountId: a,
      state: 'ACTIVE',
      kind: 'compliance',
    });
    const foreign = await venue.get('plant-b', `accounts/${a}`);
    const nothing = await venue.get('plant-b', `accounts/acc_${'0'.repeat(32)}`);
    expect([foreign.status, foreign.body]).toEqual([404, nothing.body]);
    expect(foreign.body.code).toBe('registry.unknown_account');
    expect(
      (await venue.get('plant-b', 'accounts')).body.items.map((i: { accountId: string }) => i.accountId),
    ).not.toContain(a);
    expect((await venue.get('auditor', `accounts/${a}`)).status).toBe(200);
  });

  it('are listed page by page', async () => {
    const first = done(await venue.get('approver', 'accounts?limit=1'));
    expect(first.body.items).toHaveLength(1);
    expect(first.headers.link).toContain('rel="next"');
    const second = done(await venue.get('approver', `accounts?limit=1&after=${first.body.next}`));
    expect(second.body.items[0].accountId).not.toBe(first.body.items[0].accountId);
    expect(await code(venue.get('approver', 'accounts?after=nonsense'))).toEqual([422, 'http.bad_cursor']);
  });

  it('are opened by the powers of the matrix only', async () => {
    expect(await code(venue.post('plant-a', 'accounts', { title: 'x', kind: 'compliance' }))).toEqual([
      403,
      'http.forbidden',
    ]);
    expect(await code(venue.post('issuer', `accounts/${a}/approve`))).toEqual([403, 'http.forbidden']);
    expect(await code(venue.post('approver', `accounts/${a}/approve`))).toEqual([
      409,
      'registry.illegal_transition',
    ]);
    expect(
      await code(venue.post('plant-a-manager', 'accounts', { title: 'x', kind: 'compliance', org: 'mine' })),
    ).toEqual([422, 'http.invalid_request']);
  });

  it('the same key and body are answered once; another body is refused', async () => {
    const key = 'open-third-account';
    const first = done(
      await venue.post('plant-a-manager', 'accounts', { title: 'third', kind: 'compliance' }, key),
    );
    const again = done(
      await venue.post('plant-a-manager', 'accounts', { title: 'third', kind: 'compliance' }, key),
    );
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(
      await code(venue.post('plant-a-manager', 'accounts', { title: 'fourth', kind: 'compliance' }, key)),
    ).toEqual([409, 'sequencer.idempotency_conflict']);
  });

  it('are restricted and released by two different hands', async () => {
    const restricted = await venue.agreed('issuer', ['approver'], `accounts/${b}/freeze`, {
      reason: 'court order 7',
    });
    expect(restricted.body).toMatchObject({ state: 'EXECUTED', result: { accountId: b, state: 'FROZEN' } });
    await venue.agreed('issuer', ['approver'], `accounts/${b}/release`, { reason: 'order lifted' });
    expect((await venue.get('plant-b', `accounts/${b}`)).body.state).toBe('ACTIVE');
  });
});

describe('instruments at the door', () => {
  it('are public, with scale, tick and lot as text', async () => {
    const { body } = done(await venue.get(null, 'instruments/TEST-2026'));
    expect(body).toMatchObject({
      symbol: 'TEST-2026',
      tick: '0.01',
      lot: '1',
      referencePrice: '74.63',
      rulePack: 'demo',
      state: 'TRADABLE',
    });
    expect(await code(venue.get(null, 'instruments/NOTHING'))).toEqual([404, 'registry.unknown_instrument']);
  });

  it('a symbol is taken once', async () => {
    expect(await code(venue.post('issuer', 'instruments', AN_ALLOWANCE))).toEqual([
      409,
      'registry.symbol_taken',
    ]);
    expect(
      await code(venue.post('issuer', 'instruments', { ...AN_ALLOWANCE, symbol: 'X', tick: '0' })),
    ).toEqual([422, 'registry.reference_off_tick']);
    expect(
      await code(venue.post('issuer', 'instruments', { ...AN_ALLOWANCE, symbol: 'X', tick: 0.01 })),
    ).toEqual([422, 'http.invalid_request']);
  });
});

describe('an allocation', () => {
  it('goes from the stamped file to the accounts, with serials, and is public', async () => {
    const lines = [
      { accountId: a, quantity: '600' },
      { accountId: b, quantity: '400' },
    ];
    const batchId = await venue.allocate('TEST-2026', lines, '1500');
    expect(await holding('plant-a', a, 'TEST-2026')).toMatchObject({
      available: '600',
      posted: '600',
      frozen: '0',
    });
    expect((await venue.get('plant-b', `accounts/${b}/serials`)).body.items).toEqual([
      { symbol: 'TEST-2026', first: '601', last: '1000' },
    ]);
    const { body } = done(await venue.get(null, 'allocations?symbol=TEST-2026'));
    expect(body.items).toEqual([
      { holder: 'A second account', symbol: 'TEST-2026', year: 2026, quantity: '600', recalled: '0' },
      { holder: 'B second account', symbol: 'TEST-2026', year: 2026, quantity: '400', recalled: '0' },
    ]);
    const seen = async (login: string) => done(await venue.get(login, `allocation-batches/${batchId}`)).body;
    expect((await seen('plant-a')).lines).toEqual([
      { accountId: a, title: 'A second account', quantity: '600', recalled: '0', owed: '0' },
    ]);
    // A plant that knew the whole sum would know the other one's part of it.
    expect([(await seen('plant-a')).total, (await seen('plant-b')).total]).toEqual(['600', '400']);
    expect((await seen('issuer')).total).toBe('1000');
    expect(done(await venue.get('plant-b', 'allocation-batches')).body.items).toMatchObject([
      { total: '400' },
    ]);
    expect((await venue.get(null, 'instruments/TEST-2026')).body.caps).toEqual([
      { year: 2026, limit: '1500', issued: '1000', cancelled: '0', effective: '1500' },
    ]);
  });

  const aDraft = async (quantity: string): Promise<string> => {
    const lines = [{ accountId: a, quantity }];
    const { batchId } = done(
      await venue.post('issuer', 'allocation-batches', {
        symbol: 'TEST-2026',
        year: 2026,
        fileHash: FILE,
        lines,
      }),
    ).body;
    return `allocation-batches/${batchId}`;
  };

  it('S52: another file makes a mismatch that is shown as a problem and credits nothing', async () => {
    const batch = await aDraft('5');
    done(await venue.post('issuer', `${batch}/submit`, {}));
    expect(await code(venue.post('approver', `${batch}/approve`, { fileHash: 'b'.repeat(64) }))).toEqual([
      409,
      'registry.file_mismatch',
    ]);
    expect((await venue.get('issuer', batch)).body.state).toBe('MISMATCH');
    expect(await code(venue.post('clearing1', `${batch}/create`))).toEqual([
      409,
      'registry.illegal_transition',
    ]);
    done(await venue.post('approver', `${batch}/return`, { note: 'the file differs' }));
    done(await venue.post('issuer', `${batch}/submit`, { fileHash: 'b'.repeat(64) }));
    expect(
      done(await venue.post('approver', `${batch}/approve`, { fileHash: 'b'.repeat(64) })).body.state,
    ).toBe('APPROVED');
  });

  it('stays under its cap, and steps are for the right desk', async () => {
    const batch = await aDraft('501');
    expect(await code(venue.post('approver', `${batch}/submit`, {}))).toEqual([403, 'http.forbidden']);
    done(await venue.post('issuer', `${batch}/submit`, {}));
    done(await venue.post('approver', `${batch}/approve`, { fileHash: FILE }));
    expect(await code(venue.post('clearing1', `${batch}/create`))).toEqual([422, 'registry.cap_exceeded']);
  });

  it('refuses fractions, negatives and strangers, and changes nothing', async () => {
    const draft = (line: object): Promise<[number, string]> =>
      code(
        venue.post('issuer', 'allocation-batches', {
          symbol: 'TEST-2026',
          year: 2026,
          fileHash: FILE,
          lines: [line],
        }),
      );
    expect(await draft({ accountId: a, quantity: '1.5' })).toEqual([422, 'registry.bad_quantity']);
    expect(await draft({ accountId: a, quantity: '-1' })).toEqual([422, 'http.invalid_request']);
    expect(await draft({ accountId: a, quantity: 1 })).toEqual([422, 'http.invalid_request']);
    expect(await draft({ accountId: a, quantity: '0' })).toEqual([422, 'registry.bad_quantity']);
    expect(await draft({ accountId: 'acc_1', quantity: '1' })).toEqual([404, 'registry.unknown_account']);
  });
});

describe('units outside the market', () => {
  it('a transfer waits in the inbox of its signers and moves serials at last', async () => {
    const body = {
      fromAccountId: a,
      toAccountId: b,
      symbol: 'TEST-2026',
      quantity: '100',
      reason: 'group restructuring',
    };
    const { proposalId, payloadHash } = done(await venue.post('plant-a', 'transfers', body)).body;
    expect(await holding('plant-a', a, 'TEST-2026')).toMatchObject({ available: '500', frozen: '100' });
    const inbox = done(await venue.get('plant-a-manager', 'proposals?view=waiting')).body.items;
    expect(inbox[0]).toMatchObject({
      proposalId,
      payloadHash,
      action: 'transfer-units',
      payload: { fromAccountId: a, toAccountId: b, quantity: '100' },
    });
    const sign = `proposals/${proposalId}/approve`;
    expect(await code(venue.post('plant-b-manager', sign, { payloadHash }))).toEqual([
      404,
      'approvals.unknown_proposal',
    ]);
    expect(await code(venue.get('plant-b', `proposals/${proposalId}`))).toEqual([
      404,
      'approvals.unknown_proposal',
    ]);
    expect(await code(venue.post('plant-a', sign, { payloadHash }))).toEqual([403, 'http.forbidden']);
    expect(await code(venue.post('clearing1', sign, { payloadHash }))).toEqual([
      404,
      'approvals.unknown_proposal',
    ]);
    expect(await code(venue.post('plant-a-manager', sign, { payloadHash: '0'.repeat(64) }))).toEqual([
      409,
      'approvals.payload_mismatch',
    ]);
    expect(done(await venue.post('plant-a-manager', sign, { payloadHash })).body).toMatchObject({
      state: 'PENDING',
      stagesLeft: 1,
    });
    expect(done(await venue.get('plant-a-manager', 'proposals?view=waiting')).body.items).toEqual([]);
    expect(done(await venue.post('approver', sign, { payloadHash })).body).toMatchObject({
      state: 'EXECUTED',
      result: { quantity: '100' },
    });
    expect(await code(venue.post('approver', sign, { payloadHash }))).toEqual([409, 'approvals.not_pending']);
    expect(await holding('plant-b', b, 'TEST-2026')).toMatchObject({ available: '500' });
    const { path } = done(await venue.get('auditor', 'instruments/TEST-2026/serials/1')).body;
    expect(path.map((step: { from: string; to: string }) => [step.from, step.to])).toEqual([
      ['birth', 'government'],
      ['government', a],
      [a, b],
    ]);
    expect(done(await venue.get('plant-b', 'instruments/TEST-2026/serials/1')).body.path[2]).toMatchObject({
      from: 'another account',
      to: b,
    });
  });

  it('a plant moves only what is its own', async () => {
    const body = { fromAccountId: a, toAccountId: b, symbol: 'TEST-2026', quantity: '1', reason: 'x' };
    expect(await code(venue.post('plant-b', 'transfers', body))).toEqual([404, 'approvals.unknown_subject']);
    expect(
      await code(
        venue.post('plant-b', 'cancellations', {
          accountId: a,
          symbol: 'TEST-2026',
          quantity: '1',
          reason: 'x',
        }),
      ),
    ).toEqual([404, 'approvals.unknown_subject']);
  });

  it('a returned proposal gives the units back; a withdrawn one, too', async () => {
    const body = { fromAccountId: a, toAccountId: b, symbol: 'TEST-2026', quantity: '10', reason: 'x' };
    const one = done(await venue.post('plant-a', 'transfers', body)).body.proposalId;
    done(await venue.post('plant-a-manager', `proposals/${one}/return`, { note: 'not now' }));
    const two = done(await venue.post('plant-a', 'transfers', body)).body.proposalId;
    done(await venue.post('plant-a', `proposals/${two}/withdraw`));
    expect(await holding('plant-a', a, 'TEST-2026')).toMatchObject({ available: '500', frozen: '0' });
    expect((await venue.get('plant-a', `proposals/${one}`)).body).toMatchObject({
      state: 'RETURNED',
      note: 'not now',
    });
  });

  it('S54: a cancellation is public and lowers the cap', async () => {
    const body = { accountId: a, symbol: 'TEST-2026', quantity: '50', reason: 'carbon neutral event' };
    await venue.agreed('plant-a', ['plant-a-manager', 'approver'], 'cancellations', body);
    expect((await venue.get(null, 'cancellations')).body.items).toMatchObject([
      { symbol: 'TEST-2026', quantity: '50' },
    ]);
    const at = (row: object): string => (row as { at: string }).at;
    expect(await faultsOf(venue, { login: null, list: 'cancellations', by: { symbol: true }, at })).toEqual(
      [],
    );
    expect((await venue.get(null, 'instruments/TEST-2026')).body.caps[0]).toMatchObject({
      cancelled: '50',
      effective: '1450',
    });
  });

  it('a recall takes back part of an allocation, under four eyes and in public', async () => {
    const batches = done(await venue.get('issuer', 'allocation-batches')).body.items;
    const { batchId } = batches.find(({ state }: { state: string }) => state === 'DISTRIBUTED');
    const body = { batchId, accountId: b, quantity: '10', reason: 'the verified output was lower' };
    expect(await code(venue.post('plant-b', 'recalls', body))).toEqual([403, 'http.forbidden']);
    expect(await code(venue.post('issuer', 'recalls', { ...body, quantity: '401' }))).toEqual([
      422,
      'registry.recall_too_large',
    ]);
    expect(await code(venue.post('issuer', 'recalls', { ...body, quantity: '0.5' }))).toEqual([
      422,
      'registry.bad_quantity',
    ]);
    const before = (await holding('plant-b', b, 'TEST-2026'))!;
    await venue.agreed('issuer', ['approver'], 'recalls', body);
    const after = (await holding('plant-b', b, 'TEST-2026'))!;
    expect(Number(before.available) - Number(after.available)).toBe(10);
    expect(after.frozen).toBe(before.frozen);
    const seen = done(await venue.get('plant-b', `allocation-batches/${batchId}`)).body;
    expect(seen).toMatchObject({ state: 'PARTIALLY_RECALLED', lines: [{ quantity: '400', recalled: '10' }] });
    const list = done(await venue.get(null, 'allocations?symbol=TEST-2026')).body.items;
    expect(list.find(({ quantity }: { quantity: string }) => quantity === '400').recalled).toBe('10');
  });

  it('S25: frozen units stay, the rest moves', async () => {
    const freeze = { accountId: b, symbol: 'TEST-2026', quantity: '400', reason: 'court order 8' };
    await venue.agreed('issuer', ['approver'], 'freezes', freeze);
    expect(await holding('plant-b', b, 'TEST-2026')).toMatchObject({ available: '90', frozen: '400' });
    const transfer = { fromAccountId: b, toAccountId: a, symbol: 'TEST-2026', quantity: '91', reason: 'x' };
    expect(await code(venue.post('plant-b', 'transfers', transfer))).toEqual([
      422,
      'registry.insufficient_units',
    ]);
    await venue.agreed('issuer', ['approver'], 'unfreezes', freeze);
  });
});

describe('what cannot be stored', () => {
  it('a control character is refused before the journal', async () => {
    const title = 'a bell \u0007';
    expect(await code(venue.post('plant-a-manager', 'accounts', { title, kind: 'compliance' }))).toEqual([
      422,
      'http.invalid_request',
    ]);
    expect(await code(venue.post('exchange', 'rule-packs', { pack: { title } }))).toEqual([
      422,
      'rules.invalid_pack',
    ]);
  });

  it.each([['["x"]'], ['[1.5]'], ['[1,2]'], ['{}']])(
    'a forged cursor %s is refused before SQL',
    async (place) => {
      const after = Buffer.from(place).toString('base64url');
      for (const path of [
        'accounts',
        'proposals',
        'allocation-batches',
        'instruments',
        'rule-packs',
        'cancellations',
      ]) {
        expect(await code(venue.get('approver', `${path}?after=${after}`))).toEqual([422, 'http.bad_cursor']);
      }
    },
  );

  it('numbers beyond their range find nothing or are refused', async () => {
    const far = Buffer.from('[9007199254740991,9007199254740991]').toString('base64url');
    for (const path of ['holdings', 'allocations', `accounts/${a}/serials`]) {
      expect(done(await venue.get('approver', `${path}?after=${far}`)).body.items).toEqual([]);
    }
    expect(await code(venue.get('auditor', 'instruments/TEST-2026/serials/1099511627776'))).toEqual([
      422,
      'http.invalid_request',
    ]);
    expect(await code(venue.get(null, 'allocations?year=99999999999'))).toEqual([
      422,
      'http.invalid_request',
    ]);
  });
});

describe('the public', () => {
  it('S46: sees the allocation list and the rules, never a balance', async () => {
    expect(await code(venue.get(null, 'holdings'))).toEqual([401, 'http.not_signed_in']);
    expect((await venue.get(null, 'allocations')).status).toBe(200);
    const { items } = done(await venue.get(null, 'rule-packs')).body;
    expect(items).toMatchObject([{ pack: 'demo', version: '1' }]);
    const { keys } = done(await venue.get(null, `rule-packs/${items[0].rulePackId}`)).body;
    expect(keys['band.pct.listed']).toMatchObject({ value: 1000, unit: 'bps', status: 'design' });
    expect(await code(new VenueClient(app, 'nowhere').get(null, 'rule-packs'))).toEqual([
      404,
      'sequencer.venue_unknown',
    ]);
  });
});

describe('a new rule pack', () => {
  it('is proposed by the exchange, approved by the regulator, and refused with a report', async () => {
    const next = { ...(shippedPack('demo') as object), version: '2', effectiveFrom: '2099-01-01' };
    const published = await venue.agreed('exchange', ['approver'], 'rule-packs', { pack: next });
    expect(published.body).toMatchObject({ state: 'EXECUTED', result: { pack: 'demo@2' } });
    const broken = await venue.post('exchange', 'rule-packs', { pack: { ...next, version: '3', keys: {} } });
    expect([broken.status, broken.body.code]).toEqual([422, 'rules.invalid_pack']);
    expect(broken.body.detail).toContain('keys → tick');
    expect(
      await code(
        venue.post('exchange', 'rule-packs', {
          pack: { ...next, version: '3', effectiveFrom: '2020-01-01' },
        }),
      ),
    ).toEqual([422, 'rules.retroactive']);
    expect(await code(venue.post('exchange', 'rule-packs', { pack: { ...next, fraction: 0.5 } }))).toEqual([
      422,
      'rules.invalid_pack',
    ]);
  });
});

describe('the second wall', () => {
  it('the database refuses two holders of one serial, and any change of a serial history', async () => {
    const { pool } = app.database;
    const copy = `INSERT INTO serial_blocks SELECT venue_no, instrument_no, first_serial + 1, last_serial, account_no FROM serial_blocks WHERE last_serial > first_serial LIMIT 1`;
    await expect(pool.query(copy)).rejects.toThrow('one_holder_a_serial');
    for (const sql of [
      'UPDATE serial_moves SET to_account = 1',
      'DELETE FROM serial_moves',
      'DELETE FROM rule_packs',
      'DELETE FROM proposals',
    ]) {
      await expect(pool.query(sql)).rejects.toThrow('permission denied');
    }
  });

  it('serials in the tables equal titles in the tables', async () => {
    const { rows } = await app.database.pool.query(
      `SELECT b.account_no, b.asset_no, b.posted, coalesce(s.units, 0) AS units FROM balances b
       LEFT JOIN (SELECT venue_no, account_no, instrument_no, sum(last_serial - first_serial + 1) AS units FROM serial_blocks GROUP BY 1, 2, 3) s
         ON s.venue_no = b.venue_no AND s.account_no = b.account_no AND s.instrument_no = b.asset_no
       WHERE b.asset_no > 0 AND b.account_no <> 2 AND b.posted <> coalesce(s.units, 0)`,
    );
    expect(rows).toEqual([]);
  });
});
