import { describe, expect, it } from '@jest/globals';
import { packChanges } from './pack-changes';

const pack = (keys: object, effectiveFrom = '2026-01-01') => ({
  title: { zh: '甲', en: 'A' },
  jurisdiction: 'cn',
  instrumentClass: 'carbon' as const,
  effectiveFrom,
  effectiveTo: null,
  keys,
});

describe('what two packs say differently', () => {
  it('is nothing for the same rules, in whatever order they are written', () => {
    const rule = { value: { a: 1, b: [1, 2] }, unit: 'x' };
    const same = { unit: 'x', value: { b: [1, 2], a: 1 } };
    expect(packChanges(pack({ tick: rule }), pack({ tick: same }))).toEqual([]);
  });

  it('names what was added, removed and changed, facts first', () => {
    const before = pack({ tick: { value: 1 }, 'fee.min': { value: 0 } });
    const after = pack({ tick: { value: 2 }, 'band.pct.listed': { value: 1_000 } }, '2027-01-01');
    expect(packChanges(before, after)).toEqual([
      { what: 'effectiveFrom', kind: 'changed', before: '2026-01-01', after: '2027-01-01' },
      { what: 'band.pct.listed', kind: 'added', after: { value: 1_000 } },
      { what: 'fee.min', kind: 'removed', before: { value: 0 } },
      { what: 'tick', kind: 'changed', before: { value: 1 }, after: { value: 2 } },
    ]);
  });
});
