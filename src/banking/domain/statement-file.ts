import type { Instant, TradingDay } from '../../kernel/instant.js';
import type { Rejection } from '../../kernel/rejection.js';
import type { Statement } from './statement.js';

/**
 * STAGED: everything ties, a second person may release it. QUARANTINED: something differs, and the difference is named.
 * RELEASED: its lines are in the ledger. DISCARDED: nobody will release it.
 */
export type StatementFileState = 'STAGED' | 'QUARANTINED' | 'RELEASED' | 'DISCARDED';

export interface StatementFile {
  readonly fileNo: number;
  /** The name it came under, once for ever. */
  readonly fileId: string;
  /** SHA-256 of its bytes, as the bank told it and as we counted it. */
  readonly fileHash: string;
  readonly format: string;
  readonly importedBy: string;
  readonly importedAt: Instant;
  /** What was read from it; empty in memory once it is finished. */
  statements: readonly Statement[];
  state: StatementFileState;
  /** Why it is in quarantine. */
  difference: Rejection | null;
  releasedBy: string;
  note: string;
  changedAt: Instant;
}

/** DEPOSITED, PAID and RETURNED were matched; SUSPENSE waits for people and becomes one of the others. */
export const LINE_STATES = [
  'DEPOSITED',
  'PAID',
  'RETURNED',
  'SUSPENSE',
  'ASSIGNED',
  'SENDING_BACK',
  'SENT_BACK',
  'CHARGED',
] as const;
export type LineState = (typeof LINE_STATES)[number];

export const waitsForPeople = (state: LineState): boolean => state === 'SUSPENSE' || state === 'SENDING_BACK';

/** A line of a released statement: what it did to the ledger. */
export interface BankLine {
  readonly lineNo: number;
  readonly fileNo: number;
  readonly bankNo: number;
  readonly statementId: string;
  readonly day: TradingDay;
  readonly amountFen: number;
  readonly text: string;
  readonly counterparty: string;
  state: LineState;
  /** Why nothing was found for it; '' for a matched one. */
  readonly unclear: string;
  /** The cash account it went to; 0 for none. */
  accountNo: number;
  /** The transfer it confirmed, returned or became; 0 for none. */
  transferNo: number;
  changedAt: Instant;
}
