import type { Instant, TradingDay } from '../../kernel/instant.js';
import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';

export type DisputeState = 'OPEN' | 'ACCEPTED' | 'REJECTED';

/** A party's objection to the result of a settlement (结算异议). */
export interface Dispute {
  readonly disputeNo: number;
  readonly tradeNo: number;
  readonly accountNo: number;
  readonly grounds: string;
  readonly state: DisputeState;
  readonly filedBy: string;
  readonly filedAt: Instant;
  /** Until when it could be filed; null where the calendar ends before another trading day. */
  readonly deadline: Instant | null;
  readonly tradingDay: TradingDay;
  readonly decidedBy: string;
  readonly changedAt: Instant;
  readonly answer: string;
  /** The proposal to annul the trade that an accepted dispute led to, or 0. */
  readonly proposalNo: number;
}

/** Disputes that wait for an answer; what has been answered is in the tables. */
export class Disputes {
  private count = 0;
  private readonly waiting = new Map<number, Dispute>();
  /** Changed since the last drain; not part of the state. */
  readonly changes: Dispute[] = [];

  get openCount(): number {
    return this.waiting.size;
  }

  get total(): number {
    return this.count;
  }

  find(disputeNo: number): Dispute | undefined {
    return this.waiting.get(disputeNo);
  }

  /** Of one party about one trade. */
  about(tradeNo: number, accountNo: number): Dispute | undefined {
    for (const dispute of this.waiting.values())
      if (dispute.tradeNo === tradeNo && dispute.accountNo === accountNo) return dispute;
    return undefined;
  }

  file(facts: Omit<Dispute, 'disputeNo'>): Dispute {
    const dispute = { disputeNo: ++this.count, ...facts };
    this.waiting.set(dispute.disputeNo, dispute);
    this.changes.push(dispute);
    return dispute;
  }

  answer(dispute: Dispute): void {
    invariant(this.waiting.delete(dispute.disputeNo), 'a dispute is answered once');
    this.changes.push(dispute);
  }

  /** Nothing where there never was one, as in states saved before there were disputes. */
  dump(): Json | undefined {
    return this.count === 0
      ? undefined
      : { count: this.count, waiting: [...this.waiting.values()] as unknown as Json };
  }

  static restore(state: Json | undefined): Disputes {
    const disputes = new Disputes();
    if (state === undefined) return disputes;
    const { count, waiting } = state as unknown as { count: number; waiting: Dispute[] };
    disputes.count = count;
    for (const dispute of waiting) disputes.waiting.set(dispute.disputeNo, dispute);
    return disputes;
  }
}
