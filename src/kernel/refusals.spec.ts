import { describe, expect, it } from '@jest/globals';
import { invariant, InvariantBroken, unreachable } from './invariant.js';
import { accept, reject, RejectionError } from './rejection.js';

describe('a refusal', () => {
  it('is a value that carries its code and its facts', () => {
    expect(reject('market.off_tick', { data: { tickFen: 5 } })).toEqual({
      ok: false,
      rejection: { code: 'market.off_tick', data: { tickFen: 5 } },
    });
    expect(accept(3)).toEqual({ ok: true, value: 3 });
  });

  it('is thrown by shells only, and then says its detail or its code', () => {
    expect(new RejectionError({ code: 'market.busy' }).message).toBe('market.busy');
    expect(new RejectionError({ code: 'market.busy', detail: 'later' }).message).toBe('later');
    expect(new RejectionError({ code: 'market.busy' }).name).toBe('RejectionError');
  });
});

describe('an invariant', () => {
  it('is silent while it holds and says the fact that turned out false', () => {
    expect(() => invariant(true, 'water is wet')).not.toThrow();
    expect(() => invariant(false, 'water is dry')).toThrow(new InvariantBroken('water is dry'));
    expect(new InvariantBroken('x').name).toBe('InvariantBroken');
    expect(() => unreachable('tea' as never)).toThrow('no case for "tea"');
  });
});
