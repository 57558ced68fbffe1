import { describe, expect, it } from '@jest/globals';
import { Bulkhead, Turns } from './bulkhead.js';

describe('a bulkhead', () => {
  it('lets in as many of a holder as it may, counts each holder alone, and has room again when one leaves', () => {
    const bulkhead = new Bulkhead(2);
    expect([1, 2, 3].map(() => bulkhead.enter('a'))).toEqual([true, true, false]);
    expect(bulkhead.enter('b')).toBe(true);
    bulkhead.leave('a');
    expect([1, 2].map(() => bulkhead.enter('a'))).toEqual([true, false]);
    for (const holder of ['a', 'a', 'b']) bulkhead.leave(holder);
    expect([1, 2, 3].map(() => bulkhead.enter('a'))).toEqual([true, true, false]);
  });

  it('says who is at the limit, and whether anybody is', () => {
    const bulkhead = new Bulkhead(2);
    const says = (): boolean[] => [bulkhead.isAnyFull, bulkhead.isFull('a'), bulkhead.isFull('b')];
    bulkhead.enter('a');
    bulkhead.enter('b');
    expect(says()).toEqual([false, false, false]);
    bulkhead.enter('a');
    bulkhead.enter('a');
    expect(says()).toEqual([true, true, false]);
    bulkhead.leave('a');
    expect(says()).toEqual([false, false, false]);
  });
});

describe('turns', () => {
  it('are taken at once while there is room, and then by one of each holder in turn', async () => {
    const turns = new Turns(2);
    const heard: string[] = [];
    const enter = (holder: string): boolean => {
      const turn = turns.enter(holder);
      void turn?.then(() => heard.push(holder));
      return turn === undefined;
    };
    const afterOneLeft = async (holder: string): Promise<string[]> => {
      turns.leave(holder);
      await Promise.resolve();
      return heard.splice(0);
    };
    expect(['a', 'b', 'a', 'a', 'b'].map(enter)).toEqual([true, true, false, false, false]);
    expect(await afterOneLeft('b')).toEqual(['a']);
    expect(await afterOneLeft('a')).toEqual(['b']);
    expect(await afterOneLeft('b')).toEqual(['a']);
    expect(await afterOneLeft('a')).toEqual([]);
    expect(turns.isIdle).toBe(false);
    expect(await afterOneLeft('a')).toEqual([]);
    expect(turns.isIdle).toBe(true);
  });

  it('never keep a holder waiting who has nothing inside, and let nobody else in instead', async () => {
    const turns = new Turns(1);
    let isIn = false;
    expect(turns.enter('flood')).toBeUndefined();
    void turns.enter('flood')!.then(() => (isIn = true));
    expect(turns.enter('quiet')).toBeUndefined();
    expect(turns.enter('quiet')).toBeInstanceOf(Promise);
    turns.leave('flood');
    await Promise.resolve();
    expect(isIn).toBe(false);
    turns.leave('quiet');
    await Promise.resolve();
    expect(isIn).toBe(true);
  });
});
