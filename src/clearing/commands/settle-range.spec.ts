import { describe, expect, it } from '@jest/globals';
import { RejectionError } from '../../kernel/rejection.js';
import { settleRange, type SettleParts } from './settle-range.js';

const RANGE = { slug: 'demo', venueNo: 4, fromTrade: 1, toTrade: 3 };
const SETTLED = { ok: true, seq: 9, answer: { settled: 3, lastSettled: 3 } };

/** What the engine was sent and what the run became, in order. */
function parts(answer: () => Promise<unknown>): { parts: SettleParts; said: unknown[][] } {
  const said: unknown[][] = [];
  const engine = {
    submit: (...facts: unknown[]) => {
      said.push(['submit', ...facts]);
      return answer();
    },
  };
  const runs = { move: async (...facts: unknown[]) => void said.push(facts) };
  return { parts: { engine, runs } as unknown as SettleParts, said };
}

describe('a range of trades', () => {
  const command = { kind: 'settle-trades', fromTrade: 1, toTrade: 3 };

  it('is carried to the sequencer in the name of clearing, and done', async () => {
    const { parts: given, said } = parts(async () => SETTLED);
    expect(await settleRange(given, RANGE)).toEqual(SETTLED);
    expect(said).toEqual([
      [RANGE, 'RUNNING'],
      ['submit', 'demo', { by: 'system:clearing', org: '', command }],
      [RANGE, 'DONE'],
    ]);
  });

  it('is carried in the name of the operator who asked', async () => {
    const { parts: given, said } = parts(async () => SETTLED);
    await settleRange(given, RANGE, { by: 'usr_1', org: 'office' });
    expect(said[1]).toEqual(['submit', 'demo', { by: 'usr_1', org: 'office', command }]);
  });

  it.each([
    [
      'a refusal',
      async () => ({ ok: false, rejection: { code: 'clearing.bad_range' } }),
      'clearing.bad_range',
    ],
    ['an error', () => Promise.reject(new Error('gone')), 'gone'],
    ['what is no error', () => Promise.reject('odd'), 'odd'],
  ])('has failed with %s, which goes on to the worker', async (_, answer, message) => {
    const { parts: given, said } = parts(answer);
    const thrown = await settleRange(given, RANGE).catch((error: unknown) => error);
    expect(thrown instanceof Error ? thrown.message : thrown).toBe(message);
    if (message.startsWith('clearing')) expect(thrown).toBeInstanceOf(RejectionError);
    expect(said.slice(2)).toEqual([[RANGE, 'FAILED', message]]);
  });
});
