import type { Instant } from '../../kernel/instant.js';

/** WAITING until it leaves, is called off by people, or is stopped by what became of its accounts. */
export type TransferState = 'WAITING' | 'EXECUTED' | 'CANCELLED' | 'STOPPED';

/** A transfer that everybody has signed and that waits for its time; its units are kept meanwhile. */
export interface DelayedTransfer {
  /** Of the proposal that was signed. */
  readonly transferNo: number;
  readonly org: string;
  readonly fromAccount: number;
  readonly toAccount: number;
  readonly instrumentNo: number;
  readonly quantity: number;
  /** To a trusted account: it waits for the window only. */
  readonly trusted: boolean;
  readonly approvedAt: Instant;
  readonly dueAt: Instant;
  /** Before this instant it can be called off. */
  readonly cancelUntil: Instant;
  readonly packNo: number;
  state: TransferState;
  endedAt: Instant;
  endedBy: string;
  /** Why it was called off or stopped. */
  note: string;
}
