export const INSTRUMENT_KINDS = ['carbon', 'permit'] as const;

/** A tradable good: an allowance of one vintage, or a permit of one pollutant, zone and sector. */
export interface Instrument {
  readonly instrumentNo: number;
  readonly symbol: string;
  readonly kind: (typeof INSTRUMENT_KINDS)[number];
  readonly pollutant: string;
  readonly zone: string;
  readonly sector: string;
  /** The year it was issued for; 0 when it has none. */
  readonly vintage: number;
  /** Last day it may be used, or null. */
  readonly expiry: string | null;
  readonly unitName: string;
  /** Decimals shown: 0 for tonnes of CO2, 3 where the unit is a kilogram and tonnes are shown. */
  readonly unitScale: number;
  readonly tickFen: number;
  readonly lotUnits: number;
  readonly packName: string;
  readonly referencePriceFen: number;
  state: 'TRADABLE' | 'RETIRED';
}

export type InstrumentFacts = Omit<Instrument, 'instrumentNo' | 'state'>;

/** How much of an instrument may ever be issued for one year. */
export interface Cap {
  readonly instrumentNo: number;
  readonly year: number;
  /** As set by the authority. */
  limit: number;
  /** Units created under it; never falls. */
  issued: number;
  /** Cancelled units lower the cap for good: they are never issued again. */
  cancelled: number;
}

// The serial ranges of one venue live in one bigint column: 11 bits venue, 12 bits instrument, 40 bits serial.
export const INSTRUMENT_NO_MAX = 2 ** 12 - 1;
export const SERIAL_MAX = 2 ** 40 - 1;
