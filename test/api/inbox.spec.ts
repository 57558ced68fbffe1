import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { Doors } from '../../src/platform/http/index.js';
import { type Task, TASKS } from '../../src/lobby/inbox/tasks.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { done, VenueClient } from './venue-client.js';

interface Item {
  readonly kind: string;
  readonly subject: string;
  readonly [part: string]: unknown;
}

describe('what waits for me', () => {
  let app: TestApp;
  let venue: VenueClient;
  const inbox = async (login: string, query = ''): Promise<{ items: Item[]; next?: string }> =>
    done(await venue.get(login, `inbox${query}`)).body;
  const kinds = async (login: string): Promise<string[]> =>
    (await inbox(login)).items.map(({ kind }) => kind);

  beforeAll(async () => {
    app = await startTestApp();
    venue = new VenueClient(app);
  });
  afterAll(() => app?.close());

  it('names for every kind doors that there are and that one of its powers opens', () => {
    const doors = new Map(
      app.app
        .get(Doors)
        .all()
        .map(({ door }) => [door.name, [door.power].flat()]),
    );
    for (const [kind, { powers, doors: names }] of Object.entries(TASKS) as [string, Task][])
      for (const name of names) {
        const opening = doors.get(name) ?? [];
        const isOpened =
          kind === 'PROPOSAL_TO_SIGN' ? opening.length > 5 : opening.some((one) => powers.includes(one));
        expect([kind, name, isOpened]).toEqual([kind, name, true]);
      }
  });

  it('is nothing for those who have nothing to do, and for whoever changes nothing', async () => {
    for (const { login } of app.demo.people)
      if (login !== 'admin') expect([login, (await inbox(login)).items]).toEqual([login, []]);
    const { status, body } = await venue.get('admin', 'inbox');
    expect([status, body.code]).toEqual([403, 'http.forbidden']);
  });

  it('an application waits for a reviewer, then for another person, then for nobody', async () => {
    const application = { title: 'Second account', kind: 'compliance' };
    const { accountId, at } = done(await venue.post('plant-a-manager', 'accounts', application)).body;
    expect((await inbox('issuer')).items).toEqual([
      {
        kind: 'ACCOUNT_TO_REVIEW',
        subject: accountId,
        name: 'Second account',
        what: 'Review an application for an account',
        why: 'It is the bureau’s next step',
        consequence: 'The applicant can neither hold nor trade before that',
        since: at,
        dueAt: null,
        dueDay: null,
        address: `/api/v1/venues/demo/accounts/${accountId}`,
        operations: ['reviewAccount'],
      },
    ]);
    expect(await kinds('approver')).toEqual([]);
    done(await venue.post('issuer', `accounts/${accountId}/review`));
    expect([await kinds('issuer'), await kinds('issuer2'), await kinds('approver')]).toEqual([
      [],
      [],
      ['ACCOUNT_TO_APPROVE'],
    ]);
    done(await venue.post('approver', `accounts/${accountId}/approve`));
    expect(await kinds('approver')).toEqual([]);
  });

  it('a proposal waits for its next signer alone, not for its maker, and in the reader’s language', async () => {
    const { items } = done(await venue.get('plant-a', 'holdings')).body;
    const body = { amount: '10.00', accountId: items[0].accountId, bankReference: 'slip-1' };
    const { proposalId } = done(await venue.post('clearing1', 'deposits', body)).body;
    expect([await kinds('clearing1'), await kinds('clearing2'), await kinds('plant-a-manager')]).toEqual([
      [],
      ['PROPOSAL_TO_SIGN'],
      [],
    ]);
    const chinese: Response = await request(app.address)
      .get('/api/v1/venues/demo/inbox')
      .set({ Authorization: `Bearer ${await app.tokenOf('clearing2')}`, 'Accept-Language': 'zh' });
    expect(chinese.body.items).toMatchObject([
      {
        subject: proposalId,
        what: '审签提案',
        why: '须由经办以外的另一人办理',
        operations: ['approveProposal', 'returnProposal'],
      },
    ]);
    expect(chinese.body.items[0].name).toMatch(/[\u4e00-\u9fff]/);
    await request(app.address)
      .get(chinese.body.items[0].address)
      .set('Authorization', `Bearer ${await app.tokenOf('clearing2')}`)
      .expect(200);
  });

  it('what is due comes first, by its term; a page follows a page', async () => {
    const { venueNo } = app.engine.venue('demo');
    const rows = [
      [1, '2026-12-02', 'OPEN'],
      [2, '2026-12-01', 'OPEN'],
      [3, '', 'EXPLAINED'],
      [4, '2026-11-30', 'CLOSED'],
    ];
    for (const [no, due, state] of rows)
      await app.database.pool.query(
        `INSERT INTO reconciliation_breaks VALUES ($1, $2, 'CASH', 'available', 0, 0, 0, 1, 2, '2026-11-26', 1, $2, 1, 0, $3,
           '', $4, '', $5, 0, $6, $2)`,
        [venueNo, no, state, state === 'OPEN' ? '' : 'seen', due, state === 'CLOSED' ? 2 : 0],
      );
    const { items } = await inbox('clearing2');
    expect(items.map(({ kind, dueDay, name }) => [kind, dueDay, name])).toEqual([
      ['BREAK_TO_EXPLAIN', '2026-12-01', 'CASH available'],
      ['BREAK_TO_EXPLAIN', '2026-12-02', 'CASH available'],
      ['BREAK_TO_DECIDE', null, 'CASH available'],
      ['PROPOSAL_TO_SIGN', null, expect.any(String)],
    ]);
    const paged: Item[] = [];
    let after = '';
    do {
      const page = await inbox('clearing2', `?limit=1${after}`);
      paged.push(...page.items);
      after = page.next === undefined ? '' : `&after=${page.next}`;
    } while (after !== '' && paged.length < 9);
    expect(paged).toEqual(items);
    const { status, body } = await venue.get('clearing2', 'inbox?after=WzFd');
    expect([status, body.code]).toEqual([422, 'http.bad_cursor']);
  });
});
