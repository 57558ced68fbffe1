import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { log } from './logger.js';
import { atEachVenue, Rounds } from './rounds.js';

const warned = jest.spyOn(log, 'warn').mockImplementation(() => undefined);
afterEach(() => {
  jest.useRealTimers();
  warned.mockClear();
});

describe('rounds', () => {
  it('never run twice at a time, and the end waits for the one under way', async () => {
    jest.useFakeTimers();
    const over: (() => void)[] = [];
    const rounds = new Rounds(10, () => new Promise((resolve) => over.push(resolve)), 'it failed');
    rounds.begin();
    await jest.advanceTimersByTimeAsync(35);
    expect(over).toHaveLength(1);
    over[0]();
    await jest.advanceTimersByTimeAsync(10);
    expect(over).toHaveLength(2);
    let isOver = false;
    const end = rounds.end().then(() => (isOver = true));
    await jest.advanceTimersByTimeAsync(50);
    expect([isOver, over.length]).toEqual([false, 2]);
    over[1]();
    await end;
    await jest.advanceTimersByTimeAsync(50);
    expect(over).toHaveLength(2);
  });

  it('go on after one that failed, and say so', async () => {
    jest.useFakeTimers();
    let rounds = 0;
    const round = new Rounds(
      10,
      () => ((rounds += 1) === 1 ? Promise.reject(new Error('x')) : Promise.resolve()),
      'it failed',
    );
    round.begin();
    await jest.advanceTimersByTimeAsync(25);
    await round.end();
    expect(rounds).toBe(2);
    expect(warned.mock.calls.map(([, said]) => said)).toEqual(['it failed']);
  });

  it('look at the other venues, too, when one fails', async () => {
    const looked: string[] = [];
    const look = async (slug: string): Promise<void> => {
      looked.push(slug);
      if (slug === 'a') throw new Error('a is away');
    };
    await atEachVenue([{ slug: 'a' }, { slug: 'b' }], look, 'it failed');
    expect(looked).toEqual(['a', 'b']);
    expect(warned.mock.calls.map(([facts]) => (facts as { venue: string }).venue)).toEqual(['a']);
  });
});
