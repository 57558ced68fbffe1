import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../kernel/json.js';
import { canonical } from '../../kernel/json.js';
import { nextDay, startOfDay } from '../../kernel/instant.js';
import { SHIPPED_PACKS, shippedPack, type ShippedPack } from '../shipped-packs.js';
import { bandInward, type Method, readPack, RulePack, Rules, rulesHandlers } from './index.js';

function packOf(name: ShippedPack): RulePack {
  const read = readPack(shippedPack(name));
  if ('report' in read) throw new Error(read.report);
  return new RulePack(1, read.pack);
}

type Editable = { keys: Record<string, { value: unknown }> };

function changed(name: ShippedPack, change: (pack: Editable) => unknown): Json {
  const pack = structuredClone(shippedPack(name)) as unknown as Editable;
  change(pack);
  return pack as unknown as Json;
}

const context = { seq: 1, at: 1_780_000_000_000_000, by: 'system:setup', org: '', emit: () => undefined };

describe('the price band', () => {
  it('is rounded inward: 74.63 ±10 % allows 67.17 to 82.09', () => {
    expect(packOf('cn-national-2026').band(7463)).toEqual({ floor: 6717, ceiling: 8209 });
  });

  it('is rounded inward: 74.63 ±30 % allows 52.25 to 97.01', () => {
    const pack = packOf('cn-national-2026');
    expect(pack.band(7463, pack.bandPctBlockBps)).toEqual({ floor: 5225, ceiling: 9701 });
  });

  it('never leaves the legal limits and always sits on the tick', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 10 ** 9 }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 50 }),
        (reference, bps, tick) => {
          const { floor, ceiling } = bandInward(reference, bps, tick);
          expect(floor * 10_000).toBeGreaterThanOrEqual(reference * (10_000 - bps));
          expect(ceiling * 10_000).toBeLessThanOrEqual(reference * (10_000 + bps));
          expect([floor % tick, ceiling % tick]).toEqual([0, 0]);
        },
      ),
    );
  });
});

describe('the calendar of 2026', () => {
  const pack = packOf('cn-national-2026');

  it.each([
    ['2026-01-01', false, 'a public holiday'],
    ['2026-01-04', false, 'a Sunday on which offices work'],
    ['2026-01-05', true, 'a Monday'],
    ['2026-02-14', false, 'a Saturday on which offices work'],
    ['2026-02-23', false, 'the last day of the Spring Festival'],
    ['2026-02-24', true, 'the day after it'],
    ['2026-10-07', false, 'the last day of the National Day holiday'],
    ['2026-10-08', true, 'the Thursday after it'],
    ['2026-11-21', false, 'a Saturday'],
    ['2027-01-04', false, 'a Monday the list does not cover'],
  ])('%s trades: %s (%s)', (day, trades) => {
    expect(pack.tradesOn(day)).toBe(trades);
  });

  it('has 242 trading days', () => {
    let days = 0;
    for (let day = '2026-01-01'; day <= '2026-12-31'; day = nextDay(day)) if (pack.tradesOn(day)) days += 1;
    expect(days).toBe(242);
  });

  it('is open from 09:30:00 and closed from 11:30:00', () => {
    const day = '2026-10-08';
    const at = (hours: number, minutes: number, micros = 0): number =>
      startOfDay(day, 480) + (hours * 60 + minutes) * 60_000_000 + micros;
    const isOpen = (method: Method, instant: number): boolean => pack.isOpen(method, day, instant);
    expect(isOpen('listed', at(9, 30, -1))).toBe(false);
    expect(isOpen('listed', at(9, 30))).toBe(true);
    expect(isOpen('listed', at(11, 30, -1))).toBe(true);
    expect(isOpen('listed', at(11, 30))).toBe(false);
    expect(isOpen('block', at(10, 15))).toBe(false);
    expect(isOpen('block', at(13, 0))).toBe(true);
    // The hours of one day are not those of another, nor is there one for a day without trading.
    expect(isOpen('listed', at(24 + 9, 30))).toBe(false);
    expect(pack.isOpen('listed', nextDay(day), at(24 + 9, 30))).toBe(true);
    expect(pack.isOpen('listed', '2026-10-07', at(-24 + 9, 30))).toBe(false);
  });

  it('lets the demonstration trade at any microsecond of any day', () => {
    const demo = packOf('demo');
    expect(demo.tradesOn('2026-11-22')).toBe(true);
    const midnight = startOfDay('2026-11-22', demo.offsetMinutes);
    expect(
      [0, 86_399_999_999].every((micros) => demo.isOpen('listed', '2026-11-22', midnight + micros)),
    ).toBe(true);
  });
});

describe('fees', () => {
  it('are rounded half up, once a trade', () => {
    const demo = packOf('demo');
    expect(demo.fee('buy', 7_463_000)).toBe(3732);
    expect(demo.fee('sell', 999)).toBe(0);
    expect(demo.fee('sell', 1000)).toBe(1);
  });

  it('of a negotiated method are its own, or those of a listed trade where the pack gives none', () => {
    const { file } = packOf('demo');
    const own = { value: 30, unit: 'bps', legalBasis: 'test', status: 'design' } as const;
    const pack = new RulePack(1, { ...file, keys: { ...file.keys, 'fee.block.buy': own } });
    expect(pack.fee('buy', 100_000, 'block')).toBe(300);
    expect([pack.fee('buy', 100_000), pack.fee('buy', 100_000, 'listed')]).toEqual([50, 50]);
    expect([pack.fee('sell', 100_000, 'block'), pack.fee('buy', 100_000, 'one_way')]).toEqual([50, 50]);
  });

  it('never exceed the value of the trade', () => {
    const pack = packOf('demo');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (value) => pack.fee('sell', value) <= value),
    );
  });
});

describe('a rule pack', () => {
  it.each([...SHIPPED_PACKS])('%s follows the schema and names a legal basis for every rule', (name) => {
    const pack = packOf(name);
    for (const key of Object.keys(pack.file.keys)) expect(pack.rule(key as never).legalBasis).not.toBe('');
  });

  it('is refused with a report that names every fault', () => {
    const broken = changed('demo', (pack) => {
      pack.keys['band.pct.listd'] = { value: 1 };
      pack.keys.tick.value = 0.5;
      const counted = { value: ['block'], unit: 'methods', legalBasis: 'test', status: 'design' };
      pack.keys['close.methodsCounted'] = counted;
    });
    const read = readPack(broken);
    const report = 'report' in read && read.report;
    expect(report).toMatch(/keys → tick → value: .*\n.*keys: .*band\.pct\.listd/s);
    expect(report).toMatch(/keys → close\.methodsCounted → value: listed trades always make the close/);
  });

  it('rules from its first day; the later start wins', () => {
    const rules = new Rules();
    const load = rulesHandlers['load-rule-pack'];
    expect(load({ rules }, { kind: 'load-rule-pack', pack: shippedPack('demo') }, context).ok).toBe(true);
    const next = changed('demo', (pack) =>
      Object.assign(pack, { version: '2', effectiveFrom: '2026-12-01' }),
    );
    expect(load({ rules }, { kind: 'load-rule-pack', pack: next }, context).ok).toBe(true);
    expect(rules.inForce('demo', '2026-11-30')?.id).toBe('demo@1');
    expect(rules.inForce('demo', '2026-12-01')?.id).toBe('demo@2');
    expect(rules.inForce('other', '2026-12-01')).toBeUndefined();
    expect(canonical(Rules.restore(rules.dump()).dump())).toBe(canonical(rules.dump()));
    expect(load({ rules }, { kind: 'load-rule-pack', pack: next }, context)).toMatchObject({
      rejection: { code: 'rules.version_exists' },
    });
    expect(load({ rules }, { kind: 'load-rule-pack', pack: {} }, context)).toMatchObject({
      rejection: { code: 'rules.invalid_pack' },
    });
  });
});
