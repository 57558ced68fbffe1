import type { Instant } from '../../kernel/instant.js';

export type FreezeKind = 'ACCOUNT' | 'UNITS' | 'SERIALS';
export type FreezeState = 'ACTIVE' | 'RELEASED' | 'EXPIRED';

/** Units of one holder that a freeze of serials keeps. */
export interface Kept {
  readonly accountNo: number;
  readonly quantity: number;
}

/** An order of a court or authority: what it stops, on whose word, and until when. */
export interface FreezeOrder {
  /** Of the proposal that carried it out. */
  readonly freezeNo: number;
  readonly kind: FreezeKind;
  /** 0 for a freeze of serials, whose holders are `kept`. */
  readonly accountNo: number;
  /** 0 for a freeze of a whole account. */
  readonly instrumentNo: number;
  /** 0 where no serials are named. */
  readonly first: number;
  readonly last: number;
  readonly kept: readonly Kept[];
  readonly reason: string;
  readonly authority: string;
  readonly documentNo: string;
  /** Reported as stolen: buyers are warned (the rule about good faith is in docs/safe-movement.md). */
  readonly stolen: boolean;
  readonly frozenAt: Instant;
  /** It ends by itself then; 0: only when it is released. */
  readonly until: Instant;
  /** Units still kept by a freeze of units. */
  left: number;
  state: FreezeState;
  endedAt: Instant;
}
