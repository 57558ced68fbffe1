import type { Instant } from '../../kernel/instant.js';

/** Rulebook §5: APPLIED → UNDER_REVIEW → ACTIVE ⇄ RESTRICTED (no trading) ⇄ FROZEN (nothing leaves) → CLOSED. */
export type AccountState = 'APPLIED' | 'UNDER_REVIEW' | 'ACTIVE' | 'RESTRICTED' | 'FROZEN' | 'CLOSED';
export const ACCOUNT_KINDS = ['compliance', 'institution', 'government'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

export interface Account {
  readonly accountNo: number;
  /** The organisation that owns it. */
  readonly org: string;
  /** Accounts under one control: they may not trade with each other. */
  readonly ownerGroup: string;
  readonly title: string;
  readonly kind: AccountKind;
  readonly appliedBy: string;
  readonly appliedAt: Instant;
  /** Its owner belongs to staff that the law bars from trading. Never true for an opened account today. */
  readonly prohibited: boolean;
  state: AccountState;
  reviewedBy: string;
  approvedBy: string;
  /** Why it is restricted, frozen or closed. */
  reason: string;
  changedAt: Instant;
}

const MOVES: Readonly<Record<AccountState, readonly AccountState[]>> = {
  APPLIED: ['UNDER_REVIEW'],
  UNDER_REVIEW: ['ACTIVE'],
  ACTIVE: ['RESTRICTED', 'FROZEN', 'CLOSED'],
  RESTRICTED: ['ACTIVE', 'FROZEN', 'CLOSED'],
  FROZEN: ['ACTIVE', 'RESTRICTED'],
  CLOSED: [],
};

export function accountMayBecome(from: AccountState, to: AccountState): boolean {
  return MOVES[from].includes(to);
}

/** Goods and money may still arrive at it. */
export function isOpened(account: Account): boolean {
  return account.state === 'ACTIVE' || account.state === 'RESTRICTED' || account.state === 'FROZEN';
}

/** Goods and money may leave it by its owner's wish. */
export function mayDispose(account: Account): boolean {
  return account.state === 'ACTIVE' || account.state === 'RESTRICTED';
}
