import { add } from '../../kernel/amount.js';
import type { Instant } from '../../kernel/instant.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { Instrument } from '../../registry/domain/instrument.js';
import { hasAttained } from './attainment.js';
import type { District } from './district.js';
import { type Buyer, type Question, type Seller, type Surplus } from './eligibility.js';
import { PermitRules, type Pollutant } from './permit-rules.js';
import type { Plant } from './plant.js';
import { RESERVE, type Right } from './right.js';
import { daysBetween } from './term.js';
import type { PermitsWorld } from './world.js';

/** The rules that judge an instrument's permits at an instant. */
export function rulesFor(world: PermitsWorld, instrumentNo: number, at: Instant): Outcome<PermitRules> {
  const instrument = world.registry.instrument(instrumentNo);
  if (instrument === undefined) return reject('registry.unknown_instrument');
  const rules = PermitRules.on(world.rules, instrument.packName, at);
  return rules === undefined ? reject('permits.not_offered') : accept(rules);
}

interface Asked {
  readonly right: Right;
  readonly quantity: number;
  readonly acrossRegions: boolean;
  readonly overridden: readonly string[];
  /** Of `quantity`: what the right keeps for this very transfer already. */
  readonly kept: number;
}

/** Gathers from the world what the ladder of eligibility looks at. */
export function questionOf(
  world: PermitsWorld,
  rules: PermitRules,
  { right: asRegistered, quantity, acrossRegions, overridden, kept }: Asked,
  buyerPlant: Plant | undefined,
): Question {
  const right = { ...asRegistered, listed: asRegistered.listed - kept };
  const instrument = world.registry.instrument(right.instrumentNo) as Instrument;
  const pollutant = rules.pollutant(instrument.pollutant);
  return {
    ...{ rules, pollutant, right, quantity, acrossRegions, overridden },
    seller: sellerOf(world, rules, right, kept),
    buyer: buyerPlant && buyerOf(world, rules, buyerPlant, pollutant),
  };
}

function sellerOf(world: PermitsWorld, rules: PermitRules, right: Right, kept: number): Seller {
  const { territory } = world.permits;
  const plant = right.plantNo === RESERVE ? undefined : territory.plant(right.plantNo);
  return {
    plant,
    ownerGroup: plant === undefined ? '' : ownerGroupOf(world, plant),
    district: territory.district(right.districtNo) as District,
    surplus: plant && surplusOf(world, rules, plant.plantNo, right.instrumentNo, kept),
  };
}

function buyerOf(
  world: PermitsWorld,
  rules: PermitRules,
  plant: Plant,
  pollutant: Pollutant | undefined,
): Buyer {
  const { territory } = world.permits;
  return {
    plant,
    ownerGroup: ownerGroupOf(world, plant),
    district: territory.district(plant.districtNo) as District,
    hasAttained: pollutant === undefined || hasAttained(territory, rules, plant.districtNo, pollutant),
  };
}

/** A plant without recent proof of its discharge has no surplus. */
function surplusOf(
  { permits }: PermitsWorld,
  rules: PermitRules,
  plantNo: number,
  instrumentNo: number,
  listedHere: number,
): Surplus {
  let [held, pledged, leased] = [listedHere, 0, 0];
  for (const right of permits.holdings(plantNo, instrumentNo)) {
    held = add(held, right.quantity - right.listed);
    pledged = add(pledged, right.pledged);
    leased = add(leased, right.leased);
  }
  const standing = permits.territory.standing(plantNo, instrumentNo);
  const oldest = rules.value('surplus.dataMaxAge');
  const isProven =
    standing !== undefined &&
    standing.asOf !== '' &&
    (oldest === undefined || daysBetween(standing.asOf, rules.day) <= oldest);
  const kept = isProven ? Math.max(standing.need, rules.keptFor(standing.discharge)) : undefined;
  return { held, kept, pledged, leased };
}

export function ownerGroupOf({ registry }: PermitsWorld, { accountNo }: Plant): string {
  return registry.account(accountNo)?.ownerGroup ?? '';
}

/** The plant when it belongs to the organisation; a foreign one is answered like one that never was. */
export function ownPlant(world: PermitsWorld, plantNo: number, org: string): Plant | undefined {
  const plant = world.permits.territory.plant(plantNo);
  if (plant === undefined || org === '') return undefined;
  return world.registry.account(plant.accountNo)?.org === org ? plant : undefined;
}
