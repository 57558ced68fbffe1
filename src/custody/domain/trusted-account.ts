import type { Instant } from '../../kernel/instant.js';

/** An account to which another one may send without delay (可信账户). Removal is immediate, addition is not. */
export interface TrustedAccount {
  /** Of the proposal that added it. */
  readonly trustNo: number;
  readonly accountNo: number;
  readonly trusted: number;
  readonly addedAt: Instant;
  /** Trusted from here on. */
  readonly effectiveAt: Instant;
  removedAt: Instant;
  removedBy: string;
}
