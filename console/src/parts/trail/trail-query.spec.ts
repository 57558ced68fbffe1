import { describe, expect, it } from '@jest/globals';
import { trailQuery } from './trail-query';

describe('what is asked of the trail', () => {
  it('days are days of the market, the last one whole', () => {
    expect(trailQuery({ from: '2026-11-26', to: '2026-11-26', verb: 'approve' })).toEqual({
      verb: 'approve',
      from: '2026-11-25T16:00:00.000Z',
      to: '2026-11-26T16:00:00.000Z',
    });
  });

  it('what is not set is not asked', () => expect(trailQuery({})).toEqual({}));
});
