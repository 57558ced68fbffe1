import { beforeEach, describe, expect, it } from '@jest/globals';
import { atTheLimit } from '../../../test/support/at-the-limit.js';
import { CustodyVenue } from '../../../test/support/custody-venue.js';
import { SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import { Serials } from '../../registry/domain/serials.js';

let venue: CustodyVenue;
beforeEach(() => void (venue = CustodyVenue.furnished({})));
const at = CustodyVenue.instant;
const WARRANT = { reason: 'theft', authority: 'Court of X', documentNo: '(2026) 7' };
const freeze = (first: number, last: number, more: object = {}): unknown =>
  venue.office('freeze-serials', { instrumentNo: 1, first, last, ...WARRANT, ...more });
const serialsOf = (accountNo: number): [number, number][] =>
  [...venue.world.registry.serials.blocks()]
    .filter((block) => block.accountNo === accountNo)
    .map(({ first, last }) => [first, last]);
const give = (quantity: number): unknown => venue.transfer(quantity, 101, ['manager', 'office']);
const surrender = (quantity: number, year = 2026): unknown =>
  venue.signed('surrender-units', { accountNo: 100, instrumentNo: 1, quantity, year }, 'a', ['m', 'office']);

describe('frozen serials', () => {
  it('stay with their holder while others are delivered in their place', () => {
    expect(freeze(1, 40_000)).toMatchObject({ state: 'EXECUTED' });
    expect(give(10)).toMatchObject({ state: 'EXECUTED' });
    expect(serialsOf(101)).toEqual([[40_001, 40_010]]);
    expect(freeze(50_000, 50_009)).toMatchObject({ state: 'EXECUTED' });
    expect(give(9_995)).toMatchObject({ state: 'EXECUTED' });
    expect(serialsOf(101)).toEqual([
      [40_001, 49_999],
      [50_010, 50_015],
    ]);
  });

  it('cannot be sold, given, cancelled or surrendered', () => {
    freeze(1, 99_990);
    expect(venue.world.ledger.available(100, 1)).toBe(10);
    expect(give(11)).toBe('registry.insufficient_units');
    const rest = { accountNo: 100, instrumentNo: 1, quantity: 11 };
    expect(venue.signed('cancel-units', rest, 'a', ['m', 'office'])).toBe('registry.insufficient_units');
    expect(surrender(11)).toBe('registry.insufficient_units');
    expect(surrender(10)).toMatchObject({ state: 'EXECUTED' });
    expect(serialsOf(SYSTEM_ACCOUNTS.SURRENDERED)).toEqual([[99_991, 100_000]]);
  });

  it('of several holders are kept from each', () => {
    give(10);
    freeze(6, 15);
    expect(venue.world.custody.freezesOf('SERIALS')[0].kept).toEqual([
      { accountNo: 100, quantity: 5 },
      { accountNo: 101, quantity: 5 },
    ]);
    expect([100, 101].map((no) => venue.world.ledger.available(no, 1))).toEqual([99_985, 5]);
  });

  it('are free again at the instant the order names, or when it is released', () => {
    const { freezeNo } = (freeze(1, 10) as { result: { freezeNo: number } }).result;
    freeze(11, 20, { until: at('2026-11-24', 9) });
    expect(venue.sweep('2026-11-24', 8)).toEqual({ freezes: 0, transfers: 0 });
    expect(venue.sweep('2026-11-24', 9)).toEqual({ freezes: 1, transfers: 0 });
    expect(venue.world.ledger.available(100, 1)).toBe(99_990);
    expect(venue.office('release-serials', { freezeNo })).toMatchObject({ state: 'EXECUTED' });
    expect(venue.world.ledger.available(100, 1)).toBe(100_000);
    expect(venue.office('release-serials', { freezeNo })).toBe('custody.unknown_freeze');
    expect(give(1)).toMatchObject({ state: 'EXECUTED' });
    expect(serialsOf(101)).toEqual([[1, 1]]);
  });

  it('must exist, be held by somebody, be promised to nobody, and be frozen once', () => {
    expect(venue.office('freeze-serials', { instrumentNo: 9, first: 1, last: 1, ...WARRANT })).toBe(
      'registry.unknown_instrument',
    );
    for (const [first, last] of [
      [0, 1],
      [2, 1],
      [1, 100_001],
    ] as const)
      expect(freeze(first, last)).toBe('custody.no_such_serials');
    expect(freeze(1, 2, { until: venue.at })).toBe('custody.expiry_past');
    venue.world.ledger.hold(100, 1, 99_999);
    expect(freeze(1, 2)).toBe('custody.serials_promised');
    expect(freeze(1, 1)).toMatchObject({ state: 'EXECUTED' });
    venue.world.ledger.release(100, 1, 99_999);
    expect(freeze(1, 5)).toBe('custody.serials_frozen');
    surrender(3);
    expect(freeze(2, 5)).toBe('custody.serials_not_held');
  });

  it('are walked around by any move, and come back from a snapshot', () => {
    freeze(5, 8);
    const { serials } = venue.world.registry;
    const restored = Serials.restore(JSON.parse(JSON.stringify(serials.dump())) as never);
    restored.move(1, 100, 101, 7, { kind: 'test', no: 1 });
    expect([...restored.blocks()].filter((b) => b.accountNo === 101).map((b) => [b.first, b.last])).toEqual([
      [1, 4],
      [9, 11],
    ]);
    expect(() => restored.moveRun(1, 100, 101, { first: 5, last: 5 }, { kind: 'test', no: 2 })).toThrow(
      'frozen serials stay where they are',
    );
  });

  atTheLimit('SERIAL_FREEZES_MAX', {
    at: (most) => expect(freezesUpTo(most)).toMatchObject({ state: 'EXECUTED' }),
    past: (onePast) => expect(freezesUpTo(onePast)).toBe('custody.too_many_freezes'),
  });
  function freezesUpTo(nth: number): unknown {
    let last: unknown;
    for (let i = 1; i <= nth; i++) last = freeze(2 * i, 2 * i);
    return last;
  }

  atTheLimit('FREEZE_HOLDERS_MAX', {
    at: (most) => expect(frozenOf(most)).toMatchObject({ state: 'EXECUTED' }),
    past: (onePast) => expect(frozenOf(onePast)).toBe('custody.too_many_holders'),
  });
  function frozenOf(holders: number): unknown {
    const lines = Array.from({ length: holders }, (_, i) => ({
      accountNo: venue.openAccount(`h${i}`),
      quantity: 1,
    }));
    venue.allocate(lines);
    return freeze(100_001, 100_000 + holders);
  }
});

describe('a freeze of an account or of an amount', () => {
  it('S25: of 40,000 of 100,000 lets 60,000 be surrendered, not 70,000, and stays', () => {
    venue.office('freeze-units', { accountNo: 100, instrumentNo: 1, quantity: 40_000, ...WARRANT });
    expect(surrender(70_000)).toBe('registry.insufficient_units');
    expect(surrender(60_000)).toMatchObject({ state: 'EXECUTED' });
    expect(venue.world.registry.frozenByCourt(100, 1)).toBe(40_000);
    expect(venue.holds(100)).toEqual([40_000, 40_000]);
    expect(venue.holds(SYSTEM_ACCOUNTS.SURRENDERED)).toEqual([60_000, 60_000]);
  });

  it('has reason, authority, document and an end of its own', () => {
    const until = at('2026-11-24', 9);
    venue.office('freeze-account', { accountNo: 101, ...WARRANT, until });
    venue.office('freeze-units', { accountNo: 100, instrumentNo: 1, quantity: 10, ...WARRANT, until });
    expect(venue.office('freeze-account', { accountNo: 102, ...WARRANT, until: venue.at })).toBe(
      'custody.expiry_past',
    );
    expect([...venue.world.custody.allFreezes()]).toMatchObject([
      { kind: 'ACCOUNT', accountNo: 101, ...WARRANT, until },
      { kind: 'UNITS', accountNo: 100, left: 10, ...WARRANT, until },
    ]);
    expect(venue.sweep('2026-11-24', 9)).toEqual({ freezes: 2, transfers: 0 });
    expect(venue.world.registry.account(101)?.state).toBe('ACTIVE');
    expect(venue.world.registry.frozenByCourt(100, 1)).toBe(0);
    expect(venue.world.ledger.available(100, 1)).toBe(100_000);
  });

  it('is lifted before its end, the oldest order first', () => {
    const until = at('2026-11-30', 9);
    for (const quantity of [10, 20])
      venue.office('freeze-units', { accountNo: 100, instrumentNo: 1, quantity, ...WARRANT, until });
    venue.office('unfreeze-units', { accountNo: 100, instrumentNo: 1, quantity: 15, reason: 'settled' });
    expect(venue.world.custody.freezesOf('UNITS')).toMatchObject([{ left: 15 }]);
    venue.office('freeze-account', { accountNo: 101, ...WARRANT, until });
    venue.office('release-account', { accountNo: 101, reason: 'paid' });
    expect(venue.world.custody.freezesOf('ACCOUNT')).toEqual([]);
    expect(venue.sweep('2026-11-30', 9)).toEqual({ freezes: 1, transfers: 0 });
    expect(venue.world.ledger.available(100, 1)).toBe(100_000);
  });
});

describe('units at their end', () => {
  it('S54: a voluntary cancellation lowers the cap for good and is never undone', () => {
    const cap = venue.world.registry.cap(1, 2026)!;
    const payload = { accountNo: 100, instrumentNo: 1, quantity: 500 };
    const asked = venue.tell('m', 'propose', { action: 'cancel-units', payload }, 'a');
    // While it waits for its signatures the quantity is kept.
    expect(venue.world.ledger.available(100, 1)).toBe(99_500);
    expect(asked).toMatchObject({ state: 'PENDING' });
    venue.tell('n', 'approve', asked, 'a');
    expect(venue.tell('officer', 'approve', asked)).toMatchObject({ state: 'EXECUTED' });
    expect([cap.issued, cap.cancelled]).toEqual([100_000, 500]);
    expect(venue.holds(SYSTEM_ACCOUNTS.CANCELLED)).toEqual([500, 500]);
    // What was issued stays issued under the cap: 900,000 are left, not 900,500.
    const batch = {
      instrumentNo: 1,
      year: 2026,
      fileHash: 'c'.repeat(64),
      lines: [{ accountNo: 100, quantity: 900_001 }],
    };
    const { batchNo } = venue.tell('issuer', 'draft-batch', batch);
    venue.tell('issuer', 'submit-batch', { batchNo });
    venue.tell('approver', 'approve-batch', { batchNo, fileHash: batch.fileHash });
    expect(venue.tell('registrar', 'create-batch', { batchNo })).toBe('registry.cap_exceeded');
    expect(() =>
      venue.world.ledger.post({ kind: 'test', no: 1 }, [
        { account: SYSTEM_ACCOUNTS.CANCELLED, asset: 1, amount: -1 },
        { account: 100, asset: 1, amount: 1 },
      ]),
    ).toThrow('nothing leaves a sink');
  });

  it('a surrender is kept by account and year, and leaves the cap alone', () => {
    surrender(30);
    surrender(12);
    surrender(7, 2025);
    const { custody, registry } = venue.world;
    expect([custody.surrenderedBy(100, 1, 2026), custody.surrenderedBy(100, 1, 2025)]).toEqual([42, 7]);
    expect(custody.surrenderedOf(1)).toBe(49);
    expect(registry.cap(1, 2026)).toMatchObject({ cancelled: 0 });
  });
});

describe('a certificate of a holding', () => {
  it('says what was held at its own place of the journal, to the holder and to the registry', () => {
    freeze(1, 10);
    const facts = { accountNo: 100, instrumentNo: 1 };
    expect(venue.tell('m', 'certify-holding', { ...facts, org: 'b' }, 'b')).toBe('registry.unknown_account');
    expect(venue.tell('m', 'certify-holding', { ...facts, instrumentNo: 9, org: 'a' }, 'a')).toBe(
      'registry.unknown_instrument',
    );
    expect(venue.tell('m', 'certify-holding', { ...facts, org: 'a' }, 'a')).toEqual({
      certificateNo: 1,
      quantity: 100_000,
    });
    give(1);
    venue.tell('officer', 'certify-holding', { ...facts, org: '' });
    expect([...venue.world.custody.newCertificates]).toMatchObject([
      { certificateNo: 1, quantity: 100_000, frozen: 10 },
      { certificateNo: 2, quantity: 99_999, frozen: 10 },
    ]);
  });
});
