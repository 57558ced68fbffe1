import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { OPEN_ORDERS_MAX } from '../../src/kernel/limits.js';
import { VenueMachine } from '../../src/machine.js';
import { mayTrade } from '../../src/market/domain/admission.js';
import { marketExecutors } from '../../src/market/index.js';
import { atTheLimit } from '../support/at-the-limit.js';
import { packWith, TestMarket } from '../support/market-world.js';

const DAY = '2026-11-24';

/** The refusals that no scenario of the rulebook meets; each by its code, and each leaves the state as it was. */
describe('refusals of the market', () => {
  let m: TestMarket;
  const buyer = 100;
  const seller = 101;
  beforeEach(() => {
    m = new TestMarket(packWith({ 'order.valueMax': 1_000_000 }), DAY);
    m.instrument(1);
    m.account(buyer, { cash: 100_000_000 });
    m.account(seller, { units: 1_000 });
    m.do('open-day', { day: DAY });
  });

  const state = (): string => JSON.stringify([m.ledger.dump(), m.market.dump(), m.clearing.dump()]);
  const refused = (code: string, act: () => { code: string }): void => {
    const before = state();
    expect(act().code).toBe(code);
    expect(state() === before).toBe(true);
  };

  it('an account that is restricted, or not active', () => {
    m.account(102, { cash: 10_000, state: 'RESTRICTED' });
    m.account(103, { cash: 10_000, state: 'FROZEN' });
    refused('market.account_restricted', () => m.place(102, 'buy', 1, 7463));
    refused('market.account_not_active', () => m.place(103, 'buy', 1, 7463));
  });

  it('an instrument that is retired, expired, or under no rules today', () => {
    m.instrument(2, { state: 'RETIRED' });
    m.instrument(3, { expiry: '2026-11-23' });
    m.instrument(4, { packName: 'nowhere' });
    refused('market.instrument_retired', () => m.place(buyer, 'buy', 1, 7463, { instrumentNo: 2 }));
    refused('market.instrument_expired', () => m.place(buyer, 'buy', 1, 7463, { instrumentNo: 3 }));
    refused('market.no_rules_in_force', () => m.place(buyer, 'buy', 1, 7463, { instrumentNo: 4 }));
  });

  it('a client order id that is taken, also after its order ended, until the next day', () => {
    const { answer } = m.place(buyer, 'buy', 1, 7463, { clientOrderId: 'mine' });
    refused('market.client_order_id_taken', () => m.place(buyer, 'buy', 1, 7463, { clientOrderId: 'mine' }));
    m.do('cancel-order', { org: `org${buyer}`, orderNo: answer.orderNo });
    refused('market.client_order_id_taken', () => m.place(buyer, 'buy', 1, 7463, { clientOrderId: 'mine' }));
  });

  it('a market order that meets nobody', () => {
    refused('market.no_opposite_order', () => m.place(buyer, 'buy', 1, 0, { type: 'market' }));
  });

  it('one open order more than an account may have', () => {
    const open = jest.spyOn(m.market, 'openOrderCount').mockReturnValue(OPEN_ORDERS_MAX);
    refused('market.too_many_open_orders', () => m.place(seller, 'sell', 1, 7463));
    open.mockReturnValue(OPEN_ORDERS_MAX - 1);
    expect(m.place(seller, 'sell', 1, 7463).code).toBe('ok');
  });

  it('an order worth more than the pack allows, and not a fen less', () => {
    refused('market.order_value_too_large', () => m.place(buyer, 'buy', 134, 7463));
    expect(m.place(buyer, 'buy', 133, 7463).code).toBe('ok');
  });

  it('units that an authority has frozen', () => {
    m.ledger.freeze(seller, 1, 950);
    refused('market.units_frozen', () => m.place(seller, 'sell', 100, 7463));
  });

  it('units that its account still owes, which are there and not its own to sell', () => {
    Object.assign(m.world.registry, { shortOf: () => 930 });
    const selling = (quantity: number): unknown =>
      m.refusal('place-order', {
        ...{ org: `org${seller}`, accountNo: seller, instrumentNo: 1, side: 'sell', type: 'limit' },
        ...{ price: 7463, quantity },
      });
    expect(selling(71)).toEqual({ code: 'market.units_frozen', data: { sellable: 70, needed: 71 } });
    expect(selling(70)).toBeUndefined();
  });

  it('an amendment that its account cannot pay', () => {
    m.account(102, { cash: 14_926 });
    const { orderNo } = m.place(102, 'buy', 2, 7463).answer;
    const amend = { org: 'org102', orderNo: orderNo! };
    expect(m.refusal('amend-order', { ...amend, price: 7464 })).toEqual({
      code: 'market.insufficient_cash',
      data: { availableFen: 14_926, neededFen: 14_928 },
    });
    expect(m.refusal('amend-order', { ...amend, price: 7462 })).toBeUndefined();
  });

  it('a word given earlier by an account that is barred by now, or gone', () => {
    expect(mayTrade(m.world, buyer, 1)).toBe(true);
    const scope = { party: 'operator', org: `org${buyer}`, instrumentNo: 1, reason: 'r' };
    m.do('engage-kill-switch', scope);
    expect([mayTrade(m.world, buyer, 1), mayTrade(m.world, buyer, 2)]).toEqual([false, true]);
    m.world.registry.account(buyer)!.state = 'RESTRICTED';
    expect([mayTrade(m.world, buyer, 2), mayTrade(m.world, 999, 1)]).toEqual([false, false]);
  });

  it('an amendment to what is already filled', () => {
    const { answer } = m.place(seller, 'sell', 100, 7463);
    m.place(buyer, 'buy', 40, 7463);
    refused('market.quantity_below_filled', () =>
      m.do('amend-order', { org: `org${seller}`, orderNo: answer.orderNo, quantity: 40 }),
    );
  });

  it('a day that is still open, not after the last, or not the open one', () => {
    refused('market.day_still_open', () => m.do('open-day', { day: '2026-11-25' }));
    refused('market.day_not_open', () => m.do('close-day', { day: '2026-11-25' }));
    m.do('close-day', { day: DAY });
    refused('market.day_not_after', () => m.do('open-day', { day: DAY }));
  });

  it('a halt of what is halted, and a resumption of what is not', () => {
    const check = (action: string, instrumentNo: number | null): string | undefined =>
      marketExecutors[action].check(m.world, { instrumentNo, reason: 'r' }, {} as never, {
        proposalNo: 1,
        reserved: false,
      })?.code;
    expect(check('resume-trading', 1)).toBe('market.not_halted');
    expect(check('halt-trading', 9)).toBe('market.instrument_unknown');
    m.halt(1, true);
    expect(check('halt-trading', 1)).toBe('market.already_halted');
    m.halt(null, true);
    expect(check('halt-trading', null)).toBe('market.already_halted');
  });
});

describe('refusals of clearing', () => {
  const settling = (trades: number): string => {
    const m = new TestMarket(packWith({}), DAY);
    return m.do('settle-trades', { fromTrade: 1, toTrade: trades }).code;
  };
  atTheLimit('SETTLE_TRADES_MAX', {
    // A range may end beyond the last trade: how far it reaches is what is limited.
    at: (trades) => expect(settling(trades)).toBe('ok'),
    past: (trades) => expect(settling(trades)).toBe('clearing.range_too_long'),
  });

  it('a range that is none, or leaves older trades behind', () => {
    const m = new TestMarket(packWith({ 't1.goods': false }), DAY);
    m.instrument(1);
    m.account(100, { cash: 100_000_000 });
    m.account(101, { units: 1_000 });
    m.do('open-day', { day: DAY });
    for (let i = 0; i < 2; i++) {
      m.place(101, 'sell', 1, 7463);
      m.place(100, 'buy', 1, 7463);
    }
    expect(m.do('settle-trades', { fromTrade: 2, toTrade: 1 }).code).toBe('clearing.bad_range');
    expect(m.do('settle-trades', { fromTrade: 0, toTrade: 1 }).code).toBe('clearing.bad_range');
    expect(m.do('settle-trades', { fromTrade: 1, toTrade: 2 }).code).toBe('ok');
    m.place(101, 'sell', 1, 7463);
    m.place(100, 'buy', 2, 7463);
    expect(m.do('settle-trades', { fromTrade: 4, toTrade: 4 }).code).toBe('clearing.earlier_trades_waiting');
  });
});

describe('a command nobody knows', () => {
  it.each(['make-money', '__proto__', 'constructor'])('%s is refused by name', (kind) => {
    const decided = new VenueMachine().decide({ seq: 1, at: 1, by: 'usr_a', org: '', cmd: { kind } });
    expect(decided).toMatchObject({ ok: false, rej: { code: 'sequencer.command_unknown' } });
  });
});
