import { describe, expect, it } from '@jest/globals';
import { atTheLimit } from '../../test/support/at-the-limit.js';
import { LivingVenue } from '../../test/support/living-venue.js';
import { DRY_RUN_COMMANDS_MAX, DRY_RUN_DIFFERENCES_MAX } from '../kernel/limits.js';
import type { Json } from '../kernel/json.js';
import { type PackFile, shippedPack } from '../rules/index.js';
import { DifferencesFound } from './differences.js';
import { dryRun, type DryRunManners, type DryRunReport } from './dry-run.js';

const MONDAY = '2026-11-23';
const TUESDAY = '2026-11-24';
const WEDNESDAY = '2026-11-25';

/** The demonstration pack with some values changed, as a draft of its next version. */
function draftWith(values: Record<string, Json>): PackFile {
  const file = structuredClone(shippedPack('demo')) as unknown as PackFile;
  for (const [key, value] of Object.entries(values))
    (file.keys as unknown as Record<string, { value: Json }>)[key].value = value;
  // In force far from every period that is asked for: standing in, it rules all the same.
  return { ...file, version: 'next', effectiveFrom: '2099-01-01' };
}

async function* journalOf(venue: LivingVenue) {
  yield* venue.batches();
}

function run(
  venue: LivingVenue,
  draft: PackFile,
  [from, to]: readonly [string, string] = [MONDAY, WEDNESDAY],
  manners: DryRunManners = {},
): Promise<DryRunReport> {
  return dryRun(draft, { from, to }, { start: undefined, batches: journalOf(venue) }, manners);
}

/** Three days: trades within ±5 % of the close, one at +8 %, an order far outside, and a quiet last day. */
function threeDays(): LivingVenue {
  const venue = new LivingVenue();
  venue.openDay(MONDAY);
  venue.sell(300, 7500);
  venue.buy(100, 7500);
  venue.settle();
  venue.sell(50, 8060);
  venue.buy(250, 8060);
  venue.buy(10, 9000);
  venue.closeDay();
  venue.openDay(TUESDAY);
  venue.sell(100, 7600);
  venue.buy(40, 7600);
  venue.closeDay();
  venue.openDay(WEDNESDAY);
  venue.closeDay();
  return venue;
}

describe('a dry run', () => {
  it('finds nothing when the draft says the same', async () => {
    const venue = threeDays();
    const report = await run(venue, draftWith({}));
    expect(report).toMatchObject({
      period: { from: MONDAY, to: WEDNESDAY },
      instruments: [{ symbol: 'CEA-2026' }],
      decisions: { count: 0 },
      trades: { count: 0 },
      closes: { count: 0 },
      amounts: { count: 0 },
      refusals: [{ code: 'market.price_out_of_band', was: 1, will: 1 }],
    });
    expect(report.was).toEqual(report.will);
    expect(report.was).toMatchObject({ trades: 4, quantity: 390 });
  });

  it('under a narrower band refuses what was accepted, and says which trades, closes and amounts move', async () => {
    const venue = threeDays();
    const report = await run(venue, draftWith({ 'band.pct.listed': 500 }));
    expect(report.decisions.shown.map(({ kind, was, will, rule }) => [kind, was, will, rule])).toEqual([
      ['place-order', 'accepted', 'market.price_out_of_band', 'demo@next band.pct.listed'],
      ['place-order', 'accepted', 'market.price_out_of_band', 'demo@next band.pct.listed'],
    ]);
    // B's 250 at 80.60 took 200 at 75.00 and 50 at 80.60; refused, neither trade is there.
    expect(report.trades.shown.map(({ was, will }) => [was?.price, was?.quantity, will])).toEqual([
      [7500, 200, null],
      [8060, 50, null],
    ]);
    expect(report.will).toMatchObject({ trades: 2, quantity: 140 });
    expect(report.closes.shown[0]).toEqual({ day: MONDAY, instrumentNo: 1, was: 7580, will: 7500 });
    // Fees of 0.05 % on the value of either order, rounded half up once: 952 fen for each side.
    const value = 200 * 7500 + 50 * 8060;
    const moved = report.amounts.shown.filter(
      ({ accountNo }) => accountNo === venue.a || accountNo === venue.b,
    );
    expect(moved.map(({ accountNo, assetNo, was, will }) => [accountNo, assetNo, will - was])).toEqual([
      [venue.a, 0, -value + 952],
      [venue.a, 1, 250],
      [venue.b, 0, value + 952],
      [venue.b, 1, -250],
    ]);
  });

  it('under another fee keeps every trade and moves the fees alone', async () => {
    const venue = threeDays();
    const report = await run(venue, draftWith({ 'fee.listed.buy': 10 }), [TUESDAY, TUESDAY]);
    expect(report.decisions.count).toBe(0);
    expect(report.trades.shown).toMatchObject([
      { was: { quantity: 40, buyerFee: 152 }, will: { quantity: 40, buyerFee: 304 } },
    ]);
    const [fees] = report.amounts.shown;
    expect(report.amounts.shown.map(({ was, will }) => will - was)).toEqual([152, -152]);
    expect(fees.accountNo).not.toBe(venue.b);
  });

  it('begins and ends with its days', async () => {
    const venue = threeDays();
    const report = await run(venue, draftWith({ 'band.pct.listed': 500 }), [TUESDAY, TUESDAY]);
    expect(report).toMatchObject({ commands: 5, decisions: { count: 0 } });
    expect(report.was.trades).toBe(1);
    for (const empty of [['2026-12-01', '2026-12-31'] as const, ['2001-01-01', '2001-01-02'] as const])
      await expect(run(venue, draftWith({}), empty)).rejects.toMatchObject({
        rejection: { code: 'rules.dry_run_empty' },
      });
  });

  it('gives the same report from a snapshot before the period', async () => {
    const venue = threeDays();
    const draft = draftWith({ 'band.pct.listed': 500 });
    const whole = await run(venue, draft, [TUESDAY, WEDNESDAY]);
    const half = new LivingVenue();
    half.openDay(MONDAY);
    const batches = [...venue.batches()];
    const cut = batches.findIndex(({ lastSeq }) => lastSeq > half.records.length);
    // The state after the last batch before Monday.
    const replayed = new LivingVenue();
    expect(replayed.records.length).toBeGreaterThanOrEqual(batches[cut - 1].lastSeq);
    const { VenueMachine } = await import('../machine.js');
    const machine = new VenueMachine();
    for (const { seq, at, by, org, cmd } of venue.records.slice(0, batches[cut - 1].lastSeq))
      machine.decide({ seq, at, by, org, cmd });
    const start = JSON.parse(JSON.stringify(machine.dump())) as Json;
    async function* rest() {
      yield* batches.slice(cut);
    }
    expect(await dryRun(draft, { from: TUESDAY, to: WEDNESDAY }, { start, batches: rest() })).toEqual(whole);
  });

  it('follows what was named by number when a proposal before it is refused under the draft', async () => {
    const venue = new LivingVenue();
    venue.openDay(MONDAY);
    venue.sell(100, 8060);
    venue.buy(100, 8060);
    venue.settle();
    // A spends what it earned: without that trade the money is not there, and the next proposal has its number.
    const spent = venue.propose('withdraw-cash', {
      accountNo: venue.a,
      amountFen: 700_000,
      bankReference: 'y',
    });
    const deposited = venue.propose('deposit-cash', { accountNo: venue.b, amountFen: 5, bankReference: 'z' });
    venue.sign(deposited.ans as Record<string, Json>);
    venue.sign(spent.ans as Record<string, Json>);
    venue.closeDay();
    const report = await run(venue, draftWith({ 'band.pct.listed': 500 }));
    expect(report.decisions.shown.map(({ kind, will }) => [kind, will])).toEqual([
      ['place-order', 'market.price_out_of_band'],
      ['place-order', 'market.price_out_of_band'],
      ['propose', 'ledger.insufficient_cash'],
      ['approve', 'approvals.unknown_proposal'],
    ]);
    // The deposit is carried out on both roads.
    const cashOfB = report.amounts.shown.find(
      ({ accountNo, assetNo }) => accountNo === venue.b && assetNo === 0,
    )!;
    expect(cashOfB.will - cashOfB.was).toBe(806_000 + 403);
  });

  it('stops when its journal is not decided the same any more', async () => {
    const venue = threeDays();
    venue.records[5] = { ...venue.records[5], at: venue.records[5].at, by: 'usr_forger', ans: { no: 1 } };
    await expect(run(venue, draftWith({}))).rejects.toThrow('is decided the same on replay');
  });

  it('lets others use the thread', async () => {
    let turns = 0;
    const venue = new LivingVenue();
    venue.openDay(MONDAY);
    for (let i = 0; i < 2_000; i++) venue.sell(1, 7500);
    const turn = async (): Promise<void> => void (turns += 1);
    await run(venue, draftWith({}), [MONDAY, MONDAY], { turn });
    expect(turns).toBeGreaterThan(0);
  });
});

describe('the bounds of a dry run', () => {
  const commandsOf = async (commands: number, most: number): Promise<number> => {
    const venue = new LivingVenue();
    venue.openDay(MONDAY);
    for (let i = 1; i < commands; i++) venue.sell(1, 7500);
    return (await run(venue, draftWith({}), [MONDAY, MONDAY], { most })).commands;
  };
  atTheLimit('DRY_RUN_COMMANDS_MAX', {
    instead: 10,
    wired: async (real) => expect(real).toBe(DRY_RUN_COMMANDS_MAX),
    at: async (commands) => expect(await commandsOf(commands, 10)).toBe(10),
    past: (commands) =>
      expect(commandsOf(commands, 10)).rejects.toMatchObject({
        rejection: { code: 'rules.dry_run_too_long' },
      }),
  });

  const shown = (decisions: number): { count: number; shown: number } => {
    const found = new DifferencesFound();
    for (let seq = 1; seq <= decisions; seq++) {
      const was = { seq, at: seq, by: '', org: '', cmd: { kind: 'place-order' }, ok: true, ev: [] };
      found.take({ was, will: { ...was, ok: false, rej: { code: 'market.halted' } } });
    }
    const { machine } = new LivingVenue();
    const told = found.told(machine, machine).decisions;
    return { count: told.count, shown: told.shown.length };
  };
  atTheLimit('DRY_RUN_DIFFERENCES_MAX', {
    at: (differences) => expect(shown(differences)).toEqual({ count: differences, shown: differences }),
    past: (differences) =>
      expect(shown(differences)).toEqual({ count: differences, shown: DRY_RUN_DIFFERENCES_MAX }),
  });
});
