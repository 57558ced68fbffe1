import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { stateHash } from '../audit/domain/journal-batch.js';
import { packState, unpackState } from './saved-state.js';

const rows = (n: number): (number | string)[][] =>
  Array.from({ length: n }, (_, i) => [i, i * i, `配额 ${i}`, 'buy']);
const state = {
  machine: {
    seq: 9,
    market: { instruments: [{ orders: rows(20_000), empty: [], none: {} }] },
    ledger: rows(10),
  },
  window: rows(3),
  at: 1_790_000_000_000_000,
};

describe('a saved state', () => {
  it('comes back as it was, under the hash of its canonical text, however many pieces it took', async () => {
    let turns = 0;
    const packed = await packState(state, async () => void turns++);
    expect(unpackState(packed.bytes)).toMatchObject(state);
    expect(packed.machineHash).toBe(stateHash(state.machine));
    expect(turns).toBeGreaterThan(2);
  });

  it('of another form is not read', () => {
    expect(unpackState(gzipSync(JSON.stringify({ at: 1, machine: {}, window: [] })))).toBeUndefined();
    expect(
      unpackState(gzipSync(JSON.stringify({ at: 1, form: 1, machine: {}, window: [] }))),
    ).toBeUndefined();
  });
});
