import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Response } from 'supertest';
import { Doors } from '../../src/platform/http/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { AN_ALLOWANCE, done, VenueClient } from './venue-client.js';

type Line = Record<string, string>;
type Schema = Readonly<Record<string, unknown>>;
const FORMULA = '=HYPERLINK("https://example.org","press")';

let app: TestApp;
let venue: VenueClient;
let a: string;

beforeAll(async () => {
  app = await startTestApp();
  venue = new VenueClient(app);
  await venue.createInstrument({});
  a = await venue.openAccount('plant-a-manager', FORMULA);
  await venue.allocate(AN_ALLOWANCE.symbol, [{ accountId: a, quantity: '1000' }], '1000000');
});
afterAll(() => app?.close());

const csv = async (login: string | null, path: string): Promise<Response> =>
  venue.get(login, path, 'text/csv');
const linesOf = (answer: Response): Line[] => parse(done(answer).text, { columns: true, bom: true });

/** What stands at a column's place in a row of the answer, as its file has it. */
function cellOf(row: object, column: string): string {
  const value = column.split('.').reduce<unknown>((at, part) => (at as Line | null)?.[part], row) ?? '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

describe('every list of the reference', () => {
  it('is also to be had as text/csv, and says its columns', async () => {
    const { paths } = (await (await fetch(`${app.address}/api/v1/openapi.json`)).json()) as {
      paths: Record<string, { get?: { operationId: string; responses: Record<string, Schema> } }>;
    };
    const contents = new Map(
      Object.values(paths).flatMap(({ get }) =>
        get === undefined
          ? []
          : [[get.operationId, Object.values(get.responses)[0]!.content as Record<string, Schema>] as const],
      ),
    );
    const doors = app.app.get(Doors).all();
    const lists = doors.filter(
      ({ method, door: { answer, trailed } }) =>
        method === 'GET' &&
        !trailed &&
        (answer as { shape?: Schema } | undefined)?.shape?.items !== undefined,
    );
    expect(lists.length).toBeGreaterThan(50);
    for (const { door } of lists)
      expect([door.name, contents.get(door.name)!['text/csv']]).toEqual([
        door.name,
        { schema: { type: 'string', description: expect.stringMatching(/^Columns: \w+(\.\w+)*(, |$)/) } },
      ]);
    // The trail writes its files at a door of its own, where each is hashed and noted.
    expect(contents.get('searchTrail')).not.toHaveProperty('text/csv');
    expect(contents.get('exportTrail')).toHaveProperty('text/csv');
  });
});

describe('a list asked for as text/csv', () => {
  it.each([
    ['approver', 'accounts'],
    ['auditor', 'holdings'],
    ['issuer', 'proposals?view=all'],
    [null, 'instruments'],
  ])('%s reads in %s what JSON says, row for row', async (login, path) => {
    const { items } = done(await venue.get(login, path)).body as { items: object[] };
    const answer = await csv(login, path);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': expect.stringMatching(/^attachment; filename="airshed-[a-z-]+\.csv"$/),
      'cache-control': 'no-store',
    });
    expect(items.length).toBeGreaterThan(0);
    const [first] = linesOf(answer);
    const columns = Object.keys(first!);
    expect(linesOf(answer)).toEqual(
      items.map((row) =>
        Object.fromEntries(columns.map((one) => [one, cellOf(row, one).replace(/^=/, "'=")])),
      ),
    );
    const members = new Set(items.flatMap((row) => Object.keys(row)));
    expect([...members].filter((name) => !columns.some((one) => one.split('.')[0] === name))).toEqual([]);
  });

  it('is headed in words for people, in their language', async () => {
    const heads = async (language: string): Promise<string> => {
      const answer = await fetch(`${app.address}/api/v1/venues/demo/instruments`, {
        headers: { accept: 'text/csv;heads=words', 'accept-language': language },
      });
      return (await answer.text()).split('\r\n')[0]!;
    };
    expect(await heads('zh-CN')).toMatch(/^\ufeff?标的编号,标的,种类,污染物,适用区域,/);
    expect(await heads('en')).toMatch(/^\ufeff?instrument id,instrument,kind,pollutant,zone,/);
  });

  it('holds what somebody wrote as text that no spreadsheet runs', async () => {
    const line = linesOf(await csv('plant-a', 'accounts')).find(({ accountId }) => accountId === a);
    expect(line!.title).toBe(`'${FORMULA}`);
  });

  it('has the rows of the filters in force, of the caller alone, and refuses as ever', async () => {
    expect(linesOf(await csv('approver', 'accounts?state=CLOSED'))).toEqual([]);
    const own = linesOf(await csv('plant-b', 'accounts'));
    expect(own.length).toBeGreaterThan(0);
    expect(own.map(({ accountId }) => accountId)).not.toContain(a);
    expect(new Set(own.map(({ organisationId }) => organisationId)).size).toBe(1);
    const refusals = await Promise.all([
      csv('plant-b', `holdings?accountId=${a}`),
      csv(null, 'accounts'),
      csv('plant-a', 'breaks'),
      csv('approver', 'accounts?after=nonsense'),
      csv('approver', 'accounts?colour=red'),
    ]);
    expect(refusals.map(({ status, type, body }) => [status, type, body.code])).toEqual([
      [404, 'application/problem+json', 'registry.unknown_account'],
      [401, 'application/problem+json', 'http.not_signed_in'],
      [403, 'application/problem+json', 'http.forbidden'],
      [422, 'application/problem+json', 'http.bad_cursor'],
      [422, 'application/problem+json', 'http.invalid_request'],
    ]);
  });

  it('ends where it was asked to, and its link goes on without a gap', async () => {
    const whole = linesOf(await csv('approver', 'accounts'));
    const parts: Line[] = [];
    for (let path: string | undefined = 'accounts?limit=1'; path !== undefined;) {
      const answer: Response = await csv('approver', path);
      parts.push(...linesOf(answer));
      path = /<\/api\/v1\/venues\/demo\/(.+)>; rel="next"/.exec(answer.headers.link ?? '')?.[1];
    }
    expect(whole.length).toBeGreaterThan(1);
    expect(parts).toEqual(whole);
  });
});
