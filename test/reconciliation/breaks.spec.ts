import { describe, expect, it } from '@jest/globals';
import { stateHash } from '../../src/audit/index.js';
import type { Json } from '../../src/kernel/json.js';
import { VenueMachine } from '../../src/machine.js';
import { hashOf, reportText } from '../../src/reconciliation/domain/index.js';
import { stateInvariants } from '../../src/checker/state-invariants.js';
import { type PackFile, shippedPack } from '../../src/rules/index.js';
import { atTheLimit } from '../support/at-the-limit.js';
import { LivingVenue } from '../support/living-venue.js';
import { packWith } from '../support/market-world.js';

type Facts = Record<string, Json>;
const HASH = '0'.repeat(64);
const FIRST = '2026-11-02';
const SECOND = '2026-11-03';
const UNITS: Facts = {
  total: 'UNITS',
  part: 'serials',
  accountNo: 100,
  instrumentNo: 1,
  subjectNo: 0,
  one: 7,
  other: 9,
};
const CASH: Facts = { ...UNITS, total: 'CASH', part: 'venue', accountNo: 0, instrumentNo: 0 };

function aDay(cashBreaksHold?: string): LivingVenue {
  const venue = new LivingVenue(packOf(cashBreaksHold));
  venue.openDay(FIRST);
  venue.sell(100, 7463);
  venue.buy(100, 7463);
  return venue;
}
function packOf(cashBreaksHold?: string): PackFile {
  if (cashBreaksHold === undefined) return shippedPack('demo') as PackFile;
  return packWith({ 'reconciliation.cashBreaksHold': cashBreaksHold }, 'demo');
}

function closed(venue: LivingVenue): LivingVenue {
  venue.closeDay();
  const { tradingDay } = venue.machine.market;
  venue.ok('confirm-settlement-day', { day: tradingDay, toTrade: venue.machine.clearing.lastSettled });
  return venue;
}

function run(venue: LivingVenue, findings: Facts[], change: Facts = {}) {
  return venue.do(
    'record-reconciliation',
    {
      ...{ day: venue.machine.market.tradingDay, isClose: false, asOfSeq: venue.records.length, head: HASH },
      ...{ fromTrade: 1, toTrade: 1, rows: 10, figuresHash: HASH, totals: [], findings, more: 0, ...change },
    },
    'system:reconciliation',
  );
}
const code = ({ rej }: { rej?: { code: string } }): string => rej?.code ?? '';
const haltOf = (venue: LivingVenue): string | undefined => venue.machine.market.find(1)?.haltReason;
const broken = (venue: LivingVenue): string[] => stateInvariants(venue.machine).flatMap((one) => one.broken);
const states = (venue: LivingVenue): string[] =>
  [...venue.machine.reconciliation.live()].map(({ breakNo, state }) => `${breakNo} ${state}`);

describe('a break', () => {
  it('keeps its instrument shut at the next opening, until a later run no longer finds what was explained', () => {
    const venue = closed(aDay());
    expect(run(venue, [UNITS], { isClose: true }).ans).toEqual({ runNo: 1, day: FIRST, breaks: 1, open: 1 });
    venue.openDay(SECOND);
    expect(haltOf(venue)).toBe('reconciliation');
    expect(code(venue.sell(1, 7463))).toBe('market.halted');
    // Whoever opened it past its case would be noticed.
    venue.machine.market.find(1)!.haltReason = '';
    expect(broken(venue)).toEqual(['instrument 1 is open over a break']);
    venue.machine.market.find(1)!.haltReason = 'reconciliation';
    const resuming = venue.propose('resume-trading', { instrumentNo: 1, reason: 'it is late' });
    expect([code(resuming), resuming.rej?.data]).toEqual([
      'reconciliation.break_open',
      { first: 1, breaks: 1 },
    ]);
    // Gone without a word is not the end of it.
    run(venue, []);
    expect([states(venue), haltOf(venue)]).toEqual([['1 OPEN'], 'reconciliation']);
    venue.ok('assign-break', { breakNo: 1, owner: 'clearing desk' }, 'usr_clearing');
    venue.ok(
      'explain-break',
      { breakNo: 1, explanation: 'a row was edited by hand and restored' },
      'usr_clearing',
    );
    expect(haltOf(venue)).toBe('reconciliation');
    const end = run(venue, []);
    expect(end.ev.map(({ type }) => type)).toEqual(['BreakClosed', 'TradingResumed', 'Reconciled']);
    expect([states(venue), haltOf(venue), venue.sell(1, 7463).ok]).toEqual([[], '', true]);
    expect(code(venue.do('explain-break', { breakNo: 1, explanation: 'x' }))).toBe(
      'reconciliation.break_closed',
    );
    expect(code(venue.do('assign-break', { breakNo: 9, owner: 'x' }))).toBe('reconciliation.unknown_break');
    expect(broken(venue)).toEqual([]);
  });

  it('found in an open day holds the opening after it, not this day', () => {
    const venue = aDay();
    run(venue, [UNITS]);
    expect([haltOf(venue), venue.sell(1, 7463).ok]).toEqual(['', true]);
    expect(broken(venue)).toEqual([]);
    closed(venue).openDay(SECOND);
    expect(haltOf(venue)).toBe('reconciliation');
  });

  it('of timing is accepted by two until a day, and is one again after it', () => {
    const venue = closed(aDay());
    run(venue, [UNITS]);
    const reason = 'the registry books it on Thursday';
    const refused = venue.propose('accept-break', { breakNo: 1, dueDay: FIRST, reason });
    expect(code(refused)).toBe('reconciliation.due_day_past');
    venue.openDay(SECOND);
    expect(haltOf(venue)).toBe('reconciliation');
    venue.fourEyes('accept-break', { breakNo: 1, dueDay: SECOND, reason });
    expect([states(venue), haltOf(venue)]).toEqual([['1 ACCEPTED'], '']);
    expect(code(venue.do('explain-break', { breakNo: 1, explanation: 'x' }))).toBe(
      'reconciliation.break_decided',
    );
    closed(venue);
    venue.openDay('2026-11-04');
    expect(haltOf(venue)).toBe('reconciliation');
    run(venue, []);
    expect([states(venue), haltOf(venue), broken(venue)]).toEqual([[], '', []]);
  });

  it('of money holds what the rules of each instrument say', () => {
    const suspense = { ...CASH, part: 'suspense', accountNo: 13, subjectNo: 4 };
    const held = (pack: string | undefined, finding: Facts): string | undefined => {
      const venue = closed(aDay(pack));
      run(venue, [finding]);
      venue.openDay(SECOND);
      return haltOf(venue);
    };
    expect([held(undefined, CASH), held(undefined, suspense)]).toEqual(['reconciliation', 'reconciliation']);
    expect([held('DIFFERENCES', CASH), held('DIFFERENCES', suspense)]).toEqual(['reconciliation', '']);
    expect([held('NONE', CASH), held('NONE', { ...UNITS, instrumentNo: 2 })]).toEqual(['', '']);
  });

  it('of money is corrected by new entries that two persons sign, and told as explained again if that was not it', () => {
    const venue = closed(aDay());
    const { a, b } = venue;
    run(venue, [CASH, UNITS]);
    const reason = 'credited to the wrong member';
    const refusal = (payload: Facts): string =>
      code(venue.propose('correct-break', { breakNo: 1, reason, ...payload }));
    const entries = [
      { accountNo: a, amountFen: -500 },
      { accountNo: b, amountFen: 500 },
    ];
    expect(refusal({ breakNo: 2, entries })).toBe('reconciliation.not_by_entries');
    expect(refusal({ breakNo: 3, entries })).toBe('reconciliation.unknown_break');
    expect(refusal({ entries: entries.slice(1) })).toBe('reconciliation.bad_entries');
    expect(refusal({ entries: [entries[0], { accountNo: b, amountFen: 499 }] })).toBe(
      'reconciliation.entries_do_not_cancel',
    );
    expect(refusal({ entries: [entries[0], { accountNo: 999, amountFen: 500 }] })).toBe(
      'reconciliation.unknown_account',
    );
    const much = 100 * 7463 + 1;
    expect(
      refusal({
        entries: [
          { accountNo: a, amountFen: -much },
          { accountNo: b, amountFen: much },
        ],
      }),
    ).toBe('reconciliation.money_not_free');
    const before = venue.machine.ledger.balance(b, 0).posted;
    venue.fourEyes('correct-break', { breakNo: 1, reason, entries });
    expect(venue.machine.ledger.balance(b, 0).posted - before).toBe(500);
    expect(states(venue)).toEqual(['1 CORRECTED', '2 OPEN']);
    expect(refusal({ entries })).toBe('reconciliation.break_decided');
    run(venue, [CASH]);
    expect(states(venue)).toEqual(['1 EXPLAINED', '2 OPEN']);
    run(venue, []);
    expect([states(venue), broken(venue)]).toEqual([['2 OPEN'], []]);
  });
});

describe('a run', () => {
  it('is of this day, of this moment, of figures that differ, and closes a day once, after its settlement', () => {
    const venue = aDay();
    expect(code(run(venue, [], { day: '2026-10-01' }))).toBe('reconciliation.day_unknown');
    expect(code(run(venue, [], { asOfSeq: 10_000 }))).toBe('reconciliation.figures_outdated');
    expect(code(run(venue, [{ ...UNITS, one: 9 }]))).toBe('reconciliation.bad_figures');
    expect(code(run(venue, [UNITS, UNITS]))).toBe('reconciliation.bad_figures');
    expect(code(run(venue, [{ ...UNITS, part: 'x' }]))).toBe('reconciliation.bad_figures');
    expect(code(run(venue, [], { isClose: true }))).toBe('reconciliation.day_not_settled');
    closed(venue);
    expect(run(venue, [], { isClose: true }).ok).toBe(true);
    expect(code(run(venue, [], { isClose: true }))).toBe('reconciliation.day_done');
    expect(code(run(venue, [], { asOfSeq: 3 }))).toBe('reconciliation.figures_outdated');
  });

  it('leads to one report of its day, whose note is over both texts', () => {
    const venue = closed(aDay());
    const open = '{"v":1}';
    const full = `{"openHash":"${hashOf(open)}"}`;
    const note = (of = FIRST): string => `${reportText('log', of, hashOf(full), hashOf(open))}\n— log AAAA\n`;
    const publish = (change: Facts = {}): string =>
      code(venue.do('publish-day-report', { day: FIRST, open, full, note: note(), ...change }));
    expect(publish()).toBe('reconciliation.day_not_reconciled');
    run(venue, [], { isClose: true });
    expect(publish({ note: note(SECOND) })).toBe('reconciliation.bad_report');
    expect(publish({ open: '{}' })).toBe('reconciliation.bad_report');
    expect(publish({ full: '{}' })).toBe('reconciliation.bad_report');
    expect([publish(), publish()]).toEqual(['', 'reconciliation.report_done']);
  });

  it('is remembered by a snapshot; a venue that never had one keeps the hash that it had', () => {
    const venue = closed(aDay());
    expect((venue.machine.dump() as Facts).reconciliation).toBeUndefined();
    run(venue, [UNITS, CASH], { isClose: true });
    venue.fourEyes('accept-break', { breakNo: 2, dueDay: SECOND, reason: 'the bank is late' });
    const machine = new VenueMachine();
    machine.restore(JSON.parse(JSON.stringify(venue.machine.dump())) as Json);
    expect(stateHash(machine.dump())).toBe(stateHash(venue.machine.dump()));
    expect(machine.openings.faultOf(machine, 1, SECOND)?.data).toEqual({ first: 1, breaks: 1 });
  });
});

it('a venue whose rules say so opens no day before the day before was reconciled', () => {
  const venue = new LivingVenue(packWith({ 'reconciliation.beforeOpening': true }, 'demo'));
  venue.openDay(FIRST);
  closed(venue);
  const early = venue.do('open-day', { day: SECOND });
  expect([code(early), early.rej?.data]).toEqual(['reconciliation.day_not_reconciled', { day: FIRST }]);
  run(venue, [], { isClose: true });
  venue.openDay(SECOND);
  expect(venue.machine.market.dayStatus).toBe('OPEN');
});

describe('limits of reconciliation', () => {
  const many = (count: number): Facts[] =>
    Array.from({ length: count }, (_, i) => ({ ...UNITS, accountNo: 100 + i, instrumentNo: 9 }));

  atTheLimit('OPEN_BREAKS_MAX', {
    at(limit) {
      const venue = closed(aDay());
      expect(run(venue, many(limit)).ans).toMatchObject({ breaks: limit, open: limit });
      venue.openDay(SECOND);
      expect(haltOf(venue)).toBe('');
    },
    past(beyond) {
      const venue = closed(aDay());
      expect(code(run(venue, many(beyond)))).toBe('reconciliation.bad_figures');
      run(venue, many(beyond - 1));
      // One case for all that have none, and it shuts everything.
      const other = { ...UNITS, accountNo: 99 };
      expect(run(venue, [other]).ans).toMatchObject({ breaks: 1, open: beyond });
      expect(states(venue)).toContain(`${beyond} OPEN`);
      venue.openDay(SECOND);
      expect(haltOf(venue)).toBe('reconciliation');
    },
  });

  const correcting = (count: number): string => {
    const venue = closed(aDay());
    run(venue, [CASH]);
    const others = Array.from({ length: count - 1 }, (_, i) => ({ accountNo: 1_000 + i, amountFen: 1 }));
    const entries = [{ accountNo: venue.a, amountFen: 1 - count }, ...others];
    return code(venue.propose('correct-break', { breakNo: 1, reason: 'x', entries }));
  };
  // One more is refused for its number, before anybody looks whose the accounts are.
  atTheLimit('CORRECTION_ENTRIES_MAX', {
    at: (limit) => expect(correcting(limit)).toBe('reconciliation.unknown_account'),
    past: (beyond) => expect(correcting(beyond)).toBe('reconciliation.bad_entries'),
  });

  const publishing = (characters: number): string => {
    const venue = closed(aDay());
    run(venue, [], { isClose: true });
    const open = 'x'.repeat(characters);
    const full = `{"openHash":"${hashOf(open)}"}`;
    const note = `${reportText('log', FIRST, hashOf(full), hashOf(open))}\n— log AAAA\n`;
    return code(venue.do('publish-day-report', { day: FIRST, open, full, note }));
  };
  atTheLimit('DAY_REPORT_CHARACTERS_MAX', {
    at: (limit) => expect(publishing(limit)).toBe(''),
    past: (beyond) => expect(publishing(beyond)).toBe('reconciliation.bad_report'),
  });
});
