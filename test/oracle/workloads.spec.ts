import { describe, expect, it } from '@jest/globals';
import { runBare, workload } from '../support/workload.js';

/** Found by two independent matchers (typed arrays; liquibook in C++) over the same commands. */
describe('the book trades as others do', () => {
  it('a million commands around a narrow market', () => {
    expect(runBare(workload({ commands: 1_000_000, seed: 1, deep: false }))).toEqual({
      trades: 383_560, volume: 9_850_877, tradeHash: 2_383_819_706, depthHash: 2_140_111_609, levels: 59,
    }); // prettier-ignore
  });

  it('a million commands into a deep book', () => {
    expect(runBare(workload({ commands: 1_000_000, seed: 1, deep: true }))).toEqual({
      trades: 223_840, volume: 4_152_753, tradeHash: 1_670_008_472, depthHash: 2_075_037_214, levels: 1_520,
    }); // prettier-ignore
  });
});
