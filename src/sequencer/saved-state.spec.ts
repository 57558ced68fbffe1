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
    const packed = await packState(state, async () => ++turns > 0);
    expect(unpackState(packed!.bytes)).toMatchObject(state);
    expect(packed!.machineHash).toBe(stateHash(state.machine));
    expect(turns).toBeGreaterThan(2);
  });

  it('that is small is its text, which the database compresses itself', async () => {
    const small = { ...state, machine: { ledger: rows(10) } };
    const { bytes } = (await packState(small, () => Promise.resolve(true)))!;
    expect(JSON.parse(bytes.toString('utf8'))).toMatchObject(small);
    expect(unpackState(bytes)).toMatchObject(small);
    expect(unpackState(Buffer.from(bytes.toString('utf8').replace('"form":3', '"form":2')))).toBeUndefined();
  });

  it('is given up between two pieces when somebody comes', async () => {
    let turns = 0;
    expect(await packState(state, async () => ++turns < 3)).toBeUndefined();
    expect(turns).toBe(3);
  });

  it('of another form is not read', () => {
    expect(unpackState(gzipSync(JSON.stringify({ at: 1, machine: {}, window: [] })))).toBeUndefined();
    expect(
      unpackState(gzipSync(JSON.stringify({ at: 1, form: 1, machine: {}, window: [] }))),
    ).toBeUndefined();
  });
});
