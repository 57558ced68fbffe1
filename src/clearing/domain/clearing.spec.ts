import { describe, expect, it } from '@jest/globals';
import { SETTLE_TRADES_MAX } from '../../kernel/limits.js';
import type { Trade } from '../../market/domain/order.js';
import { Ledger } from '../../ledger/domain/ledger.js';
import type { CommandContext, VenueEvent } from '../../sequencer/domain/command.js';
import { type Annulment, Clearing, type Confirmation } from './clearing.js';
import type { FailedDelivery } from './failed-delivery.js';
import { clearingHandlers, type ClearingWorld } from './handlers.js';

const [SELLER, BUYER] = [100, 101];

function aTrade(tradeNo: number): Trade {
  const legs = { instrumentNo: 1, buyer: BUYER, seller: SELLER, quantity: 2, value: 10, price: 5 };
  const rest = { buyOrder: 2, sellOrder: 1, makerSide: 'sell', at: 7, seq: 3, packNo: 1, tradingDay: 'd' };
  return { tradeNo, ...legs, buyerFee: 1, sellerFee: 1, ...rest } as Trade;
}

function waiting(trades: number): Clearing {
  const clearing = new Clearing();
  for (let no = 1; no <= trades; no++) clearing.capture(aTrade(no));
  return clearing;
}

describe('what waits for settlement', () => {
  it('is nothing at first', () => {
    const clearing = new Clearing();
    expect([
      clearing.pendingCount,
      clearing.firstPending,
      clearing.lastPending,
      clearing.lastSettled,
    ]).toEqual([0, undefined, undefined, 0]);
    expect([clearing.pending(), clearing.settlements, clearing.take(9, 1, 1)]).toEqual([[], [], undefined]);
  });

  it('is captured in order, each once', () => {
    const clearing = waiting(2);
    for (const no of [1, 2, 4]) expect(() => clearing.capture(aTrade(no))).toThrow('in order, each once');
    expect([clearing.pendingCount, clearing.firstPending, clearing.lastPending]).toEqual([2, 1, 2]);
    clearing.take(2, 1, 1);
    clearing.take(2, 1, 1);
    expect(() => clearing.capture(aTrade(2))).toThrow('in order, each once');
    clearing.capture(aTrade(3));
    expect([clearing.firstPending, clearing.lastPending]).toEqual([3, 3]);
  });

  it('is taken oldest first, up to the last that is wanted and not beyond', () => {
    const clearing = waiting(3);
    expect(clearing.take(2, 8, 9)?.tradeNo).toBe(1);
    expect(clearing.take(2, 8, 9)?.tradeNo).toBe(2);
    expect(clearing.take(2, 8, 9)).toBeUndefined();
    expect(clearing.settlements).toEqual([
      { tradeNo: 1, seq: 8, at: 9 },
      { tradeNo: 2, seq: 8, at: 9 },
    ]);
    expect([clearing.pendingCount, clearing.lastSettled]).toEqual([1, 2]);
    expect(clearing.pending().map(({ tradeNo }) => tradeNo)).toEqual([3]);
  });

  it('is the same after a dump, which is a copy', () => {
    const clearing = waiting(3);
    clearing.take(1, 1, 1);
    const state = clearing.dump();
    expect(state).toEqual({ lastSettled: 1, waiting: [aTrade(2), aTrade(3)] });
    const restored = Clearing.restore(JSON.parse(JSON.stringify(state)));
    clearing.take(3, 1, 1);
    expect(restored).toMatchObject({ pendingCount: 2, firstPending: 2, lastPending: 3, lastSettled: 1 });
    expect(restored.dump()).toEqual(state);
    expect(restored.settlements).toEqual([]);
    const still = waiting(1);
    expect((still.dump() as unknown as { waiting: Trade[] }).waiting[0]).not.toBe(still.pending()[0]);
  });

  it('lets go of what has been settled, not of what waits', () => {
    const clearing = waiting(2);
    clearing.take(1, 1, 1);
    clearing.letGo();
    expect([clearing.settlements, clearing.pendingCount, clearing.lastSettled]).toEqual([[], 1, 1]);
  });

  /** How many trades the memory still holds: the state shows only those that wait. */
  const kept = (clearing: Clearing): number => (clearing as unknown as { waiting: Trade[] }).waiting.length;
  const taken = (clearing: Clearing, count: number): Clearing => {
    for (let n = 0; n < count; n++) clearing.take(Infinity, 1, 1);
    return clearing;
  };

  it('leaves memory once more than 1,024 are done and they are more than half', () => {
    expect(kept(taken(waiting(1_100), 1_024))).toBe(1_100);
    expect(kept(taken(waiting(1_100), 1_025))).toBe(75);
    expect(kept(taken(waiting(4_000), 2_000))).toBe(4_000);
    const half = taken(waiting(4_000), 2_001);
    expect(kept(half)).toBe(1_999);
    expect([half.pendingCount, half.firstPending, half.take(9_999, 1, 1)?.tradeNo]).toEqual([
      1_999, 2_002, 2_002,
    ]);
    expect(kept(taken(waiting(4), 3))).toBe(4);
  });
});

describe('what clearing keeps besides', () => {
  const DAY = '2026-11-24';
  const failureOf = (trade: Trade, more: Partial<FailedDelivery> = {}): FailedDelivery => ({
    ...{ trade, leg: 'GOODS', accountNo: SELLER, obstacle: 'FROZEN', state: 'FAILED_GOODS', retries: 0 },
    ...{ nextAt: null, coveredBy: 0, since: 9, changedAt: 9, proposalNo: 0, reason: '', ...more },
  });
  const annulmentOf = (tradeNo: number): Annulment => ({
    tradeNo,
    proposalNo: 1,
    seq: 8,
    at: 9,
    reason: 'x',
  });
  const confirmationOf = (day: string, fromTrade: number, toTrade: number): Confirmation => ({
    ...{ day, fromTrade, toTrade, undelivered: 0, seq: 8, at: 9 },
  });

  /** So many trades, of which all have failed. */
  function failing(trades: number): Clearing {
    const clearing = waiting(trades);
    for (const trade of clearing.pending()) clearing.setAside(failureOf(trade));
    return clearing;
  }

  it('is nothing at first, and the account of no reserve', () => {
    const clearing = new Clearing();
    expect([clearing.annulments, clearing.failureChanges, clearing.confirmations]).toEqual([[], [], []]);
    expect([clearing.failedCount, clearing.reserveAccount, clearing.firstUnconfirmed]).toEqual([
      0,
      0,
      undefined,
    ]);
    expect(clearing.lastConfirmed).toEqual({ day: '', toTrade: 0 });
  });

  it('only the trade whose turn it is goes aside', () => {
    const [, second] = waiting(2).pending();
    expect(() => waiting(2).setAside(failureOf(second))).toThrow('the trade whose turn it is fails');
  });

  it('counts what is not delivered up to a trade, without what the reserve gave', () => {
    const clearing = failing(3);
    expect([0, 1, 2, 3].map((last) => clearing.undeliveredUpTo(last))).toEqual([0, 1, 2, 3]);
    clearing.changeFailed({ ...clearing.failureOf(1)!, state: 'RESERVE_COVERED', coveredBy: 7 });
    expect([clearing.undeliveredUpTo(2), clearing.undeliveredUpTo()]).toEqual([1, 2]);
  });

  it('a trade that failed is delivered once, late or by the reserve, and its settlement is written', () => {
    const clearing = failing(2);
    const [first, second] = clearing.failed();
    clearing.deliverFailed(first, 11, 12);
    expect(() => clearing.deliverFailed(first, 13, 14)).toThrow('a trade is delivered once');
    clearing.coverAside(second, 15, 16);
    clearing.changeFailed({ ...second, state: 'RESERVE_COVERED', coveredBy: 7 });
    for (const deliver of ['deliverFailed', 'coverAside'] as const)
      expect(() => clearing[deliver](second, 17, 18)).toThrow('a trade is delivered once');
    expect(clearing.settlements).toEqual([
      { tradeNo: 1, seq: 11, at: 12 },
      { tradeNo: 2, seq: 15, at: 16 },
    ]);
    expect([1, 2].map((no) => clearing.isCovered(no))).toEqual([false, true]);
  });

  it('a trade is annulled once it is settled, at most once, and not while it is owed', () => {
    const clearing = waiting(3);
    clearing.take(1, 8, 9);
    clearing.setAside(failureOf(clearing.next!));
    for (const tradeNo of [2, 3])
      expect(() => clearing.annul(annulmentOf(tradeNo))).toThrow('a settled trade is annulled at most once');
    clearing.annul(annulmentOf(1));
    expect(() => clearing.annul(annulmentOf(1))).toThrow('a settled trade is annulled at most once');
    expect(clearing.annulments).toEqual([annulmentOf(1)]);
  });

  it('days are confirmed in order, without a gap', () => {
    const clearing = new Clearing();
    clearing.endDay(DAY, 3);
    clearing.endDay('2026-11-25', 5);
    expect([clearing.firstUnconfirmed, clearing.lastTradeOf(DAY)]).toEqual([DAY, 3]);
    clearing.confirm(confirmationOf(DAY, 1, 3));
    expect([clearing.firstUnconfirmed, clearing.lastTradeOf(DAY)]).toEqual(['2026-11-25', undefined]);
    for (const [day, from] of [
      [DAY, 4],
      ['2026-11-23', 4],
      ['2026-11-25', 3],
      ['2026-11-25', 5],
    ] as const)
      expect(() => clearing.confirm(confirmationOf(day, from, 5))).toThrow('days are confirmed in order');
    clearing.confirm(confirmationOf('2026-11-25', 4, 5));
    expect(clearing.lastConfirmed).toEqual({ day: '2026-11-25', toTrade: 5 });
    expect(clearing.confirmations.map(({ day }) => day)).toEqual([DAY, '2026-11-25']);
  });

  it('comes back from a dump, whatever the order in which it came about', () => {
    const clearing = waiting(12);
    for (const no of [1, 2]) clearing.take(no, 8, 9);
    for (let no = 3; no <= 11; no++) clearing.setAside(failureOf(clearing.next!));
    for (const no of [11, 3, 4]) {
      const failure = clearing.failureOf(no)!;
      clearing.coverAside(failure, 8, 9);
      clearing.changeFailed({ ...failure, state: no === 4 ? 'RESERVE_COVERED' : 'RECOVERED', coveredBy: 7 });
    }
    for (const no of [5, 6, 7, 8, 9, 10]) clearing.deliverFailed(clearing.failureOf(no)!, 8, 9);
    for (const no of [10, 2, 1]) clearing.annul(annulmentOf(no));
    clearing.reserveAccount = 7;
    clearing.confirm(confirmationOf(DAY, 1, 3));
    clearing.endDay('2026-11-25', 11);
    const state = JSON.parse(JSON.stringify(clearing.dump())) as Record<string, never>;
    expect(state).toEqual({
      ...{ lastSettled: 11, waiting: [aTrade(12)], annulled: [1, 2, 10], covered: [3, 4, 11] },
      failures: [failureOf(aTrade(4), { state: 'RESERVE_COVERED', coveredBy: 7 })],
      ...{ reserveAccount: 7, lastConfirmed: { day: DAY, toTrade: 3 }, dayEnds: [['2026-11-25', 11]] },
    });
    const restored = Clearing.restore(state);
    expect(restored.dump()).toEqual(clearing.dump());
    // What every trade in memory is called is not in the state.
    expect([restored.next!.type, restored.failureOf(4)!.trade.type]).toEqual([
      'TradeExecuted',
      'TradeExecuted',
    ]);
  });
});

describe('settle-trades', () => {
  const moves: unknown[] = [];
  const events: VenueEvent[] = [];

  function world(trades: number): ClearingWorld {
    moves.length = events.length = 0;
    const ledger = new Ledger();
    ledger.post({ kind: 'test', no: 1 }, [
      { account: 2, asset: 1, amount: -1_000 },
      { account: SELLER, asset: 1, amount: 1_000 },
      { account: 1, asset: 0, amount: -1_000 },
      { account: BUYER, asset: 0, amount: 1_000 },
    ]);
    const clearing = waiting(trades);
    for (const trade of clearing.pending()) {
      ledger.hold(SELLER, 1, trade.quantity);
      ledger.hold(BUYER, 0, trade.value + trade.buyerFee);
      ledger.execute(trade, trade.value + trade.buyerFee, false);
    }
    const registry = { serials: { move: (...facts: unknown[]) => moves.push(facts) } };
    const rules = { pack: () => undefined };
    const market = { dayStatus: 'CLOSED', tradingDay: 'd' };
    return { ledger, clearing, registry, rules, market } as unknown as ClearingWorld;
  }

  function settle(on: ClearingWorld, fromTrade: number, toTrade: number): unknown {
    const context = { seq: 8, at: 9, by: 'x', org: '', emit: (event: VenueEvent) => events.push(event) };
    return clearingHandlers['settle-trades'](
      on,
      { kind: 'settle-trades', fromTrade, toTrade } as never,
      context as CommandContext,
    );
  }

  it('delivers goods, money and serials of the range, and says so once', () => {
    const on = world(3);
    expect(settle(on, 1, 2)).toEqual({ ok: true, value: { settled: 2, lastSettled: 2 } });
    expect(events).toEqual([{ type: 'TradesSettled', from: 1, to: 2 }]);
    expect(moves).toEqual([
      [1, SELLER, BUYER, 2, { kind: 'trade', no: 1 }],
      [1, SELLER, BUYER, 2, { kind: 'trade', no: 2 }],
    ]);
    expect(on.ledger.balance(BUYER, 1)).toMatchObject({ posted: 4, incoming: 2 });
    expect(settle(on, 1, 2)).toEqual({ ok: true, value: { settled: 0, lastSettled: 2 } });
    expect(settle(on, 2, 3)).toEqual({ ok: true, value: { settled: 1, lastSettled: 3 } });
    expect(settle(on, 9, 9)).toEqual({ ok: true, value: { settled: 0, lastSettled: 3 } });
    expect(events.slice(1)).toEqual([{ type: 'TradesSettled', from: 3, to: 3 }]);
  });

  it.each([
    [0, 1],
    [2, 1],
    [-1, 1],
    [1.5, 2],
    [1, 2.5],
    [1, Infinity],
    ['1' as unknown as number, 2],
  ])('refuses %p to %p', (from, to) => {
    expect(settle(world(3), from, to)).toEqual({ ok: false, rejection: { code: 'clearing.bad_range' } });
  });

  it('takes no more than one commit should carry, and leaves nothing older behind', () => {
    expect(settle(world(1), 1, SETTLE_TRADES_MAX)).toMatchObject({ ok: true });
    expect(settle(world(1), 1, SETTLE_TRADES_MAX + 1)).toEqual({
      ok: false,
      rejection: { code: 'clearing.range_too_long', data: { most: 10_000 } },
    });
    expect(settle(world(3), 2, 3)).toEqual({
      ok: false,
      rejection: { code: 'clearing.earlier_trades_waiting', data: { first: 1 } },
    });
    expect(events).toEqual([]);
  });
});
