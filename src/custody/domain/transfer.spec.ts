import { beforeEach, describe, expect, it } from '@jest/globals';
import { atTheLimit } from '../../../test/support/at-the-limit.js';
import { CustodyVenue, SAFE } from '../../../test/support/custody-venue.js';
import { canonical } from '../../kernel/json.js';
import { TRUSTED_ACCOUNTS_MAX } from '../../kernel/limits.js';

let venue: CustodyVenue;
beforeEach(() => void (venue = CustodyVenue.furnished()));
const at = CustodyVenue.instant;

describe('a transfer to an account that is not trusted', () => {
  it('waits for noon of the next working day when it was signed before noon, keeps its units, then leaves', () => {
    expect(venue.transfer(300)).toMatchObject({
      result: { dueAt: at('2026-11-24', 12), cancelUntil: at('2026-11-24', 10) },
    });
    expect(venue.holds(100)).toEqual([100_000, 100_000]);
    expect(venue.world.ledger.available(100, 1)).toBe(99_700);
    expect(venue.sweep('2026-11-24', 11)).toEqual({ freezes: 0, transfers: 0 });
    expect(venue.sweep('2026-11-24', 12)).toEqual({ freezes: 0, transfers: 1 });
    expect(venue.holds(101)).toEqual([300, 300]);
    expect(venue.world.ledger.available(100, 1)).toBe(99_700);
    expect(venue.sweep('2026-11-24', 13)).toEqual({ freezes: 0, transfers: 0 });
  });

  it('waits for the second working day when it was signed after noon, and weekends do not count', () => {
    venue.at = at('2026-11-27', 12);
    expect(venue.transfer(1)).toMatchObject({ result: { dueAt: at('2026-12-01', 12) } });
  });

  it('waits for the next window when its time comes outside of it', () => {
    venue.transfer(300);
    expect(venue.sweep('2026-11-24', 16)).toMatchObject({ transfers: 0 });
    expect(venue.sweep('2026-11-25', 9.5)).toMatchObject({ transfers: 0 });
    expect(venue.sweep('2026-11-25', 10)).toMatchObject({ transfers: 1 });
  });

  it('T1: with a stolen login nothing leaves before the delay, and it is called off in the last microsecond', () => {
    // Thief and unwitting second person: everything that can be signed is signed, at once.
    const { result } = venue.transfer(40_000);
    expect(venue.events.filter(({ type }) => type === 'UnitsTransferred')).toEqual([]);
    for (const hour of [9, 12, 16, 23.9])
      expect(venue.sweep('2026-11-23', hour)).toMatchObject({ transfers: 0 });
    expect(venue.holds(101)).toEqual([0, 0]);
    venue.at = result.cancelUntil - 1;
    const call = { transferNo: result.transferNo, note: 'not ours' };
    expect(venue.tell('stranger', 'cancel-transfer', { ...call, powers: ['transfer.approve'] }, 'b')).toBe(
      'custody.unknown_transfer',
    );
    expect(venue.tell('owner', 'cancel-transfer', call, 'a')).toMatchObject({ state: 'CANCELLED' });
    expect(venue.sweep('2026-11-24', 12)).toMatchObject({ transfers: 0 });
    expect(venue.holds(101)).toEqual([0, 0]);
    expect(venue.world.ledger.available(100, 1)).toBe(100_000);
  });

  it('cannot be called off from the named hour on; the registry may until then, too', () => {
    const first = venue.transfer(10).result;
    const second = venue.transfer(20).result;
    venue.at = first.cancelUntil - 1;
    const office = { powers: ['registry.approve'], note: 'on the word of the police' };
    expect(
      venue.tell('officer', 'cancel-transfer', { transferNo: first.transferNo, ...office }),
    ).toMatchObject({
      state: 'CANCELLED',
    });
    venue.at = first.cancelUntil;
    const late = { transferNo: second.transferNo, note: '' };
    expect(venue.tell('owner', 'cancel-transfer', late, 'a')).toBe('custody.too_late_to_cancel');
    expect(venue.tell('officer', 'cancel-transfer', { ...late, ...office })).toBe(
      'custody.too_late_to_cancel',
    );
  });

  it('is stopped when its account is frozen meanwhile, and the units stay', () => {
    venue.transfer(300);
    venue.office('freeze-account', { accountNo: 100, reason: 'stolen login' });
    expect(venue.sweep('2026-11-24', 12)).toMatchObject({ transfers: 1 });
    expect(venue.holds(101)).toEqual([0, 0]);
    expect(venue.events.at(-1)).toMatchObject({ type: 'TransferStopped', note: 'registry.account_frozen' });
  });

  it('tells the others of the organisation: the delay, and that this receiver is new', () => {
    venue.transfer(300);
    const told = [...venue.world.custody.newNotices].map(({ kind, org, causedBy }) => [kind, org, causedBy]);
    expect(told).toEqual([
      ['FIRST_BENEFICIARY', 'a', 'manager'],
      ['TRANSFER_DELAYED', 'a', 'manager'],
    ]);
    venue.transfer(1);
    expect([...venue.world.custody.newNotices].map(({ kind }) => kind).slice(2)).toEqual([
      'TRANSFER_DELAYED',
    ]);
  });

  it('needs more signatures the larger it is', () => {
    expect(venue.transfer(49_999)).toMatchObject({ state: 'EXECUTED' });
    expect(venue.transfer(50_000)).toMatchObject({ state: 'PENDING', stagesLeft: 2 });
    expect(venue.transfer(50_000, 101, ['manager', 'manager'])).toBe('registry.insufficient_units');
    venue = CustodyVenue.furnished();
    expect(venue.transfer(50_000, 101, ['manager', 'manager'])).toBe('approvals.four_eyes');
    venue = CustodyVenue.furnished();
    expect(venue.transfer(50_000, 101, ['manager', 'chief', 'office'])).toMatchObject({ state: 'EXECUTED' });
  });

  it('is refused where the calendar of working days ends before its term', () => {
    venue.at = at('2026-12-31', 9);
    expect(venue.transfer(1)).toBe('custody.calendar_ends');
    expect(venue.trust()).toBe('custody.calendar_ends');
  });

  it('leaves at the last signature in a market whose pack knows no delay', () => {
    venue = CustodyVenue.furnished({});
    expect(venue.transfer(300, 101, ['manager', 'office'])).toMatchObject({ state: 'EXECUTED' });
    expect(venue.holds(101)).toEqual([300, 300]);
  });

  atTheLimit('WAITING_TRANSFERS_MAX', {
    at: (most) => expect(waitingAt(most - 1)).toMatchObject({ state: 'EXECUTED' }),
    past: (onePast) => expect(waitingAt(onePast - 1)).toBe('custody.too_many_waiting'),
  });
  function waitingAt(count: number): unknown {
    const { custody } = venue.world;
    const dummy = { ...[...custody.waiting()][0], org: 'a', fromAccount: 102, instrumentNo: 1 };
    for (let no = 1; no <= count; no++) custody.addTransfer({ ...dummy, transferNo: 1e9 + no } as never);
    return venue.transfer(1);
  }

  atTheLimit('ENDED_CUSTODY_TERMS_MAX', {
    at: (most) => expect(endedOf(most)).toEqual([most, 0]),
    past: (onePast) => expect(endedOf(onePast)).toEqual([onePast - 1, 1]),
  });
  function endedOf(count: number): [number, number] {
    for (let i = 0; i < count; i++) venue.transfer(1);
    const { transfers } = venue.sweep('2026-11-24', 12);
    return [transfers, venue.world.custody.waitingCount()];
  }
});

describe('a trusted account', () => {
  it('is trusted from noon of the fourth working day; then transfers leave at once inside the window', () => {
    expect(venue.trust()).toMatchObject({ result: { effectiveAt: at('2026-11-27', 12) } });
    venue.at = at('2026-11-27', 12) - 1;
    expect(venue.transfer(1)).toMatchObject({ result: { dueAt: at('2026-11-30', 12) } });
    venue.at = at('2026-11-27', 12);
    expect(venue.transfer(2)).toMatchObject({ result: { quantity: 2 } });
    expect(venue.holds(101)).toEqual([2, 2]);
  });

  it('and outside the window at its next opening', () => {
    venue.trust();
    venue.at = at('2026-11-27', 16);
    expect(venue.transfer(2)).toMatchObject({ result: { dueAt: at('2026-11-30', 10) } });
    venue.at = at('2026-11-30', 9);
    expect(venue.transfer(3)).toMatchObject({ result: { dueAt: at('2026-11-30', 10) } });
    expect(venue.sweep('2026-11-30', 10)).toMatchObject({ transfers: 2 });
  });

  it('of one’s own organisation needs no list', () => {
    venue.at = at('2026-11-23', 11);
    expect(venue.transfer(5, 102)).toMatchObject({ state: 'EXECUTED' });
    expect(venue.holds(102)).toEqual([5, 5]);
  });

  it('is removed at once by one person, and what was on its way because of it stops', () => {
    const { trustNo } = venue.trust().result;
    venue.at = at('2026-11-27', 17);
    venue.transfer(2);
    const facts = { accountNo: 100, trustNo };
    expect(venue.tell('x', 'distrust-account', facts, 'b')).toBe('custody.unknown_trust');
    expect(venue.tell('x', 'distrust-account', facts, 'a')).toMatchObject({ trustNo });
    expect(venue.events.map(({ note }) => note)).toContain('custody.trust_removed');
    expect(venue.sweep('2026-11-30', 10)).toMatchObject({ transfers: 0 });
    expect(venue.holds(101)).toEqual([0, 0]);
    expect(venue.tell('x', 'distrust-account', facts, 'a')).toBe('custody.unknown_trust');
  });

  it('is another account, and stands on the list once', () => {
    expect(venue.trust(100)).toBe('registry.same_account');
    expect(venue.trust(9_999)).toBe('registry.receiver_not_open');
    venue.trust();
    expect(venue.trust()).toBe('custody.already_trusted');
  });

  atTheLimit('TRUSTED_ACCOUNTS_MAX', {
    at: (most) => expect(trustedAt(most)).toMatchObject({ state: 'EXECUTED' }),
    past: (onePast) => expect(trustedAt(onePast)).toBe('custody.too_many_trusted'),
  });
  function trustedAt(nth: number): unknown {
    let last: unknown;
    for (let i = 0; i < nth; i++) last = venue.trust(venue.openAccount(`other${i}`));
    expect(venue.world.custody.trustedBy(100).length).toBe(Math.min(nth, TRUSTED_ACCOUNTS_MAX));
    return last;
  }
});

it('custody comes back from a snapshot as it was', () => {
  venue.trust();
  venue.transfer(7);
  venue.office('freeze-serials', { instrumentNo: 1, first: 1, last: 9, reason: 'r', stolen: true });
  venue.signed('surrender-units', { accountNo: 100, instrumentNo: 1, quantity: 5, year: 2026 }, 'a', [
    'm',
    'office',
  ]);
  const { custody } = venue.world;
  expect(canonical(venue.restored().dump())).toBe(canonical(custody.dump()));
  expect(venue.restored().surrenderedBy(100, 1, 2026)).toBe(5);
  expect(Object.keys(SAFE)).toHaveLength(5);
});
