import { beforeEach, describe, expect, it } from '@jest/globals';
import { ChainVenue } from '../../../test/support/chain-venue.js';
import { isDue } from './delivery.js';
import { type FailureState, ownerOf } from './failed-delivery.js';

const MINUTE = 60_000_000;

let city: ChainVenue;
beforeEach(() => {
  city = ChainVenue.open();
  city.first(100);
  city.second(60);
});

describe('a delivery that cannot be made', () => {
  it('is aside with its name and holds up nobody but who waits for its goods', () => {
    city.bar(city.a, 'freeze');
    city.orderOf('org_d', city.d, 'buy', 10);
    city.orderOf('org_b', city.b, 'sell', 10);
    city.settle();
    expect(city.failures()).toEqual([
      [1, 'GOODS', 'FROZEN', 'FAILED_GOODS'],
      [2, 'GOODS', 'SHORT', 'FAILED_GOODS'],
      [3, 'GOODS', 'SHORT', 'FAILED_GOODS'],
    ]);
    expect(city.machine.clearing).toMatchObject({ pendingCount: 0, lastSettled: 3 });
    expect([city.units(city.b), city.units(city.c)]).toEqual([0, 0]);
    // What was promised stays promised: nobody can take the money away meanwhile.
    expect(city.machine.ledger.balance(city.c, 0)).toMatchObject({
      posted: 100_000_00,
      outgoing: 60 * 7_000 + 210,
    });
    city.sound();
    city.bar(city.a, 'release');
    expect(isDue(city.machine, city.at)).toBe(true);
    expect(city.ok('retry-deliveries', {})).toEqual({ given: 3, owed: 0 });
    expect([city.units(city.b), city.units(city.c), city.units(city.d)]).toEqual([30, 60, 10]);
    city.sound();
  });

  it('delivers all the same where the pack lets a freeze stop nothing that was sold before', () => {
    city = ChainVenue.open({ 'settlement.frozen': 'DELIVER' });
    city.first(100);
    city.bar(city.a, 'freeze');
    city.settle();
    expect([city.failures(), city.units(city.b)]).toEqual([[], 100]);
    city.sound();
  });

  it('a frozen buyer fails by its cash leg; a ban on trading alone stops no delivery', () => {
    city.bar(city.b, 'freeze');
    city.settle();
    expect(city.failures()).toEqual([
      [1, 'CASH', 'FROZEN', 'FAILED_CASH'],
      [2, 'GOODS', 'FROZEN', 'FAILED_GOODS'],
    ]);
    city.bar(city.b, 'restrict');
    city.ok('retry-deliveries', {});
    expect([city.failures(), city.units(city.b), city.units(city.c)]).toEqual([[], 40, 60]);
    city.sound();
  });

  it('is retried by the minutes of the pack, then it is the clearing desk’s', () => {
    city.bar(city.a, 'freeze');
    city.settle();
    const look = (): unknown[] => {
      const [failed] = city.machine.clearing.failed();
      return [failed.state, failed.retries, failed.nextAt === null, ownerOf(failed)];
    };
    const begun = city.at;
    expect(look()).toEqual(['FAILED_GOODS', 0, false, 'system']);
    city.ok('retry-deliveries', {});
    expect(look()).toEqual(['FAILED_GOODS', 0, false, 'system']);
    expect(isDue(city.machine, begun + 30 * MINUTE - 1)).toBe(false);
    expect(city.decide('default-delivery', 1)).toBe('clearing.retries_left');
    city.at = begun + 30 * MINUTE;
    expect(isDue(city.machine, city.at)).toBe(true);
    city.ok('retry-deliveries', {});
    expect(look()).toEqual(['RETRY', 1, false, 'system']);
    city.at += 60 * MINUTE;
    city.ok('retry-deliveries', {});
    expect(look()).toEqual(['RETRY', 2, true, 'clearing']);
    expect(isDue(city.machine, city.at + 1_000 * MINUTE)).toBe(false);
    city.sound();
  });

  it('says so with its leg, its account and its obstacle, and asks to be tried again in half an hour', () => {
    city.bar(city.a, 'freeze');
    city.settle();
    const { at } = city;
    expect(city.said()).toEqual([
      { type: 'DeliveryFailed', tradeNo: 1, leg: 'GOODS', accountNo: city.a, obstacle: 'FROZEN' },
      { type: 'DeliveryFailed', tradeNo: 2, leg: 'GOODS', accountNo: city.b, obstacle: 'SHORT' },
      { type: 'TradesSettled', from: 1, to: 2 },
    ]);
    const { trade, ...facts } = city.failure(1);
    expect(trade).toMatchObject({ tradeNo: 1, quantity: 100, seller: city.a, buyer: city.b });
    expect(facts).toEqual({
      ...{ leg: 'GOODS', accountNo: city.a, obstacle: 'FROZEN', state: 'FAILED_GOODS', retries: 0 },
      ...{ nextAt: at + 30 * MINUTE, coveredBy: 0, since: at, changedAt: at, proposalNo: 0, reason: '' },
    });
  });

  it('is the desk’s at once where the pack has no retries', () => {
    city = ChainVenue.open({ 'settlement.retryMinutes': [] });
    city.first(100);
    city.bar(city.a, 'freeze');
    city.settle();
    expect(city.failure(1).nextAt).toBeNull();
    expect(ownerOf(city.failure(1))).toBe('clearing');
  });

  it('that fails again at the moment of its retry says by which leg, and when it is tried next', () => {
    city.bar(city.a, 'freeze');
    city.settle();
    const since = city.at;
    // The seller could give now, but the buyer may no longer pay.
    city.bar(city.b, 'freeze');
    city.bar(city.a, 'release');
    city.at = since + 30 * MINUTE - 1;
    expect(city.ok('retry-deliveries', {})).toEqual({ given: 0, owed: 2 });
    const nextAt = since + 90 * MINUTE;
    expect(city.said()).toEqual([
      ...[[1, 'CASH'] as const, [2, 'GOODS'] as const].map(([tradeNo, leg]) => ({
        ...{ type: 'DeliveryRetried', tradeNo, leg, accountNo: city.b, obstacle: 'FROZEN' },
        ...{ retries: 1, nextAt },
      })),
    ]);
    expect(city.failure(1)).toMatchObject({
      ...{ leg: 'CASH', accountNo: city.b, state: 'RETRY', retries: 1, nextAt },
      ...{ since, changedAt: since + 30 * MINUTE },
    });
    expect(isDue(city.machine, city.at)).toBe(false);
    city.sound();
  });

  it('says when it is made after all, late and with both legs', () => {
    city.bar(city.a, 'freeze');
    city.settle();
    city.bar(city.a, 'release');
    expect(city.ok('retry-deliveries', {})).toEqual({ given: 2, owed: 0 });
    expect(city.said()).toEqual([
      { type: 'TradeDelivered', tradeNo: 1, coveredBy: 0 },
      { type: 'TradeDelivered', tradeNo: 2, coveredBy: 0 },
    ]);
    expect(city.machine.clearing.failureChanges.at(-1)).toMatchObject({
      ...{ state: 'DELIVERED', nextAt: null, changedAt: city.at },
    });
  });
});

describe('who has to act on a failed delivery', () => {
  const later = 1_000;
  it.each([
    ['FAILED_GOODS', later, 0, 'system'],
    ['FAILED_CASH', null, 0, 'clearing'],
    ['RETRY', later, 0, 'system'],
    ['RETRY', null, 0, 'clearing'],
    ['RESERVE_COVERED', null, 9, 'clearing'],
    ['RESERVE_COVERED', later, 9, 'clearing'],
    ['DEFAULTED', null, 0, 'debtor'],
    ['DEFAULTED', null, 9, 'debtor'],
    ['DELIVERED', null, 0, ''],
    ['RECOVERED', null, 9, ''],
  ] as [FailureState, number | null, number, string][])(
    '%p, next at %p, covered by %p: %p',
    (state, nextAt, coveredBy, owner) => {
      expect(ownerOf({ state, nextAt, coveredBy })).toBe(owner);
    },
  );
});
