import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvariantBroken } from '../../kernel/invariant.js';
import { canonical } from '../../kernel/json.js';
import { Ledger, type TradeLegs } from './ledger.js';
import { CASH, FIRST_USER_ACCOUNT, SYSTEM_ACCOUNTS } from './system-accounts.js';

const { BANK, ISSUANCE, CANCELLED, SURRENDERED, FEES } = SYSTEM_ACCOUNTS;
const PLANT = FIRST_USER_ACCOUNT;
const BUYER = FIRST_USER_ACCOUNT + 1;
const CEA = 1;

function give(ledger: Ledger, account: number, asset: number, amount: number): void {
  const source = asset === CASH ? BANK : ISSUANCE;
  ledger.post({ kind: 'test', no: 1 }, [
    { account: source, asset, amount: -amount },
    { account, asset, amount },
  ]);
}

function aTrade(legs: Partial<TradeLegs> = {}): TradeLegs {
  const defaults = {
    tradeNo: 1,
    instrumentNo: CEA,
    buyer: BUYER,
    seller: PLANT,
    quantity: 100,
    value: 746_300,
  };
  return { ...defaults, buyerFee: 373, sellerFee: 373, ...legs };
}

/** A plant with 1,000 t and a buyer with 10,000 yuan, both orders held. */
function beforeTrade(): Ledger {
  const ledger = new Ledger();
  give(ledger, PLANT, CEA, 1_000);
  give(ledger, BUYER, CASH, 1_000_000);
  ledger.hold(PLANT, CEA, 100);
  ledger.hold(BUYER, CASH, 750_000);
  return ledger;
}

describe('what an account has', () => {
  it('is told by asset, whatever was touched first, and without other accounts’', () => {
    const ledger = new Ledger();
    give(ledger, BUYER, CEA, 9);
    give(ledger, PLANT, CEA + 1, 7);
    give(ledger, PLANT, CASH, 5);
    const told = (of: Ledger): number[][] =>
      of.balancesOf(PLANT).map(({ account, asset, posted }) => [account, asset, posted]);
    expect(told(ledger)).toEqual([
      [PLANT, CASH, 5],
      [PLANT, CEA + 1, 7],
    ]);
    expect(told(Ledger.restore(ledger.dump()))).toEqual(told(ledger));
  });
});

describe('title', () => {
  it('moves only by entries that cancel out per asset', () => {
    const ledger = new Ledger();
    const halves = [
      { account: BANK, asset: CASH, amount: -5 },
      { account: PLANT, asset: CEA, amount: 5 },
    ];
    expect(() => ledger.post({ kind: 'test', no: 1 }, halves)).toThrow('entries of asset 0 cancel out');
  });

  it('is never overdrawn but at a source, whose debt is what the world was given', () => {
    const ledger = new Ledger();
    give(ledger, PLANT, CEA, 5);
    expect(ledger.balance(ISSUANCE, CEA).posted).toBe(-5);
    const six = [
      { account: PLANT, asset: CEA, amount: -6 },
      { account: BUYER, asset: CEA, amount: 6 },
    ];
    expect(() => ledger.post({ kind: 'transfer', no: 1 }, six)).toThrow(InvariantBroken);
  });

  it.each([CANCELLED, SURRENDERED])('never leaves sink %i', (sink) => {
    const ledger = new Ledger();
    give(ledger, sink, CEA, 5);
    const back = [
      { account: sink, asset: CEA, amount: -1 },
      { account: PLANT, asset: CEA, amount: 1 },
    ];
    expect(() => ledger.post({ kind: 'mistake', no: 1 }, back)).toThrow('nothing leaves a sink');
  });
});

describe('a hold', () => {
  it('takes from what is available, never more, and gives it back', () => {
    const ledger = new Ledger();
    give(ledger, PLANT, CEA, 10);
    ledger.hold(PLANT, CEA, 7);
    expect(ledger.available(PLANT, CEA)).toBe(3);
    ledger.release(PLANT, CEA, 7);
    expect(ledger.available(PLANT, CEA)).toBe(10);
    expect(() => ledger.release(PLANT, CEA, 1)).toThrow(InvariantBroken);
    expect(() => ledger.hold(PLANT, CEA, 11)).toThrow('is covered');
  });

  it('cannot use what is frozen', () => {
    const ledger = new Ledger();
    give(ledger, PLANT, CEA, 10);
    ledger.freeze(PLANT, CEA, 4);
    expect(ledger.available(PLANT, CEA)).toBe(6);
    ledger.unfreeze(PLANT, CEA, 4);
    expect(ledger.available(PLANT, CEA)).toBe(10);
  });
});

describe('a trade', () => {
  it('gives the better price back to the buyer in the same step', () => {
    const ledger = beforeTrade();
    ledger.execute(aTrade(), 750_000, false);
    expect(ledger.balance(BUYER, CASH)).toMatchObject({ held: 0, outgoing: 746_673, posted: 1_000_000 });
    expect(ledger.available(BUYER, CASH)).toBe(253_327);
  });

  it('lets proceeds be spent at once and withdrawn only after delivery', () => {
    const ledger = beforeTrade();
    ledger.execute(aTrade(), 750_000, false);
    expect([ledger.available(PLANT, CASH), ledger.withdrawable(PLANT)]).toEqual([745_927, 0]);
    ledger.settle(aTrade());
    expect([ledger.available(PLANT, CASH), ledger.withdrawable(PLANT)]).toEqual([745_927, 745_927]);
  });

  it('locks goods bought today until the next opening where the market is T+1', () => {
    const ledger = beforeTrade();
    ledger.execute(aTrade(), 750_000, true);
    expect(ledger.available(BUYER, CEA)).toBe(0);
    ledger.settle(aTrade());
    expect(ledger.available(BUYER, CEA)).toBe(0);
    ledger.unlockDay();
    expect(ledger.available(BUYER, CEA)).toBe(100);
  });

  it('delivers goods against money, fees to the venue, once', () => {
    const ledger = beforeTrade();
    ledger.execute(aTrade(), 750_000, false);
    ledger.settle(aTrade());
    expect(ledger.balance(PLANT, CEA).posted).toBe(900);
    expect(ledger.balance(BUYER, CEA).posted).toBe(100);
    expect(ledger.balance(BUYER, CASH).posted).toBe(1_000_000 - 746_673);
    expect(ledger.balance(FEES, CASH).posted).toBe(746);
    expect(() => ledger.settle(aTrade())).toThrow(InvariantBroken);
  });

  it('posts no fee entry where there is no fee', () => {
    const ledger = beforeTrade();
    const free = aTrade({ buyerFee: 0, sellerFee: 0 });
    ledger.execute(free, 750_000, false);
    ledger.settle(free);
    expect(ledger.postings.at(-1)!.entries).toHaveLength(4);
  });

  it('is refused as our bug when the buyer holds less than it costs', () => {
    expect(() => beforeTrade().execute(aTrade(), 746_672, false)).toThrow(InvariantBroken);
  });
});

describe('an annulment', () => {
  /** A settled trade, its goods still locked where the market is T+1. */
  function settled(t1: boolean): Ledger {
    const ledger = beforeTrade();
    ledger.execute(aTrade(), 750_000, t1);
    ledger.settle(aTrade());
    ledger.letGo();
    return ledger;
  }

  it('posts the mirror of the settlement: goods, money and fees are where they were', () => {
    const ledger = settled(false);
    ledger.annul(aTrade(), 0);
    expect(ledger.postings).toEqual([
      {
        cause: { kind: 'annulment', no: 1 },
        entries: [
          { account: PLANT, asset: CEA, amount: 100 },
          { account: BUYER, asset: CEA, amount: -100 },
          { account: BUYER, asset: CASH, amount: 746_673 },
          { account: PLANT, asset: CASH, amount: -745_927 },
          { account: FEES, asset: CASH, amount: -746 },
        ],
      },
    ]);
    for (const [account, cea, cash] of [
      [PLANT, 1_000, 0],
      [BUYER, 0, 1_000_000],
      [FEES, 0, 0],
    ])
      expect([ledger.balance(account, CEA).posted, ledger.balance(account, CASH).posted]).toEqual([
        cea,
        cash,
      ]);
    expect(ledger.dirty).toHaveLength(5);
  });

  it('takes off the lock of goods bought today, and only as much as the trade put on', () => {
    const ledger = settled(true);
    const more = aTrade({ tradeNo: 2, quantity: 50, value: 100, buyerFee: 0, sellerFee: 0 });
    ledger.hold(PLANT, CEA, 50);
    ledger.hold(BUYER, CASH, 100);
    ledger.execute(more, 100, true);
    ledger.settle(more);
    ledger.annul(aTrade(), 100);
    expect(ledger.balance(BUYER, CEA)).toMatchObject({ posted: 50, locked: 50 });
    // What is still locked is unlocked with the next day, what is not stays as it is.
    ledger.unlockDay();
    expect(ledger.balance(BUYER, CEA)).toMatchObject({ posted: 50, locked: 0, available: 50 });
    expect(() => ledger.annul(more, 1)).toThrow(InvariantBroken);
  });

  it('leaves nothing to be unlocked where all of it was annulled', () => {
    const ledger = settled(true);
    ledger.annul(aTrade(), 100);
    ledger.letGo();
    ledger.unlockDay();
    expect(ledger.dirty).toEqual([]);
    expect(Ledger.restore(ledger.dump()).available(PLANT, CEA)).toBe(1_000);
  });

  it('is refused as our bug when the goods have gone on', () => {
    const ledger = settled(false);
    ledger.post({ kind: 'test', no: 2 }, [
      { account: BUYER, asset: CEA, amount: -1 },
      { account: CANCELLED, asset: CEA, amount: 1 },
    ]);
    expect(() => ledger.annul(aTrade(), 0)).toThrow(InvariantBroken);
  });
});

describe('an account number and an asset number', () => {
  it('name one balance, which is made when it is asked for', () => {
    const ledger = new Ledger();
    expect([ledger.available(PLANT, CEA), ledger.withdrawable(PLANT)]).toEqual([0, 0]);
    expect([...ledger.all()]).toEqual([]);
    const balance = ledger.balance(PLANT, CEA);
    expect([balance.account, balance.asset]).toEqual([PLANT, CEA]);
    expect(ledger.balance(PLANT, CEA)).toBe(balance);
    expect([...ledger.all()]).toEqual([balance]);
  });

  it('are those of one asset and those of one account, whatever was touched first', () => {
    const ledger = new Ledger();
    give(ledger, PLANT, CEA, 5);
    give(ledger, PLANT, CASH, 7);
    expect(ledger.balancesOf(PLANT)).toEqual([ledger.balance(PLANT, CASH), ledger.balance(PLANT, CEA)]);
    expect(ledger.balancesOf(BUYER)).toEqual([]);
    expect([ledger.available(BUYER, CEA), ledger.withdrawable(BUYER), ledger.withdrawable(PLANT)]).toEqual([
      0, 0, 7,
    ]);
  });
});

describe('what has changed since it was last written', () => {
  it('is each balance once, and every posting with its cause', () => {
    const ledger = new Ledger();
    expect([ledger.dirty, ledger.postings]).toEqual([[], []]);
    give(ledger, PLANT, CEA, 5);
    ledger.hold(PLANT, CEA, 1);
    ledger.release(PLANT, CEA, 1);
    expect(ledger.dirty.map(({ account }) => account)).toEqual([ISSUANCE, PLANT]);
    expect(ledger.dirty.every(({ dirty }) => dirty)).toBe(true);
    expect(ledger.postings).toEqual([
      {
        cause: { kind: 'test', no: 1 },
        entries: [
          { account: ISSUANCE, asset: CEA, amount: -5 },
          { account: PLANT, asset: CEA, amount: 5 },
        ],
      },
    ]);
  });

  it('is forgotten when it is let go', () => {
    const ledger = new Ledger();
    give(ledger, PLANT, CEA, 5);
    ledger.letGo();
    expect([ledger.dirty, ledger.postings]).toEqual([[], []]);
    ledger.hold(PLANT, CEA, 1);
    expect(ledger.dirty).toEqual([ledger.balance(PLANT, CEA)]);
  });

  it('includes the balance that a new day unlocks, and the trade that caused a delivery', () => {
    const ledger = beforeTrade();
    ledger.execute(aTrade(), 750_000, true);
    ledger.settle(aTrade());
    expect(ledger.postings.at(-1)!.cause).toEqual({ kind: 'trade', no: 1 });
    for (const balance of ledger.dirty.splice(0)) balance.dirty = false;
    ledger.unlockDay();
    expect(ledger.dirty).toEqual([ledger.balance(BUYER, CEA)]);
    for (const balance of ledger.dirty.splice(0)) balance.dirty = false;
    ledger.unlockDay();
    expect(ledger.dirty).toEqual([]);
  });
});

describe('the limits of a trade', () => {
  it('goods are not locked where the market is T+0', () => {
    const ledger = beforeTrade();
    ledger.execute(aTrade(), 750_000, false);
    expect(ledger.balance(BUYER, CEA)).toMatchObject({ locked: 0, incoming: 100 });
    expect(ledger.available(BUYER, CEA)).toBe(100);
  });

  it('the buyer may hold exactly what it costs', () => {
    const ledger = beforeTrade();
    ledger.execute(aTrade(), 746_673, false);
    expect(ledger.balance(BUYER, CASH)).toMatchObject({ held: 3_327, outgoing: 746_673 });
  });

  it('a fee may be all of the value and never more', () => {
    const small = { quantity: 1, value: 373, buyerFee: 0 };
    const ledger = beforeTrade();
    ledger.execute(aTrade(small), 373, false);
    expect(ledger.balance(PLANT, CASH).incoming).toBe(0);
    expect(() => beforeTrade().execute(aTrade({ ...small, sellerFee: 374 }), 373, false)).toThrow(
      'a fee never exceeds the value',
    );
  });

  it('an entry of nothing may touch a sink', () => {
    const ledger = new Ledger();
    ledger.post({ kind: 'test', no: 1 }, [{ account: CANCELLED, asset: CEA, amount: 0 }]);
    expect(ledger.postings).toHaveLength(1);
  });
});

describe('a dump', () => {
  it('holds every balance that has something, by account and asset, whatever came first', () => {
    const ledger = new Ledger();
    ledger.balance(PLANT + 7, CEA);
    give(ledger, BUYER, CEA, 8);
    give(ledger, BUYER, CASH, 9);
    give(ledger, PLANT, CEA, 7);
    ledger.hold(PLANT, CEA, 2);
    ledger.freeze(PLANT, CEA, 1);
    expect(ledger.dump()).toEqual([
      [BANK, CASH, -9, 0, 0, 0, 0, 0],
      [ISSUANCE, CEA, -15, 0, 0, 0, 0, 0],
      [PLANT, CEA, 7, 2, 0, 0, 0, 1],
      [BUYER, CASH, 9, 0, 0, 0, 0, 0],
      [BUYER, CEA, 8, 0, 0, 0, 0, 0],
    ]);
  });

  it('brings back what a new day will unlock, and nothing is waiting to be written', () => {
    const ledger = beforeTrade();
    ledger.execute(aTrade(), 750_000, true);
    const restored = Ledger.restore(ledger.dump());
    expect(restored.dump()).toEqual(ledger.dump());
    expect(restored.dirty).toEqual([]);
    restored.unlockDay();
    expect(restored.dirty).toEqual([restored.balance(BUYER, CEA)]);
    expect(restored.available(BUYER, CEA)).toBe(100);
  });
});

describe('any run of the ledger', () => {
  const account = fc.integer({ min: PLANT, max: PLANT + 3 });
  const step = fc.record({
    verb: fc.constantFrom('give', 'hold', 'release', 'freeze', 'unfreeze', 'trade', 'settle', 'unlock'),
    account,
    other: account,
    asset: fc.constantFrom(CASH, CEA),
    amount: fc.integer({ min: 1, max: 500 }),
    locks: fc.boolean(),
  });

  it('conserves every asset, overdraws nobody, and is the same after a restore', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        let ledger = new Ledger();
        const waiting: TradeLegs[] = [];
        let tradeNo = 0;
        for (const { verb, account: a, other: b, asset, amount, locks } of steps) {
          const balance = ledger.balance(a, asset);
          if (verb === 'give') give(ledger, a, asset, amount);
          if (verb === 'hold' && balance.available >= amount) ledger.hold(a, asset, amount);
          if (verb === 'freeze' && balance.available >= amount) ledger.freeze(a, asset, amount);
          if (verb === 'release' && balance.held >= amount) ledger.release(a, asset, amount);
          if (verb === 'unfreeze' && balance.frozen >= amount) ledger.unfreeze(a, asset, amount);
          if (verb === 'unlock') ledger.unlockDay();
          if (verb === 'trade' && a !== b) {
            const value = amount * 3;
            if (ledger.available(a, CEA) < amount || ledger.available(b, CASH) < value + 1) continue;
            ledger.hold(a, CEA, amount);
            ledger.hold(b, CASH, value + 1);
            const legs = { tradeNo: ++tradeNo, seller: a, buyer: b, quantity: amount, value };
            waiting.push(aTrade({ ...legs, buyerFee: 1, sellerFee: 2 }));
            ledger.execute(waiting.at(-1)!, value + 1, locks);
          }
          if (verb === 'settle' && waiting.length > 0) ledger.settle(waiting.shift()!);

          const sums = new Map<number, number>();
          for (const each of ledger.all()) {
            sums.set(each.asset, (sums.get(each.asset) ?? 0) + each.posted);
            each.assertSound();
            expect(each.withdrawable).toBeLessThanOrEqual(Math.max(0, each.available));
          }
          expect([...sums.values()].every((sum) => sum === 0)).toBe(true);

          const state = ledger.dump();
          ledger = Ledger.restore(state);
          expect(canonical(ledger.dump())).toBe(canonical(state));
        }
        for (const trade of waiting) ledger.settle(trade);
        ledger.unlockDay();
        for (const each of ledger.all())
          expect([each.outgoing, each.incoming, each.locked]).toEqual([0, 0, 0]);
      }),
    );
  });
});
