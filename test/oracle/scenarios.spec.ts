import { beforeEach, describe, expect, it } from '@jest/globals';
import { marketInvariants } from '../../src/market/index.js';
import { packWith, TestMarket } from '../support/market-world.js';

const TUESDAY = '2026-11-24';
const WEDNESDAY = '2026-11-25';

/** The rulebook's table (§7), on the national pack: previous close 74.63, no fees. */
describe('acceptance scenarios of the market', () => {
  let m: TestMarket;
  const rich = 100;
  const owner = 101;

  beforeEach(() => {
    m = new TestMarket(packWith({}), TUESDAY);
    m.instrument(1);
    m.account(rich, { cash: 100_000_000_000 });
    m.account(owner, { units: 1_000_000 });
    m.clock(TUESDAY, 9.5);
    m.do('open-day', { day: TUESDAY });
  });

  const next = (): void => {
    m.do('close-day', { day: TUESDAY });
    m.settleAll();
    expect(m.do('open-day', { day: WEDNESDAY }).code).toBe('ok');
    m.clock(WEDNESDAY, 10);
  };

  it('S1: the band around 74.63 is 67.17 to 82.09', () => {
    expect(m.place(rich, 'buy', 1, 8209).code).toBe('ok');
    expect(m.place(rich, 'buy', 1, 8210)).toMatchObject({
      code: 'market.price_out_of_band',
      data: { floorFen: 6717, ceilingFen: 8209 },
    });
    expect(m.place(owner, 'sell', 1, 6716).code).toBe('market.price_out_of_band');
  });

  it('S3: a listed order is at most 99,999 t', () => {
    expect(m.place(rich, 'buy', 99_999, 7463).code).toBe('ok');
    expect(m.place(rich, 'buy', 100_000, 7463).code).toBe('market.quantity_too_large');
  });

  it('S5: orders are taken from 9:30:00 and 13:00:00 on, not at 11:30:00 nor 15:00:00', () => {
    const at = (hours: number): string => {
      m.clock(TUESDAY, hours);
      return m.place(rich, 'buy', 1, 7463).code;
    };
    expect([9.5, 11.25, 13, 14.75].map(at)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect([9.49, 11.5, 12.9, 15, 23].map(at)).toEqual(Array(5).fill('market.session_closed'));
  });

  it('S6: what was bought today is sold on the next trading day', () => {
    const account = m.account(102, { cash: 1_000_000_000, units: 2_000 });
    m.place(owner, 'sell', 5_000, 7463);
    expect(m.place(account, 'buy', 5_000, 7463).answer).toMatchObject({ status: 'FILLED' });
    m.clock(TUESDAY, 14);
    expect(m.place(account, 'sell', 2_000, 7463).code).toBe('ok');
    expect(m.place(account, 'sell', 1, 7463)).toMatchObject({
      code: 'market.t1_locked',
      data: { sellable: 0, needed: 1 },
    });
    next();
    expect(m.place(account, 'sell', 7_000, 7463).code).toBe('ok');
    expect(m.place(account, 'sell', 1, 7463).code).toBe('market.insufficient_units');
  });

  it('S7: 1,000,000.00 yuan pay for 13,399 t at 74.63 and leave 32.63', () => {
    const account = m.account(102, { cash: 100_000_000 });
    expect(m.place(account, 'buy', 13_400, 7463)).toMatchObject({
      code: 'market.insufficient_cash',
      data: { neededFen: 100_004_200 },
    });
    expect(m.place(account, 'buy', 13_399, 7463).code).toBe('ok');
    expect(m.ledger.available(account, 0)).toBe(3263);
  });

  it("S8: today's proceeds buy today and are not withdrawn before delivery", () => {
    const account = m.account(102, { units: 1_000 });
    m.place(rich, 'buy', 1_000, 7463);
    m.clock(TUESDAY, 9 + 40 / 60);
    m.place(account, 'sell', 1_000, 7463);
    expect(m.ledger.available(account, 0)).toBe(7_463_000);
    expect(m.ledger.withdrawable(account)).toBe(0);
    m.clock(TUESDAY, 9 + 41 / 60);
    expect(m.place(account, 'buy', 1_001, 7463).code).toBe('market.insufficient_cash');
    expect(m.place(account, 'buy', 1_000, 7463).code).toBe('ok');
    next();
    expect(m.ledger.withdrawable(account)).toBe(7_463_000);
  });

  it('S48: a day without trades closes at the previous close and leaves the band', () => {
    m.place(rich, 'buy', 10, 7400);
    next();
    expect(m.market.instrumentDays).toMatchObject([{ close: 7463, volume: 0 }]);
    expect(m.place(rich, 'buy', 1, 8209).code).toBe('ok');
    expect(m.place(rich, 'buy', 1, 8210).code).toBe('market.price_out_of_band');
  });

  it('the close is the average by volume, half up to the fen', () => {
    m.place(owner, 'sell', 3, 7400);
    m.place(owner, 'sell', 1, 7402);
    m.place(rich, 'buy', 4, 7402);
    next();
    expect(m.market.instrumentDays).toMatchObject([
      { open: 7400, high: 7402, low: 7400, last: 7402, close: 7401, volume: 4, value: 29_602 },
    ]);
  });

  it('a market order stops at its protection price and at the band', () => {
    m.place(owner, 'sell', 10, 7463);
    m.place(owner, 'sell', 10, 7612);
    m.place(owner, 'sell', 10, 7613);
    const { answer } = m.do('place-order', {
      org: 'org100',
      accountNo: rich,
      instrumentNo: 1,
      side: 'buy',
      type: 'market',
      quantity: 30,
    });
    expect(answer).toMatchObject({ price: 7612, filled: 20, cancelled: 10, status: 'CANCELLED' });
    expect(m.ledger.balance(rich, 0).held).toBe(0);
  });

  it('a halted market takes cancellations and nothing else', () => {
    const { orderNo } = m.place(rich, 'buy', 10, 7463).answer;
    m.halt(1, true);
    expect(m.place(owner, 'sell', 10, 7463).code).toBe('market.halted');
    expect(m.do('amend-order', { org: 'org100', orderNo, quantity: 5 }).code).toBe('market.halted');
    expect(m.do('cancel-order', { org: 'org100', orderNo }).code).toBe('ok');
    m.halt(1, false);
    expect(m.place(owner, 'sell', 10, 7463).code).toBe('ok');
    expect(marketInvariants(m.world)).toEqual([]);
  });
});
