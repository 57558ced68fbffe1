import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '../../src/kernel/json.js';
import type { Database } from '../../src/platform/database.js';
import { withClient } from '../../src/platform/database.js';
import {
  type CommandRecord,
  type DecidedRecord,
  LocalEngine,
  type Machine,
  type SqlStatement,
} from '../../src/sequencer/index.js';
import { freshDatabase } from '../support/database.js';

class Counter implements Machine {
  count = 0;
  decide(record: CommandRecord): DecidedRecord {
    this.count += record.cmd.add as number;
    return { ...record, ok: true, ans: { count: this.count }, ev: [] };
  }
  drain(): SqlStatement[] {
    return [];
  }

  letGo(): void {}
  dump(): Json {
    return { count: this.count };
  }
  restore(state: Json): void {
    this.count = (state as { count: number }).count;
  }
}

describe('a venue on PostgreSQL', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());

  const anEngine = (owner: string) =>
    new LocalEngine<Counter>({
      pool: database.pool,
      owner,
      newMachine: () => new Counter(),
      nowMicros: () => 1_000_000,
    });
  const add = (n: number, key?: string) => ({
    by: 'usr_a',
    org: 'org_a',
    key,
    command: { kind: 'add', add: n },
  });

  it('is rebuilt by the next engine, which fences the one before', async () => {
    const first = anEngine('first');
    await first.start();
    await first.createVenue('city', 'City', 'CNY');
    await Promise.all([first.submit('city', add(1)), first.submit('city', add(2, 'k'))]);

    const second = anEngine('second');
    await second.start();
    expect(await second.ask('city', (m) => m.count)).toBe(3);
    expect(await second.submit('city', add(2, 'k'))).toMatchObject({ replayed: true, seq: 2 });
    // The zombie still believes it owns the venue; its commit changes nothing.
    await expect(first.submit('city', add(100))).rejects.toThrow('outcome_unknown');
    expect((await second.submit('city', add(4))).seq).toBe(3);
    expect(await second.ask('city', (m) => m.count)).toBe(7);
    await first.stop();
    await second.stop();
  });

  it('answers "unknown" when its connection dies, reloads, and loses nothing it acknowledged', async () => {
    const engine = anEngine('again');
    await engine.start();
    const before = await engine.ask('city', (m) => m.count);
    const killer = () =>
      withClient(database.ownerUrl, (c) =>
        c.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'airshed_app' AND datname = current_database()`,
        ),
      );
    let acknowledged = 0;
    const keys: string[] = [];
    for (let round = 0; round < 5; round++) {
      const burst = Array.from({ length: 40 }, (_, i) => {
        const key = `r${round}-${i}`;
        keys.push(key);
        return engine.submit('city', add(1, key)).then(
          () => acknowledged++,
          () => undefined,
        );
      });
      await killer();
      await Promise.all(burst);
    }
    // Asking again by key gives every command exactly one effect, acknowledged or not.
    for (const key of keys) {
      let receipt;
      do receipt = await engine.submit('city', add(1, key)).catch(() => undefined);
      while (receipt === undefined);
    }
    expect(await engine.ask('city', (m) => m.count)).toBe(before + keys.length);
    expect(acknowledged).toBeGreaterThan(0);
    await engine.stop();
  });

  it('takes a COMMIT whose standby may lack it for "unknown", and answers from the journal afterwards', async () => {
    const engine = anEngine('standby');
    await engine.start();
    const before = await engine.ask('city', (m) => m.count);
    await withClient(database.ownerUrl, (c) =>
      c.query(`CREATE FUNCTION warn_as_cancelled() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE WARNING 'canceling wait for synchronous replication due to user request'; RETURN NEW; END $$;
        CREATE TRIGGER warn BEFORE INSERT ON journal_batches FOR EACH ROW EXECUTE FUNCTION warn_as_cancelled()`),
    );
    try {
      await expect(engine.submit('city', add(5, 'doubtful'))).rejects.toThrow('outcome_unknown');
    } finally {
      await withClient(database.ownerUrl, (c) => c.query(`DROP FUNCTION warn_as_cancelled() CASCADE`));
    }
    // It was applied here: the same key finds it, once.
    expect(await engine.submit('city', add(5, 'doubtful'))).toMatchObject({ replayed: true });
    expect(await engine.ask('city', (m) => m.count)).toBe(before + 5);
    await engine.stop();
  });
});
