import { describe, expect, it } from '@jest/globals';
import { lockSeconds } from './login-lock.js';

describe('the lock on a login name', () => {
  it('begins at the fifth failure, doubles, and stays under a quarter of an hour', () => {
    expect([1, 4, 5, 6, 7, 8, 9, 10, 1_000].map(lockSeconds)).toEqual([
      0, 0, 60, 120, 240, 480, 900, 900, 900,
    ]);
  });
});
