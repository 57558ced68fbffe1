import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type Access, type AccessLine, AccessNotes } from '../../src/audit/index.js';
import { IdentityAdmin, ReadingWitness } from '../../src/identity/index.js';
import {
  ACCESS_FLOOD_GATHER_MS,
  ACCESS_GATHER_MS,
  ACCESS_LINES_OF_ONE_MAX,
  ACCESS_QUERY_CHARACTERS_MAX,
  ACCESS_UNWRITTEN_MS,
} from '../../src/kernel/limits.js';
import { ManualClock } from '../../src/platform/clock.js';
import type { Database } from '../../src/platform/database.js';
import { type Caller, type DoorRequest, PublicIds } from '../../src/platform/http/index.js';
import { factsOf } from '../../src/trail/domain/facts-of.js';
import { TrailExport } from '../../src/trail/http/trail-export.js';
import { TrailController } from '../../src/trail/http/trail.controller.js';
import { startTestApp } from '../support/app.js';
import { atTheLimit } from '../support/at-the-limit.js';
import { freshDatabase } from '../support/database.js';

const access = (change: Partial<Access> = {}): Access => ({
  ...{ what: 'data-read', person: 'usr_a', address: '', door: 'GET /x', venue: '', venueNo: 0 },
  ...{ objects: [], query: '', code: 'accepted' },
  ...change,
});

describe('what is read and refused', () => {
  let database: Database;
  let owner: pg.Client;
  const clock = new ManualClock(1_800_000_000_000_000);
  let notes: AccessNotes;
  let waits: number[];
  beforeAll(async () => {
    database = await freshDatabase();
    owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner?.end();
    await database?.close();
  });
  beforeEach(() => {
    waits = [];
    notes = new AccessNotes({
      pool: database.pool,
      nowMicros: () => clock.nowMicros(),
      later: (ms) => {
        waits.push(ms);
        return () => undefined;
      },
      onError: () => undefined,
    });
  });

  /** The lines of the newest entry. */
  async function written(): Promise<AccessLine[]> {
    await notes.flush();
    const { rows } = await database.pool.query(
      `SELECT payload FROM office_journal ORDER BY seq DESC LIMIT 1`,
    );
    return (JSON.parse((rows[0].payload as Buffer).toString()) as { detail: { lines: AccessLine[] } }).detail
      .lines;
  }
  /** Of many people, so that none of them is held back. */
  const noteMany = (many: number): void => {
    for (let i = 0; i < many; i++)
      notes.note(access({ person: `usr_${Math.floor(i / 50)}`, door: `GET /${i}` }));
  };

  it('is counted in one line while it is alike', async () => {
    for (let i = 0; i < 5; i++) {
      clock.advance(1_000);
      notes.note(access());
    }
    const [line] = await written();
    expect(line).toMatchObject({
      times: 5,
      others: 0,
      lastAt: clock.nowMicros(),
      firstAt: clock.nowMicros() - 4_000,
    });
  });

  atTheLimit('ACCESS_LINES_MAX', {
    at: async (most) => {
      noteMany(most);
      expect((await written()).filter(({ others }) => others > 0)).toEqual([]);
    },
    past: async (onePast) => {
      noteMany(onePast);
      const lines = await written();
      expect(lines).toHaveLength(onePast);
      expect(lines.at(-1)).toMatchObject({ person: '', door: '', others: 1, times: 1 });
      // Then it waits longer, and writes ten times less.
      notes.note(access());
      await written();
      notes.note(access());
      expect(waits).toEqual([ACCESS_GATHER_MS, ACCESS_FLOOD_GATHER_MS, ACCESS_GATHER_MS]);
    },
  });

  atTheLimit('ACCESS_LINES_OF_ONE_MAX', {
    at: async (most) => {
      for (let i = 0; i < most; i++) notes.note(access({ door: `GET /${i}` }));
      expect(await written()).toHaveLength(most);
    },
    past: async (onePast) => {
      for (let i = 0; i < onePast + 4; i++) notes.note(access({ door: `GET /${i}` }));
      notes.note(access({ person: 'usr_b' }));
      const lines = await written();
      expect(lines).toHaveLength(ACCESS_LINES_OF_ONE_MAX + 2);
      expect(lines.find(({ others }) => others > 0)).toMatchObject({ person: 'usr_a', others: 5, times: 5 });
      expect(lines.at(-1)).toMatchObject({ person: 'usr_b', door: 'GET /x' });
    },
  });

  it('stays when it cannot be written, and nobody reads on unseen when that lasts', async () => {
    const witness = new ReadingWitness(database.pool, clock, new PublicIds('a'.repeat(64)));
    const reading = (query = 'q=1'): void =>
      witness.reads(
        { name: 'listOrders', summary: '', power: 'order.read' },
        {
          method: 'GET',
          url: `/x?${query}`,
          params: {},
          query: {},
          ip: '',
          routeOptions: { url: '/x' },
        } as unknown as DoorRequest,
        { personId: 'usr_a', scopes: { 'order.read': 'all' } } as unknown as Caller,
      );
    await owner.query('REVOKE INSERT ON office_journal FROM airshed_app');
    try {
      reading();
      await expect(witness.notes.flush()).rejects.toThrow(/permission denied/);
      reading();
      clock.advance(ACCESS_UNWRITTEN_MS * 1_000 - 1);
      reading();
      clock.advance(1);
      const refused = { rejection: { code: 'identity.audit_not_recording' } };
      expect(() => reading()).toThrow(expect.objectContaining(refused) as never);
      expect(() => witness.assertRecording()).toThrow(expect.objectContaining(refused) as never);
    } finally {
      await owner.query('GRANT INSERT ON office_journal TO airshed_app');
    }
    await witness.notes.flush();
    reading('q='.padEnd(2_000, 'x'));
    await witness.notes.flush();
    const { rows } = await database.pool.query(
      `SELECT payload FROM office_journal ORDER BY seq DESC LIMIT 2`,
    );
    const [last, before] = rows.map(
      ({ payload }) => JSON.parse((payload as Buffer).toString()).detail.lines[0],
    ) as [AccessLine, AccessLine];
    expect(before).toMatchObject({ door: 'GET /x', times: 3 });
    expect(last.query).toHaveLength(ACCESS_QUERY_CHARACTERS_MAX);
    await witness.onApplicationShutdown();
  });

  const queryOf = async (characters: number): Promise<string> => {
    const witness = new ReadingWitness(database.pool, clock, new PublicIds('a'.repeat(64)));
    witness.denied(
      { name: 'listOrders', summary: '', power: 'order.read' },
      {
        method: 'GET',
        url: `/x?${'q'.repeat(characters)}`,
        params: {},
        query: {},
        ip: '',
        routeOptions: {},
      } as unknown as DoorRequest,
      { personId: 'usr_a' } as Caller,
    );
    await witness.onApplicationShutdown();
    const { rows } = await database.pool.query(
      `SELECT payload FROM office_journal ORDER BY seq DESC LIMIT 1`,
    );
    return JSON.parse((rows[0].payload as Buffer).toString()).detail.lines[0].query as string;
  };
  atTheLimit('ACCESS_QUERY_CHARACTERS_MAX', {
    at: async (most) => expect(await queryOf(most)).toBe('q'.repeat(most)),
    past: async (onePast) => expect(await queryOf(onePast)).toBe('q'.repeat(onePast - 1)),
  });
});

describe('a value in a line', () => {
  atTheLimit('TRAIL_TEXT_CHARACTERS_MAX', {
    at: (most) => expect(factsOf({ text: 'x'.repeat(most) })).toEqual({ text: 'x'.repeat(most) }),
    past: (onePast) =>
      expect(factsOf({ text: 'x'.repeat(onePast) })).toEqual({ text: `${'x'.repeat(onePast - 1)}…` }),
  });
});

describe('an export', () => {
  const exported = async (most: number, people: number): Promise<string> => {
    const app = await startTestApp();
    try {
      const admin = app.app.get(IdentityAdmin);
      const orgId = await admin.createOrganisation({ title: 'Export', kind: 'verifier' });
      for (let i = 0; i < people; i++)
        await admin.createOrganisation({ title: `Export ${i}`, kind: 'verifier' }, `usr_exported`);
      const { reader, ids, exports } = app.app.get(TrailController, { strict: false }) as unknown as {
        reader: ConstructorParameters<typeof TrailExport>[0];
        ids: PublicIds;
        exports: { desk: ConstructorParameters<typeof TrailExport>[2]; linesMax: number };
      };
      const caller = {
        personId: 'usr_x',
        orgId,
        roles: ['auditor'],
        scopes: { 'audit.read': 'all' },
      } as unknown as Caller;
      const question = await reader.question(caller, { verb: 'organisation-created', sort: 'oldest' });
      const asked = { ...question, asked: { ...question.asked, person: 'usr_exported' } };
      let text = '';
      const small = new TrailExport(reader, ids, exports.desk, most);
      for await (const piece of small.pieces(caller, asked, { format: 'ndjson' }, 'en')) text += piece;
      wired = exports.linesMax;
      return text;
    } finally {
      await app.close();
    }
  };
  let wired = 0;
  atTheLimit('TRAIL_EXPORT_LINES_MAX', {
    instead: 3,
    wired: async (real) => {
      await exported(3, 0);
      expect(wired).toBe(real);
    },
    at: async (most) => {
      const lines = (await exported(most, most)).trimEnd().split('\n');
      expect(lines).toHaveLength(most + 1);
      expect(lines.at(-1)).not.toContain('"next"');
    },
    past: async (onePast) => {
      const lines = (await exported(onePast - 1, onePast)).trimEnd().split('\n');
      expect(lines).toHaveLength(onePast);
      expect(lines.at(-1)).toContain('"next"');
    },
  });
});
