import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { atTheLimit } from '../../test/support/at-the-limit.js';
import { batchLines } from '../audit/index.js';
import { InvariantBroken } from '../kernel/invariant.js';
import type { Json } from '../kernel/json.js';
import { RejectionError } from '../kernel/rejection.js';
import type { CommandRecord, DecidedRecord, SqlStatement } from './domain/command.js';
import type { Machine } from './domain/machine.js';
import { MEMBER_QUEUE_COMMANDS_MAX, SNAPSHOT_OVERDUE } from '../kernel/limits.js';
import { EVENT_LOOP_PACE, type Pace } from './pace.js';
import { type CommitFate, SimulatedJournalStore } from './store/simulated-journal-store.js';
import { VenueSequencer } from './venue-sequencer.js';

/** The smallest market there is: a purse that refuses to go below zero. */
class Purse implements Machine {
  coins = 0;

  decide(record: CommandRecord): DecidedRecord {
    const add = record.cmd.add as number;
    if (add === 666) throw new InvariantBroken('nobody adds 666');
    if (this.coins + add < 0) return { ...record, ok: false, rej: { code: 'purse.empty' }, ev: [] };
    this.coins += add;
    return { ...record, ok: true, ans: { coins: this.coins }, ev: [{ type: 'CoinsAdded', add }] };
  }

  drain(): SqlStatement[] {
    return [];
  }

  letGo(): void {}

  dump(): Json {
    return { coins: this.coins };
  }

  restore(state: Json): void {
    this.coins = (state as { coins: number }).coins;
  }
}

function aSequencer(
  store: SimulatedJournalStore,
  nowMicros = () => 1_000_000,
  pace?: Pace,
): VenueSequencer<Purse> {
  const newMachine = (): Purse => new Purse();
  return new VenueSequencer({ venueNo: 1, owner: 'test', store, newMachine, nowMicros, pace });
}

function add(coins: number, key?: string) {
  return {
    by: 'usr_a',
    org: 'org_a',
    ...(key === undefined ? {} : { key }),
    command: { kind: 'add', add: coins },
  };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error) => (error as RejectionError).rejection.code,
  );
}

function journalled(store: SimulatedJournalStore): DecidedRecord[] {
  return store.committed.flatMap(batchLines).map((line) => JSON.parse(line) as DecidedRecord);
}

describe('the one writer of a venue', () => {
  it('decides waiting commands in arrival order and journals refusals too', async () => {
    const store = new SimulatedJournalStore();
    const venue = aSequencer(store);
    await venue.start();
    const receipts = await Promise.all([venue.submit(add(5)), venue.submit(add(-9)), venue.submit(add(2))]);
    expect(receipts.map((r) => (r.ok ? r.answer : r.rejection.code))).toEqual([
      { coins: 5 },
      'purse.empty',
      { coins: 7 },
    ]);
    expect(store.committed).toHaveLength(1);
    expect(journalled(store).map((r) => [r.seq, r.ok])).toEqual([
      [1, true],
      [2, false],
      [3, true],
    ]);
  });

  it('gives the same answer for the same key and body, even inside one batch, and 409 for another body', async () => {
    const store = new SimulatedJournalStore();
    const venue = aSequencer(store);
    await venue.start();
    const [first, twin] = await Promise.all([venue.submit(add(5, 'k')), venue.submit(add(5, 'k'))]);
    const later = await venue.submit(add(5, 'k'));
    expect(twin).toEqual({ ...first, replayed: true });
    expect(later).toEqual({ ...first, replayed: true });
    expect(await codeOf(venue.submit(add(6, 'k')))).toBe('sequencer.idempotency_conflict');
    expect(journalled(store)).toHaveLength(1);
  });

  it('never runs its clock backwards', async () => {
    const store = new SimulatedJournalStore();
    const times = [50, 20, 90];
    const venue = aSequencer(store, () => times.shift()!);
    await venue.start();
    for (const coins of [1, 2, 3]) await venue.submit(add(coins));
    expect(journalled(store).map((r) => r.at)).toEqual([50, 50, 90]);
  });

  it('drops memory and answers "unknown" when a commit fails, then goes on from what the journal holds', async () => {
    const fates: CommitFate[] = ['committed', 'applied-but-error', 'lost', 'committed'];
    const store = new SimulatedJournalStore(() => fates.shift() ?? 'committed');
    const venue = aSequencer(store);
    await venue.start();
    await venue.submit(add(1, 'a'));
    expect(await codeOf(venue.submit(add(10, 'b')))).toBe('sequencer.outcome_unknown');
    expect(await codeOf(venue.submit(add(100, 'c')))).toBe('sequencer.outcome_unknown');
    // b was applied: asking again answers from the journal. c was lost: asking again does it, once.
    expect(await venue.submit(add(10, 'b'))).toMatchObject({ answer: { coins: 11 }, replayed: true });
    expect(await venue.submit(add(100, 'c'))).toMatchObject({ answer: { coins: 111 }, replayed: false });
  });

  it('stops for good when another engine takes the venue over', async () => {
    const fates: CommitFate[] = ['committed', 'fenced'];
    const store = new SimulatedJournalStore(() => fates.shift() ?? 'committed');
    const venue = aSequencer(store);
    await venue.start();
    await venue.submit(add(1));
    expect(await codeOf(venue.submit(add(2)))).toBe('sequencer.outcome_unknown');
    expect(venue.state).toBe('fenced');
    expect(await codeOf(venue.submit(add(3)))).toBe('sequencer.not_open');
    expect(journalled(store)).toHaveLength(1);
  });

  it('halts closed on a broken invariant: nothing of that batch is written', async () => {
    const store = new SimulatedJournalStore();
    const venue = aSequencer(store);
    await venue.start();
    const good = codeOf(venue.submit(add(1)));
    const bad = codeOf(venue.submit(add(666)));
    expect([await good, await bad]).toEqual(['sequencer.halted', 'sequencer.halted']);
    expect(await codeOf(venue.submit(add(1)))).toBe('sequencer.halted');
    expect(store.committed).toHaveLength(0);
  });

  /** What became of so many commands that came at once, of so many members. */
  async function atOnce(commands: number, members: number) {
    const store = new SimulatedJournalStore();
    const venue = aSequencer(store);
    await venue.start();
    const all = Array.from({ length: commands }, (_, i) =>
      codeOf(venue.submit({ ...add(1), org: `org_${i % members}` })),
    );
    const codes = await Promise.all(all);
    const refused = codes.filter((code) => code !== 'no error');
    expect(journalled(store)).toHaveLength(commands - refused.length);
    return { refused, batches: store.committed.length };
  }
  atTheLimit('QUEUE_COMMANDS_MAX', {
    at: async (commands) => expect((await atOnce(commands, 5)).refused).toEqual([]),
    past: async (commands) => expect((await atOnce(commands, 5)).refused).toEqual(['sequencer.busy']),
  });
  atTheLimit('MEMBER_QUEUE_COMMANDS_MAX', {
    at: async (commands) => expect((await atOnce(commands, 1)).refused).toEqual([]),
    past: async (commands) =>
      expect((await atOnce(commands, 1)).refused).toEqual(['sequencer.too_many_waiting']),
  });
  atTheLimit('BATCH_COMMANDS_MAX', {
    at: async (commands) => expect((await atOnce(commands, 1)).batches).toBe(1),
    past: async (commands) => expect((await atOnce(commands, 1)).batches).toBe(2),
  });

  it('serves the others in between while one member has filled its own part of the queue', async () => {
    const store = new SimulatedJournalStore();
    const venue = aSequencer(store);
    await venue.start();
    const flood = Array.from({ length: MEMBER_QUEUE_COMMANDS_MAX }, () => venue.submit(add(1)));
    const quiet = await venue.submit({ ...add(1), org: 'org_b', by: 'usr_b' });
    expect(quiet.seq).toBe(2);
    expect((await Promise.all(flood)).every((r) => r.ok)).toBe(true);
  });

  it('shows questions committed memory only, and resumes from its snapshot after a clean stop', async () => {
    const store = new SimulatedJournalStore();
    const venue = aSequencer(store);
    await venue.start();
    const placed = venue.submit(add(4, 'k'));
    expect(await venue.ask((purse) => purse.coins)).toBe(4);
    await placed;
    await venue.stop();
    const next = aSequencer(store);
    await next.start();
    expect(await next.ask((purse) => purse.coins)).toBe(4);
    expect(await next.submit(add(4, 'k'))).toMatchObject({ replayed: true, seq: 1 });
  });

  it('writes a due snapshot once nobody has come for a while, and an overdue one at once', async () => {
    const store = new SimulatedJournalStore();
    const pauses: (() => void)[] = [];
    const pace: Pace = {
      turn: () => new Promise((resolve) => setImmediate(resolve)),
      pause: () => new Promise((resolve) => pauses.push(resolve)),
      snapshotCommands: 5,
    };
    const venue = aSequencer(store, undefined, pace);
    await venue.start();
    const snapshotSeq = async () => (await store.snapshot())?.seq;
    const place = async (n: number) => {
      for (let i = 0; i < n; i++) await venue.submit(add(1));
      await pace.turn();
    };
    const waitOver = async () => {
      pauses.splice(0).forEach((resume) => resume());
      for (let i = 0; i < 10; i++) await pace.turn();
    };
    await place(4);
    expect(pauses).toHaveLength(0);
    await place(2);
    expect(pauses).toHaveLength(1);
    await place(1);
    await waitOver();
    expect(await snapshotSeq()).toBeUndefined();
    await waitOver();
    expect(await snapshotSeq()).toBe(7);
    await place(5 * SNAPSHOT_OVERDUE + 1);
    expect(await snapshotSeq()).toBe(7 + 5 * SNAPSHOT_OVERDUE);
    await venue.stop();
  });

  it('gives a due snapshot up when a command comes, and takes it in the next quiet', async () => {
    const store = new SimulatedJournalStore();
    const turns: (() => void)[] = [];
    const pauses: (() => void)[] = [];
    let isSlow = false;
    const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const pace: Pace = {
      turn: () => (isSlow ? new Promise((resolve) => turns.push(resolve)) : later()),
      pause: () => new Promise((resolve) => pauses.push(resolve)),
      snapshotCommands: 2,
    };
    const quiet = async (): Promise<void> => {
      for (let i = 0; i < 10; i++) await later();
      while (pauses.length > 0) {
        pauses.splice(0).forEach((resume) => resume());
        for (let i = 0; i < 10; i++) await later();
      }
    };
    const venue = aSequencer(store, undefined, pace);
    await venue.start();
    await venue.submit(add(1));
    await venue.submit(add(1));
    isSlow = true;
    await quiet();
    const turn = async (): Promise<void> => {
      expect(turns).toHaveLength(1);
      turns.pop()!();
      await later();
    };
    await turn();
    // Between two pieces a question is answered, and a command ends the work.
    const asked = venue.ask((purse) => purse.coins);
    await turn();
    expect(await asked).toBe(2);
    const third = venue.submit(add(1));
    isSlow = false;
    await turn();
    expect(await third).toMatchObject({ seq: 3 });
    expect(await store.snapshot()).toBeUndefined();
    await quiet();
    expect(await store.snapshot()).toMatchObject({ seq: 3 });
    await venue.stop();
  });

  it('goes on, and stops in peace, when its memory cannot be made into a snapshot', async () => {
    class Unspeakable extends Purse {
      override dump(): Json {
        return { coins: 0.5 };
      }
    }
    const store = new SimulatedJournalStore();
    const said: string[] = [];
    const venue = new VenueSequencer<Purse>({
      ...{ venueNo: 1, owner: 'a', store, newMachine: () => new Unspeakable(), nowMicros: () => 1 },
      pace: { ...EVENT_LOOP_PACE, pause: () => new Promise(() => undefined), snapshotCommands: 1 },
      log: (_level, message) => void said.push(message),
    });
    await venue.start();
    for (let i = 0; i < SNAPSHOT_OVERDUE + 2; i++) await venue.submit(add(1));
    expect(await venue.ask((purse) => purse.coins)).toBe(SNAPSHOT_OVERDUE + 2);
    await venue.stop();
    expect(said).toContain('snapshot not written');
    expect(await store.snapshot()).toBeUndefined();
  });

  it('goes on while a snapshot is on its way to the disk, and takes no second one meanwhile', async () => {
    const store = new SimulatedJournalStore();
    const saves: (() => void)[] = [];
    const save = store.saveSnapshot.bind(store);
    store.saveSnapshot = async (venueNo, snapshot) => {
      await new Promise<void>((resolve) => saves.push(resolve));
      return save(venueNo, snapshot);
    };
    const pace: Pace = { ...EVENT_LOOP_PACE, pause: () => new Promise(() => undefined), snapshotCommands: 1 };
    const venue = aSequencer(store, undefined, pace);
    await venue.start();
    for (let i = 0; i < SNAPSHOT_OVERDUE; i++) await venue.submit(add(1));
    await venue.submit(add(1));
    await venue.submit(add(1));
    expect(saves).toHaveLength(1);
    saves.shift()!();
    const stopped = venue.stop();
    for (let i = 0; i < 5; i++) await EVENT_LOOP_PACE.turn();
    saves.splice(0).forEach((go) => go());
    await stopped;
    expect(await store.snapshot()).toMatchObject({ seq: SNAPSHOT_OVERDUE + 2 });
  });

  it('writes no snapshot when its last batch was refused or unknown on the way out', async () => {
    for (const fate of ['fenced', 'lost'] as const) {
      let stopping: Promise<void> | undefined;
      const store = new SimulatedJournalStore(() => {
        if (store.committed.length === 0 || stopping !== undefined) return 'committed';
        stopping = venue.stop();
        return fate;
      });
      const venue = aSequencer(store);
      await venue.start();
      await venue.submit(add(1));
      const last = codeOf(venue.submit(add(2)));
      expect(await last).toBe('sequencer.outcome_unknown');
      await stopping;
      expect(await store.snapshot()).toBeUndefined();
      expect(await codeOf(venue.submit(add(3)))).toBe('sequencer.not_open');
      const next = aSequencer(store);
      await next.start();
      expect(await next.ask((purse) => purse.coins)).toBe(1);
    }
  });

  it('refuses to open on a journal that was edited', async () => {
    const store = new SimulatedJournalStore();
    const venue = aSequencer(store);
    await venue.start();
    await venue.submit(add(4));
    const batch = store.committed[0];
    store.committed[0] = {
      ...batch,
      payload: Buffer.from(batch.payload.toString().replace('"add":4', '"add":9')),
    };
    await expect(aSequencer(store).start()).rejects.toThrow('Merkle root');
  });

  it('whatever fates commits meet: acknowledged means journalled once, memory equals a replay', async () => {
    const fateArbitrary = fc.array(fc.constantFrom<CommitFate>('committed', 'lost', 'applied-but-error'), {
      maxLength: 30,
    });
    const commandArbitrary = fc.array(fc.integer({ min: -5, max: 9 }), { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(fateArbitrary, commandArbitrary, async (fates, commands) => {
        const store = new SimulatedJournalStore(() => fates.shift() ?? 'committed');
        const venue = aSequencer(store);
        await venue.start();
        for (const [i, coins] of commands.entries()) {
          const once = () => venue.submit(add(coins, `k${i}`));
          let receipt;
          do receipt = await once().catch(() => undefined);
          while (receipt === undefined);
          expect(journalled(store)[receipt.seq - 1]).toMatchObject({ key: `k${i}`, ok: receipt.ok });
        }
        const records = journalled(store);
        expect(records.map((r) => r.key)).toEqual(commands.map((_, i) => `k${i}`));
        const replayed = new Purse();
        for (const record of records) replayed.decide(record);
        expect(await venue.ask((purse) => purse.coins)).toBe(replayed.coins);
      }),
      { numRuns: 200 },
    );
  });
});
