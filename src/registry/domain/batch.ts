import type { Instant } from '../../kernel/instant.js';

export const BATCH_STATES = [
  'DRAFT',
  'SUBMITTED',
  'RETURNED',
  'MISMATCH',
  'APPROVED',
  'CREATED',
  'CREDITED_TO_PROVINCE',
  'DISTRIBUTED',
  'PARTIALLY_RECALLED',
  'CLOSED',
] as const;
export type BatchState = (typeof BATCH_STATES)[number];

/**
 * Before verification, or by its result: the units of such a batch are reckoned when it is created (多退少补). A batch
 * without a stage gives what its file says.
 */
export const BATCH_STAGES = ['PRE', 'FINAL'] as const;
export type BatchStage = (typeof BATCH_STAGES)[number];

export interface BatchLine {
  readonly accountNo: number;
  readonly quantity: number;
  /** Of a staged batch, once it is created: what its file says, of which `quantity` is given. */
  readonly approved?: number;
  /** Kept back for a deduction; below zero where an earlier deduction is returned. Absent while it is none. */
  readonly deducted?: number;
  /** Of units given here: what a later result asks back and is not handed back yet. Absent while nothing is. */
  readonly owed?: number;
  /** Units of the account that are frozen for it. */
  readonly kept?: number;
  /** Taken back after distribution; absent while nothing was. */
  readonly recalled?: number;
}

/** One year's allocation of one instrument, from the stamped file to the accounts (rulebook §5, 配额批次). */
export interface Batch {
  readonly batchNo: number;
  readonly instrumentNo: number;
  readonly year: number;
  readonly stage?: BatchStage;
  /** SHA-256 of the authority's file, or '' while a draft has none. */
  fileHash: string;
  lines: readonly BatchLine[];
  total: number;
  state: BatchState;
  readonly draftedBy: string;
  submittedBy: string;
  approvedBy: string;
  note: string;
  changedAt: Instant;
}

// Every transition there is; any other one is refused with registry.illegal_transition.
const MOVES: Readonly<Record<BatchState, readonly BatchState[]>> = {
  DRAFT: ['SUBMITTED'],
  SUBMITTED: ['APPROVED', 'RETURNED', 'MISMATCH'],
  RETURNED: ['SUBMITTED'],
  MISMATCH: ['RETURNED'],
  APPROVED: ['CREATED'],
  CREATED: ['CREDITED_TO_PROVINCE'],
  CREDITED_TO_PROVINCE: ['DISTRIBUTED'],
  DISTRIBUTED: ['PARTIALLY_RECALLED', 'CLOSED'],
  PARTIALLY_RECALLED: ['PARTIALLY_RECALLED', 'CLOSED'],
  CLOSED: [],
};

/** Its units are with the accounts they were meant for. */
export function isGiven(state: BatchState): boolean {
  return state === 'DISTRIBUTED' || state === 'PARTIALLY_RECALLED' || state === 'CLOSED';
}

export function batchMayBecome(from: BatchState, to: BatchState): boolean {
  return MOVES[from].includes(to);
}
