import type { Rejection } from '../../kernel/rejection.js';
import type { RuleKey } from '../../rules/index.js';
import type { District } from './district.js';
import type { PermitRules, Pollutant } from './permit-rules.js';
import { type Plant, sectorOf } from './plant.js';
import { freeOf, type Right } from './right.js';

/** What the seller's plant could part with, before what encumbers it. */
export interface Surplus {
  /** All its rights in the pollutant, less what other transfers keep. */
  readonly held: number;
  /** What it must keep; undefined when its discharge is not proven. */
  readonly kept: number | undefined;
  /** Of all its rights: behind debts, and lent to others. */
  readonly pledged: number;
  readonly leased: number;
}

export interface Seller {
  /** Undefined: the government's reserve. */
  readonly plant: Plant | undefined;
  readonly ownerGroup: string;
  readonly district: District;
  /** Undefined for the reserve, which discharges nothing. */
  readonly surplus: Surplus | undefined;
}

export interface Buyer {
  readonly plant: Plant;
  readonly ownerGroup: string;
  readonly district: District;
  readonly hasAttained: boolean;
}

/** Everything that decides whether a right may go from one plant to another on one day. */
export interface Question {
  readonly rules: PermitRules;
  readonly pollutant: Pollutant | undefined;
  readonly right: Right;
  readonly quantity: number;
  readonly acrossRegions: boolean;
  /** Codes that a named authority has set aside. */
  readonly overridden: readonly string[];
  readonly seller: Seller;
  /** Undefined while the buyer is not known. */
  readonly buyer: Buyer | undefined;
}

/** One rung of the ladder as it was found. */
export interface Finding {
  readonly code: string;
  readonly passed: boolean;
  readonly overridden: boolean;
  readonly refusal: Rejection;
}

interface Rung {
  readonly code: string;
  readonly key: RuleKey;
  /** Facts of the refusal, or undefined where nothing is wrong. */
  refuses(question: Question): Readonly<Record<string, string | number>> | undefined;
}

/** In this order; the first that refuses is the answer. */
const LADDER: readonly Rung[] = [
  { code: 'permits.pollutant_not_offered', key: 'permit.pollutants', refuses: pollutantNotOffered },
  { code: 'permits.same_owner', key: 'permit.pollutants', refuses: sameOwner },
  { code: 'permits.basin_mismatch', key: 'rule.basin', refuses: basinMismatch },
  { code: 'permits.sector_not_allowed', key: 'rule.sector', refuses: sectorNotAllowed },
  { code: 'permits.source_class_not_allowed', key: 'rule.source', refuses: sourceClassNotAllowed },
  { code: 'permits.needs_upper_approval', key: 'rule.basin', refuses: cityMismatch },
  {
    code: 'permits.net_increase_in_nonattainment',
    key: 'nonAttainment.netIncrease',
    refuses: netIncrease,
  },
  { code: 'permits.surplus_not_proven', key: 'surplus.safetyFactor', refuses: surplusNotProven },
  { code: 'permits.encumbered', key: 'permit.pollutants', refuses: encumbered },
  { code: 'permits.leased_out', key: 'lease.monthsMax', refuses: leasedOut },
  { code: 'permits.insufficient_right', key: 'permit.pollutants', refuses: insufficient },
  { code: 'permits.right_expired', key: 'term.months', refuses: rightExpired },
  { code: 'permits.permit_expired', key: 'term.months', refuses: permitExpired },
];

export const ELIGIBILITY_CODES: readonly string[] = LADDER.map(({ code }) => code);

/** Every rung, whatever the others say: what a person who asks "why" is shown. */
export function findings(question: Question): Finding[] {
  return LADDER.map(({ code, key, refuses }) => {
    const data = refuses(question);
    const rule = question.rules.ref(key);
    const overridden = data !== undefined && question.overridden.includes(code);
    const refusal = { code, ...(rule && { rule }), ...(data && { data }) };
    return { code, passed: data === undefined, overridden, refusal };
  });
}

export function firstRefusal(question: Question): Rejection | undefined {
  return findings(question).find(({ passed, overridden }) => !passed && !overridden)?.refusal;
}

function pollutantNotOffered({ pollutant }: Question) {
  return pollutant === undefined ? {} : undefined;
}

function sameOwner({ seller, buyer }: Question) {
  const isOne = buyer !== undefined && seller.plant !== undefined && seller.ownerGroup === buyer.ownerGroup;
  return isOne ? {} : undefined;
}

/** Water stays in its river basin, in principle. */
function basinMismatch({ rules, pollutant, acrossRegions, seller, buyer }: Question) {
  if (buyer === undefined || pollutant?.medium !== 'water' || acrossRegions) return undefined;
  if (rules.value('rule.basin')?.water !== 'SAME_BASIN') return undefined;
  const [from, to] = [seller.district.basin, buyer.district.basin];
  return from === to ? undefined : { from, to };
}

/** Air rights of thermal power, captive stations with it and heat parts without it, stay among themselves. */
function sectorNotAllowed({ rules, pollutant, seller, buyer }: Question) {
  if (buyer === undefined || seller.plant === undefined || pollutant?.medium !== 'air') return undefined;
  const [from, to] = [sectorOf(seller.plant), sectorOf(buyer.plant)];
  const closed = rules.value('rule.sector') ?? [];
  return from !== to && (closed.includes(from) || closed.includes(to)) ? { from, to } : undefined;
}

function sourceClassNotAllowed({ rules, seller, buyer }: Question) {
  if (buyer === undefined || seller.plant === undefined) return undefined;
  const [from, to] = [seller.plant.sourceClass, buyer.plant.sourceClass];
  const closed = rules.value('rule.source') ?? [];
  return from !== to && (closed.includes(from) || closed.includes(to)) ? { from, to } : undefined;
}

/** Air stays in its city, in principle; what asks for other regions is judged when it is listed. */
function cityMismatch({ rules, pollutant, acrossRegions, seller, buyer }: Question) {
  if (buyer === undefined || pollutant?.medium !== 'air' || acrossRegions) return undefined;
  if (rules.value('rule.basin')?.air !== 'SAME_CITY') return undefined;
  const [from, to] = [seller.district.city, buyer.district.city];
  return from === to ? undefined : { from, to };
}

function netIncrease({ rules, seller, buyer }: Question) {
  if (buyer === undefined || buyer.hasAttained) return undefined;
  if (rules.value('nonAttainment.netIncrease') !== 'FORBIDDEN') return undefined;
  const isHere = seller.district.districtNo === buyer.district.districtNo;
  return isHere ? undefined : { district: buyer.district.name };
}

/** Sellable = right − max(need, discharge × safety factor), proven by recent data. */
function surplusNotProven({ quantity, seller: { surplus } }: Question) {
  if (surplus === undefined) return undefined;
  const sellable = surplus.kept === undefined ? 0 : Math.max(0, surplus.held - surplus.kept);
  return quantity > sellable ? { sellable, asked: quantity } : undefined;
}

function encumbered(question: Question) {
  const pledged = Math.max(question.right.pledged, question.seller.surplus?.pledged ?? 0);
  const left = leftOf(question, false);
  return pledged > 0 && question.quantity > left ? { pledged, left } : undefined;
}

function leasedOut(question: Question) {
  const leased = Math.max(question.right.leased, question.seller.surplus?.leased ?? 0);
  const left = leftOf(question, true);
  return leased > 0 && question.quantity > left ? { leased, left } : undefined;
}

function insufficient({ quantity, right }: Question) {
  const left = freeOf(right);
  return quantity > left ? { left, asked: quantity } : undefined;
}

/** Of this right, and of what its plant need not keep, without what is pledged and, where asked, lent. */
function leftOf({ right, seller: { surplus } }: Question, alsoLent: boolean): number {
  const ofRight = right.quantity - right.listed - right.pledged - (alsoLent ? right.leased : 0);
  if (surplus === undefined) return Math.max(0, ofRight);
  const { held, kept = 0, pledged, leased } = surplus;
  return Math.max(0, Math.min(ofRight, held - kept - pledged - (alsoLent ? leased : 0)));
}

function rightExpired({ rules, right }: Question) {
  return right.endDay < rules.day ? { endDay: right.endDay } : undefined;
}

/** A project may have no permit yet; one that has run out is no permit. */
function permitExpired({ rules, seller, buyer }: Question) {
  const expired = [seller.plant, buyer?.plant].find(
    (plant) => plant !== undefined && plant.permitUntil !== '' && plant.permitUntil < rules.day,
  );
  return expired === undefined ? undefined : { permitUntil: expired.permitUntil };
}
