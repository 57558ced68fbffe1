import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonical } from '../../kernel/json.js';
import { IntegerColumn } from '../../sequencer/store/integer-column.js';
import { projectSerials } from '../store/serials.projection.js';
import { Serials } from './serials.js';

const cause = { kind: 'test', no: 1 };

/** Ranges disjoint, no two of one account touching, together 1 … born. */
function assertWhole(serials: Serials, instrumentNo: number): void {
  const blocks = [...serials.blocks()]
    .filter((b) => b.instrumentNo === instrumentNo)
    .sort((a, b) => a.first - b.first);
  let next = 1;
  for (const block of blocks) {
    if (block.first !== next || block.last < block.first)
      throw new Error(`serial ${next} has no holder, or two`);
    next = block.last + 1;
  }
  if (next - 1 !== serials.born(instrumentNo)) throw new Error('the ranges do not add up');
}

describe('serial blocks', () => {
  it('whatever moved once goes back run by run, where it is still there, and to nobody else', () => {
    const step = fc.record({ from: fc.nat(2), to: fc.nat(2), quantity: fc.integer({ min: 1, max: 30 }) });
    const plan = fc.array(step, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(plan, fc.nat(), (steps, pick) => {
        const serials = new Serials();
        for (let account = 0; account < 3; account++) serials.birth(1, 50, 100 + account, cause);
        for (const { from, to, quantity } of steps)
          if (from !== to && serials.held(1, 100 + from) >= quantity)
            serials.move(1, 100 + from, 100 + to, quantity, cause);
        const moved = serials.moves[pick % serials.moves.length];
        const [giver, taker] = [moved.to, moved.from === 0 ? 109 : moved.from];
        const before = [serials.held(1, giver), serials.held(1, taker)];
        const isThere = serials.holds(1, giver, moved);
        if (!isThere) {
          expect(() => serials.moveRun(1, giver, taker, moved, cause)).toThrow('only serials that it holds');
          return;
        }
        serials.moveRun(1, giver, taker, moved, cause);
        const size = moved.last - moved.first + 1;
        expect([serials.held(1, giver), serials.held(1, taker)]).toEqual([
          before[0] - size,
          before[1] + size,
        ]);
        expect([serials.holds(1, taker, moved), serials.holds(1, giver, moved)]).toEqual([true, false]);
        assertWhole(serials, 1);
      }),
    );
  });

  it('the lowest serials go first, a block is split, and neighbours grow together again', () => {
    const serials = new Serials();
    serials.birth(1, 100, 6, cause);
    serials.move(1, 6, 101, 30, cause);
    serials.move(1, 101, 102, 10, cause);
    expect([...serials.blocks()]).toEqual([
      { instrumentNo: 1, first: 31, last: 100, accountNo: 6 },
      { instrumentNo: 1, first: 11, last: 30, accountNo: 101 },
      { instrumentNo: 1, first: 1, last: 10, accountNo: 102 },
    ]);
    serials.move(1, 102, 101, 10, cause);
    expect([...serials.blocks()].find((b) => b.accountNo === 101)).toEqual({
      instrumentNo: 1,
      first: 1,
      last: 30,
      accountNo: 101,
    });
  });

  it('every serial can be followed from birth to its present holder', () => {
    const serials = new Serials();
    serials.birth(1, 50, 6, cause);
    serials.move(1, 6, 101, 50, cause);
    serials.move(1, 101, 3, 20, cause);
    const path = serials.moves.filter((m) => m.first <= 7 && 7 <= m.last).map((m) => [m.from, m.to]);
    expect(path).toEqual([
      [0, 6],
      [6, 101],
      [101, 3],
    ]);
  });

  it('an account gives only what it holds', () => {
    const serials = new Serials();
    serials.birth(1, 5, 101, cause);
    expect(() => serials.move(1, 101, 102, 6, cause)).toThrow('only serials that it holds');
  });

  it('stays whole, whatever moves', () => {
    const step = fc.record({
      from: fc.integer({ min: 0, max: 4 }),
      to: fc.integer({ min: 0, max: 4 }),
      share: fc.integer({ min: 1, max: 1000 }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.array(step, { maxLength: 60 }), (born, steps) => {
        const serials = new Serials();
        serials.birth(1, born, 100, cause);
        for (const { from, to, share } of steps) {
          const held = serials.held(1, 100 + from);
          const quantity = Math.min(held, Math.max(1, Math.floor((held * share) / 1000)));
          if (quantity > 0 && from !== to) serials.move(1, 100 + from, 100 + to, quantity, cause);
        }
        assertWhole(serials, 1);
        expect(canonical(Serials.restore(serials.dump()).dump())).toBe(canonical(serials.dump()));
      }),
    );
  });

  it('stays whole through 100,000 random moves, and the rows written in batches equal memory', () => {
    let seed = 20261124;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed % below;
    };
    const serials = new Serials();
    const holdings = new Map<number, number>();
    const rows = new Map<string, string>();
    for (let account = 100; account < 150; account++) {
      serials.birth(1, 100_000, account, cause);
      holdings.set(account, 100_000);
    }
    for (let i = 0; i < 100_000; i++) {
      const from = 100 + random(50);
      const to = 100 + random(50);
      const held = holdings.get(from)!;
      if (from !== to && held > 0) {
        const quantity = 1 + random(Math.min(held, 500));
        serials.move(1, from, to, quantity, cause);
        holdings.set(from, held - quantity);
        holdings.set(to, holdings.get(to)! + quantity);
      }
      if (i % 97 === 0) apply(rows, serials);
    }
    apply(rows, serials);
    assertWhole(serials, 1);
    for (const [account, held] of holdings) expect(serials.held(1, account)).toBe(held);
    const memory = new Map(
      [...serials.blocks()].map((b) => [`${b.instrumentNo}:${b.first}`, `${b.last}@${b.accountNo}`]),
    );
    expect(new Map([...rows].sort())).toEqual(new Map([...memory].sort()));
  });
});

/** Plays the table: DELETE, then INSERT with its primary key. */
function apply(rows: Map<string, string>, serials: Serials): void {
  for (const { name, values } of projectSerials(1, serials)) {
    const columns = values.slice(1).map(numbersOf);
    if (name === 'registry.blocks_gone') {
      columns[0].forEach((no, i) => {
        if (!rows.delete(`${no}:${columns[1][i]}`))
          throw new Error('a row that was never written is deleted');
      });
    }
    if (name === 'registry.blocks') {
      columns[0].forEach((no, i) => {
        if (rows.has(`${no}:${columns[1][i]}`)) throw new Error('a row is written twice');
        rows.set(`${no}:${columns[1][i]}`, `${columns[2][i]}@${columns[3][i]}`);
      });
    }
  }
}

/** A column as the server reads it. */
function numbersOf(column: unknown): number[] {
  if (!(column instanceof IntegerColumn)) return column as number[];
  const bytes = column.toPostgres();
  const [size, count, first] = [bytes.readInt32BE(20), bytes.readInt32BE(12), 24];
  return Array.from({ length: count }, (_, i) => {
    const at = first + i * (4 + size);
    return size === 8 ? Number(bytes.readBigInt64BE(at)) : bytes.readInt32BE(at);
  });
}
