import { describe, expect, it } from '@jest/globals';
import { atTheLimit } from '../../../test/support/at-the-limit.js';
import { canonical } from '../../kernel/json.js';
import { IDEMPOTENCY_KEYS_MAX } from '../../kernel/limits.js';
import { IdempotencyWindow } from './idempotency-window.js';
import { bodyHash } from './replay-line.js';

const [body, other] = [bodyHash('{"a":1}'), bodyHash('{"a":2}')];

describe('the window of idempotency keys', () => {
  const firstAfter = (keys: number): unknown => {
    const window = new IdempotencyWindow();
    for (let seq = 1; seq <= keys; seq++) window.remember('usr_a', `key-${seq}`, body, seq);
    return window.find('usr_a', 'key-1', body);
  };
  atTheLimit('IDEMPOTENCY_KEYS_MAX', {
    at: (keys) => expect(firstAfter(keys)).toEqual({ seq: 1, isSame: true }),
    past: (keys) => expect(firstAfter(keys)).toBeUndefined(),
  });

  it('knows a key again, per caller, and whether the body is the same', () => {
    const window = new IdempotencyWindow();
    expect(window.find('usr_a', 'k', body)).toBeUndefined();
    window.remember('usr_a', 'k', body, 7);
    expect(window.find('usr_a', 'k', body)).toEqual({ seq: 7, isSame: true });
    expect(window.find('usr_a', 'k', other)).toEqual({ seq: 7, isSame: false });
    expect(window.find('usr_b', 'k', body)).toBeUndefined();
    expect(window.find('usr_a', 'K', body)).toBeUndefined();
  });

  it('remembers exactly the newest keys, as a plain map would, and so does what is restored from its dump', () => {
    const window = new IdempotencyWindow();
    const surplus = 50_000;
    const last = IDEMPOTENCY_KEYS_MAX + surplus;
    for (let seq = 1; seq <= last; seq++) window.remember('usr_a', `key-${seq}`, body, seq);
    const restored = IdempotencyWindow.restore(JSON.parse(canonical(window.dump())));
    for (const each of [window, restored]) {
      for (let seq = 1; seq <= last; seq += 17) {
        const found = each.find('usr_a', `key-${seq}`, body);
        expect(found).toEqual(seq <= surplus ? undefined : { seq, isSame: true });
      }
    }
    expect(canonical(restored.dump())).toBe(canonical(window.dump()));
    // The ring goes on where it was, in the restored window too: the next key pushes out the oldest.
    for (const each of [window, restored]) {
      each.remember('usr_a', 'one more', other, last + 1);
      expect(each.find('usr_a', `key-${surplus + 1}`, body)).toBeUndefined();
      expect(each.find('usr_a', `key-${surplus + 2}`, body)).toBeDefined();
      expect(each.find('usr_a', 'one more', other)).toEqual({ seq: last + 1, isSame: true });
    }
  });
});
