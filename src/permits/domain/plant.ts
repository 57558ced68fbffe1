import type { Instant, TradingDay } from '../../kernel/instant.js';

export const SOURCE_CLASSES = ['industrial', 'agricultural', 'municipal', 'treatment'] as const;
export type SourceClass = (typeof SOURCE_CLASSES)[number];

/** One permitted site. The heat part of a combined plant is a site of its own: the law treats it apart. */
export interface Plant {
  readonly plantNo: number;
  /** Its own account: rights of two plants are never mixed. */
  readonly accountNo: number;
  readonly districtNo: number;
  readonly name: string;
  readonly sector: string;
  readonly sourceClass: SourceClass;
  /** A power station inside another firm's fence (自备电厂): thermal power for the law, whatever the firm makes. */
  readonly captivePower: boolean;
  /** The heat part of combined heat and power: not thermal power for the law. */
  readonly heatPart: boolean;
  /** A coal unit at ultra-low limits (超低排放). */
  ultraLow: boolean;
  /** Last day of its discharge permit; '' for a project that has none yet. */
  permitUntil: TradingDay | '';
}

export type PlantFacts = Omit<Plant, 'plantNo'>;

/** What the law counts as: a plant's own sector, or power for a captive station, or heat for the heat part. */
export function sectorOf(plant: Plant): string {
  if (plant.heatPart) return 'heat';
  return plant.captivePower ? 'thermal-power' : plant.sector;
}

/** A plant's standing in one pollutant. */
export interface Standing {
  readonly plantNo: number;
  readonly instrumentNo: number;
  /** What its permit allows a year. */
  permitted: number;
  /** What the bureau says it still needs. */
  need: number;
  /** What it discharged in twelve months up to `asOf`. */
  discharge: number;
  asOf: TradingDay | '';
  changedAt: Instant;
}

/** Above what the permit allows: a right that was bought counts only when the permit is granted (permit ordinance art. 15). */
export function isViolation({ discharge, permitted }: Standing): boolean {
  return discharge > permitted;
}
