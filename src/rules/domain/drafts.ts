import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import type { Draft, DraftState } from './draft.js';

/** The open drafts of a venue and the count of all there ever were; finished ones live in the table and the journal. */
export class Drafts {
  private readonly open = new Map<number, Draft>();
  private count = 0;
  /** Changes since the last drain; not part of the state. */
  readonly dirty = new Set<Draft>();

  get openCount(): number {
    return this.open.size;
  }

  find(draftNo: number): Draft | undefined {
    return this.open.get(draftNo);
  }

  isFinished(draftNo: number): boolean {
    return draftNo >= 1 && draftNo <= this.count && !this.open.has(draftNo);
  }

  add(facts: Omit<Draft, 'draftNo' | 'state' | 'packNo' | 'changedAt'>): Draft {
    const draft: Draft = {
      ...facts,
      draftNo: ++this.count,
      state: 'OPEN',
      packNo: null,
      changedAt: facts.at,
    };
    this.open.set(draft.draftNo, draft);
    this.dirty.add(draft);
    return draft;
  }

  end(draft: Draft, state: Exclude<DraftState, 'OPEN'>, at: number, packNo: number | null = null): void {
    invariant(this.open.delete(draft.draftNo), 'a draft ends once');
    Object.assign(draft, { state, packNo, changedAt: at });
    this.dirty.add(draft);
  }

  letGo(): void {
    this.dirty.clear();
  }

  dump(): Json {
    return { count: this.count, open: [...this.open.values()] as unknown as Json };
  }

  static restore(state: Json): Drafts {
    const { count, open } = state as unknown as { count: number; open: readonly Draft[] };
    const drafts = new Drafts();
    drafts.count = count;
    for (const draft of open) drafts.open.set(draft.draftNo, { ...draft });
    return drafts;
  }
}
