import { createHash, createHmac, randomBytes } from 'node:crypto';
import { Controller, type DynamicModule, Get, Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Test } from 'supertest';
import { IdentityAdmin, IdentityModule, IssueApiKey } from '../../src/identity/index.js';
import { ManualClock } from '../../src/platform/clock.js';
import { type Database, openPool } from '../../src/platform/database.js';
import { createHttpApp, Door, HttpModule, SECRETS } from '../../src/platform/http/index.js';
import { CLOCK, DATABASE_POOL } from '../../src/platform/tokens.js';
import { freshDatabase } from '../support/database.js';

const START = 1_800_000_000_000_000;
const PASSWORD = 'a long enough password';
const idSecret = randomBytes(32).toString('hex');

@Global()
@Module({})
class Ground {
  static of(database: Database, clock: ManualClock): DynamicModule {
    const providers = [
      { provide: DATABASE_POOL, useValue: database.pool },
      { provide: CLOCK, useValue: clock },
      { provide: SECRETS, useValue: { idSecret } },
    ];
    return { module: Ground, providers, exports: providers.map(({ provide }) => provide) };
  }
}

async function boot(database: Database, clock: ManualClock): Promise<NestFastifyApplication> {
  @Module({ imports: [Ground.of(database, clock), HttpModule, IdentityModule] })
  class Root {}
  const app = await createHttpApp(Root, { logger: false });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

interface Key {
  readonly keyId: string;
  readonly secret: string;
}

describe('identity', () => {
  let database: Database;
  let app: NestFastifyApplication;
  const clock = new ManualClock(START);
  let bureau: string;
  let exchange: string;
  let plant: string;
  let admin: string;
  const nowMs = (): number => clock.micros / 1000;
  const http = (): ReturnType<typeof request> => request(app.getHttpServer());
  const api = (method: 'get' | 'post' | 'delete', path: string, token?: string): Test => {
    const call = http()[method](`/api/v1${path}`);
    return token === undefined ? call : call.set('Authorization', `Bearer ${token}`);
  };
  const login = async (name: string): Promise<string> => {
    const answer = await api('post', '/sessions').send({ login: name, password: PASSWORD }).expect(201);
    return answer.body.token as string;
  };
  const hire = (loginName: string, orgId: string, ...roles: string[]): Promise<string> =>
    app
      .get(IdentityAdmin)
      .createPerson({ orgId, login: loginName, displayName: loginName, roles, password: PASSWORD });
  const createPerson = (body: object, key = randomBytes(8).toString('hex')): Test =>
    api('post', '/people', admin).set('Idempotency-Key', key).send(body);
  const signed = (
    key: Key,
    changes: { at?: number; nonce?: string; path?: string; signedPath?: string } = {},
  ): Test => {
    const path = changes.path ?? '/api/v1/me';
    const timestamp = String(changes.at ?? nowMs());
    const nonce = changes.nonce ?? randomBytes(12).toString('hex');
    const text = [
      'GET',
      changes.signedPath ?? path,
      timestamp,
      nonce,
      createHash('sha256').update('').digest('hex'),
    ].join('\n');
    const signature = createHmac('sha256', key.secret).update(text).digest('hex');
    return http()
      .get(path)
      .set({ 'X-Key': key.keyId, 'X-Timestamp': timestamp, 'X-Nonce': nonce, 'X-Signature': signature });
  };

  beforeAll(async () => {
    database = await freshDatabase();
    app = await boot(database, clock);
    const identity = app.get(IdentityAdmin);
    bureau = await identity.createOrganisation({ title: 'Bureau', kind: 'regulator' });
    exchange = await identity.createOrganisation({ title: 'Exchange', kind: 'operator' });
    plant = await identity.createOrganisation({ title: 'Plant', kind: 'enterprise' });
    await hire('admin', exchange, 'identity_admin');
    await hire('trader', plant, 'ent_trader');
    admin = await login('admin');
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  describe('passwords and sessions', () => {
    it('a person signs in, is known by token or cookie, and signs out for good', async () => {
      const answer = await api('post', '/sessions').send({ login: 'TRADER', password: PASSWORD }).expect(201);
      const token = answer.body.token as string;
      expect(answer.headers['set-cookie']![0]).toMatch(/HttpOnly; SameSite=Strict/);
      const me = await api('get', '/me', token).expect(200);
      expect(me.body).toMatchObject({
        login: 'trader',
        roles: ['ent_trader'],
        via: 'session',
        powers: { 'order.place': 'own' },
      });
      await api('get', '/me').set('Cookie', `airshed_session=${token}`).expect(200);
      await api('delete', '/sessions/current', token).expect(204);
      const gone = await api('get', '/me', token).expect(401);
      expect(gone.body.code).toBe('identity.session_invalid');
    });

    it('only the hash of a token is stored, and no password or secret in clear', async () => {
      const token = await login('trader');
      const { rows } = await database.pool.query(`SELECT encode(token_hash, 'hex') AS hash FROM sessions`);
      expect(rows.map(({ hash }) => hash)).toContain(createHash('sha256').update(token).digest('hex'));
      const people = await database.pool.query(`SELECT password_hash FROM people`);
      for (const { password_hash: stored } of people.rows)
        expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    });

    it('a session ends after half an hour of silence and after twelve hours whatever happens', async () => {
      const idle = await login('trader');
      clock.advance(29 * 60_000_000);
      await api('get', '/me', idle).expect(200);
      clock.advance(29 * 60_000_000);
      await api('get', '/me', idle).expect(200);
      clock.advance(31 * 60_000_000);
      await api('get', '/me', idle).expect(401);
      const busy = await login('trader');
      for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
        clock.advance(20 * 60_000_000);
        await api('get', '/me', busy).expect(200);
      }
      clock.advance(20 * 60_000_000);
      await api('get', '/me', busy).expect(401);
      admin = await login('admin');
    });

    it('all sessions of a person end at once, by the person or by the administrator', async () => {
      const [one, two] = [await login('trader'), await login('trader')];
      await api('delete', '/sessions', one).expect(204);
      await api('get', '/me', one).expect(401);
      await api('get', '/me', two).expect(401);
      const three = await login('trader');
      const { body } = await api('get', '/me', three).expect(200);
      await api('delete', `/people/${body.personId as string}/sessions`, admin).expect(204);
      await api('get', '/me', three).expect(401);
    });

    it.each(['trader-locked', 'nobody-at-all'])(
      'five wrong passwords lock %s, and the answer does not tell whether it exists',
      async (name) => {
        if (name === 'trader-locked') await hire(name, plant, 'ent_trader');
        const tries = [];
        for (let i = 0; i < 5; i++)
          tries.push(await api('post', '/sessions').send({ login: name, password: 'wrong' }));
        expect(tries.map(({ status, body }) => [status, body.code])).toEqual(
          Array(5).fill([401, 'identity.wrong_credentials']),
        );
        const locked = await api('post', '/sessions').send({ login: name, password: PASSWORD }).expect(429);
        expect(locked.body.code).toBe('identity.locked');
        expect(Number(locked.headers['retry-after'])).toBeGreaterThan(0);
      },
    );

    it('a changed password ends every session, and the old one opens nothing', async () => {
      await hire('changer', plant, 'ent_trader');
      const [one, two] = [await login('changer'), await login('changer')];
      const wrong = await api('post', '/me/password', one)
        .send({ current: 'wrong', next: 'another long password' })
        .expect(422);
      expect(wrong.body.code).toBe('identity.wrong_password');
      await api('post', '/me/password', one)
        .send({ current: PASSWORD, next: 'another long password' })
        .expect(204);
      for (const token of [one, two]) await api('get', '/me', token).expect(401);
      await api('post', '/sessions').send({ login: 'changer', password: PASSWORD }).expect(401);
      await api('post', '/sessions')
        .send({ login: 'changer', password: 'another long password' })
        .expect(201);
    });

    it('a flood of invented tokens is stopped before it reaches the database', async () => {
      const codes = new Set<string>();
      for (let n = 0; n < 4_000 && !codes.has('http.rate_limited'); n += 40)
        (
          await Promise.all(
            Array.from({ length: 40 }, () => api('get', '/me', randomBytes(32).toString('base64url'))),
          )
        ).forEach(({ body }) => codes.add(body.code as string));
      expect([...codes].sort()).toEqual(['http.rate_limited', 'identity.session_invalid']);
    });

    it('guesses at once are counted each', async () => {
      const codes = await Promise.all(
        Array.from({ length: 8 }, () =>
          api('post', '/sessions')
            .send({ login: 'many-at-once', password: 'x' })
            .then(({ body }) => body.code as string),
        ),
      );
      expect(codes.filter((code) => code === 'identity.wrong_credentials').length).toBeLessThanOrEqual(5);
    });
  });

  describe('people and roles', () => {
    const person = (loginName: string, orgId: string, ...roles: string[]): object => ({
      orgId,
      login: loginName,
      displayName: '测试',
      roles,
      password: PASSWORD,
    });

    it.each([
      [
        'issuer and approver',
        () => person('x1', bureau, 'reg_issuer', 'reg_approver'),
        'identity.prohibited_combination',
      ],
      [
        'trader and clearing operator',
        () => person('x2', exchange, 'ent_trader', 'clearing_op'),
        'identity.prohibited_combination',
      ],
      [
        'administrator and anything',
        () => person('x3', exchange, 'identity_admin', 'exchange_op'),
        'identity.prohibited_combination',
      ],
      ['a regulator who trades', () => person('x4', bureau, 'ent_trader'), 'identity.prohibited_person'],
      ['an operator who trades', () => person('x5', exchange, 'ent_manager'), 'identity.prohibited_person'],
      ['an issuer in a plant', () => person('x6', plant, 'reg_issuer'), 'identity.role_not_of_organisation'],
    ])('refuses %s', async (_, body, code) => {
      const answer = await createPerson(body()).expect(422);
      expect(answer.body.code).toBe(code);
    });

    it('a login name is one person, whatever its case', async () => {
      const answer = await createPerson(person('Trader', plant, 'ent_trader')).expect(409);
      expect(answer.body.code).toBe('identity.login_taken');
    });

    it('the same idempotency key and body answer the same and do nothing again; another body is refused', async () => {
      const first = await createPerson(person('once', plant, 'ent_trader'), 'once-1').expect(201);
      const again = await createPerson(person('once', plant, 'ent_trader'), 'once-1').expect(201);
      expect(again.body).toEqual(first.body);
      expect(again.headers['idempotent-replayed']).toBe('true');
      const other = await createPerson(person('twice', plant, 'ent_trader'), 'once-1').expect(409);
      expect(other.body.code).toBe('http.idempotency_conflict');
      const missing = await api('post', '/people', admin)
        .send(person('thrice', plant, 'ent_trader'))
        .expect(400);
      expect(missing.body.code).toBe('http.idempotency_key_required');
    });

    it('a refused command leaves its idempotency key free', async () => {
      await createPerson(person('later', 'org_nowhere', 'ent_trader'), 'refused-1').expect(404);
      await createPerson(person('later', plant, 'ent_trader'), 'refused-1').expect(201);
    });

    it('a plant sees its own people, the administrator pages through all', async () => {
      const trader = await login('trader');
      const own = await api('get', '/people', trader).expect(200);
      expect(
        new Set(own.body.items.map((one: { organisation: { orgId: string } }) => one.organisation.orgId)),
      ).toEqual(new Set([plant]));
      const seen: string[] = [];
      let path: string | undefined = '/people?limit=2';
      while (path !== undefined) {
        const page: { body: { items: { personId: string }[] }; headers: Record<string, string> } = await api(
          'get',
          path,
          admin,
        ).expect(200);
        seen.push(...page.body.items.map(({ personId }) => personId));
        path = /<\/api\/v1([^>]*)>; rel="next"/.exec(page.headers.link ?? '')?.[1];
      }
      const { rows } = await database.pool.query(`SELECT person_id FROM people ORDER BY person_id`);
      expect(seen.sort()).toEqual(rows.map(({ person_id: id }) => id as string).sort());
    });

    it('every office command is in the office journal, without secrets', async () => {
      const { rows } = await database.pool.query(
        `SELECT convert_from(payload, 'UTF8') AS text FROM office_journal ORDER BY seq`,
      );
      const text = rows.map((row) => row.text as string).join('\n');
      for (const kind of ['organisation-created', 'person-created', 'session-opened', 'session-closed'])
        expect(text).toContain(kind);
      expect(text).not.toContain(PASSWORD);
      expect(text).not.toContain('argon2');
    });
  });

  describe('signed requests', () => {
    let key: Key;
    beforeAll(async () => {
      key = (
        await api('post', '/api-keys', await login('trader'))
          .send({ label: 'robot' })
          .expect(201)
      ).body as Key;
    });
    const codeOf = async (call: Test): Promise<string> => ((await call).body as { code: string }).code;

    it('a right signature acts as the key owner', async () => {
      const me = await signed(key).expect(200);
      expect(me.body).toMatchObject({ login: 'trader', via: 'key' });
      await signed(key, { path: '/api/v1/people?limit=1' }).expect(200);
    });

    it('a wrong secret, an altered path and an unknown key are one and the same refusal', async () => {
      expect(await codeOf(signed({ ...key, secret: 'guess' }).expect(401))).toBe(
        'identity.signature_invalid',
      );
      expect(
        await codeOf(
          signed(key, { path: '/api/v1/people?limit=2', signedPath: '/api/v1/people?limit=1' }).expect(401),
        ),
      ).toBe('identity.signature_invalid');
      expect(await codeOf(signed({ ...key, keyId: `key_${'0'.repeat(26)}` }).expect(401))).toBe(
        'identity.signature_invalid',
      );
    });

    it('a nonce works once; a stamp more than thirty seconds off never', async () => {
      const nonce = 'only-once-12345678';
      await signed(key, { nonce }).expect(200);
      expect(await codeOf(signed(key, { nonce }).expect(401))).toBe('identity.nonce_reused');
      expect(await codeOf(signed(key, { at: nowMs() - 30_001 }).expect(401))).toBe(
        'identity.timestamp_outside_window',
      );
      expect(await codeOf(signed(key, { at: nowMs() + 30_001 }).expect(401))).toBe(
        'identity.timestamp_outside_window',
      );
      await signed(key, { at: nowMs() - 29_999 }).expect(200);
    });

    it('a recorded request cannot be replayed to the process after a restart, not even one stamped ahead', async () => {
      const past = { at: nowMs(), nonce: 'before-the-restart-1' };
      const ahead = { at: nowMs() + 20_000, nonce: 'before-the-restart-2' };
      await signed(key, past).expect(200);
      await signed(key, ahead).expect(200);
      clock.advance(2_000_000);
      await app.close();
      app = await boot(database, clock);
      expect(await codeOf(signed(key, past).expect(401))).toBe('identity.timestamp_outside_window');
      expect(await codeOf(signed(key, ahead).expect(401))).toBe('identity.nonce_reused');
      await signed(key).expect(200);
    });

    it('the secret is sealed in the table; a revoked key is dead at once; a key cannot make keys', async () => {
      const { rows } = await database.pool.query(`SELECT sealed_secret FROM api_keys WHERE key_id = $1`, [
        key.keyId,
      ]);
      expect((rows[0].sealed_secret as Buffer).toString('latin1')).not.toContain(key.secret);
      const trader = await login('trader');
      const { body } = await api('get', '/api-keys', trader).expect(200);
      expect(body.items).toEqual([
        expect.objectContaining({ keyId: key.keyId, label: 'robot', revoked: false }),
      ]);
      await api('delete', `/api-keys/${key.keyId}`, admin).expect(404);
      await api('delete', `/api-keys/${key.keyId}`, trader).expect(204);
      expect(await codeOf(signed(key).expect(401))).toBe('identity.signature_invalid');
    });

    it('a person has twenty keys at most, however fast they are asked for', async () => {
      const personId = await hire('key-collector', plant, 'ent_trader');
      const keys = app.get(IssueApiKey);
      const made = await Promise.allSettled(
        Array.from({ length: 24 }, (_, n) => keys.issue(personId, `k${n}`)),
      );
      expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    });
  });

  describe('the doors', () => {
    it('a problem speaks the language that was asked for and carries a stable code', async () => {
      const zh = await api('get', '/me').set('Accept-Language', 'zh-CN,zh;q=0.9,en;q=0.8').expect(401);
      expect(zh.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(zh.body).toEqual({
        type: '/api/v1/problems/http.not_signed_in',
        title: '请先登录',
        status: 401,
        code: 'http.not_signed_in',
      });
      const en = await api('get', '/me').expect(401);
      expect(en.body.title).toBe('Sign in first');
    });

    it.each([
      ['broken JSON', '{"login":', 400, 'http.malformed_json'],
      ['a repeated key', '{"login":"a","login":"b","password":"x"}', 400, 'http.duplicate_json_key'],
      ['a prototype', '{"login":"aa","password":"x","__proto__":{}}', 400, 'http.malformed_json'],
      ['an unknown property', '{"login":"aa","password":"x","admin":true}', 422, 'http.invalid_request'],
      ['a wrong type', '{"login":5,"password":"x"}', 422, 'http.invalid_request'],
      ['nothing', '', 422, 'http.invalid_request'],
      ['too much', `{"login":"aa","password":"${'x'.repeat(1_100_000)}"}`, 413, 'http.body_too_large'],
    ])('%s in the body is refused', async (_, text, status, code) => {
      const answer = await api('post', '/sessions').set('Content-Type', 'application/json').send(text);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    });

    it('a form is not understood, an unknown address is a problem too, and errors point into the body', async () => {
      const form = await api('post', '/sessions').type('form').send('login=a&password=b').expect(415);
      expect(form.body.code).toBe('http.unsupported_media_type');
      const nowhere = await http().get('/api/v1/nowhere').expect(404);
      expect(nowhere.body.code).toBe('http.not_found');
      const wrong = await createPerson({
        orgId: plant,
        login: 'ok',
        displayName: '',
        roles: ['king'],
        password: 'short',
      }).expect(422);
      expect(wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
        '/displayName',
        '/password',
        '/roles/0',
      ]);
    });

    it('answers say how much is left, and carry a policy that loads nothing foreign', async () => {
      const { headers } = await api('get', '/problems').expect(200);
      expect(Number(headers['ratelimit-remaining'])).toBeLessThan(Number(headers['ratelimit-limit']));
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
    });

    it('the reference is OpenAPI 3.1 with every door in it, and its page asks no other host', async () => {
      const { body } = await http().get('/api/v1/openapi.json').expect(200);
      expect(body.openapi).toBe('3.1.0');
      expect(Object.keys(body.paths)).toEqual(
        expect.arrayContaining(['/api/v1/sessions', '/api/v1/people', '/api/v1/api-keys/{keyId}']),
      );
      const login = body.paths['/api/v1/sessions'].post;
      expect(login.requestBody.content['application/json'].schema).toMatchObject({
        additionalProperties: false,
        required: ['login', 'password'],
      });
      const page = await http().get('/api/docs').expect(200);
      expect(page.text).not.toMatch(/(src|href)=["']https?:/);
      await http().get('/api/docs/swagger-ui-bundle.js').expect(200);
    });

    it('a route without @Door, or with a power nobody can have, stops the start', async () => {
      @Controller('api/v1/hole')
      class Hole {
        @Get()
        open(): string {
          return 'everything';
        }
      }
      @Controller('api/v1/dream')
      class Dream {
        @Get()
        @Door({ name: 'dream', summary: 'A dream', power: 'moon.sell' })
        open(): string {
          return 'the moon';
        }
      }
      for (const [controller, reason] of [
        [Hole, /without @Door/],
        [Dream, /moon\.sell/],
      ] as const) {
        @Module({
          imports: [Ground.of(database, clock), HttpModule, IdentityModule],
          controllers: [controller],
        })
        class Root {}
        const broken = await createHttpApp(Root, { logger: false });
        await expect(broken.init()).rejects.toThrow(reason);
        await broken.close().catch(() => undefined);
      }
    });

    it('a lost database is 503 with a time to come back, and no inner word leaks', async () => {
      const end = await freshDatabase();
      const pool = openPool(end.appUrl);
      const lonely = await boot({ ...end, pool }, clock);
      await end.close();
      const answer = await request(lonely.getHttpServer())
        .post('/api/v1/sessions')
        .send({ login: 'aa', password: 'x' });
      expect([answer.status, answer.body.code, answer.headers['retry-after']]).toEqual([
        503,
        'http.unavailable',
        '1',
      ]);
      expect(Object.keys(answer.body as object).sort()).toEqual(['code', 'status', 'title', 'type']);
      await lonely.close();
      await pool.end();
    });
  });
});
