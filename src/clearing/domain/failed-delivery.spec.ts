import { beforeEach, describe, expect, it } from '@jest/globals';
import { stateInvariants } from '../../checker/state-invariants.js';
import { JournalReplay } from '../../checker/journal-replay.js';
import type { Json } from '../../kernel/json.js';
import { VenueMachine } from '../../machine.js';
import { packWith } from '../../../test/support/market-world.js';
import { LivingVenue } from '../../../test/support/living-venue.js';
import { isDue } from './delivery.js';
import { ownerOf } from './failed-delivery.js';

const MINUTE = 60_000_000;
const DAY = '2026-11-24';
const RULES = { 'settlement.frozen': 'HOLD', 'settlement.retryMinutes': [30, 60], 't1.goods': false };

/** A sells to B, B sells on to C; and D, of the venue, may be the reserve. */
class City extends LivingVenue {
  readonly c = this.opened('org_c');
  readonly d = this.opened('org_d');

  opened(org: string): number {
    const facts = { org, ownerGroup: org, title: org, accountKind: 'institution', prohibited: false };
    const { accountNo } = this.ok('apply-account', facts, 'usr_m', org);
    this.ok('review-account', { accountNo }, 'usr_issuer');
    this.ok('approve-account', { accountNo }, 'usr_approver');
    this.fourEyes('deposit-cash', { accountNo, amountFen: 100_000_00, bankReference: 'x' });
    return accountNo as number;
  }

  orderOf(org: string, accountNo: number, side: string, quantity: number): Json | undefined {
    const facts = { org, accountNo, instrumentNo: this.instrumentNo, side, type: 'limit', price: 7_000 };
    return this.ok('place-order', { ...facts, quantity }, `usr_${org}`, org);
  }

  bar(accountNo: number, action: 'freeze' | 'release' | 'restrict'): void {
    this.fourEyes(`${action}-account`, { accountNo, reason: 'a court order' });
  }

  decide(action: string, tradeNo: number): string | undefined {
    const payload = { tradeNo, reason: 'decided by the desk' };
    const proposed = this.do(
      'propose',
      { action, payload, reason: payload.reason, powers: POWERS },
      'usr_maker',
    );
    if (!proposed.ok) return proposed.rej!.code;
    this.sign(proposed.ans as Record<string, Json>);
    return undefined;
  }

  units(accountNo: number): number {
    return this.machine.ledger.balance(accountNo, this.instrumentNo).posted;
  }

  /** Every promise of memory and journal, and the same state from its own dump. */
  sound(): void {
    expect(stateInvariants(this.machine).filter(({ ok }) => !ok)).toEqual([]);
    const replay = new JournalReplay([]);
    let end = { lastSeq: 0, headHash: Buffer.alloc(0) };
    for (const batch of this.batches()) {
      replay.take(batch);
      end = { lastSeq: batch.lastSeq, headHash: batch.hash as Buffer<ArrayBuffer> };
    }
    expect(replay.verdicts(end).filter(({ ok }) => !ok)).toEqual([]);
    const copy = new VenueMachine();
    copy.restore(JSON.parse(JSON.stringify(this.machine.dump())) as Json);
    expect(copy.dump()).toEqual(JSON.parse(JSON.stringify(this.machine.dump())));
  }
}
const POWERS = [
  'cash.enter',
  'cash.release',
  'freeze.propose',
  'freeze.approve',
  'registry.propose',
  'registry.approve',
];

let city: City;
beforeEach(() => {
  city = new City(packWith(RULES, 'demo'));
  city.openDay(DAY);
  city.sell(100, 7_000);
  city.buy(100, 7_000);
  city.orderOf('org_b', city.b, 'sell', 60);
  city.orderOf('org_c', city.c, 'buy', 60);
});

const failures = (): unknown[] =>
  city.machine.clearing
    .failed()
    .map((failed) => [failed.trade.tradeNo, failed.leg, failed.obstacle, failed.state]);

describe('a delivery that cannot be made', () => {
  it('is aside with its name and holds up nobody but who waits for its goods', () => {
    city.bar(city.a, 'freeze');
    city.orderOf('org_d', city.d, 'buy', 10);
    city.orderOf('org_b', city.b, 'sell', 10);
    city.settle();
    expect(failures()).toEqual([
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
    city = new City(packWith({ ...RULES, 'settlement.frozen': 'DELIVER' }, 'demo'));
    city.openDay(DAY);
    city.sell(100, 7_000);
    city.buy(100, 7_000);
    city.bar(city.a, 'freeze');
    city.settle();
    expect([failures(), city.units(city.b)]).toEqual([[], 100]);
    city.sound();
  });

  it('a frozen buyer fails by its cash leg; a ban on trading alone stops no delivery', () => {
    city.bar(city.b, 'freeze');
    city.settle();
    expect(failures()).toEqual([
      [1, 'CASH', 'FROZEN', 'FAILED_CASH'],
      [2, 'GOODS', 'FROZEN', 'FAILED_GOODS'],
    ]);
    city.bar(city.b, 'restrict');
    city.ok('retry-deliveries', {});
    expect([failures(), city.units(city.b), city.units(city.c)]).toEqual([[], 40, 60]);
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
});

describe('the settlement reserve', () => {
  const held = (): unknown[] => [
    city.units(city.a),
    city.units(city.b),
    city.units(city.c),
    city.units(city.d),
  ];

  function reserveOf(units: number): void {
    city.orderOf('org_a', city.a, 'sell', units);
    city.orderOf('org_d', city.d, 'buy', units);
    city.settle();
  }

  it('gives the goods in the debtor’s place, lets the chain behind it go on, and has them back', () => {
    city = new City(packWith(RULES, 'demo'));
    city.openDay(DAY);
    reserveOf(150);
    city.sell(100, 7_000);
    city.buy(100, 7_000);
    city.orderOf('org_b', city.b, 'sell', 60);
    city.orderOf('org_c', city.c, 'buy', 60);
    city.bar(city.a, 'freeze');
    city.settle();
    expect(failures()).toHaveLength(2);
    expect(city.decide('cover-delivery', 2)).toBe('clearing.no_reserve');
    city.fourEyes('name-settlement-reserve', { accountNo: city.d });
    expect(city.decide('cover-delivery', 2)).toBeUndefined();
    expect(city.decide('cover-delivery', 2)).toBe('clearing.delivery_not_failed');
    expect(failures()).toEqual([[2, 'GOODS', 'FROZEN', 'RESERVE_COVERED']]);
    expect(held()).toEqual([100_000 - 150, 40, 60, 50]);
    expect(city.machine.ledger.balance(city.a, city.instrumentNo).outgoing).toBe(100);
    city.sound();
    expect(city.propose('name-settlement-reserve', { accountNo: city.c }).rej?.code).toBe(
      'clearing.reserve_is_owed',
    );
    expect(city.decide('default-delivery', 2)).toBeUndefined();
    expect(failures()).toEqual([[2, 'GOODS', 'FROZEN', 'DEFAULTED']]);
    city.bar(city.a, 'release');
    city.ok('retry-deliveries', {});
    expect([failures(), held()]).toEqual([[], [100_000 - 250, 40, 60, 150]]);
    city.sound();
  });

  it('pays in the debtor’s place', () => {
    city.fourEyes('name-settlement-reserve', { accountNo: city.d });
    city.bar(city.b, 'freeze');
    city.settle();
    const cash = (): number[] =>
      [city.a, city.b, city.d].map((no) => city.machine.ledger.balance(no, 0).posted);
    const [a, b, d] = cash();
    expect(city.decide('cover-delivery', 1)).toBeUndefined();
    const { value, buyerFee, sellerFee } = city.machine.clearing.failureOf(1)!.trade;
    expect(cash()).toEqual([a + value - sellerFee, b, d - value - buyerFee]);
    expect(city.units(city.b)).toBe(100);
    city.sound();
    city.bar(city.b, 'release');
    city.ok('retry-deliveries', {});
    expect([failures(), cash()[2]]).toEqual([[], d]);
    city.sound();
  });

  it('covers only what it has, what fails by one side, and nobody’s trade of its own', () => {
    city.bar(city.a, 'freeze');
    city.settle();
    city.fourEyes('name-settlement-reserve', { accountNo: city.d });
    expect(city.decide('cover-delivery', 1)).toBe('clearing.reserve_too_small');
    expect(city.decide('cover-delivery', 9)).toBe('clearing.delivery_not_failed');
    city.fourEyes('name-settlement-reserve', { accountNo: city.c });
    expect(city.decide('cover-delivery', 2)).toBe('clearing.reserve_is_party');
    city.fourEyes('name-settlement-reserve', { accountNo: city.d });
    city.bar(city.b, 'freeze');
    expect(city.decide('cover-delivery', 1)).toBe('clearing.both_legs_fail');
    expect(city.propose('name-settlement-reserve', { accountNo: 999 }).rej?.code).toBe(
      'registry.unknown_account',
    );
    expect(city.propose('name-settlement-reserve', { accountNo: city.a }).rej?.code).toBe(
      'registry.account_not_open',
    );
  });

  it('a default names who could not give, restricts it, and leaves the trade as it is', () => {
    city.bar(city.a, 'freeze');
    city.settle();
    city.at += 30 * MINUTE;
    city.ok('retry-deliveries', {});
    city.at += 60 * MINUTE;
    city.ok('retry-deliveries', {});
    expect(city.decide('default-delivery', 2)).toBe('clearing.short_by_another');
    // The court lets go, and before anybody looks the desk has decided.
    expect(city.decide('default-delivery', 1)).toBeUndefined();
    expect(city.decide('default-delivery', 1)).toBe('clearing.defaulted_already');
    expect(city.decide('default-delivery', 7)).toBe('clearing.delivery_not_failed');
    expect(city.machine.registry.account(city.a)!.state).toBe('FROZEN');
    city.bar(city.a, 'release');
    city.ok('retry-deliveries', {});
    expect([failures(), city.units(city.c)]).toEqual([[], 60]);
    city.sound();
  });

  it('what it has delivered, or what is owed, is not annulled', () => {
    city.bar(city.a, 'freeze');
    city.settle();
    const facts = {
      tradeNo: 1,
      instrumentNo: city.instrumentNo,
      buyer: city.b,
      seller: city.a,
      quantity: 100,
    };
    const money = { valueFen: 700_000, buyerFeeFen: 0, sellerFeeFen: 0, packNo: 1, tradingDay: DAY };
    const payload = { ...facts, ...money, method: 'listed', serials: [], reason: 'force majeure' };
    expect(city.propose('annul-trade', payload).rej?.code).toBe('clearing.trade_not_settled');
    city.bar(city.a, 'release');
    city.orderOf('org_a', city.a, 'sell', 100);
    city.orderOf('org_d', city.d, 'buy', 100);
    city.settle();
    city.ok('retry-deliveries', {});
    city.fourEyes('name-settlement-reserve', { accountNo: city.d });
    city.sell(10, 7_000);
    city.buy(10, 7_000);
    city.bar(city.a, 'freeze');
    city.settle();
    expect(city.decide('cover-delivery', 4)).toBeUndefined();
    expect(city.propose('annul-trade', { ...payload, tradeNo: 4 }).rej?.code).toBe('clearing.trade_covered');
  });
});

describe('unified delivery', () => {
  it('moves nothing before the close, everything after it, and is confirmed once', () => {
    city = new City(packWith({ ...RULES, 'settlement.delivery': 'UNIFIED' }, 'demo'));
    city.openDay(DAY);
    city.sell(100, 7_000);
    city.buy(100, 7_000);
    expect(city.do('settle-trades', { fromTrade: 1, toTrade: 1 }).rej).toEqual({
      code: 'clearing.delivered_after_close',
      data: { day: DAY },
    });
    // Bought and not yet delivered, the goods may be sold on; they cannot leave.
    city.orderOf('org_b', city.b, 'sell', 60);
    city.orderOf('org_c', city.c, 'buy', 60);
    expect(city.do('confirm-settlement-day', { day: DAY, toTrade: 2 }).rej?.code).toBe(
      'clearing.day_still_open',
    );
    city.ok('close-day', { day: DAY });
    expect(city.do('open-day', { day: '2026-11-25' }).rej?.code).toBe('market.unsettled_trades');
    expect(city.do('confirm-settlement-day', { day: DAY, toTrade: 2 }).rej?.code).toBe(
      'clearing.trades_waiting',
    );
    city.settle();
    expect([city.units(city.b), city.units(city.c)]).toEqual([40, 60]);
    expect(city.do('confirm-settlement-day', { day: DAY, toTrade: 1 }).rej).toEqual({
      code: 'clearing.not_the_whole_day',
      data: { lastTrade: 2 },
    });
    const confirmed = { day: DAY, toTrade: 2 };
    expect(city.ok('confirm-settlement-day', confirmed)).toEqual({ ...confirmed, again: false });
    expect(city.ok('confirm-settlement-day', confirmed)).toEqual({ ...confirmed, again: true });
    city.sound();
  });

  it('a later day is not confirmed before an earlier one, by a machine that came back from its dump', () => {
    city = new City(packWith(RULES, 'demo'));
    city.openDay(DAY);
    city.sell(10, 7_000);
    city.buy(10, 7_000);
    city.settle();
    city.ok('close-day', { day: DAY });
    city.openDay('2026-11-25');
    city.ok('close-day', { day: '2026-11-25' });
    city.machine.restore(JSON.parse(JSON.stringify(city.machine.dump())) as Json);
    expect(city.do('confirm-settlement-day', { day: '2026-11-25', toTrade: 1 }).rej).toEqual({
      code: 'clearing.earlier_day_waits',
      data: { day: DAY },
    });
    city.ok('confirm-settlement-day', { day: DAY, toTrade: 1 });
    city.ok('confirm-settlement-day', { day: '2026-11-25', toTrade: 1 });
  });
});
