import type { Instant, TradingDay } from '../../kernel/instant.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import { transferQuestion } from '../domain/application.js';
import { rulesFor } from '../domain/assessment.js';
import { type Judgement, judge } from '../domain/attainment.js';
import { type Finding, findings } from '../domain/eligibility.js';
import { gramsOfUnit, type Quota, quotaOf } from '../domain/quota.js';
import type { PermitsWorld } from '../index.js';

interface Asked {
  readonly districtNo: number;
  readonly instrumentNo: number;
  readonly grams: number;
  readonly mediumGrams: number;
  readonly ultraLow: boolean;
}
interface QuotaAnswer {
  readonly day: TradingDay;
  readonly quota: Quota;
  readonly judgements: readonly Judgement[];
}

/** What a project in a district must buy at an instant, with everything that decided it. */
export function quotaQuestion(
  world: PermitsWorld,
  { districtNo, instrumentNo, ...project }: Asked,
  at: Instant,
): Outcome<QuotaAnswer> {
  const { territory } = world.permits;
  if (territory.district(districtNo) === undefined) return reject('permits.unknown_district');
  const rules = rulesFor(world, instrumentNo, at);
  if (!rules.ok) return rules;
  const instrument = world.registry.instrument(instrumentNo)!;
  const pollutant = rules.value.pollutant(instrument.pollutant);
  if (pollutant === undefined) return reject('permits.pollutant_not_offered');
  const unitGrams = gramsOfUnit(instrument);
  if (unitGrams === undefined) return reject('permits.unit_not_mass');
  const judgements = pollutant.indicators.map((one) => judge(territory, rules.value, districtNo, one));
  const attained = judgements.every((judgement) => judgement.attained);
  const quota = quotaOf(rules.value, pollutant, { ...project, attained }, unitGrams);
  return accept({ day: rules.value.day, quota, judgements });
}

/** Every rung of the ladder for a transfer as things stand: why it is eligible, or is not. */
export function transferFindings(world: PermitsWorld, transferNo: number, at: Instant): Outcome<Finding[]> {
  const transfer = world.permits.transfer(transferNo);
  if (transfer === undefined) return reject('permits.unknown_transfer');
  const rules = rulesFor(world, transfer.instrumentNo, at);
  if (!rules.ok) return rules;
  const buyerNo = transfer.award?.plantNo ?? transfer.namedBuyer;
  return accept(findings(transferQuestion(world, rules.value, transfer, buyerNo)));
}
