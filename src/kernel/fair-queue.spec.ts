import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FairQueue } from './fair-queue.js';

describe('a fair queue', () => {
  it('serves members in turn, and each in its own order', () => {
    const queue = new FairQueue<string>();
    for (const item of ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'c2']) queue.push(item[0], item);
    expect(queue.take(4)).toEqual(['a1', 'b1', 'c1', 'a2']);
    queue.push('b', 'b2');
    expect(queue.take(10)).toEqual(['c2', 'b2', 'a3', 'a4']);
    expect([queue.length, queue.take(1)]).toEqual([0, []]);
    expect([queue.lengthOf('a'), queue.lengthOf('nobody')]).toEqual([0, 0]);
  });

  it('lets nobody wait behind the flood of another', () => {
    const queue = new FairQueue<string>();
    for (let i = 0; i < 5_000; i++) queue.push('flood', `f${i}`);
    queue.push('quiet', 'q');
    expect(queue.take(2)).toContain('q');
    expect(queue.lengthOf('flood')).toBe(4_999);
    expect(queue.take(4_999).at(-1)).toBe('f4999');
  });

  it('gives back each item once, in the order of its member, whatever the pushes and takes', () => {
    const step = fc.oneof(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 3_000, size: 'max' }), (steps) => {
        const queue = new FairQueue<string>();
        const pushed = new Map<string, string[]>();
        const taken = new Map<string, string[]>();
        let most = 0;
        const collect = (n: number): void => {
          for (const item of queue.take(n)) taken.set(item[0], [...(taken.get(item[0]) ?? []), item]);
        };
        steps.forEach((member, i) => {
          if (typeof member === 'number') return collect(member);
          pushed.set(member, [...(pushed.get(member) ?? []), `${member}${i}`]);
          queue.push(member, `${member}${i}`);
          most = Math.max(most, queue.length);
        });
        collect(most);
        expect(new Map([...taken].sort())).toEqual(new Map([...pushed].sort()));
        expect(queue.length).toBe(0);
      }),
      { numRuns: 50 },
    );
  });
});
