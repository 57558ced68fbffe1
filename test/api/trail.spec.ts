import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { checkOfficeTrail, checkVenue } from '../../src/checker/check-venue.js';
import { TrailIndexer } from '../../src/trail/jobs/trail-indexer.js';
import { OFFICE_STREAM } from '../../src/trail/domain/trail-line.js';
import { csvRow } from '../../src/trail/http/csv-line.js';
import { checkTrailFile } from '../../src/trail/domain/trail-file.js';
import { rebuildTrail } from '../../src/trail/store/rebuild-trail.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { readTrail } from '../support/trail-read.js';
import { done, VenueClient } from './venue-client.js';

interface Line {
  readonly at: string;
  readonly who: {
    readonly personId: string | null;
    readonly name: string | null;
    readonly organisationId: string | null;
    readonly roles: readonly string[];
  };
  readonly did: { readonly verb: string; readonly text: string };
  readonly object: { readonly kind: string; readonly id: string | null; readonly name: string | null };
  readonly why: { readonly reason: string; readonly proposalId: string | null; readonly rule: object | null };
  readonly before?: Record<string, unknown>;
  readonly after?: Record<string, unknown>;
  readonly asked?: Record<string, unknown>;
  readonly outcome: { readonly code: string };
  readonly times: number;
  readonly proof: { readonly journal: string; readonly seq: number; readonly line: number };
}

let app: TestApp;
let venue: VenueClient;
let [a, b] = ['', ''];
let sold = '';
let trade = '';
let refusedAt = 0;

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
  const amended = await request(app.address)
    .patch(`/api/v1/venues/demo/orders/${sold}`)
    .set('Idempotency-Key', 'amend-1')
    .set('Authorization', `Bearer ${await app.tokenOf('plant-a')}`)
    .send({ price: '75.00', quantity: '250' });
  expect(amended.status).toBe(200);
  const bought = done(await venue.post('plant-b', 'orders', order(b, 'buy', '76.00', '100'))).body;
  trade = bought.fills[0].tradeId;
  done(await venue.send('delete', 'plant-a', `orders/${sold}`));
  const refused = await venue.post('plant-b', 'orders', order(b, 'buy', '500.00', '1'));
  refusedAt = await app.engine.ask('demo', ({ seq }) => seq);
  expect(refused.body.code).toBe('market.price_out_of_band');
  await venue.agreed('issuer', ['approver'], `accounts/${b}/freeze`, { reason: '法院协助执行 2026-17' });
});
afterAll(() => app?.close());

/** The index runs behind; here it has read everything. */
async function ask(login: string, path: string, language = 'en'): Promise<Response> {
  await readTrail(app);
  return askAtOnce(login, path, language);
}

async function askAtOnce(login: string, path: string, language = 'en'): Promise<Response> {
  return request(app.address)
    .get(`/api/v1/trail${path}`)
    .set('Accept-Language', language)
    .set('Authorization', `Bearer ${await app.tokenOf(login)}`);
}

async function lines(login: string, path: string, language?: string): Promise<Line[]> {
  const { status, body } = await ask(login, path, language);
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body.items as Line[];
}

const all = async (login: string, query: string): Promise<Line[]> => {
  const found: Line[] = [];
  for (let path = `?limit=7&${query}`; ;) {
    const { body } = await ask(login, path);
    found.push(...(body.items as Line[]));
    if (body.next === undefined) return found;
    path = `?limit=7&${query}&after=${body.next as string}`;
  }
};
const deeds = (found: readonly Line[]): string[] => found.map(({ did }) => did.verb);
const noted = (verb: string): Promise<Line[]> => lines('auditor', `?verb=${verb}&limit=500`);

describe('the trail of one object', () => {
  it('an order: placed, amended, traded, cancelled, each with what it was before', async () => {
    const found = (await lines('auditor', `/objects/${sold}`)).filter(
      ({ proof }) => proof.journal === 'demo',
    );
    expect(deeds(found)).toEqual(['place-order', 'amend-order', 'TradeExecuted', 'cancel-order']);
    const [placed, amended, traded, cancelled] = found as [Line, Line, Line, Line];
    expect(placed).toMatchObject({
      who: { name: '甲厂交易员 Trader of Plant A', roles: ['ent_trader'] },
      object: { kind: 'order', id: sold, name: 'CEA-2026', venue: 'demo' },
      why: { rulePack: 'demo@1' },
      before: {},
      after: { side: 'sell', price: '75.01', quantity: '300', accountId: a, status: 'OPEN' },
      outcome: { code: 'accepted' },
    });
    expect(amended).toMatchObject({
      before: { price: '75.01', quantity: '300', remaining: '300' },
      after: { price: '75.00', quantity: '250', remaining: '250' },
    });
    expect(traded).toMatchObject({
      object: { kind: 'trade', id: trade },
      after: { buyerId: b, sellerId: a },
    });
    expect(cancelled).toMatchObject({
      before: { status: 'OPEN', filled: '0', remaining: '250' },
      after: { status: 'CANCELLED', filled: '100', cancelled: '150', remaining: '0' },
    });
  });

  it('an account: who froze it, on whose proposal, why, and what it was', async () => {
    const found = await lines('auditor', `/objects/${b}`, 'zh');
    const proposed = found.find(({ did }) => did.text === '提出：冻结账户')!;
    const frozen = found.find(({ did }) => did.verb === 'AccountFrozen')!;
    expect(proposed.who.roles).toEqual(['reg_issuer']);
    expect(frozen).toMatchObject({
      who: { name: '配额审批 Approver', roles: ['reg_approver'] },
      did: { text: '账户被冻结' },
      why: { reason: '法院协助执行 2026-17', proposalId: proposed.object.id },
      before: { state: 'ACTIVE' },
      after: { state: 'FROZEN' },
    });
    const signed = await lines('auditor', `/objects/${proposed.object.id!}`, 'zh');
    expect(signed.map(({ did }) => did.text)).toEqual(['提出：冻结账户', '签批：冻结账户', '账户被冻结']);
    expect(signed[1]).toMatchObject({ before: { state: 'PENDING' }, after: { state: 'EXECUTED' } });
  });

  it('a trade: made and settled, by whom', async () => {
    const found = await lines('auditor', `/objects/${trade}`);
    expect(deeds(found).slice(0, 2)).toEqual(['TradeExecuted', 'TradesSettled']);
    expect(found[1]!.who).toMatchObject({ personId: 'system:clearing', name: 'clearing job' });
  });

  it('is nowhere for what never was', async () => {
    for (const id of [`ord_${'0'.repeat(32)}`, 'xyz_1'])
      expect((await ask('auditor', `/objects/${id}`)).body.code).toBe('trail.unknown_object');
  });
});

describe('a search', () => {
  it('by outcome tells what was asked, and by which rule it was refused', async () => {
    const [refused] = await lines('auditor', '?outcome=market.price_out_of_band');
    expect(refused).toMatchObject({
      asked: { price: '500.00', quantity: '1', side: 'buy', accountId: b },
      why: { rule: { key: 'band.pct.listed', pack: 'demo@1' } },
      proof: { journal: 'demo', seq: refusedAt, line: 0 },
    });
    expect(refused).not.toHaveProperty('after');
    expect((await lines('auditor', '?outcome=refused&venue=demo&limit=500')).length).toBeGreaterThan(0);
  });

  it('by words of a reason, by verb, by person, by organisation, by kind of object, by time', async () => {
    const court = await lines('auditor', `?reason=${encodeURIComponent('协助执行')}`);
    expect(deeds(court).sort()).toEqual(['AccountFrozen', 'approve', 'propose']);
    const [frozen] = await lines('auditor', '?verb=AccountFrozen');
    const byPerson = await lines('auditor', `?personId=${frozen!.who.personId!}&objectKind=account`);
    expect(
      byPerson.every(({ who, object }) => who.personId === frozen!.who.personId && object.kind === 'account'),
    ).toBe(true);
    expect(deeds(byPerson)).toContain('AccountFrozen');
    const ofOrg = await lines('auditor', `?orgId=${frozen!.who.organisationId!}&limit=500`);
    expect(new Set(ofOrg.map(({ who }) => who.organisationId))).toEqual(
      new Set([frozen!.who.organisationId]),
    );
    const since = await lines('auditor', `?venue=demo&from=${frozen!.at}&sort=oldest`);
    expect(since.every(({ at }) => at >= frozen!.at.slice(0, 23))).toBe(true);
    expect(await lines('auditor', `?to=2001-01-01T00:00:00Z`)).toEqual([]);
  });

  it('gives every line once, in one order, however it is paged', async () => {
    const until = `to=${new Date(Date.now() - 1).toISOString()}`;
    const forth = await all('auditor', `${until}&sort=oldest`);
    const back = await all('auditor', `${until}&sort=newest`);
    const places = forth.map(({ proof }) => JSON.stringify(proof));
    expect(new Set(places).size).toBe(places.length);
    expect(back.map(({ proof }) => JSON.stringify(proof)).reverse()).toEqual(places);
    expect([...forth].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))).toEqual(
      forth,
    );
  });

  it('says how far the journals have been read', async () => {
    const { body } = await ask('auditor', '?limit=1');
    const head = await app.engine.ask('demo', ({ seq }) => seq);
    expect(body.readUpTo.map(({ journal }: { journal: string }) => journal)).toEqual(['office', 'demo']);
    expect(body.readUpTo[1]).toMatchObject({ seq: head, headSeq: head });
  });

  it('shows what its reader did just before, also when others go on writing', async () => {
    await readTrail(app);
    const client = await app.database.pool.connect();
    const own = async (): Promise<number> =>
      done(await askAtOnce('auditor', '?verb=trail-exported&limit=500')).body.items.length;
    const before = await own();
    try {
      done(await askAtOnce('auditor', '/export?venue=demo'));
      await readTrail(app);
      // Nobody reads the office's journal on, as on a machine that has much to do.
      await client.query(`BEGIN; SELECT 1 FROM trail_cursors WHERE stream = ${OFFICE_STREAM} FOR UPDATE`);
      done(await askAtOnce('auditor', '/export?venue=demo'));
      expect(await own()).toBe(before + 1);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
    expect(await own()).toBe(before + 2);
  });

  it('is refused for a bad cursor, an unknown verb or venue', async () => {
    for (const [path, code] of [
      ['?after=nonsense', 'http.bad_cursor'],
      ['?verb=print-money', 'http.invalid_request'],
      ['?venue=nowhere', 'sequencer.venue_unknown'],
      ['?personId=usr_nobody', 'trail.unknown_person'],
      ['?orgId=org_nobody', 'trail.unknown_organisation'],
    ])
      expect([path, (await ask('auditor', path!)).body.code]).toEqual([path, code]);
  });
});

describe('what is not a command', () => {
  it('sign-ins that succeed, fail and are locked out', async () => {
    const signIn = (login: string, password: string): Promise<Response> =>
      Promise.resolve(request(app.address).post('/api/v1/sessions').send({ login, password }));
    for (let tries = 0; tries < 6; tries++) await signIn('plant-b-manager', 'a guess of mine');
    await signIn('nobody-has-this', 'perhaps a password');
    const failed = await noted('login-failed');
    expect(new Set(failed.map(({ outcome }) => outcome.code))).toEqual(
      new Set(['identity.wrong_credentials', 'identity.locked']),
    );
    const known = failed.filter(({ who }) => who.name === '乙厂负责人 Manager of Plant B');
    expect(known.reduce((sum, { times }) => sum + times, 0)).toBe(6);
    expect(failed.find(({ who }) => who.personId === null)?.asked?.address).toMatch(/127\.0\.0\.1/);
    expect(JSON.stringify(failed)).not.toContain('nobody-has-this');
    expect(deeds(await lines('auditor', '?verb=session-opened'))).toContain('session-opened');
  });

  it('what an office reads of others, with the object it named, and nothing of what is one’s own', async () => {
    done(await venue.get('auditor', `orders/${sold}`));
    done(await venue.get('auditor', `orders/${sold}`));
    done(await venue.get('plant-a', `orders/${sold}`));
    done(await venue.get('auditor', `explanations/orders/${sold}`));
    const read = (await noted('data-read')).filter(({ object }) => object.id === sold);
    expect(read.map(({ who, times, after }) => [who.roles, times, after?.door])).toEqual(
      expect.arrayContaining([
        [['auditor'], 2, 'GET /api/v1/venues/:venue/orders/:order'],
        [['auditor'], 1, 'GET /api/v1/venues/:venue/explanations/orders/:order'],
      ]),
    );
    expect(read.every(({ who }) => who.roles.includes('auditor'))).toBe(true);
    expect(deeds(await lines('auditor', `/objects/${sold}`))).toContain('data-read');
  });

  it('doors that stayed shut, keys that were refused, and reads of the trail itself', async () => {
    expect((await venue.post('auditor', 'trading-days/open', {})).status).toBe(403);
    await request(app.address)
      .get('/api/v1/me')
      .set('Authorization', `Bearer ${'x'.repeat(43)}`)
      .expect(401);
    const [denied] = await noted('access-denied');
    expect(denied).toMatchObject({
      who: { roles: ['auditor'] },
      asked: { door: 'POST /api/v1/venues/:venue/trading-days/open' },
      outcome: { code: 'http.forbidden' },
    });
    expect((await noted('credential-refused'))[0]!.outcome.code).toBe('identity.session_invalid');
    expect((await noted('trail-read')).some(({ who }) => who.roles.includes('auditor'))).toBe(true);
  });
});

describe('a reader', () => {
  it('of an enterprise sees its own trail, and which office acted on it, not which person', async () => {
    const own = await lines('plant-b', '?limit=500&sort=oldest');
    expect(deeds(own)).toEqual(expect.arrayContaining(['place-order', 'AccountFrozen', 'CashDeposited']));
    expect(own.find(({ did }) => did.verb === 'AccountFrozen')!.who).toMatchObject({
      personId: '…',
      name: null,
    });
    const text = JSON.stringify(own);
    for (const foreign of [sold, a, '法院协助执行 2026-17/proposal']) expect(text).not.toContain(foreign);
    expect((await ask('plant-b', `/objects/${sold}`)).status).toBe(404);
  });

  it('of the exchange sees the market, masked, and cannot look for a member', async () => {
    const found = await lines('exchange', `?objectKind=order&limit=500`);
    expect(found.length).toBeGreaterThan(2);
    expect(JSON.stringify(found)).not.toContain(a);
    const [{ who }] = (await lines('auditor', '?verb=amend-order')) as [Line];
    expect(found.every((line) => line.who.personId !== who.personId)).toBe(true);
    expect((await ask('exchange', `?personId=${who.personId!}`)).body.code).toBe('trail.unknown_person');
  });

  it('finds words for every verb', async () => {
    const { body } = await ask('plant-a', '/words');
    expect(body.verbs.find(({ verb }: { verb: string }) => verb === 'amend-order')).toEqual({
      ...{ verb: 'amend-order', zh: '改单', en: 'amended an order', objectKind: 'order' },
    });
  });
});

describe('an export', () => {
  const until = (): string => `venue=demo&to=${new Date(Date.now() - 1).toISOString()}`;

  it('as NDJSON ends with the hash of all lines before, which the office journal has too', async () => {
    const { text } = await ask('auditor', `/export?${until()}`);
    const end = text.trimEnd().lastIndexOf('\n') + 1;
    const [before, last] = [
      text.slice(0, end),
      JSON.parse(text.slice(end)) as { end: { lines: number; sha256: string } },
    ];
    expect(last.end.sha256).toBe(createHash('sha256').update(before).digest('hex'));
    expect(before.split('\n').length - 1).toBe(last.end.lines);
    expect(checkTrailFile(Buffer.from(text))).toMatchObject({ fault: undefined, lines: last.end.lines });
    expect(last.end.lines).toBeGreaterThan(30);
    const [told] = await lines('auditor', '?verb=trail-exported');
    expect(told!.after).toMatchObject({ ...last.end, format: 'ndjson', venue: 'demo', isWhole: true });
  });

  it('as CSV has one row a line, and no formula in it', async () => {
    const { text, headers } = await ask('auditor', `/export?format=csv&${until()}`, 'zh');
    expect(headers['content-type']).toContain('text/csv');
    expect(checkTrailFile(Buffer.from(text)).fault).toBeUndefined();
    const rows = text.split('\r\n');
    expect(rows[0]).toContain('at,person_id,person');
    expect(rows.at(-2)).toMatch(/^#end,\d+,[0-9a-f]{64},$/);
    expect(text).toContain('提出：冻结账户');
    expect(csvRow(['=1+1', '-2', 'a"b', 'plain'])).toBe(`'=1+1,'-2,"a""b",plain\r\n`);
  });

  it('of an enterprise has its own lines only', async () => {
    const { text } = await ask('plant-b', '/export');
    expect(text).toContain('AccountFrozen');
    expect(text).not.toContain(sold);
  });
});

describe('the index', () => {
  it('is what the journals give, also when it is read again from the beginning', async () => {
    const { verdicts } = await checkVenue(app.database.pool, 'demo');
    expect(verdicts.find(({ id }) => id === 'T1')).toMatchObject({ ok: true, broken: [] });
    expect(await checkOfficeTrail(app.database.pool)).toMatchObject({ ok: true, broken: [] });
  });

  it('is built anew by its owner, line for line as it was, and says that it was', async () => {
    const all = `SELECT * FROM trail_entries WHERE stream = 1 ORDER BY seq, line`;
    const before = (await app.database.pool.query(all)).rows;
    const { ownerUrl, pool } = app.database;
    const built = await rebuildTrail(ownerUrl, pool, 'a new release words it otherwise');
    expect(built.lines).toBeGreaterThanOrEqual(before.length);
    await app.app.get(TrailIndexer, { strict: false }).look(true);
    expect((await pool.query(all)).rows.slice(0, before.length)).toEqual(before);
    const [told] = await lines('auditor', '?verb=trail-rebuilt');
    expect(told!.why.reason).toBe('a new release words it otherwise');
    expect(await checkOfficeTrail(pool)).toMatchObject({ ok: true, broken: [] });
  });

  it('nothing of it, and nothing of the journals, can be changed or deleted by the service', async () => {
    for (const table of ['trail_entries', 'trail_objects', 'journal_batches', 'office_journal'])
      for (const change of [
        `DELETE FROM ${table}`,
        `TRUNCATE ${table}`,
        `UPDATE ${table} SET seq = 0`.replace(
          /seq(?= = 0)/,
          table === 'journal_batches' ? 'first_seq' : 'seq',
        ),
      ])
        await expect(app.database.pool.query(change)).rejects.toThrow(/permission denied/);
  });

  it('people who audit and people who make people are kept apart by the database, too', async () => {
    const { rows } = await app.database.pool.query(
      `SELECT person_id, role FROM person_roles WHERE role IN ('auditor', 'identity_admin', 'ent_trader')`,
    );
    const of = (role: string): string => rows.find((row) => row.role === role).person_id as string;
    for (const [person, more] of [
      [of('auditor'), 'identity_admin'],
      [of('auditor'), 'ent_trader'],
      [of('identity_admin'), 'auditor'],
      [of('ent_trader'), 'auditor'],
    ])
      await expect(
        app.database.pool.query(`INSERT INTO person_roles (person_id, role) VALUES ($1, $2)`, [person, more]),
      ).rejects.toThrow(/one_administration_a_person|roles_agree_with_their_person/);
  });
});
