import type { Instant } from '../../kernel/instant.js';
import type { BankAddress } from './bank-account.js';

/**
 * REQUESTED (money kept) → FILED (in a drafted payment file) → IN_TRANSIT (the file was released: the money has left the
 * account) → CONFIRMED (the bank's statement shows it) → RETURNED (the bank gave it back). VOIDED gives it back before.
 */
export type TransferState = 'REQUESTED' | 'FILED' | 'IN_TRANSIT' | 'CONFIRMED' | 'RETURNED' | 'VOIDED';

const MOVES: Readonly<Record<TransferState, readonly TransferState[]>> = {
  REQUESTED: ['FILED', 'VOIDED'],
  FILED: ['REQUESTED', 'IN_TRANSIT'],
  IN_TRANSIT: ['CONFIRMED', 'VOIDED'],
  CONFIRMED: ['RETURNED'],
  RETURNED: [],
  VOIDED: [],
};

/** Money on its way out: a member's withdrawal, fees to the venue's own account, or a deposit that is sent back. */
export interface CashTransfer {
  readonly transferNo: number;
  /** The caller's own id: the same one is the same transfer. */
  readonly transferId: string;
  readonly kind: 'WITHDRAWAL' | 'FEES' | 'SENT_BACK';
  readonly accountNo: number;
  readonly amountFen: number;
  readonly payee: BankAddress;
  /** The statement line that is sent back; 0 for any other. */
  readonly lineNo: number;
  readonly requestedBy: string;
  state: TransferState;
  /** The file it is in and the account that pays; 0 while it is in none. */
  paymentFileNo: number;
  bankNo: number;
  note: string;
  changedAt: Instant;
}

export const transferMayBecome = (from: TransferState, to: TransferState): boolean =>
  MOVES[from].includes(to);

/** Its money is still on the account, kept for it. */
export const isKept = (state: TransferState): boolean => state === 'REQUESTED' || state === 'FILED';
export const isOpen = (state: TransferState): boolean => isKept(state) || state === 'IN_TRANSIT';

/** What the bank is told to do, in one file. */
export interface PaymentFile {
  readonly paymentFileNo: number;
  readonly messageId: string;
  readonly bankNo: number;
  readonly count: number;
  readonly totalFen: number;
  /** SHA-256 of the bytes: what the second person signs, and what every download is held against. */
  readonly contentHash: string;
  readonly draftedBy: string;
  readonly draftedAt: Instant;
  /** Of a released file: as often as it is asked for, the same bytes. */
  readonly content: string;
  readonly transferNos: readonly number[];
  state: 'DRAFT' | 'RELEASED' | 'SENT' | 'DISCARDED';
  releasedBy: string;
  changedAt: Instant;
}
