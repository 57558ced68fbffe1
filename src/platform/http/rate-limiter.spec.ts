import { describe, expect, it } from '@jest/globals';
import { RateLimiter } from './rate-limiter.js';

describe('a rate limit', () => {
  it('lets a burst through, then refuses and says when to come back', () => {
    const limiter = new RateLimiter({ burst: 3, perSecond: 1 });
    expect([1, 2, 3].map(() => limiter.take('key', 0).allowed)).toEqual([true, true, true]);
    expect(limiter.take('key', 0)).toEqual({ allowed: false, limit: 3, remaining: 0, resetSeconds: 1 });
    expect(limiter.take('key', 1_000).allowed).toBe(true);
    expect(limiter.take('key', 1_000).allowed).toBe(false);
  });

  it('keeps holders apart and never saves up more than the burst', () => {
    const limiter = new RateLimiter({ burst: 2, perSecond: 10 });
    limiter.take('a', 0);
    limiter.take('a', 0);
    expect(limiter.take('a', 0).allowed).toBe(false);
    expect(limiter.take('b', 0).allowed).toBe(true);
    expect([1, 2, 3].map(() => limiter.take('a', 3_600_000).allowed)).toEqual([true, true, false]);
  });

  it('is not fooled by a clock that steps back', () => {
    const limiter = new RateLimiter({ burst: 1, perSecond: 1 });
    limiter.take('a', 10_000);
    expect(limiter.take('a', 0).allowed).toBe(false);
    expect(limiter.take('a', 10_500).allowed).toBe(false);
    expect(limiter.take('a', 11_000).allowed).toBe(true);
  });

  it('forgets holders rather than growing without end', () => {
    const limiter = new RateLimiter({ burst: 5, perSecond: 1 });
    for (let i = 0; i < 120_000; i++) expect(limiter.take(`holder-${i}`, i).allowed).toBe(true);
  });
});
