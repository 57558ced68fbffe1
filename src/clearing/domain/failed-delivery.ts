import type { Instant } from '../../kernel/instant.js';
import type { Trade } from '../../market/domain/order.js';

export type Leg = 'GOODS' | 'CASH';

/** Why a leg cannot move: its account is frozen, or what it was to give has itself not been delivered to it. */
export type Obstacle = 'FROZEN' | 'SHORT';

/**
 * FAILED_GOODS | FAILED_CASH → RETRY(n) → DELIVERED, or by the desk → RESERVE_COVERED → RECOVERED | DEFAULTED. What is
 * DEFAULTED is still owed: it ends DELIVERED or RECOVERED once the debtor can give.
 */
export type FailureState =
  'FAILED_GOODS' | 'FAILED_CASH' | 'RETRY' | 'DELIVERED' | 'RESERVE_COVERED' | 'RECOVERED' | 'DEFAULTED';

/** A trade whose delivery failed: final as every trade, and aside until both legs can move or the reserve steps in. */
export interface FailedDelivery {
  readonly trade: Trade;
  readonly leg: Leg;
  /** Whose leg it is. */
  readonly accountNo: number;
  readonly obstacle: Obstacle;
  readonly state: FailureState;
  /** Retries that have failed, too. */
  readonly retries: number;
  /** The next retry by the clock; null when there is none left: the clearing desk decides. */
  readonly nextAt: Instant | null;
  /** The reserve account that gave in the debtor's place, or 0. */
  readonly coveredBy: number;
  readonly since: Instant;
  readonly changedAt: Instant;
  /** The proposal of the desk's last decision, or 0. */
  readonly proposalNo: number;
  readonly reason: string;
}

/** Still owed to somebody: to the other side, or to the reserve. */
export function isOwed({ state }: FailedDelivery): boolean {
  return state !== 'DELIVERED' && state !== 'RECOVERED';
}

/** The other side still waits. */
export function isUndelivered(failure: FailedDelivery): boolean {
  return isOwed(failure) && failure.coveredBy === 0;
}

/** Who has to act next. */
export function ownerOf({
  state,
  nextAt,
  coveredBy,
}: Pick<FailedDelivery, 'state' | 'nextAt' | 'coveredBy'>): 'system' | 'clearing' | 'debtor' | '' {
  if (state === 'DELIVERED' || state === 'RECOVERED') return '';
  if (state === 'DEFAULTED') return 'debtor';
  return nextAt === null || coveredBy !== 0 ? 'clearing' : 'system';
}

/** What the failing leg was to give. */
export function owedBy({ leg, trade }: FailedDelivery): { readonly asset: number; readonly amount: number } {
  return leg === 'GOODS'
    ? { asset: trade.instrumentNo, amount: trade.quantity }
    : { asset: 0, amount: trade.value + trade.buyerFee };
}
