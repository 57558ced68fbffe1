import { describe, expect, it } from '@jest/globals';
import { DRAFT, draftLike, missingIn, writtenFrom } from './instrument-draft';

const LIKE = {
  ...{ instrumentId: 'ins_1', symbol: 'CEA-2026', kind: 'carbon' as const, pollutant: 'CO2', zone: 'CN' },
  ...{ sector: '', vintage: 2026, expiry: null, unitName: 't', unitScale: 0, tick: '0.01', lot: '1' },
  ...{ rulePack: 'demo', referencePrice: '74.63', state: 'TRADABLE' as const },
};

describe('the draft of an instrument', () => {
  it('begins with what is still to be said', () => {
    expect(missingIn(DRAFT)).toEqual([
      ...['symbol', 'pollutant', 'zone', 'unitName', 'referencePrice', 'rulePack'],
    ]);
  });

  it('like another has everything but its name, and is written as the door wants it', () => {
    const draft = draftLike(LIKE, '');
    expect(missingIn(draft)).toEqual(['symbol']);
    const { instrumentId: _, state: __, ...facts } = LIKE;
    expect(writtenFrom({ ...draft, symbol: ' CEA-2027 ', vintage: '2027', lot: '１,000' })).toEqual({
      ...{ ...facts, symbol: 'CEA-2027', vintage: 2027, lot: '1000' },
    });
  });

  it('takes no word for a number, and nothing for what is empty', () => {
    const wrong = { ...draftLike(LIKE, 'X'), vintage: 'now', unitScale: '10', tick: '0', lot: 'one' };
    expect(missingIn(wrong)).toEqual(['vintage', 'unitScale', 'tick', 'lot']);
    const { vintage, expiry, sector } = writtenFrom({ ...DRAFT, expiry: ' ' });
    expect([vintage, expiry, sector]).toEqual([0, null, '']);
  });
});
