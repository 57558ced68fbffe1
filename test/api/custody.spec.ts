import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { checkVenue } from '../../src/checker/check-venue.js';
import { CustodyKeeper } from '../../src/custody/jobs/custody-keeper.js';
import { NOTICE_ROAD, type NoticeRoad, type OutgoingNotice } from '../../src/custody/jobs/notice-road.js';
import { NoticeSender } from '../../src/custody/jobs/notice-sender.js';
import { startOfDay } from '../../src/kernel/instant.js';
import { ManualClock } from '../../src/platform/clock.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { createSlowInstrument, SLOW } from './custody-objects.js';
import { faultsOf } from './narrowed.js';
import { freezesOf } from './narrowed-lists.js';
import { done, VenueClient } from './venue-client.js';

const HOUR = 3_600_000_000;
const on = (day: string, hour: number): number => startOfDay(day, 480) + hour * HOUR;
/** A Monday. */
const clock = new ManualClock(on('2026-11-23', 9));

let app: TestApp;
let venue: VenueClient;
let account: string;
let thief: string;

beforeAll(async () => {
  app = await startTestApp({ clock });
  venue = new VenueClient({ address: app.address, tokenOf: freshToken });
  await createSlowInstrument(app, venue);
  account = done(await venue.get('plant-a', 'accounts')).body.items[0].accountId;
  thief = done(await venue.get('plant-b', 'accounts')).body.items[0].accountId;
  await venue.allocate(SLOW, [{ accountId: account, quantity: '1000' }], '1000000');
});
afterAll(() => app?.close());

/** Sessions end while the clock is turned. */
const tokens = new Map<string, string>();
async function freshToken(login: string): Promise<string> {
  const name = `${login} ${Math.floor(clock.micros / HOUR)}`;
  const known = tokens.get(name);
  if (known !== undefined) return known;
  const { password } = app.demo.people.find((person) => person.login === login)!;
  const answer = await request(app.address).post('/api/v1/sessions').send({ login, password });
  tokens.set(name, done(answer).body.token);
  return tokens.get(name)!;
}
const transfer = (quantity: string) =>
  venue.agreed('plant-a', ['plant-a-manager'], 'transfers', {
    ...{ fromAccountId: account, toAccountId: thief, symbol: SLOW, quantity, reason: 'a sale' },
  });
const office = (path: string, body: object) => venue.agreed('issuer', ['approver'], path, body);
const waiting = async () => done(await venue.get('plant-a', 'delayed-transfers?state=WAITING')).body.items;
const holding = async (login: string) =>
  done(await venue.get(login, 'holdings')).body.items.find(({ asset }: { asset: string }) => asset === SLOW);

describe('a waiting transfer at the doors', () => {
  it('T1: is shown, kept, and called off before it leaves; who may not, is told nothing of it', async () => {
    await transfer('400');
    const [waits] = await waiting();
    expect(waits).toMatchObject({ quantity: '400', trusted: false, dueAt: '2026-11-24T04:00:00.000000Z' });
    expect(await holding('plant-a')).toMatchObject({ available: '600', frozen: '400' });
    const path = `delayed-transfers/${waits.delayedTransferId}/cancel`;
    expect((await venue.post('plant-b', path, { reason: 'mine' })).body.code).toBe(
      'custody.unknown_transfer',
    );
    expect(done(await venue.post('plant-a-manager', path, { reason: 'a theft' })).body.state).toBe(
      'CANCELLED',
    );
    expect(await holding('plant-a')).toMatchObject({ available: '1000', frozen: '0' });
    expect(await holding('plant-b')).toBeUndefined();
  });

  it('leaves when its time has come, also after the service was away, and once', async () => {
    await transfer('10');
    const keeper = app.app.get(CustodyKeeper);
    await keeper.tick();
    expect(await waiting()).toHaveLength(1);
    clock.micros = on('2026-11-24', 13);
    await Promise.all([keeper.tick(), keeper.tick()]);
    expect(await waiting()).toEqual([]);
    expect(await holding('plant-b')).toMatchObject({ available: '10' });
    const [gone] = done(await venue.get('plant-a', 'delayed-transfers')).body.items;
    expect(
      (await venue.post('plant-a', `delayed-transfers/${gone.delayedTransferId}/cancel`, { reason: 'x' }))
        .body.code,
    ).toBe('custody.unknown_transfer');
  });
});

describe('what would happen, asked before it is proposed', () => {
  const asking = (change: object = {}) =>
    venue.get(
      'plant-a',
      `transfers/forecast?${new URLSearchParams({
        ...{ fromAccountId: account, toAccountId: thief, symbol: SLOW, quantity: '400', ...change },
      })}`,
    );
  const trustOf = async (state = '') =>
    done(await venue.get('plant-a', `accounts/${account}/trusted-accounts${state}`)).body.items;

  it('says that it waits, until when, by which rule, and who signs; and is refused as the deed would be', async () => {
    clock.micros = on('2026-11-24', 13);
    const seen = done(await asking()).body;
    expect(seen).toMatchObject({
      ...{ pace: 'DELAY', standing: 'UNKNOWN', trustedFrom: null, first: false },
      // Signed after noon: two working days.
      ...{ leavesAt: '2026-11-26T04:00:00.000000Z', cancelUntil: '2026-11-26T02:00:00.000000Z' },
      signatures: [{ power: 'transfer.approve', within: 'owner' }],
    });
    expect(seen.rules.map(({ key }: { key: string }) => key)).toEqual([
      ...['transfer.delay', 'transfer.window', 'transfer.cancelHours', 'transfer.approvals'],
    ]);
    const refused = await Promise.all([
      asking({ quantity: '50001' }),
      asking({ toAccountId: account }),
      asking({ fromAccountId: thief, toAccountId: account }),
    ]);
    expect(refused.map(({ body }) => body.code)).toEqual([
      ...['registry.insufficient_units', 'registry.same_account', 'approvals.unknown_subject'],
    ]);
    // Asking is no first transfer: a question changes nothing.
    const back = { fromAccountId: thief, toAccountId: account, symbol: SLOW, quantity: '1' };
    for (let times = 0; times < 2; times++)
      expect(
        done(await venue.get('plant-b', `transfers/forecast?${new URLSearchParams(back)}`)).body.first,
      ).toBe(true);
  });

  it('an account is cooling, then trusted, then removed, and the list and the forecast say so', async () => {
    const path = `accounts/${account}/trusted-accounts`;
    const forecast = `${path}/forecast?trustedAccountId=${thief}`;
    const { effectiveAt } = done(await venue.get('plant-a', forecast)).body;
    expect(effectiveAt).toBe('2026-11-28T04:00:00.000000Z');
    await venue.agreed('plant-a', ['plant-a-manager'], path, { trustedAccountId: thief, reason: 'a sister' });
    expect(await trustOf('?state=COOLING')).toMatchObject([{ effectiveAt, state: 'COOLING' }]);
    expect(await trustOf('?state=TRUSTED')).toEqual([]);
    expect((await venue.get('plant-a', forecast)).body.code).toBe('custody.already_trusted');
    expect(done(await asking()).body).toMatchObject({ standing: 'COOLING', trustedFrom: effectiveAt });

    clock.micros = on('2026-11-28', 13);
    expect(done(await asking()).body).toMatchObject({ pace: 'TRUSTED', standing: 'TRUSTED', leavesAt: null });
    clock.micros = on('2026-11-28', 17);
    const evening = done(await asking()).body;
    expect(evening).toMatchObject({ pace: 'WINDOW', leavesAt: '2026-11-29T02:00:00.000000Z' });
    const [{ trustId }] = await trustOf('?state=TRUSTED');
    done(await venue.post('plant-a', `${path}/${trustId}/removal`));
    expect(await trustOf()).toMatchObject([{ trustId, state: 'REMOVED' }]);
    expect(done(await asking()).body).toMatchObject({ pace: 'DELAY', standing: 'UNKNOWN' });
  });

  it('waiting transfers are found by account and instrument', async () => {
    const found = async (query: string) =>
      done(await venue.get('plant-a', `delayed-transfers?${query}`)).body.items.length;
    expect(await found(`fromAccountId=${account}&symbol=${SLOW}`)).toBe(2);
    expect(await found('symbol=CEA-2026')).toBe(0);
    const foreign = await venue.get('plant-a', `delayed-transfers?fromAccountId=${thief}`);
    expect(foreign.body.code).toBe('registry.unknown_account');
  });
});

describe('notices', () => {
  it('go out on another road, are tried again, and each attempt is written down', async () => {
    const sender = app.app.get(NoticeSender);
    // Its own rounds would send beside those called for here. What they have not sent by now waits for these.
    await sender.onApplicationShutdown();
    await transfer('1');
    const [{ delayedTransferId }] = await waiting();
    done(
      await venue.post('plant-a-manager', `delayed-transfers/${delayedTransferId}/cancel`, { reason: 'x' }),
    );
    const road = app.app.get<NoticeRoad>(NOTICE_ROAD);
    const send = road.send.bind(road);
    let failures = 1;
    road.send = (notice: OutgoingNotice) =>
      failures-- > 0 ? Promise.reject(new Error('no mail today')) : send(notice);
    await sender.tick();
    clock.advance(HOUR);
    await sender.tick();
    await sender.tick();
    const lines = readFileSync(join(app.settings.DATA_DIR, 'notices.ndjson'), 'utf8').trim().split('\n');
    const { rows } = await app.database.pool.query(
      `SELECT notice_no, count(*) FILTER (WHERE ok) AS sent FROM notice_deliveries GROUP BY 1 ORDER BY 1`,
    );
    expect(rows.length).toBeGreaterThanOrEqual(4);
    expect(rows.every(({ sent }) => sent === '1')).toBe(true);
    expect(lines.map((line) => JSON.parse(line).noticeNo).sort()).toEqual(
      rows.map((row) => Number(row.notice_no)),
    );
    const failed = await app.database.pool.query(`SELECT error FROM notice_deliveries WHERE NOT ok`);
    expect(failed.rows).toEqual([{ error: 'Error: no mail today' }]);
  });

  it('are listed to the organisation and acknowledged by a person, once', async () => {
    const { items } = done(await venue.get('plant-a', 'notices')).body;
    expect(items.map(({ kind }: { kind: string }) => kind)).toEqual(
      expect.arrayContaining(['FIRST_BENEFICIARY', 'TRANSFER_DELAYED', 'TRANSFER_CANCELLED']),
    );
    expect(done(await venue.get('plant-b', 'notices')).body.items).toEqual([]);
    const me = (login: string): string => app.demo.people.find((person) => person.login === login)!.personId;
    const [by, others]: [string, string] =
      items[0].causedBy === me('plant-a') ? ['plant-a', 'plant-a-manager'] : ['plant-a-manager', 'plant-a'];
    expect(items[0].causedBy).toBe(me(by));
    const path = `notices/${items[0].noticeId}/acknowledgement`;
    const own = await venue.post(by, path);
    expect([own.status, own.body.code]).toEqual([409, 'custody.notice_own_cause']);
    const { acknowledgedAt } = done(await venue.post(others, path)).body;
    clock.advance(1_000_000);
    expect(done(await venue.post(others, path)).body).toMatchObject({ acknowledgedAt });
    expect((await venue.post('plant-b', path)).body.code).toBe('custody.unknown_notice');
  });
});

describe('flags and certificates', () => {
  it('a buyer may ask whether a block is flagged, without signing in', async () => {
    const block = { symbol: SLOW, firstSerial: 500, lastSerial: 509, reason: 'theft', stolen: true };
    await office('serial-freezes', {
      ...block,
      authority: 'Police',
      documentNo: '7',
      until: '2027-01-01T00:00:00Z',
    });
    const asked = `instruments/${SLOW}/flags?firstSerial=`;
    expect(done(await venue.get(null, `${asked}1&lastSerial=499`)).body).toMatchObject({ flagged: false });
    expect(done(await venue.get(null, `${asked}505&lastSerial=600`)).body).toMatchObject({
      flagged: true,
      blocks: [{ firstSerial: '500', lastSerial: '509', flag: 'STOLEN', authority: 'Police' }],
    });
    const [freeze] = done(await venue.get('plant-a', 'freezes')).body.items;
    expect(freeze).toMatchObject({ kind: 'SERIALS', documentNo: '7' });
    await office(`serial-freezes/${freeze.freezeId}/release`, { reason: 'found' });
    expect(done(await venue.get(null, `${asked}505&lastSerial=600`)).body).toMatchObject({ flagged: false });
  });

  it('orders behind freezes are found by state, account, instrument and day', async () => {
    await office('serial-freezes', { symbol: SLOW, firstSerial: 600, lastSerial: 601, reason: 'a claim' });
    clock.advance(24 * HOUR);
    await office(`accounts/${thief}/freeze`, { reason: 'a court said so' });
    expect(await faultsOf(venue, freezesOf(account))).toEqual([]);
    await office(`accounts/${thief}/release`, { reason: 'a court said so' });
    const [claimed] = done(await venue.get('plant-a', 'freezes?state=ACTIVE')).body.items;
    await office(`serial-freezes/${claimed.freezeId}/release`, { reason: 'settled' });
  });

  it('a certificate is a document with a code that anybody can check', async () => {
    const path = `accounts/${account}/certificates`;
    const issued = done(await venue.post('plant-a', path, { symbol: SLOW })).body;
    expect(issued).toMatchObject({ symbol: SLOW, quantity: '990', frozen: '0' });
    const pdf = await venue.get('plant-a', `${path}/${issued.code}`);
    expect(pdf.headers['content-type']).toContain('application/pdf');
    expect((pdf.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
    expect((pdf.body as Buffer).toString('latin1')).toContain(issued.code);
    expect(done(await venue.get(null, `certificates/${issued.code}`)).body).toEqual(issued);
    const { rows } = await app.database.pool.query(
      `SELECT hash FROM journal_batches WHERE first_seq <= $1 AND last_seq >= $1`,
      [issued.seq],
    );
    expect(rows.map(({ hash }) => (hash as Buffer).toString('hex'))).toContain(issued.journalHash);
    const forged = issued.code.replace(/[0-9a-f]$/, (digit: string) => (digit === '0' ? '1' : '0'));
    expect((await venue.get(null, `certificates/${forged}`)).body.code).toBe('custody.unknown_certificate');
  });
});

it('and after all of this every promise holds', async () => {
  const verdicts = await checkVenue(app.database.pool, 'demo');
  expect(JSON.stringify(verdicts)).not.toContain('"ok":false');
});
