import { beforeEach, describe, expect, it } from '@jest/globals';
import { CHAIN_DAY, ChainVenue } from '../../../test/support/chain-venue.js';
import type { Json } from '../../kernel/json.js';

const MINUTE = 60_000_000;

let city: ChainVenue;
beforeEach(() => {
  city = ChainVenue.open();
  city.first(100);
  city.second(60);
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
    city = ChainVenue.open();
    reserveOf(150);
    city.first(100);
    city.second(60);
    city.bar(city.a, 'freeze');
    city.settle();
    expect(city.failures()).toHaveLength(2);
    expect(city.decide('cover-delivery', 2)).toBe('clearing.no_reserve');
    city.fourEyes('name-settlement-reserve', { accountNo: city.d });
    expect(city.decide('cover-delivery', 2)).toBeUndefined();
    expect(city.decide('cover-delivery', 2)).toBe('clearing.delivery_not_failed');
    expect(city.failures()).toEqual([[2, 'GOODS', 'FROZEN', 'RESERVE_COVERED']]);
    expect(held()).toEqual([100_000 - 150, 40, 60, 50]);
    expect(city.machine.ledger.balance(city.a, city.instrumentNo).outgoing).toBe(100);
    city.sound();
    expect(city.propose('name-settlement-reserve', { accountNo: city.c }).rej?.code).toBe(
      'clearing.reserve_is_owed',
    );
    expect(city.decide('default-delivery', 2)).toBeUndefined();
    expect(city.failures()).toEqual([[2, 'GOODS', 'FROZEN', 'DEFAULTED']]);
    city.bar(city.a, 'release');
    city.ok('retry-deliveries', {});
    expect([city.failures(), held()]).toEqual([[], [100_000 - 250, 40, 60, 150]]);
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
    expect([city.failures(), cash()[2]]).toEqual([[], d]);
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
    expect(city.propose('name-settlement-reserve', { accountNo: city.a }).rej).toEqual({
      ...{ code: 'registry.account_not_open', data: { accountNo: city.a } },
    });
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
    expect([city.failures(), city.units(city.c)]).toEqual([[], 60]);
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
    const money = { valueFen: 700_000, buyerFeeFen: 0, sellerFeeFen: 0, packNo: 1, tradingDay: CHAIN_DAY };
    const payload = { ...facts, ...money, method: 'listed', serials: [], reason: 'force majeure' };
    expect(city.propose('annul-trade', payload).rej?.code).toBe('clearing.trade_not_settled');
    city.bar(city.a, 'release');
    city.orderOf('org_a', city.a, 'sell', 100);
    city.orderOf('org_d', city.d, 'buy', 100);
    city.settle();
    city.ok('retry-deliveries', {});
    city.fourEyes('name-settlement-reserve', { accountNo: city.d });
    city.first(10);
    city.bar(city.a, 'freeze');
    city.settle();
    expect(city.decide('cover-delivery', 4)).toBeUndefined();
    expect(city.propose('annul-trade', { ...payload, tradeNo: 4 }).rej?.code).toBe('clearing.trade_covered');
  });

  it('is named by two of the venue’s own, and says so', () => {
    const naming = { accountNo: city.d };
    const proposed = city.propose('name-settlement-reserve', naming);
    // Of no organisation: nobody but the venue's own people sees or decides it.
    expect(
      city.machine.approvals.pending((proposed.ans as { proposalNo: number }).proposalNo)!.ownerOrg,
    ).toBe('');
    expect(city.sign(proposed.ans as Record<string, Json>)).toEqual(naming);
    expect(city.said()).toContainEqual({ type: 'SettlementReserveNamed', accountNo: city.d });
    expect(city.machine.clearing.reserveAccount).toBe(city.d);
  });
});

describe('a delivery that the reserve covers', () => {
  const COVER = { tradeNo: 1, reason: 'decided by the desk' };
  const refusal = (tradeNo = 1): unknown => city.propose('cover-delivery', { ...COVER, tradeNo }).rej;
  const covered = (tradeNo = 1): Record<string, Json> =>
    city.fourEyes('cover-delivery', { ...COVER, tradeNo });

  /** The money of the reserve D, down to so many fen. */
  function leave(fen: number): void {
    const amountFen = city.money(city.d) - fen;
    city.fourEyes('withdraw-cash', { accountNo: city.d, amountFen, bankReference: 'out' });
  }

  beforeEach(() => {
    city.bar(city.b, 'freeze');
    city.settle();
    city.fourEyes('name-settlement-reserve', { accountNo: city.d });
  });

  it('says in whose place it was made, and who decided that and why', () => {
    const proposed = city.propose('cover-delivery', COVER);
    const { proposalNo } = proposed.ans as { proposalNo: number };
    expect(city.machine.approvals.pending(proposalNo)!.ownerOrg).toBe('');
    const result = city.sign(proposed.ans as Record<string, Json>);
    expect(result).toEqual({ tradeNo: 1, leg: 'CASH', coveredBy: city.d });
    const [covering, delivered] = city.said();
    expect(covering).toEqual({ type: 'DeliveryCovered', accountNo: city.b, ...result });
    expect(delivered).toEqual({ type: 'TradeDelivered', tradeNo: 1, coveredBy: city.d });
    expect(city.failure(1)).toMatchObject({
      ...{ state: 'RESERVE_COVERED', accountNo: city.b, coveredBy: city.d, nextAt: null },
      ...{ changedAt: city.at, proposalNo, reason: 'decided by the desk' },
    });
    const { length: seq } = city.records;
    expect(city.machine.clearing.settlements.at(-1)).toEqual({ tradeNo: 1, seq, at: city.at });
    city.sound();
  });

  it('takes all that the reserve has, and not a fen more', () => {
    const { value, buyerFee } = city.failure(1).trade;
    const needed = value + buyerFee;
    leave(needed - 1);
    const data = { withdrawable: needed - 1, needed };
    expect(refusal()).toEqual({ code: 'clearing.reserve_too_small', data });
    city.fourEyes('deposit-cash', { accountNo: city.d, amountFen: 1, bankReference: 'in' });
    covered();
    expect(city.money(city.d)).toBe(0);
    city.sound();
  });

  it('is none that can be made without it', () => {
    city.bar(city.b, 'release');
    expect(refusal()).toEqual({ code: 'clearing.delivery_not_failed' });
  });

  it('is neither bought nor sold by the reserve, which is not barred itself', () => {
    city.bar(city.d, 'freeze');
    expect(refusal()).toEqual({ code: 'clearing.no_reserve' });
    city.fourEyes('name-settlement-reserve', { accountNo: city.a });
    expect(refusal()).toEqual({ code: 'clearing.reserve_is_party' });
    city.fourEyes('name-settlement-reserve', { accountNo: city.c });
    expect(refusal(2)).toEqual({ code: 'clearing.reserve_is_party' });
  });

  it('comes back to the reserve whatever has become of the other side, and says so', () => {
    city = ChainVenue.open();
    city.orderOf('org_a', city.a, 'sell', 100);
    city.orderOf('org_d', city.d, 'buy', 100);
    city.settle();
    city.first(100);
    city.bar(city.a, 'freeze');
    city.settle();
    city.fourEyes('name-settlement-reserve', { accountNo: city.d });
    covered(2);
    expect([city.units(city.b), city.units(city.d)]).toEqual([100, 0]);
    city.bar(city.b, 'freeze');
    city.bar(city.a, 'release');
    expect(city.ok('retry-deliveries', {})).toEqual({ given: 1, owed: 0 });
    const recovered = { tradeNo: 2, accountNo: city.a, asset: city.instrumentNo, amount: 100 };
    expect(city.said()).toEqual([{ type: 'DeliveryRecovered', ...recovered }]);
    expect(city.machine.registry.serials.moves.at(-1)).toMatchObject({
      ...{ from: city.a, to: city.d, cause: { kind: 'recovery', no: 2 } },
    });
    expect(city.machine.clearing.failureChanges.at(-1)).toMatchObject({
      ...{ state: 'RECOVERED', nextAt: null, changedAt: city.at },
    });
    city.sound();
  });
});

describe('a default', () => {
  const DEFAULT = { tradeNo: 1, reason: 'two notices, no answer' };

  it('comes after the last retry, and says when that is', () => {
    city.bar(city.a, 'freeze');
    city.settle();
    const data = { nextAt: city.at + 30 * MINUTE };
    expect(city.propose('default-delivery', DEFAULT).rej).toEqual({ code: 'clearing.retries_left', data });
  });

  it('bars an account that is free again from trading, with its reason, and says so', () => {
    city = ChainVenue.open({ 'settlement.retryMinutes': [] });
    city.first(100);
    city.bar(city.a, 'freeze');
    city.settle();
    city.bar(city.a, 'release');
    const proposed = city.propose('default-delivery', DEFAULT);
    const { proposalNo } = proposed.ans as { proposalNo: number };
    expect(city.machine.approvals.pending(proposalNo)!.ownerOrg).toBe('');
    const named = { tradeNo: 1, leg: 'GOODS', accountNo: city.a };
    expect(city.sign(proposed.ans as Record<string, Json>)).toEqual({ ...named, accountState: 'RESTRICTED' });
    expect(city.said()).toContainEqual({ type: 'DeliveryDefaulted', ...named, reason: DEFAULT.reason });
    const { state, reason, changedAt } = city.machine.registry.account(city.a)!;
    expect([state, reason, changedAt]).toEqual(['RESTRICTED', DEFAULT.reason, city.at]);
    expect(city.failure(1)).toMatchObject({
      ...{ state: 'DEFAULTED', changedAt: city.at, proposalNo, reason: DEFAULT.reason },
    });
    city.sound();
  });
});
