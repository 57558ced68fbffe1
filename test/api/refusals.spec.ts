import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import request, { type Response, type Test } from 'supertest';
import { NonceWindow } from '../../src/identity/domain/nonce-window.js';
import { API_KEYS_PER_PERSON_MAX, FEED_WATCHERS_MAX } from '../../src/kernel/limits.js';
import { SignedKeys } from '../../src/identity/queries/signed-keys.js';
import { Tape } from '../../src/market/queries/candles.js';
import { MarketFeed } from '../../src/market/stream/market-feed.js';
import { catalogueEntry, OfficeDesk } from '../../src/platform/http/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { fingerprintOf } from './fingerprint.js';
import { done } from './venue-client.js';

type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface Key {
  readonly keyId: string;
  readonly secret: string;
}

/** Refusals that no other story meets, each seen from outside: status, both languages, headers, nothing changed. */
describe('a refusal', () => {
  let app: TestApp;
  let key: Key;
  const tokens = new Map<string, string>();
  beforeAll(async () => {
    app = await startTestApp();
    for (const login of ['admin', 'plant-a', 'plant-b']) tokens.set(login, await app.tokenOf(login));
    key = done(await as('plant-a', 'post', '/api-keys').send({ label: 'robot' })).body;
  });
  afterAll(() => app?.close());

  const knock = (verb: Verb, path: string): Test => request(app.address)[verb](`/api/v1${path}`);
  const as = (login: string, verb: Verb, path: string): Test =>
    knock(verb, path).set({
      Authorization: `Bearer ${tokens.get(login)!}`,
      'Idempotency-Key': randomUUID(),
    });
  /** As a machine asks, with the key of Plant A's trader. */
  const signed = (verb: Verb, path: string, body?: object): Test => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const stamp = String(Date.now());
    const nonce = randomBytes(12).toString('hex');
    const digest = createHash('sha256').update(text).digest('hex');
    const lines = [verb.toUpperCase(), `/api/v1${path}`, stamp, nonce, digest].join('\n');
    const signature = createHmac('sha256', key.secret).update(lines).digest('hex');
    const call = knock(verb, path).set({ 'X-Key': key.keyId, 'X-Timestamp': stamp, 'X-Nonce': nonce });
    void call.set('X-Signature', signature);
    return body === undefined ? call : call.set('Content-Type', 'application/json').send(text);
  };

  /** Asks twice, once in each language; returns the last answer. */
  async function refused(code: string, status: number, ask: () => Test): Promise<Response> {
    const before = await fingerprintOf(app);
    const answers = [];
    for (const language of ['zh', 'en'] as const) {
      const answer = await ask().set('Accept-Language', language);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(answer.body.title).toBe(catalogueEntry(code)![language]);
      expect(answer.headers['content-language']).toBe(language);
      expect(answer.headers['retry-after'] !== undefined).toBe(status === 503 || status === 429);
      answers.push(answer);
    }
    expect(answers[0]!.body.title).not.toBe(answers[1]!.body.title);
    expect(await fingerprintOf(app)).toBe(before);
    return answers[1]!;
  }

  describe('of people and keys:', () => {
    it('a person for an organisation that is not there', async () => {
      const person = {
        login: 'nobody',
        displayName: 'Nobody',
        roles: ['ent_trader'],
        password: 'long enough 123',
      };
      await refused('identity.organisation_unknown', 404, () =>
        as('admin', 'post', '/people').send({ ...person, orgId: 'org_nowhere' }),
      );
    });

    it('an organisation whose id is taken, as when two draw the same random one', async () => {
      const desk = app.app.get(OfficeDesk);
      const { transaction } = desk;
      // Another one takes the id just before: the same statement is sent twice.
      desk.transaction = (work) =>
        transaction.call(desk, async (client: pg.PoolClient) => {
          const twice = async (text: string, values: unknown[]): Promise<pg.QueryResult> => {
            if (text.includes('INSERT INTO organisations')) await client.query(text, values);
            return client.query(text, values);
          };
          return work(Object.create(client, { query: { value: twice } }) as pg.PoolClient);
        }) as never;
      try {
        await refused('identity.organisation_exists', 409, () =>
          as('admin', 'post', '/organisations').send({ title: 'Twin', kind: 'enterprise' }),
        );
      } finally {
        desk.transaction = transaction;
      }
    });

    it('the sessions of a person who is not there', async () => {
      await refused('identity.person_unknown', 404, () =>
        as('admin', 'delete', '/people/usr_nobody/sessions'),
      );
    });

    it('a key that is not there, or is another one’s', async () => {
      for (const keyId of [`key_${'0'.repeat(26)}`, key.keyId])
        await refused('identity.key_unknown', 404, () => as('plant-b', 'delete', `/api-keys/${keyId}`));
    });

    it('what only a person may do, asked by a machine', async () => {
      const passwords = { current: 'x', next: 'long enough 123' };
      for (const ask of [
        () => signed('post', '/api-keys', { label: 'more' }),
        () => signed('delete', `/api-keys/${key.keyId}`),
        () => signed('delete', '/sessions/current'),
        () => signed('post', '/me/password', passwords),
      ])
        await refused('identity.session_required', 403, ask);
    });

    it('one key more than a person may have', async () => {
      for (let n = 1; n < API_KEYS_PER_PERSON_MAX; n++)
        done(await as('plant-a', 'post', '/api-keys').send({ label: `key ${n}` }));
      await refused('identity.too_many_keys', 409, () =>
        as('plant-a', 'post', '/api-keys').send({ label: 'more' }),
      );
      done(await as('plant-a', 'delete', `/api-keys/${await anotherKey()}`));
      done(await as('plant-a', 'post', '/api-keys').send({ label: 'in its place' }));
    });

    it('more signed requests in a minute than memory remembers nonces', async () => {
      done(await signed('get', '/me'));
      const keys = app.app.get(SignedKeys, { strict: false }) as unknown as { nonces: NonceWindow };
      const { nonces } = keys;
      keys.nonces = new NonceWindow(60_000, 1);
      try {
        done(await signed('get', '/me'));
        const answer = await refused('identity.busy', 503, () => signed('get', '/me'));
        expect(answer.headers['retry-after']).toBe('1');
      } finally {
        keys.nonces = nonces;
      }
      done(await signed('get', '/me'));
    });

    async function anotherKey(): Promise<string> {
      const { items } = done(await as('plant-a', 'get', '/api-keys')).body as { items: Key[] };
      return items.find(({ keyId }) => keyId !== key.keyId)!.keyId;
    }
  });

  describe('of the doors:', () => {
    it.each<[Verb, string, string]>([
      ['put', '/sessions', 'DELETE, POST'],
      ['delete', '/me', 'GET'],
      ['get', '/venues/demo/orders:batch', 'POST'],
      ['put', '/venues/demo/orders/ord_1', 'DELETE, GET, PATCH'],
      ['post', '/problems?x=1', 'GET'],
    ])('%s %s is not a method of that address, which says what is: %s', async (verb, path, allow) => {
      const answer = await refused('http.method_not_allowed', 405, () => as('admin', verb, path));
      expect(answer.headers.allow).toBe(allow);
    });

    it('an address with nothing at it has no methods', async () => {
      for (const path of ['/session', '/venues/demo/orders/ord_1/fills', '/venues/demo/ordersXbatch']) {
        const answer = await refused('http.not_found', 404, () => as('admin', 'put', path));
        expect(answer.headers.allow).toBeUndefined();
      }
    });

    it.each([
      ['broken percent signs', '/venues/demo/orders/%E0%A4%A'],
      ['a part without end', `/venues/demo/orders/${'x'.repeat(200)}`],
    ])('an address that cannot be read: %s', async (_, path) => {
      await refused('http.bad_request', 400, () => knock('get', path));
    });

    it('a fault of our own, without an inner word', async () => {
      const tape = app.app.get(Tape, { strict: false });
      const { candles } = tape;
      tape.candles = () => Promise.reject(new Error('an inner word'));
      try {
        const answer = await refused('http.internal', 500, () =>
          knock('get', '/venues/demo/instruments/CEA-2026/candles'),
        );
        expect(Object.keys(answer.body as object).sort()).toEqual(['code', 'status', 'title', 'type']);
        expect(answer.text).not.toContain('inner');
      } finally {
        tape.candles = candles;
      }
    });

    it('a stream more than a venue may have', async () => {
      const feed = app.app.get(MarketFeed, { strict: false });
      const watch = () =>
        feed.join(
          'demo',
          undefined,
          () => undefined,
          () => null,
        );
      const watchers = await Promise.all(Array.from({ length: FEED_WATCHERS_MAX }, watch));
      await refused('market.too_many_watchers', 503, () => knock('get', '/venues/demo/stream'));
      await refused('market.too_many_watchers', 503, () =>
        as('plant-a', 'get', '/venues/demo/stream/orders'),
      );
      watchers.pop()!.leave();
      const { status, body } = await fetch(`${app.address}/api/v1/venues/demo/stream`);
      expect(status).toBe(200);
      await body!.cancel();
      watchers.forEach(({ leave }) => leave());
    });
  });
});
