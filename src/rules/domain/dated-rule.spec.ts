import { describe, expect, it } from '@jest/globals';
import { shippedPack } from '../shipped-packs.js';
import { type PackFile, readPack, Rules, ruleOn, type RuleKey } from './index.js';

const file = (name: 'cn-national-2024' | 'cn-national-2026' | 'city-permit-liaocheng'): PackFile => {
  const read = readPack(shippedPack(name));
  if ('report' in read) throw new Error(read.report);
  return read.pack;
};

/** A venue of the national market that has lived through both packs. */
function national(): Rules {
  const rules = new Rules();
  rules.load(file('cn-national-2024'));
  rules.load(file('cn-national-2026'));
  return rules;
}

const onDay = <K extends RuleKey>(key: K, day: string) =>
  national().inForce('cn-national', day)?.ruleOn(key, day);

describe('the national market across the dates on which its law changed', () => {
  it('pre-allocates 70 % of the last verified emissions until the end of 2025, then at most 50 %', () => {
    expect(onDay('preAlloc.maxPct', '2025-12-31')?.value).toEqual([
      { sector: 'power', yearFrom: 2023, yearTo: 2024, bps: 7000 },
    ]);
    const power = onDay('preAlloc.maxPct', '2026-01-01')?.value.find(({ sector }) => sector === 'power');
    expect(power).toEqual({ sector: 'power', yearFrom: 2025, yearTo: 2026, bps: 5000 });
  });

  it('deducts next year’s allowances for under-surrender until 2026-08-14 and not from the Code’s first day', () => {
    expect(onDay('penalty.deduct', '2026-08-10')).toMatchObject({ value: true, status: 'verified' });
    expect(onDay('penalty.deduct', '2026-08-14')?.value).toBe(true);
    expect(onDay('penalty.deduct', '2026-08-15')).toBeUndefined();
    expect(onDay('penalty.deduct', '2026-08-20')).toBeUndefined();
  });

  it('reads air by GB 3095-2026 and HJ 633-2026 from 2026-03-01', () => {
    expect(onDay('standard.version', '2026-02-28')?.value).toBe('GB 3095-2012');
    expect(onDay('standard.version', '2026-03-01')?.value).toBe('GB 3095-2026');
    const limit = (day: string) =>
      onDay('standard.yearLimits', day)?.value.find((l) => l.pollutant === 'PM2.5');
    expect([limit('2026-02-20')?.limit, limit('2026-03-20')?.limit]).toEqual([35, 30]);
    const second = (day: string) => onDay('aqi.breakpoints', day)?.value.map(({ points }) => points[1]);
    expect([second('2026-02-28'), second('2026-03-01')]).toEqual([
      [75, 150],
      [60, 120],
    ]);
    expect(onDay('aqi.breakpoints', '2026-03-01')?.legalBasis).toMatch('HJ 633-2026');
  });

  it('lets 2024 vintages pay arrears of 2023 under the 2026 pack only (S16)', () => {
    const pays = (day: string, vintage: number, duty: number): boolean =>
      onDay('vintage.matrix', day)!.value.some(
        (line) =>
          line.vintageFrom <= vintage &&
          vintage <= line.vintageTo &&
          line.dutyFrom <= duty &&
          duty <= (line.dutyTo ?? duty),
      );
    expect([pays('2025-06-02', 2024, 2023), pays('2026-06-02', 2024, 2023)]).toEqual([false, true]);
    expect([pays('2026-06-02', 2024, 2025), pays('2026-06-02', 2025, 2025)]).toEqual([false, true]);
  });

  it('has no rules after the last pack expired', () => {
    expect(national().inForce('cn-national', '2027-01-01')).toBeUndefined();
  });

  it('exempts small new projects of Liaocheng by the rule of 2026-06-01 (S35)', () => {
    const pack = file('city-permit-liaocheng');
    expect(ruleOn(pack, 'deMinimis.default', '2026-05-31')).toBeUndefined();
    expect(ruleOn(pack, 'deMinimis.default', '2026-06-02')?.value).toBe(100);
    expect(ruleOn(pack, 'deMinimis.NH3-N', '2026-06-02')?.value).toBe(10);
  });
});

describe('dates of one key', () => {
  it('are refused when they do not follow each other', () => {
    const pack = structuredClone(file('cn-national-2026'));
    pack.keys['standard.version']!.effectiveFrom = '2026-05-01';
    expect(readPack(pack as never)).toEqual({
      report:
        'keys → standard.version: the changes of a rule follow each other by date, and none ends before it starts',
    });
    pack.keys['standard.version']!.effectiveFrom = '2026-01-01';
    expect('pack' in readPack(pack as never)).toBe(true);
    pack.keys['penalty.deduct']!.effectiveFrom = '2026-08-15';
    expect(readPack(pack as never)).toMatchObject({
      report: expect.stringMatching(/^keys → penalty\.deduct: /),
    });
  });
});
