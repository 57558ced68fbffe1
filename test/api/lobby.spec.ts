import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { SETTINGS } from '../../src/platform/tokens.js';
import { startTestApp, type TestApp } from '../support/app.js';

describe('what a person meets first', () => {
  let app: TestApp;
  const personOf = (login: string) => app.demo.people.find((person) => person.login === login)!;
  const venues = (): Promise<Response> => request(app.address).get('/api/v1/venues');
  const be = (login: string, headers: Record<string, string> = {}): Promise<Response> =>
    request(app.address).post('/api/v1/demo-sessions').set(headers).send({ login });
  /** As if the service had been started with other settings. */
  const withSettings = async <T>(changed: object, ask: () => Promise<T>): Promise<T> => {
    const settings = app.app.get<Record<string, unknown>>(SETTINGS);
    const before = { ...settings };
    Object.assign(settings, changed);
    try {
      return await ask();
    } finally {
      for (const name of Object.keys(settings)) delete settings[name];
      Object.assign(settings, before);
    }
  };

  beforeAll(async () => (app = await startTestApp()));
  afterAll(() => app?.close());

  it('everybody learns which venues there are, and whom a demo lets one be: not the administrator', async () => {
    const { body } = await venues();
    expect(body.items).toHaveLength(1);
    const { demoPeople, ...venue } = body.items[0];
    expect(venue).toEqual({
      venue: 'demo',
      title: '示范市场 Demo venue',
      currency: 'CNY',
      kinds: ['carbon', 'permit'],
      demo: true,
    });
    const people = app.demo.people.filter(({ login }) => login !== 'admin');
    expect(demoPeople.map(({ login }: { login: string }) => login)).toEqual(people.map(({ login }) => login));
    expect(demoPeople[0]).toEqual({
      login: 'issuer',
      displayName: '配额经办 Issuer',
      organisation: '示范市生态环境局 Demo Environment Bureau',
      roles: ['reg_issuer'],
    });
    for (const { password } of app.demo.people) expect(JSON.stringify(body)).not.toContain(password);
  });

  it('one signs in as a demo person without a password, and is told who that is, and where', async () => {
    const answer = await be('plant-a');
    expect(answer.status).toBe(201);
    expect(answer.headers['set-cookie']![0]).toMatch(/^airshed_session=.*HttpOnly; SameSite=Strict/);
    const me = await request(app.address)
      .get('/api/v1/me')
      .set('Authorization', `Bearer ${answer.body.token}`);
    expect(me.body).toMatchObject({
      login: 'plant-a',
      organisation: { title: '甲热电厂 Plant A (heat and power)', kind: 'enterprise' },
      roles: ['ent_trader'],
      venues: [{ venue: 'demo', title: '示范市场 Demo venue', currency: 'CNY' }],
      secondFactor: 'not_offered',
      via: 'session',
    });
    expect(me.body.powers['order.place']).toBe('own');
  });

  it('whoever reads the proposals of others reads their names and nothing else of them; a plant its own', async () => {
    const names = async (login: string): Promise<{ id: string; name: string }[]> => {
      const answer = await request(app.address)
        .get('/api/v1/names?limit=500')
        .set('Authorization', `Bearer ${await app.tokenOf(login)}`);
      expect([login, answer.status]).toEqual([login, 200]);
      return answer.body.items;
    };
    const called = new Map((await names('clearing1')).map(({ id, name }) => [id, name]));
    for (const { personId, displayName, orgId } of app.demo.people) {
      expect([personId, called.get(personId)]).toEqual([personId, displayName]);
      expect(called.has(orgId)).toBe(true);
    }
    const mine = app.demo.people.filter(({ orgId }) => orgId === personOf('plant-a').orgId);
    const own = (await names('plant-a')).map(({ id }) => id);
    expect(own.sort()).toEqual([personOf('plant-a').orgId, ...mine.map(({ personId }) => personId)].sort());
  });

  it('but neither as the administrator, nor as somebody who is not of the demo', async () => {
    for (const login of ['admin', 'nobody']) {
      const { status, body } = await be(login);
      expect([status, body.code]).toEqual([404, 'lobby.no_demo_person']);
    }
  });

  it('it is offered on this machine only, past no proxy, unless the settings say otherwise', async () => {
    const offered = async (headers: Record<string, string> = {}): Promise<unknown[]> => {
      const { status, body } = await be('plant-a', headers);
      const shown = await request(app.address).get('/api/v1/venues').set(headers);
      return [status, body.code, shown.body.items[0].demoPeople !== undefined];
    };
    const refused = [404, 'lobby.demo_not_offered', false];
    expect(await offered({ 'X-Forwarded-For': '192.0.2.7' })).toEqual(refused);
    expect(await withSettings({ DEMO_SIGN_IN: false }, offered)).toEqual(refused);
    const everybody = (): Promise<unknown[]> => offered({ 'X-Forwarded-For': '192.0.2.7' });
    expect(await withSettings({ DEMO_SIGN_IN: true }, everybody)).toEqual([201, undefined, true]);
    expect(await withSettings({ DEMO: false }, offered)).toEqual(refused);
  });

  it('and to nobody once another venue stands beside the demo: powers reach every venue', async () => {
    const engine = app.engine as { venues: typeof app.engine.venues };
    const { venues: real } = engine;
    engine.venues = () => [
      ...real.call(engine),
      { venueNo: 2, slug: 'city', title: 'City market', currency: 'CNY' },
    ];
    try {
      const { body } = await venues();
      expect(body.items.map(({ venue, demo, demoPeople }: never) => [venue, demo, demoPeople])).toEqual([
        ['demo', true, undefined],
        ['city', false, undefined],
      ]);
      expect((await be('plant-a')).body.code).toBe('lobby.demo_not_offered');
    } finally {
      engine.venues = real;
    }
  });
});
