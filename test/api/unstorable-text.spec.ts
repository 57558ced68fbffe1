import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { ROLES } from '../../src/identity/index.js';
import { Doors, type OpenDoor } from '../../src/platform/http/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { fingerprintOf } from './fingerprint.js';
import { routeOf, scopeAt } from './foreign-tenant.js';
import { Tenants } from './tenants.js';

/** PostgreSQL keeps neither: such a text in a command would stop the venue's batch, in a query the question. */
const UNSTORABLE = ['a NUL \u0000 here', 'half a pair \ud800', '\udc00'];

describe('text that no table can keep', () => {
  let app: TestApp;
  let tenants: Tenants;
  let doors: readonly OpenDoor[];
  beforeAll(async () => {
    app = await startTestApp();
    tenants = await Tenants.settle(app);
    doors = app.app.get(Doors).all();
  });
  afterAll(() => app?.close());

  it('is refused in the body of every door that reads one, in values and in keys, and changes nothing', async () => {
    const before = await fingerprintOf(app);
    const answers = [];
    const readers = doors.filter(({ door }) => door.body !== undefined);
    for (const door of readers)
      for (const text of UNSTORABLE)
        for (const body of [{ reason: text }, { [text]: 'x' }, { items: [{ deep: { down: [text] } }] }]) {
          const { status, body: problem } = await tenants.knock(door, { body }, 'admin');
          answers.push([door.path, status, problem.code]);
        }
    expect(readers.length).toBeGreaterThan(20);
    expect(answers.filter(([, status, code]) => status !== 400 || code !== 'http.unstorable_text')).toEqual(
      [],
    );
    expect(await fingerprintOf(app)).toBe(before);
  });

  it('is refused in every parameter of a path and in every query', async () => {
    const reading = doors.filter(({ method, door }) => method === 'GET' && door.power === 'public');
    const answers: unknown[] = [];
    for (const { path, door } of reading) {
      const address = path.replace(':venue', 'demo').replace(/:\w+/g, 'a%00b');
      const asked = [address, `${address}?after=%00`, `${address}?nobody%00=1`].filter((one) =>
        one.includes('%00'),
      );
      if (door.limit === 'none') continue;
      for (const one of asked) {
        const { status, body } = await request(app.address).get(one);
        answers.push([one, status, body.code]);
      }
    }
    expect(answers.length).toBeGreaterThan(20);
    for (const [address, ...rest] of answers as unknown[][])
      expect([address, ...rest]).toEqual([address, 400, 'http.unstorable_text']);
  });

  it('is refused in an idempotency key', async () => {
    const token = await app.tokenOf('exchange');
    const halt = (key: string) =>
      request(app.address)
        .post('/api/v1/venues/demo/halts')
        .set({ Authorization: `Bearer ${token}`, 'Idempotency-Key': key })
        .send({ reason: 'x' });
    for (const key of ['é', 'a b', 'x'.repeat(65)]) {
      const { status, body } = await halt(key);
      expect([key, status, body.code]).toEqual([key, 400, 'http.idempotency_key_required']);
    }
    // No client library sends a NUL in a header; the server's parser refuses it before any door.
    expect(await firstLine(app.address, 'Idempotency-Key: a\u0000b')).toBe('HTTP/1.1 400 Bad Request');
  });

  it('is told in both languages', async () => {
    const ask = (language: string) =>
      request(app.address)
        .post('/api/v1/sessions')
        .set('Accept-Language', language)
        .send({ login: '\u0000', password: 'x' });
    expect((await ask('zh')).body.title).toContain('无法保存');
    expect((await ask('en')).body.title).toContain('cannot be stored');
  });

  it('forged cursors are refused before SQL by every list', async () => {
    const lists = doors.filter(({ door }) => door.query !== undefined && 'after' in door.query.shape);
    const { account } = await tenants.objectsOf('plant-b');
    const answers = [];
    for (const door of lists) {
      const role = ROLES.find((one) => door.door.power === 'public' || scopeAt(door, one) !== undefined)!;
      const login = tenants.foreignersOf(role)[0]!;
      // People and organisations are in the order of their ids, which are words.
      const forged = door.path.startsWith('/api/v1/venues/')
        ? ['["x"]', '["x","y"]', '[null]']
        : ['[null]', '["x","y"]'];
      for (const place of [...forged, '["\\u0000"]', '["\\ud800"]', '[1.5]', '{}', 'x']) {
        const after = Buffer.from(place).toString('base64url');
        const { status, body } = await tenants.knock(
          door,
          { params: { symbol: 'CEA-2026', account: account.id, run: '1' }, query: { after } },
          login,
        );
        answers.push([routeOf(door), place, status, body.code]);
      }
    }
    expect(lists.length).toBeGreaterThan(12);
    expect(answers.filter(([, , status, code]) => status !== 422 || code !== 'http.bad_cursor')).toEqual([]);
  });
});

/** The first line of the answer to a request with this header, written byte by byte. */
async function firstLine(address: string, header: string): Promise<string> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  socket.end(`POST /api/v1/venues/demo/halts HTTP/1.1\r\nHost: ${hostname}\r\n${header}\r\n\r\n`);
  let answer = '';
  for await (const bytes of socket) answer += String(bytes);
  return answer.split('\r\n')[0]!;
}
