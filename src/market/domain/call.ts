import type { CallHours } from '../../rules/domain/rule-pack.js';

/** Why orders gather: the day begins, it ends, or the price moved too far. */
export type CallPhase = 'opening' | 'closing' | 'interruption';

export interface CallAuction extends CallHours {
  readonly phase: CallPhase;
}

/** A call that is gathering. While it does, orders only wait and the book may be crossed. */
export interface GatheringCall extends CallAuction {
  /** The command that opened it. */
  readonly callNo: number;
}

/** One call as it is kept for ever. */
export interface CallResult {
  readonly instrumentNo: number;
  /** The command that opened it. */
  readonly callNo: number;
  readonly phase: CallPhase;
  readonly state: 'GATHERING' | 'UNCROSSED' | 'ABANDONED';
  readonly from: number;
  readonly to: number;
  readonly endedAt: number | null;
  /** Fen per unit; 0 where nothing traded. */
  readonly price: number;
  readonly volume: number;
  readonly imbalance: number;
}
