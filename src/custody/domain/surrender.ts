import type { Instant } from '../../kernel/instant.js';

/** Units that paid a year's duty (清缴): they are in a sink that nothing leaves. */
export interface Surrender {
  /** Of the proposal that was signed. */
  readonly surrenderNo: number;
  readonly accountNo: number;
  readonly instrumentNo: number;
  /** The compliance year. */
  readonly year: number;
  readonly quantity: number;
  readonly at: Instant;
}
