import type { Instant } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';

export const NOTICE_KINDS = [
  'TRANSFER_DELAYED',
  'TRANSFER_CANCELLED',
  'TRANSFER_STOPPED',
  'FIRST_BENEFICIARY',
  'ALLOCATION_ADJUSTED',
  'ACCOUNT_TRUSTED',
  'ACCOUNT_DISTRUSTED',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What an account's other representatives must hear on another road than the one it was asked on. */
export interface Notice {
  readonly noticeNo: number;
  readonly kind: NoticeKind;
  readonly accountNo: number;
  readonly org: string;
  /** The transfer, the trust or the batch that it is about. */
  readonly subjectNo: number;
  /** Whoever did it need not be told; '' for the clock. */
  readonly causedBy: string;
  readonly seq: number;
  readonly at: Instant;
  readonly facts: { readonly [field: string]: Json };
}
