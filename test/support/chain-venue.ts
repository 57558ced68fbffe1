import { expect } from '@jest/globals';
import { JournalReplay } from '../../src/checker/journal-replay.js';
import { stateInvariants } from '../../src/checker/state-invariants.js';
import type { FailedDelivery } from '../../src/clearing/index.js';
import type { Json } from '../../src/kernel/json.js';
import { VenueMachine } from '../../src/machine.js';
import type { VenueEvent } from '../../src/sequencer/index.js';
import { LivingVenue } from './living-venue.js';
import { packWith } from './market-world.js';

export const CHAIN_DAY = '2026-11-24';
const HOLDING_BACK = { 'settlement.frozen': 'HOLD', 'settlement.retryMinutes': [30, 60], 't1.goods': false };

/** A sells to B, B sells on to C; and D, of the venue, may be the reserve. */
export class ChainVenue extends LivingVenue {
  /** On its first day, by rules that hold back what the frozen owe and try again after half an hour and an hour. */
  static open(values: object = {}): ChainVenue {
    const venue = new ChainVenue(packWith({ ...HOLDING_BACK, ...values }, 'demo'));
    venue.openDay(CHAIN_DAY);
    return venue;
  }

  readonly c = this.opened('org_c');
  readonly d = this.opened('org_d');

  opened(org: string): number {
    const facts = { org, ownerGroup: org, title: org, accountKind: 'institution', prohibited: false };
    const { accountNo } = this.ok('apply-account', facts, 'usr_m', org);
    this.ok('review-account', { accountNo }, 'usr_issuer');
    this.ok('approve-account', { accountNo }, 'usr_approver');
    this.fourEyes('deposit-cash', { accountNo, amountFen: 100_000_00, bankReference: 'x' });
    return accountNo as number;
  }

  orderOf(org: string, accountNo: number, side: string, quantity: number): Json | undefined {
    const facts = { org, accountNo, instrumentNo: this.instrumentNo, side, type: 'limit', price: 7_000 };
    return this.ok('place-order', { ...facts, quantity }, `usr_${org}`, org);
  }

  /** So many units from A to B at 70.00. */
  first(quantity: number): void {
    this.orderOf('org_a', this.a, 'sell', quantity);
    this.orderOf('org_b', this.b, 'buy', quantity);
  }

  /** And from B on to C. */
  second(quantity: number): void {
    this.orderOf('org_b', this.b, 'sell', quantity);
    this.orderOf('org_c', this.c, 'buy', quantity);
  }

  bar(accountNo: number, action: 'freeze' | 'release' | 'restrict'): void {
    this.fourEyes(`${action}-account`, { accountNo, reason: 'a court order' });
  }

  /** The code of the refusal, or nothing: two have decided. */
  decide(action: string, tradeNo: number): string | undefined {
    const proposed = this.propose(action, { tradeNo, reason: 'decided by the desk' });
    if (!proposed.ok) return proposed.rej!.code;
    this.sign(proposed.ans as Record<string, Json>);
    return undefined;
  }

  /** Every failed delivery that is still owed: its trade, leg, obstacle and state. */
  failures(): unknown[] {
    return this.machine.clearing
      .failed()
      .map(({ trade, leg, obstacle, state }) => [trade.tradeNo, leg, obstacle, state]);
  }

  failure(tradeNo: number): FailedDelivery {
    return this.machine.clearing.failureOf(tradeNo)!;
  }

  units(accountNo: number): number {
    return this.machine.ledger.balance(accountNo, this.instrumentNo).posted;
  }

  money(accountNo: number): number {
    return this.machine.ledger.balance(accountNo, 0).posted;
  }

  /** What the last command said, without the entries that it made. */
  said(): readonly VenueEvent[] {
    return this.records.at(-1)!.ev.filter(({ type }) => type !== 'TitleMoved');
  }

  /** Every promise of memory and journal, and the same state from its own dump. */
  sound(): void {
    expect(stateInvariants(this.machine).filter(({ ok }) => !ok)).toEqual([]);
    const replay = new JournalReplay([]);
    let end = { lastSeq: 0, headHash: Buffer.alloc(0) };
    for (const batch of this.batches()) {
      replay.take(batch);
      end = { lastSeq: batch.lastSeq, headHash: batch.hash as Buffer<ArrayBuffer> };
    }
    expect(replay.verdicts(end).filter(({ ok }) => !ok)).toEqual([]);
    const copy = new VenueMachine();
    copy.restore(JSON.parse(JSON.stringify(this.machine.dump())) as Json);
    expect(copy.dump()).toEqual(JSON.parse(JSON.stringify(this.machine.dump())));
  }
}
