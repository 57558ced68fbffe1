import { describe, expect, it } from '@jest/globals';
import { packWith, TestMarket } from '../support/market-world.js';

const MONDAY = '2026-11-23';
const TUESDAY = '2026-11-24';
const WEDNESDAY = '2026-11-25';

function tradingMarket(): TestMarket {
  const market = new TestMarket(packWith({}), MONDAY);
  market.instrument(1);
  market.account(100, { units: 10_000 });
  market.account(101, { cash: 100_000_000 });
  return market;
}

function nextDay(market: TestMarket, day: string): void {
  market.settleAll();
  market.clock(day, 10);
  expect(market.do('open-day', { day }).code).toBe('ok');
}

function closeDay(market: TestMarket, day: string): void {
  market.clock(day, 15.5);
  expect(market.do('close-day', { day }).code).toBe('ok');
}

describe('a day and its rules', () => {
  it('S48 no listed trades in a day: the close is the previous close and the band of the next day is unchanged', () => {
    const market = tradingMarket();
    nextDay(market, MONDAY);
    expect(market.place(100, 'sell', 100, 8209).code).toBe('ok');
    expect(market.place(100, 'sell', 100, 8210).code).toBe('market.price_out_of_band');
    closeDay(market, MONDAY);
    const closed = market.events.find(({ type }) => type === 'InstrumentDayClosed');
    expect(closed).toMatchObject({ day: MONDAY, close: 7463, volume: 0, trades: 0 });
    nextDay(market, TUESDAY);
    expect(market.place(100, 'sell', 100, 8209).code).toBe('ok');
    expect(market.place(100, 'sell', 100, 8210).code).toBe('market.price_out_of_band');
    expect(market.place(101, 'buy', 100, 6717).code).toBe('ok');
    expect(market.place(101, 'buy', 100, 6716).code).toBe('market.price_out_of_band');
  });

  it('a pack changes between two days: each order is decided by the rules of its own day and names them', () => {
    const market = tradingMarket();
    const wider = packWith({ 'band.pct.listed': 2000 });
    market.rules.load({ ...wider, version: '2026.2', effectiveFrom: TUESDAY, effectiveTo: TUESDAY });
    nextDay(market, MONDAY);
    const above = (): [string, unknown] => {
      const { code, answer } = market.place(100, 'sell', 1, 8500);
      return [code, answer.packNo];
    };
    expect(above()).toEqual(['market.price_out_of_band', undefined]);
    closeDay(market, MONDAY);
    nextDay(market, TUESDAY);
    expect(above()).toEqual(['ok', 2]);
    closeDay(market, TUESDAY);
    // The trial pack has expired; the one before it rules again.
    nextDay(market, WEDNESDAY);
    expect(above()).toEqual(['market.price_out_of_band', undefined]);
    expect(market.place(100, 'sell', 1, 8209).answer.packNo).toBe(1);
  });

  it('nothing trades when no pack is in force any more', () => {
    const market = tradingMarket();
    market.clock('2027-01-04', 10);
    market.do('open-day', { day: '2027-01-04' });
    expect(market.place(100, 'sell', 1, 7463).code).toBe('market.no_rules_in_force');
  });
});
