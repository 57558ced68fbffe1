import { describe, expect, it } from '@jest/globals';
import { SETTLE_TRADES_MAX } from '../../kernel/limits.js';
import { RejectionError } from '../../kernel/rejection.js';
import type { CommandRequest, Engine } from '../../sequencer/index.js';
import type { ClearingMachine } from '../domain/handlers.js';
import { settleUpTo } from './settle-up-to.js';

/** A venue where trades `first` to `last` wait; each range that it is given is settled, or refused. */
function engineWith(first: number, last: number, refuses = false) {
  let next = first;
  let questions = 0;
  const said: [string, CommandRequest][] = [];
  const engine = {
    ask: async (slug: string, question: (machine: never) => unknown) => {
      expect(slug).toBe('demo');
      if (++questions > 9) throw new Error('it does not end');
      return question({ clearing: { firstPending: next > last ? undefined : next } } as never);
    },
    submit: async (slug: string, request: CommandRequest) => {
      said.push([slug, request]);
      if (refuses) return { ok: false, rejection: { code: 'clearing.delivered_after_close' } };
      next = (request.command.toTrade as number) + 1;
      return { ok: true };
    },
  };
  return { engine: engine as unknown as Engine<ClearingMachine>, said };
}

const settling = (fromTrade: number, toTrade: number): unknown => [
  'demo',
  { by: 'system:clearing', org: '', command: { kind: 'settle-trades', fromTrade, toTrade } },
];

describe('settling up to a trade without the workers', () => {
  it('begins at the first that waits and ends at the last that is wanted', async () => {
    const { engine, said } = engineWith(3, 9);
    await settleUpTo(engine, 'demo', 7);
    expect(said).toEqual([settling(3, 7)]);
  });

  it('takes no more trades at once than a command settles, and goes on', async () => {
    const { engine, said } = engineWith(5, 30_000);
    const [once, twice] = [4 + SETTLE_TRADES_MAX, 4 + 2 * SETTLE_TRADES_MAX];
    await settleUpTo(engine, 'demo', twice + 1);
    expect(said).toEqual([settling(5, once), settling(once + 1, twice), settling(twice + 1, twice + 1)]);
  });

  it('sends nothing where nothing waits, or only what is later', async () => {
    for (const [first, last] of [
      [5, 4],
      [8, 9],
    ]) {
      const { engine, said } = engineWith(first, last);
      await settleUpTo(engine, 'demo', 7);
      expect(said).toEqual([]);
    }
  });

  it('ends with the refusal of the venue, and does not try for ever', async () => {
    const { engine, said } = engineWith(1, 2, true);
    const refused = settleUpTo(engine, 'demo', 2);
    await expect(refused).rejects.toBeInstanceOf(RejectionError);
    await expect(refused).rejects.toThrow('clearing.delivered_after_close');
    expect(said).toHaveLength(1);
  });
});
