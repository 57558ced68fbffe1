import { describe, expect, it } from '@jest/globals';
import { Balance } from './balance.js';
import { CASH, FIRST_USER_ACCOUNT, SYSTEM_ACCOUNTS } from './system-accounts.js';

const CEA = 1;
const BUCKETS = ['held', 'outgoing', 'incoming', 'locked', 'frozen'] as const;

function balance(facts: Partial<Balance>, account = FIRST_USER_ACCOUNT, asset = CEA): Balance {
  return Object.assign(new Balance(account, asset), facts);
}

describe('a balance', () => {
  it('begins empty, clean and sound', () => {
    const fresh = new Balance(FIRST_USER_ACCOUNT, CEA);
    expect([fresh.isEmpty(), fresh.dirty, fresh.available, fresh.withdrawable]).toEqual([true, false, 0, 0]);
    expect(() => fresh.assertSound()).not.toThrow();
  });

  it.each(['posted', ...BUCKETS])('is not empty with something %s', (bucket) => {
    expect(balance({ [bucket]: 1 }).isEmpty()).toBe(false);
  });

  it('lets go of what is neither held, promised, frozen nor still to come', () => {
    const facts = { posted: 100, held: 1, outgoing: 2, frozen: 4, incoming: 50, locked: 8 };
    expect(balance(facts)).toMatchObject({ available: 135, withdrawable: 93 });
    expect(balance({ ...facts, locked: 60 })).toMatchObject({ available: 83, withdrawable: 83 });
    expect(balance({ posted: 1, held: 2, incoming: 5 })).toMatchObject({ available: 4, withdrawable: 0 });
  });
});

describe('a sound balance', () => {
  it('may be used up to the last unit', () => {
    expect(() => balance({ posted: 3, held: 3 }).assertSound()).not.toThrow();
    expect(() => balance({ posted: 0, incoming: 3, held: 3 }).assertSound()).not.toThrow();
  });

  it('is not overdrawn, whatever is to come', () => {
    expect(() => balance({ posted: -1, incoming: 5 }).assertSound()).toThrow(
      'account 100 asset 1 is not overdrawn',
    );
  });

  it('covers what is locked, held, promised and frozen', () => {
    for (const bucket of ['locked', 'held', 'outgoing', 'frozen'])
      expect(() => balance({ posted: 2, [bucket]: 3 }).assertSound()).toThrow(
        'account 100 asset 1 is covered',
      );
  });

  it.each(BUCKETS)('is never negative in what is %s', (bucket) => {
    const wrong = balance({ posted: 10, [bucket]: -1 });
    expect(() => wrong.assertSound()).toThrow('account 100 asset 1 has no negative bucket');
    const atSource = balance({ posted: -10, [bucket]: -1 }, SYSTEM_ACCOUNTS.BANK, CASH);
    expect(() => atSource.assertSound()).toThrow('account 1 asset 0 has no negative bucket');
  });

  it('is blamed for what is wrong and not for what is merely used up', () => {
    expect(() => balance({ held: 1 }).assertSound()).toThrow('account 100 asset 1 is covered');
    expect(() => balance({ held: -1, frozen: 1 }).assertSound()).toThrow('has no negative bucket');
  });

  it('never locks money', () => {
    expect(() => balance({ posted: 5, locked: 1 }, FIRST_USER_ACCOUNT, CASH).assertSound()).toThrow(
      'money is never T+1',
    );
    expect(() => balance({ posted: 5, locked: 1 }).assertSound()).not.toThrow();
  });

  it('may be in debt at a source only', () => {
    for (const source of [SYSTEM_ACCOUNTS.BANK, SYSTEM_ACCOUNTS.ISSUANCE])
      expect(() => balance({ posted: -5 }, source).assertSound()).not.toThrow();
    for (const none of [SYSTEM_ACCOUNTS.CANCELLED, SYSTEM_ACCOUNTS.FEES, SYSTEM_ACCOUNTS.GOVERNMENT])
      expect(() => balance({ posted: -5 }, none).assertSound()).toThrow(`account ${none} asset 1`);
  });
});
