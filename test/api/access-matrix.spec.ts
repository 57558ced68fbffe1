import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SIGNING_POWERS } from '../../src/approvals/index.js';
import request, { type Test } from 'supertest';
import {
  IdentityAdmin,
  ORG_KINDS,
  assignRoles,
  powersOfRoles,
  type Role,
  ROLES,
} from '../../src/identity/index.js';
import { Doors, type OpenDoor, opensFor } from '../../src/platform/http/index.js';
import { startTestApp, type TestApp } from '../support/app.js';

/**
 * Every route that the service has, against every role: routes added later are walked without being named here.
 * What belongs to other organisations is tried in foreign-tenant.spec.ts.
 */
describe('who may open which door', () => {
  let app: TestApp;
  let doors: readonly OpenDoor[];
  const tokens = new Map<Role, string>();
  const ID = 'x'.repeat(8);
  const knock = ({ method, path }: OpenDoor, token?: string): Test => {
    const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    // `::` is how a route path writes a colon of its own (`orders::batch`).
    const url = path.replace(/(?<!:):(?!:)\w+/g, ID).replaceAll('::', ':');
    const call = request(app.app.getHttpServer())[verb](url);
    return token === undefined ? call : call.set('Authorization', `Bearer ${token}`);
  };
  const line = ({ method, path }: OpenDoor): string => `${method} ${path}`;

  beforeAll(async () => {
    app = await startTestApp();
    doors = app.app.get(Doors).all();
    const admin = app.app.get(IdentityAdmin);
    for (const role of ROLES) {
      const kind = ORG_KINDS.find((candidate) => assignRoles(candidate, [role]).ok)!;
      const orgId = await admin.createOrganisation({ title: `Desk of ${role}`, kind });
      const login = `matrix-${role}`;
      await admin.createPerson({
        orgId,
        login,
        displayName: role,
        roles: [role],
        password: 'matrix password',
      });
      const answer = await request(app.app.getHttpServer())
        .post('/api/v1/sessions')
        .send({ login, password: 'matrix password' })
        .expect(201);
      tokens.set(role, answer.body.token as string);
    }
  });
  afterAll(() => app?.close());

  it('finds the routes of the service', () => {
    expect(doors.map(line)).toEqual(
      expect.arrayContaining([
        'POST /api/v1/sessions',
        'GET /api/v1/people',
        'DELETE /api/v1/api-keys/:keyId',
        'GET /healthz',
      ]),
    );
  });

  it('a stranger is asked to sign in, at every door that is not public', async () => {
    const answers: unknown[] = [];
    for (const door of doors.filter(({ door: { power } }) => power !== 'public')) {
      const { status, body } = await knock(door);
      answers.push([line(door), status, body.code]);
      expect(answers.at(-1)).toEqual([line(door), 401, 'http.not_signed_in']);
    }
  });

  it.each(ROLES)('%s is refused at every door whose power it lacks', async (role) => {
    const powers = Object.keys(powersOfRoles([role]));
    const closed = doors.filter(({ door }) => !opensFor(door, powers));
    expect(closed.length).toBeGreaterThan(0);
    for (const door of closed) {
      const { status, body } = await knock(door, tokens.get(role));
      expect([line(door), status, body.code]).toEqual([line(door), 403, 'http.forbidden']);
    }
  });

  it.each(ROLES)('%s is not refused at the reading doors whose power it has', async (role) => {
    const powers = Object.keys(powersOfRoles([role]));
    for (const door of doors.filter(
      ({ method, door: { power, produces }, door: spec }) =>
        method === 'GET' && power !== 'public' && produces === undefined && opensFor(spec, powers),
    )) {
      const { body } = await knock(door, tokens.get(role));
      expect([line(door), (body as { code?: string }).code]).not.toEqual([line(door), 'http.forbidden']);
    }
  });

  it('the auditor can open no door that changes anything but their own credentials', () => {
    const powers = Object.keys(powersOfRoles(['auditor']));
    const open = doors
      .filter(({ method, door }) => method !== 'GET' && door.power !== 'public' && opensFor(door, powers))
      .map(line);
    const own = [
      'DELETE /api/v1/sessions/current',
      'DELETE /api/v1/sessions',
      'POST /api/v1/api-keys',
      'POST /api/v1/me/password',
      'DELETE /api/v1/api-keys/:keyId',
    ];
    expect(open.sort()).toEqual(own.sort());
  });

  it('every power that a door or a signature asks for is held by some role, and the reference names every door', async () => {
    const held = new Set(ROLES.flatMap((role) => Object.keys(powersOfRoles([role]))));
    for (const { door } of doors)
      for (const power of [door.power].flat())
        expect(power === 'public' || power === 'signed-in' || held.has(power)).toBe(true);
    for (const power of SIGNING_POWERS) expect([power, held.has(power)]).toEqual([power, true]);
    const { body } = await request(app.app.getHttpServer()).get('/api/v1/openapi.json').expect(200);
    const written = Object.entries(body.paths as Record<string, object>).flatMap(([path, verbs]) =>
      Object.keys(verbs).map((verb) => `${verb.toUpperCase()} ${path}`),
    );
    expect(written.sort()).toEqual(
      doors
        .map(
          ({ method, path }) =>
            `${method} ${path.replace(/(?<!:):(?!:)(\w+)/g, '{$1}').replaceAll('::', ':')}`,
        )
        .sort(),
    );
  });
});
