import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import type { Proposal } from './proposal.js';

/** Proposals that still wait plus the count of all there ever were. Finished ones live in the table and the journal. */
export class Approvals {
  private readonly waiting = new Map<number, Proposal>();
  private count = 0;
  /** Changes since the last drain; not part of the state. */
  readonly dirty = new Set<Proposal>();

  nextNo(): number {
    return this.count + 1;
  }

  /** Undefined when it never existed; a finished one is known by its number only. */
  pending(proposalNo: number): Proposal | undefined {
    return this.waiting.get(proposalNo);
  }

  allPending(): IterableIterator<Proposal> {
    return this.waiting.values();
  }

  isFinished(proposalNo: number): boolean {
    return proposalNo >= 1 && proposalNo <= this.count && !this.waiting.has(proposalNo);
  }

  pendingCount(): number {
    return this.waiting.size;
  }

  add(proposal: Proposal): void {
    invariant(proposal.proposalNo === this.nextNo(), 'proposals are numbered without gaps');
    this.count = proposal.proposalNo;
    this.waiting.set(proposal.proposalNo, proposal);
    this.dirty.add(proposal);
  }

  touch(proposal: Proposal): void {
    this.dirty.add(proposal);
    if (proposal.state !== 'PENDING') this.waiting.delete(proposal.proposalNo);
  }

  /** Forgets which rows changed, without writing them. */
  letGo(): void {
    this.dirty.clear();
  }

  dump(): Json {
    return {
      count: this.count,
      waiting: [...this.waiting.values()].map((p) => ({ ...p }) as unknown as Json),
    };
  }

  static restore(state: Json): Approvals {
    const { count, waiting } = state as unknown as { count: number; waiting: Proposal[] };
    const approvals = new Approvals();
    approvals.count = count;
    for (const proposal of waiting) approvals.waiting.set(proposal.proposalNo, { ...proposal });
    return approvals;
  }
}
