import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { batchLines } from '../audit/index.js';
import { InvariantBroken } from '../kernel/invariant.js';
import type { Json } from '../kernel/json.js';
import { RejectionError } from '../kernel/rejection.js';
import type { CommandRecord, DecidedRecord, SqlStatement } from './domain/command.js';
import type { Machine } from './domain/machine.js';
import { QUEUE_COMMANDS_MAX } from './limits.js';
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

  dump(): Json {
    return { coins: this.coins };
  }

  restore(state: Json): void {
    this.coins = (state as { coins: number }).coins;
  }
}

function aSequencer(store: SimulatedJournalStore, nowMicros = () => 1_000_000): VenueSequencer<Purse> {
  return new VenueSequencer({ venueNo: 1, owner: 'test', store, newMachine: () => new Purse(), nowMicros });
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

  it('refuses the command after the last one its queue may hold', async () => {
    const venue = aSequencer(new SimulatedJournalStore());
    await venue.start();
    const all = Array.from({ length: QUEUE_COMMANDS_MAX }, () => venue.submit(add(1)));
    expect(await codeOf(venue.submit(add(1)))).toBe('sequencer.busy');
    expect((await Promise.all(all)).every((r) => r.ok)).toBe(true);
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
