import type { Instant, TradingDay } from '../../kernel/instant.js';

/** Where plants stand: the area whose air and water are judged, and whose rights add up under a cap. */
export interface District {
  readonly districtNo: number;
  readonly name: string;
  readonly city: string;
  /** River basin (流域) that its water goes to. */
  readonly basin: string;
}

/** A yearly mean as measured, and whether the district met the target it was given for it. */
export interface Reading {
  readonly readingNo: number;
  readonly districtNo: number;
  /** What was measured: PM2.5, O3, a section of a river. */
  readonly indicator: string;
  /** From this day on it is what the district is judged by. */
  readonly day: TradingDay;
  /** Tenths of the indicator's unit: 320 is 32.0 µg/m³. */
  readonly tenths: number;
  readonly targetMet: boolean;
  readonly at: Instant;
}

/** What may be held of one right in one district. Moved only by its entries. */
export interface DistrictCap {
  readonly districtNo: number;
  readonly instrumentNo: number;
  amount: number;
}

/** Why a cap moved: set by the authority, or by one certified transfer. */
export interface CapEntry {
  readonly entryNo: number;
  readonly districtNo: number;
  readonly instrumentNo: number;
  /** Signed. */
  readonly amount: number;
  readonly cause: 'set' | 'transfer' | 'retirement';
  /** The proposal or the transfer. */
  readonly causeNo: number;
  readonly at: Instant;
}
