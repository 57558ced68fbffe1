import type { Instant } from '../../kernel/instant.js';

/** What an account held at one place of the journal: said once, never changed. */
export interface Certificate {
  readonly certificateNo: number;
  readonly accountNo: number;
  readonly instrumentNo: number;
  /** All units in title, and how many of them are frozen. */
  readonly quantity: number;
  readonly frozen: number;
  readonly seq: number;
  readonly at: Instant;
  readonly issuedTo: string;
}
