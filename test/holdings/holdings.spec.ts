import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayKey, LEAVES_MIN, PIECES, suppliesOf, SumTree, type Title } from '../../src/holdings/index.js';
import type { Json } from '../../src/kernel/json.js';
import { VenueMachine } from '../../src/machine.js';
import { dayKey as theirDayKey, hex, HoldingsTree, provenTitle } from '../../verifier/core/index.js';
import { LivingVenue } from '../support/living-venue.js';
import { DAY, KEY, tradedVenue } from '../verifier/bundles.js';

const titles = fc.uniqueArray(fc.tuple(fc.nat(10_000), fc.nat(1_000_000_000)), {
  selector: ([no]) => no,
  maxLength: 40,
});
const treeOf = (all: readonly Title[], asset = 1): SumTree => new SumTree(KEY, asset, all);

function statementOf(
  venue: LivingVenue,
  change: (assets: Record<string, number | string>[]) => unknown = () => 0,
) {
  const assets = [...suppliesOf(venue.machine.ledger)].map(
    ([asset, { issued, retired, total, titles: all }]) => {
      const { root, size } = new SumTree(KEY, asset, all);
      return { asset, issued, retired, total, size, root: root.hash.toString('hex') };
    },
  );
  change(assets);
  return { day: DAY, atSeq: venue.records.length, assets: assets as unknown as Json };
}

describe('a tree of holdings', () => {
  it('adds up to what everybody has, and proves to each what it has', () => {
    fc.assert(
      fc.property(titles, (all) => {
        const tree = treeOf(all);
        const total = all.reduce((sum, [, amount]) => sum + amount, 0);
        const { hash, sum } = tree.root;
        expect(sum).toBe(total);
        expect(tree.size).toBeGreaterThanOrEqual(Math.max(LEAVES_MIN, PIECES * all.length));
        for (const [account, amount] of all.slice(0, 3)) {
          const stated = { asset: 1, size: tree.size, total, root: hash.toString('hex') };
          const pieces = tree.proofOf(account);
          expect(provenTitle(stated, account, pieces)).toBe(amount);
          expect(provenTitle(stated, account + 1, pieces)).toBeUndefined();
          expect(provenTitle({ ...stated, total: total + 1 }, account, pieces)).toBeUndefined();
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is the same tree to the verifier, which was written by itself', () => {
    fc.assert(
      fc.property(titles, fc.nat(5), (all, asset) => {
        const [own, theirs] = [treeOf(all, asset), new HoldingsTree(KEY, asset, all)];
        expect([own.size, own.root.sum, own.root.hash.toString('hex')]).toEqual([
          theirs.size,
          theirs.root.sum,
          hex(theirs.root.hash),
        ]);
        for (const [account] of all.slice(0, 2))
          expect(own.proofOf(account)).toEqual(theirs.proofOf(account, hex));
      }),
      { numRuns: 30 },
    );
  });

  it('hides accounts and amounts: another day, another tree; a place and its neighbours say nothing of an account', () => {
    const all: Title[] = Array.from({ length: 16 }, (_, no) => [100 + no, 1_000 * (no + 1)]);
    const [one, other] = ['2026-11-03', '2026-11-04'].map(
      (day) => new SumTree(dayKey('5a'.repeat(32), 'demo', day), 1, all),
    );
    expect(one.root.sum).toBe(other.root.sum);
    expect(one.root.hash.equals(other.root.hash)).toBe(false);
    const shown = all.flatMap(([account]) => one.proofOf(account).flatMap(({ path }) => path[0].sum));
    // A whole title would be a neighbour's sum only if all of it had fallen into one piece.
    expect(shown.filter((sum) => all.some(([, amount]) => amount === sum))).toEqual([]);
    expect(new Set(all.flatMap(([account]) => one.proofOf(account).map(({ index }) => index))).size).toBe(
      PIECES * 16,
    );
  });

  it('takes sums up to 2^53 − 1 and nothing beyond, and no negative title', () => {
    const most = Number.MAX_SAFE_INTEGER;
    expect(
      treeOf([
        [1, most - 1],
        [2, 1],
      ]).root.sum,
    ).toBe(most);
    expect(() =>
      treeOf([
        [1, most],
        [2, 1],
      ]),
    ).toThrow('a sum stays exact');
    expect(() => treeOf([[1, -1]])).toThrow('never negative');
    expect(
      () =>
        new HoldingsTree(KEY, 1, [
          [1, most],
          [2, 1],
        ]),
    ).toThrow('more than can be counted');
  });

  it('is frozen: the vectors of version 1 come out', () => {
    const frozen = JSON.parse(readFileSync('test/vectors/holdings-v1.json', 'utf8')) as {
      secret: string;
      trees: {
        venue: string;
        day: string;
        key: string;
        asset: number;
        titles: Title[];
        size: number;
        total: number;
        root: string;
        account: number;
        proof: Json;
      }[];
    };
    for (const { venue, day, key, asset, titles: all, size, total, root, account, proof } of frozen.trees) {
      const made = dayKey(frozen.secret, venue, day);
      expect([made.toString('hex'), hex(theirDayKey(Buffer.from(frozen.secret, 'hex'), venue, day))]).toEqual(
        [key, key],
      );
      const tree = new SumTree(made, asset, all);
      expect({ size: tree.size, total: tree.root.sum, root: tree.root.hash.toString('hex') }).toEqual({
        size,
        total,
        root,
      });
      expect(tree.proofOf(account)).toEqual(proof);
    }
    expect(frozen.trees.length).toBeGreaterThan(1);
  });
});

describe('a statement of holdings', () => {
  const open = new LivingVenue();
  open.openDay(DAY);
  const refused = (venue: LivingVenue, facts: Record<string, Json>): string | undefined =>
    venue.do('publish-holdings', facts, 'system:holdings').rej?.code;

  it('is for the day that closed last, once', () => {
    expect(refused(open, statementOf(open))).toBe('holdings.day_not_closed');
    const venue = tradedVenue();
    expect(venue.machine.holdings.lastDay).toBe(DAY);
    expect(refused(venue, statementOf(venue))).toBe('holdings.already_published');
  });

  it('has the totals of the machine itself, or is refused', () => {
    const venue = new LivingVenue();
    venue.openDay(DAY);
    venue.closeDay();
    const wrong: ((assets: Record<string, number | string>[]) => unknown)[] = [
      (assets) => ((assets[1].total as number) += 1),
      (assets) => assets.pop(),
      (assets) => assets.reverse(),
      (assets) => ((assets[0].issued as number) -= 1),
    ];
    for (const change of wrong)
      expect(refused(venue, statementOf(venue, change))).toBe('holdings.totals_moved');
    expect(
      refused(
        venue,
        statementOf(venue, (assets) => (assets[0].root = 'f')),
      ),
    ).toBe('holdings.bad_statement');
    expect(refused(venue, { ...statementOf(venue), atSeq: 1_000_000 })).toBe('holdings.bad_statement');
    expect(refused(venue, statementOf(venue))).toBeUndefined();
  });

  it('is remembered with the state, and leaves the state of a venue without one as it was', () => {
    const venue = tradedVenue();
    const dump = venue.machine.dump();
    const copy = new VenueMachine();
    copy.restore(JSON.parse(JSON.stringify(dump)) as Json);
    expect(copy.holdings.lastDay).toBe(DAY);
    expect((open.machine.dump() as Record<string, Json | undefined>).holdings).toBeUndefined();
  });
});
