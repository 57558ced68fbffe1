import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Json } from '../../src/kernel/json.js';
import { Conduct } from '../../src/market/domain/conduct.js';
import type { RulePack } from '../../src/rules/domain/rule-pack.js';
import { packWith, TestMarket } from '../support/market-world.js';

const SECOND = 1_000_000;
const NOON = 1_764_000_000 * SECOND;

const packOf = (values: Record<string, Json>): RulePack => new TestMarket(packWith(values)).rules.pack(1)!;
const NONE = packOf({});
const PER_SECOND = packOf({ 'orders.perSecond': 2 });
const FOR_TRADES = packOf({ 'orders.toTrades': { free: 2, each: 3 } });
const BOTH = packOf({ 'orders.perSecond': 2, 'orders.toTrades': { free: 9, each: 1 } });

let conduct: Conduct;
beforeEach(() => {
  conduct = new Conduct();
});
const order = (pack: RulePack, org: string, ...at: number[]): void => {
  for (const each of at) conduct.ordered(pack, org, each);
};

describe('what a member asks of the market', () => {
  it('is not counted where no rule limits it', () => {
    order(NONE, 'org_a', NOON, NOON, NOON);
    conduct.traded(NONE, 'org_a');
    expect(conduct.dump()).toBeUndefined();
    expect(conduct.check(NONE, 'org_a', NOON)).toBeUndefined();
  });

  it.each([
    ['orders a second', PER_SECOND],
    ['orders for trades', FOR_TRADES],
    ['both', BOTH],
  ])('is counted where %s are limited: orders of the day, and of the last second', (_, pack) => {
    order(pack, 'org_a', NOON, NOON + SECOND, NOON + 2 * SECOND - 1);
    expect(conduct.dump()).toEqual([['org_a', 3, 0, NOON / SECOND + 1, 2]]);
    order(pack, 'org_a', NOON + 2 * SECOND);
    expect(conduct.dump()).toEqual([['org_a', 4, 0, NOON / SECOND + 2, 1]]);
  });

  it('counts trades where they earn orders, and only there', () => {
    conduct.traded(PER_SECOND, 'org_a');
    expect(conduct.dump()).toBeUndefined();
    conduct.traded(FOR_TRADES, 'org_a');
    conduct.traded(FOR_TRADES, 'org_a');
    expect(conduct.dump()).toEqual([['org_a', 0, 2, 0, 0]]);
  });

  it('is refused beyond so many orders in one second, whoever else orders', () => {
    order(PER_SECOND, 'org_a', NOON, NOON + SECOND - 1);
    expect(conduct.check(PER_SECOND, 'org_a', NOON)).toEqual({
      ok: false,
      rejection: {
        code: 'market.too_many_orders_a_second',
        rule: PER_SECOND.rule('orders.perSecond'),
        data: { most: 2 },
      },
    });
    expect(conduct.check(PER_SECOND, 'org_b', NOON)).toBeUndefined();
    expect(conduct.check(PER_SECOND, 'org_a', NOON + SECOND)).toBeUndefined();
  });

  it('is refused beyond so many orders for its trades', () => {
    order(FOR_TRADES, 'org_a', NOON);
    expect(conduct.check(FOR_TRADES, 'org_a', NOON)).toBeUndefined();
    order(FOR_TRADES, 'org_a', NOON);
    const refused = (orders: number, trades: number, most: number): object => ({
      ok: false,
      rejection: {
        code: 'market.too_many_orders_for_trades',
        rule: FOR_TRADES.rule('orders.toTrades'),
        data: { orders, trades, most },
      },
    });
    expect(conduct.check(FOR_TRADES, 'org_a', NOON)).toEqual(refused(2, 0, 2));
    conduct.traded(FOR_TRADES, 'org_a');
    order(FOR_TRADES, 'org_a', NOON, NOON);
    expect(conduct.check(FOR_TRADES, 'org_a', NOON)).toBeUndefined();
    order(FOR_TRADES, 'org_a', NOON);
    expect(conduct.check(FOR_TRADES, 'org_a', NOON + SECOND)).toEqual(refused(5, 1, 5));
  });

  it('counts for both rules where a pack has both, the second first', () => {
    order(BOTH, 'org_a', NOON, NOON);
    expect(conduct.check(BOTH, 'org_a', NOON)).toMatchObject({
      rejection: { code: 'market.too_many_orders_a_second' },
    });
    order(BOTH, 'org_a', ...Array<number>(7).fill(NOON - SECOND));
    expect(conduct.check(BOTH, 'org_a', NOON)).toMatchObject({
      rejection: { code: 'market.too_many_orders_for_trades', data: { orders: 9, trades: 0, most: 9 } },
    });
  });

  it('is asked of no one by a pack without limits, though it was counted under another', () => {
    order(BOTH, 'org_a', ...Array<number>(20).fill(NOON));
    expect(conduct.check(NONE, 'org_a', NOON)).toBeUndefined();
    expect(conduct.check(PER_SECOND, 'org_a', NOON + SECOND)).toBeUndefined();
  });

  it('is the same after a dump, member by member by name, and nothing on a new day', () => {
    for (const org of ['org_c', 'org_a', 'org_b', 'org_d']) order(BOTH, org, NOON);
    conduct.traded(BOTH, 'org_b');
    const second = NOON / SECOND;
    const rows = [
      ['org_a', 1, 0, second, 1],
      ['org_b', 1, 1, second, 1],
      ['org_c', 1, 0, second, 1],
      ['org_d', 1, 0, second, 1],
    ];
    expect(conduct.dump()).toEqual(rows);
    expect(Conduct.restore(rows.toReversed()).dump()).toEqual(rows);
    conduct.startDay();
    expect(conduct.dump()).toBeUndefined();
  });
});
