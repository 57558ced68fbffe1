import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Json } from '../../src/kernel/json.js';
import { bandHalfUp } from '../../src/rules/domain/rule-pack.js';
import { type Holding, holdingOf, largeHolders } from '../../src/market/domain/holdings.js';
import { daysRemembered, interventionDue } from '../../src/market/domain/intervention.js';
import type { RulePack } from '../../src/rules/domain/rule-pack.js';
import { packWith, TestMarket } from '../support/market-world.js';

const DAY = '2026-11-24';
const [PLANT, SISTER, TRADER, SELLER] = [101, 102, 103, 104];

let m: TestMarket;

function open(
  keys: Record<string, Json>,
  shipped: Parameters<typeof packWith>[1] = 'cn-national-2026',
): void {
  m = new TestMarket(packWith(keys, shipped), DAY);
  m.instrument(1);
}

describe('the largest holding', () => {
  beforeEach(() => {
    // In Beijing 10,000 t and more go by agreement; here one listed order may be as large as the scenario's.
    open({ 'qtyMax.listed': 100_000 }, 'cn-beijing-2026');
    m.allocate('plant', 1, 2026, 3_000_000);
    m.account(PLANT, { ownerGroup: 'plant', kind: 'compliance', cash: 10_000_000_000_00, units: 3_000_000 });
    m.account(SISTER, { ownerGroup: 'plant', kind: 'institution', cash: 10_000_000_000_00, units: 950_000 });
    m.account(TRADER, { kind: 'institution', cash: 10_000_000_000_00 });
    m.account(SELLER, { kind: 'institution', units: 9_000_000 });
    m.do('open-day', { day: DAY });
  });

  it('S24 Beijing: holds 3,950,000 of 4,000,000; 50,001 are refused, 50,000 accepted, and the name is public', () => {
    expect(m.place(PLANT, 'buy', 50_001, 7463)).toMatchObject({
      code: 'market.holding_limit',
      data: { limit: 4_000_000, held: 3_950_000, wanted: 0, headroom: 50_000 },
    });
    expect(m.place(PLANT, 'buy', 50_000, 7463).code).toBe('ok');
    // The whole group's open orders count.
    expect(m.place(SISTER, 'buy', 1, 7463).code).toBe('market.holding_limit');
    const pack = m.rules.pack(1)!;
    const instrument = m.world.registry.instrument(1)!;
    expect(holdingOf(m.world, pack, instrument, 'plant')).toMatchObject({
      headroom: 0,
      publishedAbove: 3_500_000,
    });
    expect(largeHolders(m.world, pack, instrument).map(({ ownerGroup }) => ownerGroup)).toEqual([
      'org104',
      'plant',
    ]);
  });

  it('is 1,000,000 for who has nothing to cover, and says nothing to sellers', () => {
    expect(m.place(TRADER, 'buy', 90_000, 7463).code).toBe('ok');
    m.give(TRADER, 1, 910_000);
    expect(m.place(TRADER, 'buy', 1, 7463)).toMatchObject({ code: 'market.holding_limit' });
    expect(m.place(SELLER, 'sell', 10, 7470).code).toBe('ok');
  });

  const holding = (group: string): Holding =>
    holdingOf(m.world, m.rules.pack(1)!, m.world.registry.instrument(1)!, group);

  it('counts title, what is bought and not delivered yet, without what is sold; and what open orders want', () => {
    m.instrument(2);
    m.give(TRADER, 1, 100);
    m.place(SELLER, 'sell', 40_000, 7463);
    m.place(TRADER, 'buy', 40_000, 7463);
    m.place(TRADER, 'buy', 30, 7400);
    m.place(TRADER, 'buy', 7, 7300);
    m.place(TRADER, 'sell', 50, 7500);
    m.place(TRADER, 'buy', 9, 7400, { instrumentNo: 2 });
    expect(holding('org103')).toEqual({
      ...{ ownerGroup: 'org103', held: 40_100, wanted: 37, allocated: 0 },
      ...{ limit: 1_000_000, publishedAbove: 500_000, headroom: 959_863 },
    });
    expect(holding('org104')).toMatchObject({ held: 8_960_000, wanted: 0, headroom: 0 });
    m.settleAll();
    expect([holding('org103').held, holding('org104').held]).toEqual([40_100, 8_960_000]);
  });

  it('is refused with what the group holds and wants already', () => {
    m.place(PLANT, 'buy', 40_000, 7463);
    expect(m.place(SISTER, 'buy', 10_001, 7463)).toMatchObject({
      code: 'market.holding_limit',
      data: { limit: 4_000_000, held: 3_950_000, wanted: 40_000, headroom: 10_000 },
    });
    const rule = m.refusal('place-order', {
      ...{ org: `org${SISTER}`, accountNo: SISTER, instrumentNo: 1, side: 'buy', type: 'limit' },
      ...{ price: 7463, quantity: 10_001 },
    })?.rule;
    expect(rule).toMatchObject({ pack: 'cn-beijing@2026.1', key: 'maxHolding.compliance' });
  });

  it('is public above its limit, not at it; the largest first, of equals by name', () => {
    for (const [no, units] of [
      [201, 500_000],
      [202, 500_001],
      [203, 500_002],
      [205, 500_001],
      [204, 500_001],
    ])
      m.account(no!, { kind: 'institution', units: units! });
    const groups = largeHolders(m.world, m.rules.pack(1)!, m.world.registry.instrument(1)!);
    expect(groups.map(({ ownerGroup, held }) => [ownerGroup, held])).toEqual([
      ['org104', 9_000_000],
      ['plant', 3_950_000],
      ['org203', 500_002],
      ['org202', 500_001],
      ['org204', 500_001],
      ['org205', 500_001],
    ]);
  });

  it('is none for whom the pack has no such rule', () => {
    open({ 'maxHolding.compliance': { allocationBps: 10_000, plusUnits: 0 } });
    m.account(PLANT, { ownerGroup: 'plant', kind: 'compliance', cash: 10_000_000_000_00 });
    m.account(TRADER, { kind: 'institution', cash: 10_000_000_000_00 });
    m.do('open-day', { day: DAY });
    expect(m.place(PLANT, 'buy', 1, 7463).code).toBe('market.holding_limit');
    expect(m.place(TRADER, 'buy', 99_999, 7463).code).toBe('ok');
    expect(holding('org103')).toEqual({
      ...{ ownerGroup: 'org103', held: 0, wanted: 99_999, allocated: 0 },
      ...{ limit: undefined, publishedAbove: undefined, headroom: undefined },
    });
    expect(largeHolders(m.world, m.rules.pack(1)!, m.world.registry.instrument(1)!)).toEqual([]);
  });

  it('binds no change of an order to sell', () => {
    const { orderNo } = m.place(SELLER, 'sell', 10, 7463).answer;
    const change = { org: `org${SELLER}`, orderNo: orderNo!, quantity: 20 };
    expect(m.do('amend-order', change).code).toBe('ok');
  });

  it('binds amendments too, counting the order itself once', () => {
    const { answer } = m.place(PLANT, 'buy', 50_000, 7463);
    const named = { org: `org${PLANT}`, orderNo: answer.orderNo };
    expect(m.do('amend-order', { ...named, price: 7462 }).code).toBe('ok');
    expect(m.do('amend-order', { ...named, quantity: 50_001 })).toMatchObject({
      code: 'market.holding_limit',
      data: { limit: 4_000_000, held: 3_950_000, wanted: 0, headroom: 50_000 },
    });
  });
});

describe('how much a member may ask', () => {
  beforeEach(() => {
    open({ 'orders.perSecond': 3, 'orders.toTrades': { free: 5, each: 2 } });
    m.account(TRADER, { cash: 100_000_000 });
    m.account(SELLER, { units: 1_000 });
    m.do('open-day', { day: DAY });
  });
  const next = (): string => {
    m.at += 1_000_000;
    return m.place(TRADER, 'buy', 1, 7000).code;
  };

  it('is so many orders in a second', () => {
    const codes = [1, 2, 3, 4].map(() => m.place(TRADER, 'buy', 1, 7000).code);
    expect(codes).toEqual(['ok', 'ok', 'ok', 'market.too_many_orders_a_second']);
    expect(m.place(SELLER, 'sell', 1, 7500).code).toBe('ok');
    expect(next()).toBe('ok');
  });

  it('is so many orders for a trade, after some for nothing; amendments count, a new day begins anew', () => {
    expect([1, 2, 3, 4].map(next)).toEqual(['ok', 'ok', 'ok', 'ok']);
    const orderNo = m.market.ordersOf(TRADER)[0].orderNo;
    m.at += 1_000_000;
    expect(m.do('amend-order', { org: `org${TRADER}`, orderNo, price: 7001 }).code).toBe('ok');
    expect(next()).toBe('market.too_many_orders_for_trades');
    m.at += 1_000_000;
    expect(m.do('amend-order', { org: `org${TRADER}`, orderNo, price: 7002 }).code).toBe(
      'market.too_many_orders_for_trades',
    );
    m.place(SELLER, 'sell', 1, 7001);
    m.reborn();
    expect([1, 2, 3].map(next)).toEqual(['ok', 'ok', 'market.too_many_orders_for_trades']);
    m.do('close-day', { day: DAY });
    m.settleAll();
    m.clock('2026-11-25', 10);
    m.do('open-day', { day: '2026-11-25' });
    expect(next()).toBe('ok');
  });
});

describe('an average price that calls for regulation', () => {
  const days = ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27'];
  const RULE = { 'intervention.window': 3, 'intervention.ceiling': 7470, 'intervention.floor': 7000 };

  const trade = (day: string, price: number, quantity: number): void => {
    m.clock(day, 10);
    m.do('open-day', { day });
    m.place(SELLER, 'sell', quantity, price);
    m.place(TRADER, 'buy', quantity, price);
    m.settleAll();
    m.reborn();
    m.do('close-day', { day });
  };
  beforeEach(() => {
    open(RULE);
    m.account(TRADER, { cash: 100_000_000_00 });
    m.account(SELLER, { units: 10_000 });
  });
  const said = (): object[] => m.events.filter(({ type }) => type === 'InterventionDue');

  it('is announced at the close, over whole windows only, and only beyond the threshold', () => {
    trade(days[0], 7470, 100);
    trade(days[1], 7500, 50);
    expect(said()).toEqual([]);
    // (74.70 × 100 + 75.00 × 50 + 74.40 × 50) ÷ 200 = 74.70: met, not passed.
    trade(days[2], 7440, 50);
    expect(said()).toEqual([]);
    // (75.00 × 50 + 74.40 × 50 + 75.20 × 100) ÷ 200 = 74.95
    trade(days[3], 7520, 100);
    expect(said()).toMatchObject([
      { kind: 'CEILING', average: 7495, threshold: 7470, days: 3, day: days[3], packNo: 1 },
    ]);
    expect(m.market.interventions).toHaveLength(1);
    // So many days are remembered as the rule looks back on.
    expect(m.market.find(1)!.turnovers).toEqual([
      { value: 375_000, volume: 50 },
      { value: 372_000, volume: 50 },
      { value: 752_000, volume: 100 },
    ]);
  });

  it('remembers no day where the pack has no such rule, or the instrument no pack', () => {
    open({});
    m.account(SELLER, { units: 10_000 });
    m.do('open-day', { day: DAY });
    m.place(SELLER, 'sell', 1, 7463);
    m.do('close-day', { day: DAY });
    expect(m.market.find(1)!.turnovers).toEqual([]);
    expect(JSON.stringify(m.market.dump())).not.toContain('turnovers');
    m.do('open-day', { day: days[1] });
    m.instrument(1, { packName: 'nowhere' });
    expect(m.do('close-day', { day: days[1] }).code).toBe('ok');
    expect(m.market.find(1)!.turnovers).toEqual([]);
  });

  const packOf = (rules: Record<string, number>): RulePack => {
    const values = Object.entries(rules).map(([key, value]) => [`intervention.${key}`, value]);
    open(Object.fromEntries(values) as Record<string, number>);
    return m.rules.pack(1)!;
  };
  const due = (pack: RulePack, ...turnovers: [number, number][]): unknown =>
    interventionDue(
      pack,
      1,
      DAY,
      turnovers.map(([value, volume]) => ({ value, volume })),
    );
  const facts = { instrumentNo: 1, day: DAY, packNo: 1 };

  it('is weighted over the last days alone, half up to the fen', () => {
    const pack = packOf({ window: 2, ceiling: 7, floor: 3 });
    expect(due(pack, [999, 1], [8, 1], [7, 1])).toEqual({
      ...{ ...facts, kind: 'CEILING', average: 8, threshold: 7, days: 2 },
    });
    expect(due(pack, [999, 1], [7, 1], [7, 1])).toBeUndefined();
    expect(due(pack, [999, 1])).toBeUndefined();
    expect(due(pack, [0, 0], [8, 1])).toMatchObject({ average: 8 });
  });

  it('calls for a purchase below the floor, not at it', () => {
    const pack = packOf({ window: 1, ceiling: 7, floor: 3 });
    expect(due(pack, [3, 1])).toBeUndefined();
    expect(due(pack, [2, 1])).toEqual({ ...facts, kind: 'FLOOR', average: 2, threshold: 3, days: 1 });
  });

  it('calls for nothing where nothing traded, no day is looked at, or no threshold is given', () => {
    expect(due(packOf({ window: 1, ceiling: 7, floor: 3 }), [0, 0])).toBeUndefined();
    const timeless = packOf({ ceiling: 7, floor: 3 });
    expect([due(timeless, [8, 1]), daysRemembered(timeless, DAY)]).toEqual([undefined, 0]);
    const [onlyCeiling, onlyFloor] = [packOf({ window: 1, ceiling: 7 }), packOf({ window: 1, floor: 3 })];
    expect([due(onlyCeiling, [1, 1]), due(onlyFloor, [8, 1])]).toEqual([undefined, undefined]);
    expect(due(onlyFloor, [2, 1])).toMatchObject({ kind: 'FLOOR' });
    expect([daysRemembered(onlyFloor, DAY), due(packOf({ window: 1 }), [8, 1])]).toEqual([1, undefined]);
  });
});

describe('a price limit between two ticks', () => {
  it('goes inward, or to the nearest tick where the pack says so (china-rulebook §1.2)', () => {
    open({ 'band.rounding': 'HALF_UP' });
    expect(m.rules.pack(1)!.band(7463, 3_000, 1)).toEqual({ floor: 5224, ceiling: 9702 });
    open({});
    expect(m.rules.pack(1)!.band(7463, 3_000, 1)).toEqual({ floor: 5225, ceiling: 9701 });
    expect(bandHalfUp(7463, 1_000, 5)).toEqual({ floor: 6715, ceiling: 8210 });
  });
});
