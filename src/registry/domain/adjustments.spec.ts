import { beforeEach, describe, expect, it } from '@jest/globals';
import { canonical } from '../../kernel/json.js';
import { SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import { FILE, RegistryVenue } from '../../../test/support/registry-venue.js';
import { netAllocation } from './net-allocation.js';
import { Registry } from './index.js';

let venue: RegistryVenue;
beforeEach(() => {
  venue = RegistryVenue.furnished();
  venue.agreed('set-cap', { instrumentNo: 1, year: 2026, quantity: 1_000_000 });
});

function staged(stage: 'PRE' | 'FINAL', quantity: number, accountNo = 100): number {
  const lines = [{ accountNo, quantity }];
  const { batchNo } = venue.tell('issuer', 'draft-batch', {
    ...{ instrumentNo: 1, year: 2026, stage, fileHash: FILE, lines },
  });
  venue.tell('issuer', 'submit-batch', { batchNo });
  venue.tell('approver', 'approve-batch', { batchNo, fileHash: FILE });
  return batchNo;
}
function created(stage: 'PRE' | 'FINAL', quantity: number, accountNo = 100): number {
  const batchNo = staged(stage, quantity, accountNo);
  expect(venue.tell('registrar', 'create-batch', { batchNo })).toMatchObject({
    state: 'CREDITED_TO_PROVINCE',
  });
  expect(venue.tell('registrar', 'distribute-batch', { batchNo })).toMatchObject({ state: 'DISTRIBUTED' });
  return batchNo;
}
const line = (batchNo: number): unknown => venue.world.registry.batch(batchNo)?.lines[0];
const open = (): number | undefined => venue.world.registry.deductions.of(100, 1)?.open;
const deduct = (quantity: number) =>
  venue.agreed('impose-deduction', { accountNo: 100, instrumentNo: 1, quantity, reason: 'a loan of 2022' });
const handBack = (batchNo: number, quantity: number) =>
  venue.agreed(
    'hand-back-units',
    { batchNo, accountNo: 100, quantity },
    'trader',
    [
      ['manager', 'plant-a'],
      ['checker', ''],
    ],
    'plant-a',
  );
const available = (): number => venue.world.ledger.available(100, 1);

describe('refund more, pay less', () => {
  it.each([
    [
      { approved: 30, before: 50, deducted: 50, open: 20 },
      { quantity: 0, deducted: -20, owed: 0 },
    ],
    [
      { approved: 50, before: 0, deducted: 0, open: 70 },
      { quantity: 0, deducted: 50, owed: 0 },
    ],
    [
      { approved: 90, before: 50, deducted: 50, open: 20 },
      { quantity: 20, deducted: 20, owed: 0 },
    ],
    [
      { approved: 30, before: 50, deducted: 5, open: 0 },
      { quantity: 0, deducted: -5, owed: 15 },
    ],
    [
      { approved: 50, before: 50, deducted: 0, open: 9 },
      { quantity: 0, deducted: 0, owed: 0 },
    ],
  ])('%j gives %j', (claim, net) => expect(netAllocation(claim)).toEqual(net));
});

describe('a deduction', () => {
  it('is taken from what is pre-allocated, and open again as far as the final result is less', () => {
    expect(deduct(70_000)).toMatchObject({ state: 'EXECUTED', result: { open: 70_000 } });
    const pre = created('PRE', 50_000);
    expect([line(pre), open(), available()]).toEqual([
      { accountNo: 100, quantity: 0, approved: 50_000, deducted: 50_000 },
      20_000,
      0,
    ]);
    const final = created('FINAL', 30_000);
    expect([line(final), open(), available()]).toEqual([
      { accountNo: 100, quantity: 0, approved: 30_000, deducted: -20_000 },
      40_000,
      0,
    ]);
    expect(venue.world.registry.cap(1, 2026)).toMatchObject({ issued: 0 });
  });

  it('of less than is due leaves the rest, and another final result gives what is more', () => {
    deduct(10);
    const pre = created('PRE', 50);
    expect([line(pre), open(), available()]).toEqual([
      { accountNo: 100, quantity: 40, approved: 50, deducted: 10 },
      0,
      40,
    ]);
    expect([line(created('FINAL', 80)), available()]).toEqual([
      { accountNo: 100, quantity: 30, approved: 80 },
      70,
    ]);
    expect([line(created('FINAL', 85)), available()]).toEqual([
      { accountNo: 100, quantity: 5, approved: 85 },
      75,
    ]);
  });

  it('is a whole number of units of an open account, and the year is not pre-allocated after its result', () => {
    expect(deduct(0)).toBe('registry.bad_quantity');
    expect(venue.agreed('impose-deduction', { accountNo: 999, instrumentNo: 1, quantity: 1 })).toBe(
      'registry.unknown_account',
    );
    expect(venue.agreed('impose-deduction', { accountNo: 100, instrumentNo: 9, quantity: 1 })).toBe(
      'registry.unknown_instrument',
    );
    created('FINAL', 10);
    const batchNo = staged('PRE', 5);
    expect(venue.tell('registrar', 'create-batch', { batchNo })).toBe('registry.already_final');
  });
});

describe('units that a later result asks back', () => {
  it('are kept where they are, owed where they are not, and go back to the province', () => {
    const first = created('FINAL', 100);
    venue.agreed('freeze-units', { accountNo: 100, instrumentNo: 1, quantity: 90, reason: 'court' });
    created('FINAL', 60);
    expect([line(first), available(), venue.world.registry.shortOf(100, 1)]).toEqual([
      { accountNo: 100, quantity: 100, approved: 100, owed: 40, kept: 10 },
      0,
      30,
    ]);
    const told = venue.events.findLast(({ type }) => type === 'AllocationAdjusted');
    expect(told).toMatchObject({ owed: 40, kept: 10 });
    expect(handBack(first, 11)).toBe('registry.insufficient_units');
    venue.agreed('unfreeze-units', { accountNo: 100, instrumentNo: 1, quantity: 35, reason: 'court' });
    expect(handBack(first, 41)).toBe('registry.not_owed');
    // Of the 35 that came free only five may be given to somebody else.
    const away = { accountNo: 100, instrumentNo: 1, quantity: 6 };
    const cancel = (quantity: number) =>
      venue.tell('trader', 'propose', { action: 'cancel-units', payload: { ...away, quantity } }, 'plant-a');
    expect(cancel(6)).toBe('registry.insufficient_units');
    expect(handBack(first, 15)).toMatchObject({ state: 'EXECUTED', result: { quantity: 15, owed: 25 } });
    expect(handBack(first, 25)).toMatchObject({ result: { owed: 0 } });
    expect([line(first), available(), venue.world.registry.shortOf(100, 1)]).toEqual([
      { accountNo: 100, quantity: 100, approved: 100, recalled: 40 },
      5,
      0,
    ]);
    expect(venue.world.ledger.available(SYSTEM_ACCOUNTS.GOVERNMENT, 1)).toBe(40);
    expect(venue.world.registry.serials.held(1, 100)).toBe(60);
    expect(venue.world.registry.batch(first)?.state).toBe('PARTIALLY_RECALLED');
    // A recall takes what is neither back nor owed.
    expect(venue.agreed('recall-units', { batchNo: first, accountNo: 100, quantity: 61, reason: 'x' })).toBe(
      'registry.recall_too_large',
    );
  });

  it('are not asked of a batch that has not given them yet: it is distributed first', () => {
    const first = staged('PRE', 100);
    venue.tell('registrar', 'create-batch', { batchNo: first });
    const [less, more, other] = [staged('FINAL', 70), staged('PRE', 5), staged('PRE', 5, 101)];
    const state = (): string => canonical(venue.world.registry.dump());
    const before = state();
    expect(venue.tell('registrar', 'create-batch', { batchNo: less })).toBe('registry.earlier_batch_waits');
    expect(state()).toBe(before);
    for (const batchNo of [more, other])
      expect(venue.tell('registrar', 'create-batch', { batchNo })).toMatchObject({
        state: 'CREDITED_TO_PROVINCE',
      });
    for (const batchNo of [first, more]) venue.tell('registrar', 'distribute-batch', { batchNo });
    venue.tell('registrar', 'create-batch', { batchNo: less });
    expect([line(first), line(more), available()]).toEqual([
      { accountNo: 100, quantity: 100, approved: 100, owed: 30, kept: 30 },
      { accountNo: 100, quantity: 5, approved: 5, owed: 5, kept: 5 },
      70,
    ]);
  });

  it('name a batch that gave to the account, and nobody else hands them back', () => {
    const first = created('FINAL', 100);
    created('FINAL', 60);
    expect(handBack(99, 1)).toBe('registry.not_in_batch');
    expect(handBack(first, 0)).toBe('registry.bad_quantity');
    const payload = { batchNo: first, accountNo: 100, quantity: 1 };
    expect(venue.tell('other', 'propose', { action: 'hand-back-units', payload }, 'plant-b')).toBe(
      'approvals.unknown_subject',
    );
  });

  it('survive a dump', () => {
    deduct(7);
    created('FINAL', 100);
    venue.agreed('freeze-units', { accountNo: 100, instrumentNo: 1, quantity: 90, reason: 'court' });
    created('FINAL', 60);
    const { registry } = venue.world;
    const restored = Registry.restore(registry.dump());
    expect(canonical(restored.dump())).toBe(canonical(registry.dump()));
    expect(restored.shortOf(100, 1)).toBe(registry.shortOf(100, 1));
  });
});
