import { describe, expect, it } from '@jest/globals';
import { packWith } from '../../../test/support/market-world.js';
import type { Trade } from '../../market/domain/order.js';
import { Rules } from '../../rules/domain/rules.js';
import { type ClearingWorld, failingLeg, waitsForClose } from './delivery.js';

const [SELLER, BUYER] = [100, 101];
const [DAY, NEXT] = ['2026-11-24', '2026-11-25'];
const TRADE = {
  ...{ tradeNo: 1, instrumentNo: 1, seller: SELLER, buyer: BUYER, quantity: 50, value: 3_500 },
  ...{ buyerFee: 7, sellerFee: 5, packNo: 1, tradingDay: DAY },
} as Trade;

describe('a leg can move', () => {
  /** Of the seller's goods and the buyer's money: what is there, and how much of it is kept from its owner. */
  function failing(goods: [posted: number, frozen: number], money: [posted: number, frozen: number]) {
    const has = new Map([
      [`${SELLER} 1`, goods],
      [`${BUYER} 0`, money],
    ]);
    const balance = (account: number, asset: number): object => {
      const [posted, frozen] = has.get(`${account} ${asset}`)!;
      return { posted, frozen };
    };
    const world = { ledger: { balance }, rules: { pack: () => undefined } };
    return failingLeg(world as unknown as ClearingWorld, TRADE);
  }
  const short = (leg: string, accountNo: number): object => ({ leg, accountNo, obstacle: 'SHORT' });

  it('with exactly what the trade needs: its units, its value and the buyer’s fee', () => {
    expect(failing([50, 0], [3_507, 0])).toBeUndefined();
    expect(failing([49, 0], [3_507, 0])).toEqual(short('GOODS', SELLER));
    expect(failing([50, 0], [3_506, 0])).toEqual(short('CASH', BUYER));
  });

  it('with nothing that is kept from its owner', () => {
    expect(failing([60, 10], [3_508, 1])).toBeUndefined();
    expect(failing([60, 11], [3_508, 1])).toEqual(short('GOODS', SELLER));
    expect(failing([60, 10], [3_508, 2])).toEqual(short('CASH', BUYER));
  });
});

describe('a trade waits for the close', () => {
  const unified = { 'settlement.delivery': 'UNIFIED' };

  function waits(rules: Rules, tradingDay: string, dayStatus = 'OPEN'): boolean {
    const market = { dayStatus, tradingDay: NEXT };
    return waitsForClose({ rules, market } as unknown as ClearingWorld, { ...TRADE, tradingDay });
  }

  it('of the open day, not where it is of an earlier one', () => {
    const rules = new Rules();
    rules.load(packWith(unified, 'demo'));
    expect([waits(rules, NEXT), waits(rules, NEXT, 'CLOSED'), waits(rules, DAY)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('by the version of the pack that is in force on the day', () => {
    const rules = new Rules();
    rules.load(packWith({}, 'demo'));
    rules.load({ ...packWith(unified, 'demo'), version: '2', effectiveFrom: NEXT });
    expect(waits(rules, NEXT)).toBe(true);
  });

  it('by the venue’s first pack where none is in force yet', () => {
    const rules = new Rules();
    rules.load({ ...packWith(unified, 'demo'), effectiveFrom: '2026-12-01' });
    expect(waits(rules, NEXT)).toBe(true);
  });
});
