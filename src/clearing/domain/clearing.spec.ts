import { describe, expect, it } from '@jest/globals';
import { SETTLE_TRADES_MAX } from '../../kernel/limits.js';
import type { Trade } from '../../market/domain/order.js';
import { Ledger } from '../../ledger/domain/ledger.js';
import type { CommandContext, VenueEvent } from '../../sequencer/domain/command.js';
import { Clearing } from './clearing.js';
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
