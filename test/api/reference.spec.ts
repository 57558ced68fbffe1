import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Doors, type OpenDoor } from '../../src/platform/http/index.js';
import { AnswerChecker } from '../support/answer-checker.js';
import { startTestApp, type TestApp } from '../support/app.js';

interface Operation {
  readonly operationId: string;
  readonly responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
type Schema = Readonly<Record<string, unknown>>;

/** What clients are made from: nothing of it may be vague, and nothing of it may be untrue. */
describe('the reference', () => {
  let app: TestApp;
  let doors: readonly OpenDoor[];
  let operations: (Operation & { readonly route: string })[];
  let schemas: Record<string, Schema>;

  beforeAll(async () => {
    app = await startTestApp();
    doors = app.app.get(Doors).all();
    const reference = await (await fetch(`${app.address}/api/v1/openapi.json`)).json();
    const { paths, components } = reference as {
      paths: Record<string, Record<string, Operation>>;
      components: { schemas: Record<string, Schema> };
    };
    schemas = components.schemas;
    operations = Object.entries(paths).flatMap(([path, verbs]) =>
      Object.entries(verbs).map(([verb, operation]) => ({
        ...operation,
        route: `${verb.toUpperCase()} ${path}`,
      })),
    );
  });
  afterAll(() => app?.close());

  it('tells the answer of every door, but for those that answer nothing or with a file', () => {
    const vague = doors
      .filter(({ door: { answer, status, produces } }) => !answer && status !== 204 && !produces)
      .map(({ handler }) => handler);
    expect(vague).toEqual([]);
    expect(doors.filter(({ door: { status, answer } }) => status === 204 && answer !== undefined)).toEqual(
      [],
    );
  });

  it('says for every operation which status and media it answers with, and what that is', () => {
    for (const { route, responses } of operations) {
      const [[status, { content }]] = Object.entries(responses) as [[string, Operation['responses'][string]]];
      expect([route, status]).toEqual([route, expect.stringMatching(/^20[0-24]$/)]);
      if (status === '204') expect([route, content]).toEqual([route, undefined]);
      else
        for (const [media, { schema }] of Object.entries(content!))
          expect([route, media, Object.keys(schema).length > 0]).toEqual([
            route,
            expect.stringMatching(/^[a-z]+\/[a-z0-9.+-]+$/),
            true,
          ]);
    }
  });

  it('has a readable name for every operation, once', () => {
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z]+([A-Z][a-z]*)*\d?$/.test(name))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['placeOrder', 'listTrades', 'whoAmI', 'approveProposal']));
  });

  it('says “anything” only where anything may come', () => {
    const open: string[] = [];
    const walk = (part: unknown, place: string): void => {
      if (typeof part !== 'object' || part === null) return;
      const schema = part as Schema;
      const says = Object.keys(schema).filter((key) => key !== 'description');
      if (says.length === 0) open.push(place);
      for (const [name, member] of Object.entries((schema.properties ?? {}) as Schema))
        walk(member, `${place}.${name}`);
      for (const key of ['items', 'additionalProperties'] as const)
        if (typeof schema[key] === 'object') walk(schema[key], `${place}.*`);
      for (const key of ['anyOf', 'oneOf', 'allOf'] as const)
        for (const one of (schema[key] as unknown[] | undefined) ?? []) walk(one, place);
    };
    for (const [name, schema] of Object.entries(schemas)) walk(schema, name);
    for (const { operationId, responses } of operations)
      for (const [media, { schema }] of Object.entries(Object.values(responses)[0]!.content ?? {}))
        if (media === 'application/json') walk(schema, operationId);
    expect([...new Set(open)].sort()).toEqual(ANYTHING);
  });

  it('points only at schemas that it has, and names none that nothing points at', () => {
    const text = JSON.stringify([operations, schemas]);
    const pointed = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!));
    expect([...pointed].filter((name) => schemas[name] === undefined)).toEqual([]);
    expect(Object.keys(schemas).filter((name) => !pointed.has(name))).toEqual([]);
    expect(text).not.toContain('#/$defs');
  });

  describe('is held against what doors answer; a lie is noticed:', () => {
    const shape = z.object({ name: z.string(), lots: z.array(z.object({ size: z.int() })) });
    const open = (door: object): OpenDoor =>
      ({ method: 'GET', path: '/x', door: { answer: shape, ...door } }) as never;
    const faultsOf = (answer: object, door: object = {}, given: object = {}): readonly string[] => {
      const checker = new AnswerChecker();
      const payload = JSON.stringify(answer);
      checker.listener(open(door), {
        status: 200,
        type: 'application/json; charset=utf-8',
        payload,
        ...given,
      });
      return checker.faults;
    };
    const honest = { name: 'a', lots: [{ size: 1 }, { size: 2 }] };

    it.each<[string, object, object, object, string]>([
      ['a property that is not declared', { ...honest, secret: 1 }, {}, {}, 'secret is not declared'],
      ['one far inside', { name: 'a', lots: [{ size: 1, by: 'x' }] }, {}, {}, 'lots.[].by is not declared'],
      [
        'one that is missing',
        { name: 'a' },
        {},
        {},
        'lots: Invalid input: expected array, received undefined',
      ],
      [
        'one of another type',
        { name: null, lots: [] },
        {},
        {},
        'name: Invalid input: expected string, received null',
      ],
      ['another status', honest, { status: 201 }, {}, 'answers 200, declares 201'],
      ['another media type', honest, {}, { type: 'text/csv' }, 'answers text/csv, declares application/json'],
      ['no schema at all', honest, { answer: undefined }, {}, 'has no schema of its answer'],
    ])('%s', (_, answer, door, given, fault) => {
      expect(faultsOf(answer, door, given)).toEqual([`GET /x: ${fault}`]);
    });

    it('while the truth, a refusal and a file are not complained of', () => {
      expect(faultsOf(honest)).toEqual([]);
      expect(faultsOf({ code: 'http.forbidden' }, {}, { status: 403 })).toEqual([]);
      expect(faultsOf({}, { answer: undefined, produces: ['text/csv'] }, { type: 'text/csv' })).toEqual([]);
    });

    it('and a service under test that has lied does not close in peace', async () => {
      const checker = new AnswerChecker();
      const given = { status: 200, type: 'application/json', payload: '{}' };
      checker.listener(open({}), given);
      expect(() => checker.assertTrue()).toThrow(/answered other than they declare:\nGET \/x: /);
    });

    it('and the listener hears the doors of a running service', async () => {
      const heard: string[] = [];
      const checker = app.answers;
      const { listener } = checker;
      (checker as { listener: typeof listener }).listener = (door, answer) => {
        heard.push(`${door.door.name} ${answer.status}`);
        listener(door, answer);
      };
      await fetch(`${app.address}/api/v1/venues/demo/instruments`);
      await fetch(`${app.address}/api/v1/venues/none/instruments`);
      expect(heard).toEqual(['listInstruments 200', 'listInstruments 404']);
    });
  });
});

/** Where what may come depends on something else: the action, the job, the rule, the record. */
const ANYTHING: readonly string[] = [
  'Job.data',
  'Proposal.payload.*',
  'ProposalSigned.result.*',
  'RulePackChange.after',
  'RulePackChange.before',
  'StatementDifference.*',
  'TrailLine.after.*',
  'TrailLine.asked.*',
  'TrailLine.before.*',
  'getRulePackSchema.*',
];
