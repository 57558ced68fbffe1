import { describe, expect, it } from '@jest/globals';
import { type Draft, draftOf, emptyDraft } from './draft';

const draft = (part: Partial<Draft>) =>
  draftOf({ ...emptyDraft(Date.parse('2026-12-01T00:30:00Z')), name: 'First', supply: '1,000', ...part });

describe('the draft of an auction', () => {
  it('leaves to the rule pack what nobody wrote', () => {
    expect(draft({})).toEqual({
      terms: {
        ...{ title: 'First', supply: '1000' },
        ...{ opensAt: '2026-12-02T01:00:00.000Z', closesAt: '2026-12-02T03:00:00.000Z' },
      },
    });
  });

  it('reads percentages as whole hundredths, and counts', () => {
    expect(
      draft({ deposit: '10', limit: '25.5', bids: '3', qualification: 'no', tie: 'TIME' }),
    ).toMatchObject({
      terms: { depositBps: 1_000, purchaseLimitBps: 2_550, maxBids: 3, qualification: false, tie: 'TIME' },
    });
    expect(draft({ deposit: '100' })).toMatchObject({ terms: { depositBps: 10_000 } });
  });

  it('names what is missing or no number', () => {
    expect(
      draft({ name: ' ', supply: '', closesAt: '', deposit: '100.01', limit: '1.001', bids: 'x' }),
    ).toEqual({
      missing: ['name', 'supply', 'closesAt', 'deposit', 'limit', 'bids'],
    });
  });
});
