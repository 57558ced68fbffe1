import { beforeEach, describe, expect, it } from '@jest/globals';
import { OPEN_ORDERS_MAX } from '../../src/kernel/limits.js';
import { marketRejections } from '../../src/market/rejections.js';
import { atTheLimit } from '../support/at-the-limit.js';
import { packWith, TestMarket } from '../support/market-world.js';

/** As many open orders as an account may really have: too slow for the specs that run once a mutant. */
describe('open orders of one account', () => {
  let m: TestMarket;
  const seller = 101;
  beforeEach(() => {
    m = new TestMarket(packWith({}), '2026-11-24');
    m.instrument(1);
    m.account(seller, { units: 1_000 });
    m.do('open-day', { day: '2026-11-24' });
  });

  const refused = (code: string, act: () => { code: string }): void => {
    const before = JSON.stringify([m.ledger.dump(), m.market.dump()]);
    expect(act().code).toBe(code);
    expect(JSON.stringify([m.ledger.dump(), m.market.dump()]) === before).toBe(true);
  };

  const openOrders = (orders: number): number => {
    m.account(102, { units: orders + 1 });
    let last = 0;
    for (let n = 0; n < orders; n++) last = m.place(102, 'sell', 1, 7463).answer.orderNo as number;
    return last;
  };
  atTheLimit('OPEN_ORDERS_MAX', {
    at: (orders) => {
      openOrders(orders);
      expect(m.market.openOrderCount(102)).toBe(orders);
    },
    past: (orders) => {
      openOrders(orders - 1);
      refused('market.too_many_open_orders', () => m.place(102, 'sell', 1, 7463));
    },
  });

  it('one open order more than an account may have, until one of them ends', () => {
    const last = openOrders(OPEN_ORDERS_MAX);
    refused('market.too_many_open_orders', () => m.place(102, 'sell', 1, 7463));
    expect(m.place(seller, 'sell', 1, 7463).code).toBe('ok');
    m.do('cancel-order', { org: 'org102', orderNo: last });
    expect(m.place(102, 'sell', 1, 7463).code).toBe('ok');
    refused('market.too_many_open_orders', () => m.place(102, 'sell', 1, 7463));
    expect(marketRejections['market.too_many_open_orders']).toEqual({
      status: 422,
      zh: '未成交委托过多',
      en: 'The account has too many open orders',
    });
  });
});
