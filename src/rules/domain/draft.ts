import type { Instant } from '../../kernel/instant.js';
import type { PackFile } from './pack-schema.js';

/** OPEN until it is published under four eyes or given up; never edited: another text is another draft. */
export type DraftState = 'OPEN' | 'PUBLISHED' | 'DISCARDED';

/** A pack that is thought about: it rules nothing. */
export interface Draft {
  readonly draftNo: number;
  readonly file: PackFile;
  readonly hash: string;
  readonly note: string;
  readonly by: string;
  readonly org: string;
  readonly at: Instant;
  state: DraftState;
  /** What it became. */
  packNo: number | null;
  changedAt: Instant;
}
