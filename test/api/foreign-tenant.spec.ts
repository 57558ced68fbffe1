import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { checkVenue } from '../../src/checker/check-venue.js';
import { type Role, ROLES } from '../../src/identity/index.js';
import { RegistryTables } from '../../src/registry/queries/registry-tables.js';
import { OrderDesk } from '../../src/market/http/order-desk.js';
import { OrderTables } from '../../src/market/queries/order-tables.js';
import { type Caller, Doors, type OpenDoor, PublicIds } from '../../src/platform/http/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { fingerprintOf } from './fingerprint.js';
import { REACH, VENUE_WIDE } from './doors-reach.js';
import { gapsOf, KINDS, routeOf, scopeAt, Strangers } from './foreign-tenant.js';
import { faultsOf, type NarrowedList } from './narrowed.js';
import { OFFICE_LISTS, serialsOf } from './narrowed-lists.js';
import type { TenantDoor } from './reach.js';
import { type Objects, Tenants } from './tenants.js';

/**
 * Every route × every role that holds its power × every organisation that is not the owner: another one's object is
 * answered like one that never was, and nothing changes. The routes come from the service, not from a list.
 */
describe('what belongs to another organisation', () => {
  let app: TestApp;
  let doors: readonly OpenDoor[];
  let reference: Record<string, unknown>;
  let tenants: Tenants;
  let theirs: Objects;
  let strangers: Strangers;
  let deliverAgain: () => Promise<void>;

  beforeAll(async () => {
    app = await startTestApp();
    doors = app.app.get(Doors).all();
    reference = (await request(app.address).get('/api/v1/openapi.json')).body;
    tenants = await Tenants.settle(app);
    theirs = await tenants.objectsOf('plant-a');
    const { soldBy } = await tenants.trade();
    // An auction and a notice belong to the whole venue, a receiver and a lessee to others.
    const { receiver: _, auction: __, lessee: ___, listing: ____, bidding: _____, ...canaries } = theirs;
    deliverAgain = await tenants.withFailedDelivery();
    strangers = new Strangers(tenants, theirs, [...Object.values(canaries), soldBy]);
  });
  afterAll(async () => {
    await deliverAgain?.();
    await app?.close();
  });

  const tenantDoors = (): [OpenDoor, TenantDoor][] =>
    doors.flatMap((door) => {
      const entry = REACH[routeOf(door)];
      return entry?.reach === 'tenant' ? [[door, entry] as [OpenDoor, TenantDoor]] : [];
    });
  const doorOf = (route: string): [OpenDoor, TenantDoor] =>
    tenantDoors().find(([door]) => routeOf(door) === route)!;

  // First, while the lists are short.
  it('is not reached by narrowing a list: filters give exactly the rows that reading all of them gives', async () => {
    const text = (name: string) => (row: object) => String((row as Record<string, unknown>)[name]);
    const notice = (row: object) => (row as { notice: { symbol: string; opensAt: string } }).notice;
    const trades = { symbol: true, side: true, method: true, state: true, accountId: true } as const;
    const [bids, switches] = [`auctions/${theirs.auction.id}/bids`, 'kill-switches'];
    const ofUnits = (row: object) => (text('asset')(row) === 'cash' ? undefined : text('asset')(row));
    const isOpen = (row: object) =>
      ['OPEN', 'PARTLY_FILLED'].includes(text('status')(row)) ? 'open' : 'done';
    const isEngaged = (row: object) => (text('releasedAt')(row) === 'null' ? 'engaged' : 'released');
    const lists: NarrowedList[] = [
      ...['plant-a', 'auditor'].flatMap((login): NarrowedList[] => [
        { login, list: 'trades', by: trades, at: text('tradingDay') },
        { login, list: 'orders', by: { symbol: true, side: true, accountId: true, state: isOpen } },
        { login, list: 'block-intents', by: { symbol: true, side: true, state: true }, at: text('postedAt') },
        { login, list: 'block-negotiations', by: { symbol: true, state: true }, at: text('changedAt') },
        { login, list: switches, by: { party: true, symbol: true, state: isEngaged }, at: text('engagedAt') },
        {
          ...{ login, list: 'one-way-bids', at: text('registeredAt') },
          by: { symbol: true, state: true, accountId: true },
        },
        { login, list: 'holdings', by: { accountId: true, symbol: ofUnits } },
        { login, list: 'permit-rights', by: { symbol: true, origin: true } },
        { login, list: 'permit-transfers', by: { symbol: true, state: true }, at: text('changedAt') },
      ]),
      { login: 'plant-a', list: bids, by: { state: true, accountId: true } },
      {
        ...{ login: null, list: 'one-way-biddings', at: text('noticedAt') },
        by: { symbol: true, side: true, state: true },
      },
      {
        ...{ login: null, list: 'auctions', at: (row) => notice(row).opensAt },
        by: { symbol: (row) => notice(row).symbol, state: true },
      },
      { login: null, list: 'permit-notices', by: { symbol: true, state: true, method: true } },
    ];
    const faults = [];
    lists.push(...OFFICE_LISTS, serialsOf(theirs.account.id));
    for (const list of lists) faults.push(...(await faultsOf(tenants.venue, list)));
    expect(faults).toEqual([]);
    // Whose a trade is is masked to the exchange's operator: it may not ask for an account's either.
    for (const list of ['trades', 'one-way-bids'])
      expect((await tenants.venue.get('exchange', `${list}?accountId=${theirs.account.id}`)).body.code).toBe(
        'registry.unknown_account',
      );
  });

  it('is said for every route: whose objects it reaches, why, and every field that names one is tried', () => {
    expect(gapsOf(doors, REACH, reference)).toEqual([]);
  });

  it('is refused to every role that is confined to its own, like what never was, and nothing changes', async () => {
    const leaks = [];
    for (const [door, entry] of tenantDoors()) leaks.push(...(await strangers.leaksOf(door, entry)));
    expect(leaks).toEqual([]);
  }, 180_000);

  it('while the same requests about what is one’s own are accepted', async () => {
    const faults = [];
    for (const [door, entry] of tenantDoors()) faults.push(...(await strangers.controls(door, entry)));
    expect(faults).toEqual([]);
  }, 180_000);

  it.each(Object.keys(VENUE_WIDE) as Role[])(
    'is read by %s, whose office reaches the whole venue',
    async (role) => {
      const faults = [];
      for (const [door, entry] of tenantDoors())
        if (door.method === 'GET' && scopeAt(door, role) === 'wide')
          faults.push(...(await strangers.wideReading(door, entry, role)));
      for (const door of doors) {
        const entry = REACH[routeOf(door)]!;
        if (entry.reach !== 'office' || !entry.reads || scopeAt(door, role) !== 'wide') continue;
        const { status } = await tenants.knock(door, {}, tenants.foreignersOf(role)[0]!);
        if (status !== 200) faults.push(`${routeOf(door)}: ${role} is answered with ${status}`);
      }
      expect(faults).toEqual([]);
    },
  );

  it('no other role reaches the whole venue with any power that a door of organisations asks for', () => {
    const wide = ROLES.filter((role) => tenantDoors().some(([door]) => scopeAt(door, role) === 'wide'));
    expect(wide.sort()).toEqual(Object.keys(VENUE_WIDE).sort());
  });

  it('is closed to enterprises at the doors of offices, whichever object they name', async () => {
    const before = await fingerprintOf(app);
    const answers = [];
    for (const door of doors) {
      if (REACH[routeOf(door)]!.reach !== 'office') continue;
      const params = Object.fromEntries(KINDS.map((kind) => [kind, theirs[kind].id]));
      for (const role of ['ent_trader', 'ent_manager', 'verifier'] as const)
        for (const login of tenants.foreignersOf(role)) {
          const { status, body } = await tenants.knock(
            door,
            { params: { ...params, personId: theirs.person.id } },
            login,
          );
          answers.push([routeOf(door), status, body.code]);
        }
    }
    expect(answers.length).toBeGreaterThan(100);
    expect(answers.filter(([, status, code]) => status !== 403 || code !== 'http.forbidden')).toEqual([]);
    expect(await fingerprintOf(app)).toBe(before);
  });

  describe('a planted leak is noticed:', () => {
    it('a route that the table does not know, and one with a field that nobody classified', () => {
      const [orders] = doorOf('GET orders/:order');
      const added = { ...orders, path: '/api/v1/venues/:venue/secrets/:order' };
      const paths = reference.paths as Record<string, Record<string, { parameters: object[] }>>;
      const spec = paths['/api/v1/venues/{venue}/orders/{order}']!;
      const changed = {
        get: {
          parameters: [
            { in: 'path', name: 'vault' },
            { in: 'query', name: 'personId' },
          ],
        },
      };
      const planted = { paths: { ...paths, '/api/v1/venues/{venue}/secrets/{order}': spec } };
      expect(gapsOf([...doors, added], REACH, planted)).toEqual([
        'GET secrets/:order: no entry says whose objects it reaches',
      ]);
      const strange = {
        paths: { ...paths, '/api/v1/venues/{venue}/orders/{order}': { ...spec, ...changed } },
      };
      expect(gapsOf(doors, REACH, strange)).toEqual([
        "GET orders/:order: nobody said whether the field vault names somebody's object",
        'GET orders/:order: the field personId is never tried with a foreign object',
      ]);
    });

    it('a table that calls a confined door an office’s, or one with a name in it "self"', () => {
      const lazy = {
        ...REACH,
        'POST orders': { reach: 'office', why: 'x' },
        'GET accounts/:account': { reach: 'self', why: 'x' },
      } as never;
      expect(gapsOf(doors, lazy, reference)).toEqual([
        'GET accounts/:account: names an object: account',
        'GET accounts/:account: a list is never "self"',
        'POST orders: some role is confined to its own there',
      ]);
    });

    it('a door that finds an account without asking whose it is', async () => {
      const tables = app.app.get(RegistryTables, { strict: false });
      const { account } = tables;
      const all = (caller: Caller): Caller => ({
        ...caller,
        scopes: { ...caller.scopes, 'account.read': 'all' },
      });
      tables.account = (venueNo, no, caller, power) => account.call(tables, venueNo, no, all(caller), power);
      try {
        expect(await strangers.leaksOf(...doorOf('GET accounts/:account'))).toContain(
          'GET accounts/:account by plant-b: a foreign account is answered with 200',
        );
      } finally {
        tables.account = account;
      }
    });

    it('a list that forgets its owner', async () => {
      const tables = app.app.get(OrderTables, { strict: false });
      const { orders } = tables;
      tables.orders = (venueNo, caller, asked) =>
        orders.call(tables, venueNo, { ...caller, scopes: { 'order.read': 'all' } }, asked);
      try {
        expect(await strangers.leaksOf(...doorOf('GET orders'))).toContain(
          `GET orders by plant-b: shows ${theirs.order.id}`,
        );
      } finally {
        tables.orders = orders;
      }
    });

    it('a door that reads an id’s number and not its venue', async () => {
      const desk = app.app.get(OrderDesk, { strict: false });
      const { orderNo } = desk;
      const ids = app.app.get(PublicIds);
      desk.orderNo = (slug, id) => ids.decode('ord', id)?.no ?? orderNo.call(desk, slug, id);
      try {
        const leaks = await strangers.leaksOf(...doorOf('DELETE orders/:order'));
        expect(leaks.at(-1)).toBe('DELETE orders/:order: something changed');
      } finally {
        desk.orderNo = orderNo;
      }
    });

    it('a command that is carried out in the owner’s name, though its answer looks like nothing', async () => {
      const engine = app.engine as { submit: typeof app.engine.submit };
      const { submit } = engine;
      const owner = theirs.organisation.id;
      engine.submit = async (slug, asked) => {
        const receipt = await submit.call(engine, slug, asked);
        if (asked.command.kind === 'cancel-all-orders')
          await submit.call(engine, slug, {
            ...asked,
            key: undefined,
            command: { ...asked.command, org: owner },
          });
        return receipt;
      };
      try {
        expect(await strangers.leaksOf(...doorOf('POST orders/cancel-all'))).toEqual([
          'POST orders/cancel-all: something changed',
        ]);
      } finally {
        engine.submit = submit;
      }
    });
  });

  it('and after all of this every promise holds', async () => {
    await deliverAgain();
    deliverAgain = () => Promise.resolve();
    const report = await checkVenue(app.database.pool, 'demo');
    expect(report.verdicts.filter(({ ok }) => !ok)).toEqual([]);
  });
});
