import { describe, expect, it } from '@jest/globals';
import { Ledger, type Posting, type TradeLegs } from './ledger.js';
import {
  CASH,
  FIRST_USER_ACCOUNT,
  isSource,
  ledgerAccountOfBank,
  SYSTEM_ACCOUNTS,
} from './system-accounts.js';

const CEA = 1;
const [PLANT, BUYER, RESERVE] = [0, 1, 2].map((no) => FIRST_USER_ACCOUNT + no) as [number, number, number];
const TRADE: TradeLegs = {
  ...{ tradeNo: 8, instrumentNo: CEA, buyer: BUYER, seller: PLANT, quantity: 10, value: 700 },
  ...{ buyerFee: 3, sellerFee: 2 },
};

/** A trade of 10 t for 7 yuan, promised by both; the reserve could stand in for either. */
function promised(): Ledger {
  const ledger = new Ledger();
  const give = (account: number, asset: number, amount: number): void =>
    ledger.post({ kind: 'test', no: 1 }, [
      { account: asset === CASH ? SYSTEM_ACCOUNTS.BANK : SYSTEM_ACCOUNTS.ISSUANCE, asset, amount: -amount },
      { account, asset, amount },
    ]);
  for (const account of [PLANT, RESERVE]) give(account, CEA, 50);
  for (const account of [BUYER, RESERVE]) give(account, CASH, 5_000);
  ledger.hold(PLANT, CEA, 10);
  ledger.hold(BUYER, CASH, 703);
  ledger.execute(TRADE, 703, false);
  return ledger;
}

const posted = (ledger: Ledger, account: number, asset: number): [number, number] => {
  const { posted: has, outgoing } = ledger.balance(account, asset);
  return [has, outgoing];
};
const last = (ledger: Ledger): Posting => ledger.postings.at(-1)!;

describe('a delivery that the reserve makes', () => {
  it('of goods leaves the seller its goods and its promise, which the reserve then collects', () => {
    const ledger = promised();
    ledger.settle(TRADE, RESERVE);
    expect(posted(ledger, PLANT, CEA)).toEqual([50, 10]);
    expect(posted(ledger, RESERVE, CEA)).toEqual([40, 0]);
    expect(posted(ledger, BUYER, CEA)).toEqual([10, 0]);
    expect(posted(ledger, BUYER, CASH)).toEqual([4_297, 0]);
    ledger.recover(TRADE.tradeNo, PLANT, RESERVE, CEA, 10);
    expect(posted(ledger, PLANT, CEA)).toEqual([40, 0]);
    expect(posted(ledger, RESERVE, CEA)).toEqual([50, 0]);
    expect(last(ledger)).toEqual({
      cause: { kind: 'recovery', no: 8 },
      entries: [
        { account: PLANT, asset: CEA, amount: -10 },
        { account: RESERVE, asset: CEA, amount: 10 },
      ],
    });
  });

  it('of money leaves the buyer its money and its promise', () => {
    const ledger = promised();
    ledger.settle(TRADE, PLANT, RESERVE);
    expect(posted(ledger, BUYER, CASH)).toEqual([5_000, 703]);
    expect(posted(ledger, RESERVE, CASH)).toEqual([4_297, 0]);
    expect(posted(ledger, PLANT, CEA)).toEqual([40, 0]);
    ledger.recover(TRADE.tradeNo, BUYER, RESERVE, CASH, 703);
    expect(posted(ledger, BUYER, CASH)).toEqual([4_297, 0]);
    expect(posted(ledger, RESERVE, CASH)).toEqual([5_000, 0]);
  });
});

describe('accounts of the house', () => {
  it('of banks are numbered from 20 on, and owe what the bank has of ours', () => {
    expect([1, 2].map(ledgerAccountOfBank)).toEqual([21, 22]);
    expect(isSource(ledgerAccountOfBank(1))).toBe(true);
  });

  it('may be below zero where they are sources, and nowhere else', () => {
    const { UNCLEAR_DEBITS, UNCLEAR_CREDITS, BANK, ISSUANCE, FEES } = SYSTEM_ACCOUNTS;
    expect([BANK, ISSUANCE, UNCLEAR_DEBITS, FIRST_USER_ACCOUNT - 1].map(isSource)).toEqual(
      Array(4).fill(true),
    );
    expect([FEES, UNCLEAR_CREDITS, FIRST_USER_ACCOUNT].map(isSource)).toEqual([false, false, false]);
  });
});
