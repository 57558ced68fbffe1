import type { Dice } from './dice.js';

/**
 * What the members of one schedule may want besides orders, and how likely each wish then is. Every schedule is about a
 * few of these only: a life is short, and where everybody wants a little of everything, nothing meets anything
 * (swarm testing: Groce et al., ISSTA 2012).
 */
const INTERESTS = {
  bank: 0.08,
  annulment: 0.05,
  permits: 0.05,
  blocks: 0.25,
  biddings: 0.1,
  'kill switch': 0.02,
  reconciliation: 0.06,
  custody: 0.16,
  deliveries: 0.14,
};
export type Interest = keyof typeof INTERESTS;

const SHARE = 0.4;
const EAGER = 2.5;

export class Interests {
  private readonly wanted: ReadonlySet<Interest>;
  private readonly eagerness: number;

  /** `about`: what this schedule is about, whatever the dice say; it is then wanted more often, too. */
  constructor(
    private readonly dice: Dice,
    about?: readonly Interest[],
  ) {
    const drawn = (Object.keys(INTERESTS) as Interest[]).filter(() => dice.chance(SHARE));
    this.wanted = new Set(about ?? drawn);
    this.eagerness = about === undefined ? 1 : EAGER;
  }

  /** Somebody wants that now. */
  strike(interest: Interest): boolean {
    return this.wanted.has(interest) && this.dice.chance(INTERESTS[interest] * this.eagerness);
  }
}
