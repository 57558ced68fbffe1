import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../kernel/json.js';
import { ChainVenue } from '../../../test/support/chain-venue.js';
import { packWith } from '../../../test/support/market-world.js';

const [DAY, NEXT] = ['2026-11-24', '2026-11-25'];
const RULES = { 'settlement.frozen': 'HOLD', 't1.goods': false };

let city: ChainVenue;
function opened(values: object = {}): void {
  city = new ChainVenue(packWith({ ...RULES, ...values }, 'demo'));
  city.openDay(DAY);
}

describe('unified delivery', () => {
  it('moves nothing before the close, everything after it, and is confirmed once', () => {
    opened({ 'settlement.delivery': 'UNIFIED' });
    city.first(100);
    expect(city.do('settle-trades', { fromTrade: 1, toTrade: 1 }).rej).toEqual({
      code: 'clearing.delivered_after_close',
      data: { day: DAY },
    });
    // Bought and not yet delivered, the goods may be sold on; they cannot leave.
    city.second(60);
    expect(city.do('confirm-settlement-day', { day: DAY, toTrade: 2 }).rej?.code).toBe(
      'clearing.day_still_open',
    );
    city.ok('close-day', { day: DAY });
    expect(city.do('open-day', { day: NEXT }).rej?.code).toBe('market.unsettled_trades');
    expect(city.do('confirm-settlement-day', { day: DAY, toTrade: 2 }).rej?.code).toBe(
      'clearing.trades_waiting',
    );
    city.settle();
    expect([city.units(city.b), city.units(city.c)]).toEqual([40, 60]);
    expect(city.do('confirm-settlement-day', { day: DAY, toTrade: 1 }).rej).toEqual({
      code: 'clearing.not_the_whole_day',
      data: { lastTrade: 2 },
    });
    const confirmed = { day: DAY, toTrade: 2 };
    expect(city.ok('confirm-settlement-day', confirmed)).toEqual({ ...confirmed, again: false });
    expect(city.ok('confirm-settlement-day', confirmed)).toEqual({ ...confirmed, again: true });
    city.sound();
  });

  it('a later day is not confirmed before an earlier one, by a machine that came back from its dump', () => {
    opened();
    city.first(10);
    city.settle();
    city.ok('close-day', { day: DAY });
    city.openDay(NEXT);
    city.ok('close-day', { day: NEXT });
    city.machine.restore(JSON.parse(JSON.stringify(city.machine.dump())) as Json);
    expect(city.do('confirm-settlement-day', { day: NEXT, toTrade: 1 }).rej).toEqual({
      code: 'clearing.earlier_day_waits',
      data: { day: DAY },
    });
    city.ok('confirm-settlement-day', { day: DAY, toTrade: 1 });
    city.ok('confirm-settlement-day', { day: NEXT, toTrade: 1 });
  });
});

describe('a range of trades that comes again', () => {
  it('is accepted and moves nothing, although later trades wait for their close', () => {
    opened({ 'settlement.delivery': 'UNIFIED' });
    city.first(10);
    city.closeDay();
    city.openDay(NEXT);
    city.first(20);
    const settling = { fromTrade: 1, toTrade: 1 };
    expect(city.ok('settle-trades', settling)).toEqual({ settled: 0, lastSettled: 1 });
    expect(city.said()).toEqual([]);
  });
});

describe('the confirmation of a day', () => {
  const confirming = (day: string, toTrade: number): object | undefined =>
    city.do('confirm-settlement-day', { day, toTrade }).rej;

  function closed(units = 10): void {
    opened();
    city.first(units);
    city.closeDay();
  }

  it('says which trades it covers and how many of them are aside', () => {
    opened();
    city.first(10);
    city.settle();
    city.first(20);
    city.bar(city.a, 'freeze');
    city.closeDay();
    city.ok('confirm-settlement-day', { day: DAY, toTrade: 2 });
    const confirmed = { day: DAY, fromTrade: 1, toTrade: 2, undelivered: 1 };
    expect(city.said()).toEqual([{ type: 'SettlementConfirmed', ...confirmed }]);
    const { length: seq } = city.records;
    expect(city.machine.clearing.confirmations).toEqual([{ ...confirmed, seq, at: city.at }]);
    city.sound();
  });

  it('comes while the next day is open, and not for a day that is open or has not been', () => {
    closed();
    city.openDay(NEXT);
    for (const day of [NEXT, '2026-11-26'])
      expect(confirming(day, 1)).toEqual({ code: 'clearing.day_still_open', data: { day } });
    expect(confirming(DAY, 1)).toBeUndefined();
  });

  it('says how many trades wait, also where it would end before the day before it', () => {
    opened();
    city.first(10);
    city.ok('close-day', { day: DAY });
    expect(confirming(DAY, 1)).toEqual({ code: 'clearing.trades_waiting', data: { trades: 1 } });
    city.settle();
    expect(confirming(DAY, 1)).toBeUndefined();
    city.openDay(NEXT);
    city.closeDay();
    expect(confirming(NEXT, 0)).toEqual({ code: 'clearing.trades_waiting', data: { trades: 0 } });
    expect(confirming(NEXT, 1)).toBeUndefined();
    expect(city.said()).toEqual([
      { type: 'SettlementConfirmed', day: NEXT, fromTrade: 2, toTrade: 1, undelivered: 0 },
    ]);
  });

  it('takes the word of the tables for a day that memory did not keep the end of', () => {
    closed();
    // As saved by a release before there were confirmations.
    const { clearing, ...slices } = city.machine.dump() as Record<string, Record<string, Json>>;
    const { dayEnds, ...before } = clearing;
    expect(dayEnds).toEqual([[DAY, 1]]);
    city.machine.restore(JSON.parse(JSON.stringify({ ...slices, clearing: before })) as Json);
    expect(confirming(DAY, 1)).toBeUndefined();
  });
});
