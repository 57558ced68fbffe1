import { beforeEach, describe, expect, it } from '@jest/globals';
import { execute, holdFor } from '../../src/market/domain/matching.js';
import { type InstrumentMarket, marketInvariants, Order, type Side } from '../../src/market/index.js';
import { type Method, METHODS, type PackFile } from '../../src/rules/index.js';
import { packWith, TestMarket } from '../support/market-world.js';

const DAY = '2026-11-24';
const BUYER = 100;
const SELLER = 101;

/** A pack with keys that the shipped one does not have. */
function packAlso(values: Record<string, unknown>): PackFile {
  const file = packWith({});
  for (const [key, value] of Object.entries(values))
    (file.keys as Record<string, unknown>)[key] = { value, unit: 'x', legalBasis: 'x', status: 'design' };
  return file;
}

let m: TestMarket;
let seq: number;
function open(pack: PackFile): void {
  seq = 1_000;
  m = new TestMarket(pack, DAY);
  m.instrument(1);
  m.account(BUYER, { cash: 100_000_000 });
  m.account(SELLER, { units: 1_000 });
  m.do('open-day', { day: DAY });
}
beforeEach(() => open(packWith({})));

const kept = (): InstrumentMarket => m.market.keep(m.market.of(1, 7463));

/** One trade agreed outside the book, both orders born and filled with it. */
function agree(method: Method, quantity: number, price: number): void {
  const pack = m.rules.all()[0];
  const order = (accountNo: number, side: Side): Order => {
    const party = [++seq, accountNo, `org${accountNo}`, 1, side] as const;
    const made = new Order(...party, 'limit', price, quantity, 'DAY', '', 1, DAY, m.at, 'CANCEL_NEWEST', false, method); // prettier-ignore
    made.held = holdFor(pack, made, quantity);
    m.ledger.hold(accountNo, side === 'buy' ? 0 : 1, made.held);
    m.market.admit(made);
    return made;
  };
  const [sell, buy] = [order(SELLER, 'sell'), order(BUYER, 'buy')];
  const emit = (event: (typeof m.events)[number]): void => void m.events.push(event);
  execute(m.world, kept(), pack, buy, sell, { seq, at: m.at, by: '', org: '', emit });
  expect([sell.status, buy.status, sell.held, buy.held]).toEqual(['FILLED', 'FILLED', 0, 0]);
}

describe('a trade of another method', () => {
  it.each(METHODS.filter((method) => method !== 'listed'))(
    '%s makes no price of the day, and says what it is',
    (method) => {
      m.place(SELLER, 'sell', 2, 7400);
      m.place(BUYER, 'buy', 2, 7400);
      agree(method, 100, 9000);
      expect(kept()).toMatchObject({ open: 7400, high: 7400, low: 7400, lastPrice: 7400, volume: 2 });
      expect(m.market.newTrades.map((trade) => trade.method)).toEqual([undefined, method]);
      expect(m.events.filter(({ type }) => type === 'TradeExecuted').map((e) => e.method)).toEqual([
        undefined,
        method,
      ]);
      expect(m.clearing.pendingCount).toBe(2);
      expect(marketInvariants(m.world)).toEqual([]);
    },
  );

  it('counts where the pack says so', () => {
    open(packAlso({ 'close.methodsCounted': ['listed', 'block'] }));
    agree('one_way', 10, 7000);
    agree('block', 10, 8000);
    expect(kept()).toMatchObject({ open: 8000, low: 8000, volume: 10, trades: 1 });
  });

  it('takes nothing from the book’s own, which count under any pack', () => {
    open(packAlso({ 'close.methodsCounted': ['block'] }));
    m.place(SELLER, 'sell', 2, 7400);
    m.place(BUYER, 'buy', 2, 7400);
    expect(kept()).toMatchObject({ open: 7400, volume: 2, trades: 1 });
  });

  it('pays the fee of its method, and holds it before', () => {
    open(packAlso({ 'fee.block.buy': 10, 'fee.block.sell': 20 }));
    agree('block', 100, 7000);
    expect(m.market.newTrades).toMatchObject([{ value: 700_000, buyerFee: 700, sellerFee: 1400 }]);
    expect(m.ledger.balance(BUYER, 0)).toMatchObject({ held: 0, outgoing: 700_700 });
    m.settleAll();
    expect(m.ledger.balance(SELLER, 0).posted).toBe(698_600);
  });
});
