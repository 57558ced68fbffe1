import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PermitVenue, type TestPlant } from '../../../test/support/permit-venue.js';
import { transferMayBecome, type TransferState } from './transfer.js';

const HOUR = 3_600_000_000;
const DAYS = ['2026-03-20', '2026-03-21', '2026-03-27', '2026-04-07', '2026-05-20'];
const STEPS = [
  'draft-permit-transfer',
  'submit-permit-transfer',
  'review-permit-transfer',
  'decide-permit-transfer',
  'list-permit-transfer',
  'register-permit-bidder',
  'bid-permit',
  'take-permit-listing',
  'close-permit-listing',
  'award-next-permit-bidder',
  'relist-permit-transfer',
  'withdraw-permit-transfer',
  'sign-permit-contract',
  'pay-permit-contract',
  'default-permit-transfer',
  'certify-permit-transfer',
  'void-permit-transfer',
  'start-permit-change',
  'complete-permit-transfer',
  'end-permit-terms',
  'pledge-right',
  'lease-right',
  'release-encumbrance',
  'take-back-right',
  'next-day',
  'reborn',
] as const;
const EXECUTED: readonly string[] = [
  'certify-permit-transfer',
  'void-permit-transfer',
  'pledge-right',
  'lease-right',
  'release-encumbrance',
  'take-back-right',
];

interface Move {
  readonly step: (typeof STEPS)[number];
  /** Which plant, which transfer or right, how much: read modulo what there is. */
  readonly who: number;
  readonly what: number;
  readonly much: number;
}

const move: fc.Arbitrary<Move> = fc.record({
  step: fc.constantFrom(...STEPS),
  who: fc.nat(2),
  what: fc.nat(5),
  much: fc.integer({ min: 1, max: 700 }),
});

/** A venue of three plants at which anybody tries anything, mostly in the wrong order. */
class Chaos {
  readonly venue = new PermitVenue();
  private readonly plants: readonly TestPlant[];
  private readonly states = new Map<number, TransferState>();
  private readonly instrumentNo: number;
  private dayNo = 0;
  reached = new Set<TransferState>();

  constructor() {
    const districts = [this.venue.district('North'), this.venue.district('South')];
    this.venue.reading(districts[0], 320);
    this.plants = ['x', 'y', 'z'].map((org, i) => this.venue.plant(org, districts[i === 2 ? 1 : 0]));
    for (const plant of this.plants) this.venue.right(plant, 'NOx', 1_000);
    this.instrumentNo = this.venue.instrument('NOx');
  }

  do({ step, who, what, much }: Move): void {
    const plant = this.plants[who];
    if (step === 'reborn') this.venue.reborn();
    else if (step === 'next-day') this.nextDay();
    else if (EXECUTED.includes(step))
      this.venue.agreed(step, this.factsOf(step, what, much), this.ownerOf(what));
    else {
      const own = step === 'draft-permit-transfer' ? { rightNo: 1 + who } : {};
      const facts = { ...this.factsOf(step, what, much), ...own, plantNo: plant.plantNo };
      this.venue.tell(step, facts, `hand${(who + what + much) % 4}`, plant.org);
    }
    this.look();
  }

  private factsOf(step: string, what: number, much: number): Record<string, never> {
    const count = Math.max(1, this.venue.machine.permits.transferCount);
    const transferNo = 1 + (what % count);
    const right = { rightNo: 1 + what, instrumentNo: this.instrumentNo, quantity: much };
    const until = { lastDay: '2026-04-01', lesseeNo: 1 + (much % 3), creditor: 'Bank' };
    const window = { opensAt: this.venue.at, closesAt: this.venue.at + HOUR };
    const method = ['BIDDING', 'FIXED_PRICE', 'AGREEMENT'][much % 3];
    const terms = { method, priceFen: (20_000 + much) * 100, ...window };
    const isOfRight = /right|draft/.test(step);
    const draft = { namedBuyer: much % 4, acrossRegions: false, ground: 'TAKEN_BACK' };
    const facts = isOfRight
      ? { ...right, ...until, ...draft }
      : { transferNo, encumbranceNo: 1 + what, ...terms, reason: 'x' };
    return facts as unknown as Record<string, never>;
  }

  private ownerOf(what: number): string {
    const right = this.venue.machine.permits.right(1 + what);
    return this.plants.find(({ plantNo }) => plantNo === right?.plantNo)?.org ?? '';
  }

  private nextDay(): void {
    this.dayNo = Math.min(this.dayNo + 1, DAYS.length - 1);
    const before = this.venue.at;
    this.venue.clock(DAYS[this.dayNo], 10);
    this.venue.at = Math.max(before, this.venue.at);
  }

  /** Each transfer went by an arrow of the rulebook, and every promise holds. */
  private look(): void {
    for (const { transferNo, state } of this.venue.machine.permits.all().transfers) {
      const before = this.states.get(transferNo) ?? 'DRAFT';
      if (before !== state)
        expect([before, state, transferMayBecome(before, state)]).toEqual([before, state, true]);
      this.states.set(transferNo, state);
      this.reached.add(state);
    }
    expect(this.venue.broken()).toEqual([]);
  }
}

describe('whatever anybody tries', () => {
  it('no transfer leaves its road, and goods, money, caps and escrow add up', () => {
    const reached = new Set<TransferState>();
    fc.assert(
      fc.property(fc.array(move, { minLength: 20, maxLength: 60 }), (moves) => {
        const chaos = new Chaos();
        for (const one of moves) chaos.do(one);
        for (const state of chaos.reached) reached.add(state);
      }),
      { numRuns: 40, seed: 20_261_125 },
    );
    expect(reached.size).toBeGreaterThan(2);
  });

  /** The road itself, with anything thrown in between its steps. */
  it('a transfer that goes its way arrives, whatever is tried between its steps', () => {
    const reached = new Set<TransferState>();
    const road: readonly Pick<Move, 'step' | 'who'>[] = [
      { step: 'draft-permit-transfer', who: 0 },
      { step: 'submit-permit-transfer', who: 0 },
      { step: 'review-permit-transfer', who: 0 },
      { step: 'decide-permit-transfer', who: 0 },
      { step: 'list-permit-transfer', who: 0 },
      { step: 'register-permit-bidder', who: 1 },
      { step: 'take-permit-listing', who: 1 },
      { step: 'sign-permit-contract', who: 0 },
      { step: 'sign-permit-contract', who: 1 },
      { step: 'pay-permit-contract', who: 1 },
      { step: 'certify-permit-transfer', who: 0 },
      { step: 'start-permit-change', who: 0 },
      { step: 'complete-permit-transfer', who: 0 },
    ];
    fc.assert(
      fc.property(
        fc.array(fc.option(move, { freq: 2 }), { minLength: road.length, maxLength: road.length }),
        (between) => {
          const chaos = new Chaos();
          for (const [i, { step, who }] of road.entries()) {
            // 4: for whoever comes, at a fixed price, by another hand each time.
            chaos.do({ step, who, what: 0, much: 4 + 3 * i });
            const other = between[i];
            if (other) chaos.do(other);
          }
          for (const state of chaos.reached) reached.add(state);
        },
      ),
      { numRuns: 40, seed: 7 },
    );
    expect(reached).toContain('COMPLETED');
  });
});
