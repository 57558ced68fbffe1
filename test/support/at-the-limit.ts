import { expect, it } from '@jest/globals';
import * as limits from '../../src/kernel/limits.js';

type Names = { [K in keyof typeof limits]: (typeof limits)[K] extends number ? K : never };
/** What is tested at the limit and one past it. */
export type LimitName = Extract<Names[keyof Names], `${string}_MAX` | `${string}_MIN`>;

interface Sides {
  /** What still goes, or is still there, at the limit. */
  readonly at: (limit: number) => unknown;
  /** What no longer is, one past it. */
  readonly past: (onePast: number) => unknown;
}

/** A small number in the same code, where the real one would take too long; then the real one must be seen in place. */
interface Injected {
  readonly instead: number;
  readonly wired: (real: number) => unknown;
}

/** Two tests of one limit. test/architecture/limits.spec.ts finds them by this call. */
export function atTheLimit(name: LimitName, { at, past, ...injected }: Sides & (Injected | object)): void {
  const { instead, wired } = { instead: undefined, wired: undefined, ...injected };
  const limit = instead ?? limits[name];
  const onePast = name.endsWith('_MIN') ? limit - 1 : limit + 1;
  it(`${name}: what still goes at ${limit}`, async () => {
    expect.hasAssertions();
    await (wired as Injected['wired'] | undefined)?.(limits[name]);
    await at(limit);
  });
  it(`${name}: what no longer goes at ${onePast}`, async () => {
    expect.hasAssertions();
    await past(onePast);
  });
}

/** A limit that other software keeps for us: it was told ours. Which ones may be tested so is on a list of the architecture. */
export function handedOver(name: LimitName, told: () => unknown): void {
  it(`${name}: its keeper is told ${limits[name]}`, async () => {
    expect(await told()).toBe(limits[name]);
  });
}
