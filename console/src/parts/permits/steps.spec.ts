import { describe, expect, it } from '@jest/globals';
import type { Seen } from './queries';
import { stepsOf } from './steps';

const seen = (state: string, part: object = {}): Seen => {
  const notice = { state, method: 'BIDDING', closesAt: '2026-12-01T02:00:00Z' };
  return {
    notice,
    transfer: {
      ...notice,
      sellerId: 'plt_a',
      buyerId: 'plt_b',
      sellerSigned: false,
      buyerSigned: false,
      ...part,
    },
  } as unknown as Seen;
};
const NOW = Date.parse('2026-12-01T01:00:00Z');
const steps = (of: Seen, powers: readonly string[], own: readonly string[] = [], now = NOW) =>
  stepsOf(of, (power) => powers.includes(power), own, now);

describe('the steps of a permit transfer', () => {
  it('are those of the office whose turn it is', () => {
    expect(steps(seen('SUBMITTED'), ['permit.review'])).toEqual(['review']);
    expect(steps(seen('SUBMITTED'), ['permit.approve'])).toEqual([]);
    expect(steps(seen('QUANTITY_REVIEW'), ['permit.approve'])).toEqual(['decide']);
    expect(steps(seen('PAID'), ['permit.list'])).toEqual(['certificate']);
    expect(steps(seen('COMPLETED'), ['permit.review', 'permit.list', 'permit.approve'])).toEqual([]);
  });

  it('a window is ended after its end alone', () => {
    expect(steps(seen('LISTED'), ['permit.list'])).toEqual([]);
    expect(steps(seen('LISTED'), ['permit.list'], [], Date.parse('2026-12-01T02:00:00Z'))).toEqual(['close']);
  });

  it('a plant signs for itself once, and only the buyer pays', () => {
    expect(steps(seen('TRADED'), ['permit.sign'], ['plt_a'])).toEqual(['sign']);
    expect(steps(seen('TRADED', { sellerSigned: true }), ['permit.sign'], ['plt_a'])).toEqual([]);
    expect(steps(seen('CONTRACTED'), ['permit.sign'], ['plt_a'])).toEqual([]);
    expect(steps(seen('CONTRACTED'), ['permit.sign'], ['plt_b'])).toEqual(['pay']);
  });

  it('whoever sells does not buy; who has registered quotes or takes', () => {
    const { notice } = seen('LISTED');
    expect(steps({ notice }, ['permit.bid'], ['plt_c'])).toEqual(['register']);
    expect(steps(seen('LISTED'), ['permit.bid'], ['plt_a'])).toEqual([]);
    expect(steps(seen('LISTED'), ['permit.bid'], ['plt_c'])).toEqual(['bid']);
    expect(steps(seen('LISTED', { method: 'FIXED_PRICE' }), ['permit.bid'], ['plt_c'])).toEqual(['take']);
  });
});
