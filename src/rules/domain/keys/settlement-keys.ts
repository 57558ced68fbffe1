import { z } from 'zod';
import { count, key } from './key.js';

/** How what was traded is delivered, and what happens when it cannot be. */
export const settlementKeys = {
  /** Of the venue's first pack: soon after each trade (T+0), or all trades of a day together after its close. */
  'settlement.delivery': key(z.enum(['IMMEDIATE', 'UNIFIED'])).optional(),
  /** Whether an account that was frozen after a trade still delivers it. */
  'settlement.frozen': key(z.enum(['DELIVER', 'HOLD'])).optional(),
  /** Minutes from a failed delivery to its first retry, from that to the second, and so on; then the desk decides. */
  'settlement.retryMinutes': key(z.array(count.max(10_080)).max(20)).optional(),
  /** Of the venue's first pack: whether a day opens only after the day before was reconciled. */
  'reconciliation.beforeOpening': key(z.boolean()).optional(),
  /**
   * Which breaks of money keep instruments of this pack shut at the next opening: any, lines without a name too; only
   * what does not tie; none. Where it is absent: any.
   */
  'reconciliation.cashBreaksHold': key(z.enum(['ALL', 'DIFFERENCES', 'NONE'])).optional(),
};
