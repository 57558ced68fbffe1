import { ratio, type Rounding } from '../../kernel/amount.js';
import { type Instant, localTime, type TradingDay } from '../../kernel/instant.js';
import type { RuleRef } from '../../kernel/rejection.js';
import type { RuleKey, RuleOfDay, RulePack, Rules } from '../../rules/index.js';

/** Without each of these a market has no permit procedure. */
const NEEDED = [
  'permit.pollutants',
  'term.months',
  'remainingMonths.rounding',
  'contract.workingDays',
  'payment.workingDays',
  'deposit.rate',
] as const;
type Needed = (typeof NEEDED)[number];
type Value<K extends RuleKey> = RuleOfDay<K>['value'];

export type Pollutant = Value<'permit.pollutants'>[number];
export type Forfeit = 'ABSENT' | 'UNSIGNED' | 'UNPAID';

const BPS = 10_000;
/** One for one. */
export const EVEN_BPS = 10_000;

/** The rules of permit transfers as they stand on one day. A rule that the pack leaves out does not exist. */
export class PermitRules {
  private constructor(
    readonly pack: RulePack,
    readonly day: TradingDay,
  ) {}

  /** Undefined where no pack is in force, or none that knows the procedure. */
  static on(rules: Rules, packName: string, at: Instant): PermitRules | undefined {
    const any = rules.all().find(({ name }) => name === packName);
    if (any === undefined) return undefined;
    const { day } = localTime(at, any.offsetMinutes);
    const pack = rules.inForce(packName, day);
    const offers = pack !== undefined && NEEDED.every((key) => pack.ruleOn(key, day) !== undefined);
    return offers ? new PermitRules(pack, day) : undefined;
  }

  value<K extends RuleKey>(key: K): Value<K> | undefined {
    return this.pack.ruleOn(key, this.day)?.value;
  }

  needed<K extends Needed>(key: K): Value<K> {
    return this.value(key)!;
  }

  /** The rule behind a refusal, or nothing where the pack does not name it. */
  ref(key: RuleKey): RuleRef | undefined {
    const rule = this.pack.ruleOn(key, this.day);
    return rule && { pack: this.pack.id, key, legalBasis: rule.legalBasis };
  }

  pollutant(name: string): Pollutant | undefined {
    return this.needed('permit.pollutants').find(({ pollutant }) => pollutant === name);
  }

  /** Grams a year up to which a project need not buy, where one pollutant decides. */
  deMinimisGrams(pollutant: string): number | undefined {
    const own = `deMinimis.${pollutant}`;
    const key = (own in this.pack.file.keys ? own : 'deMinimis.default') as 'deMinimis.default';
    const kilograms = this.value(key);
    return kilograms === undefined ? undefined : kilograms * 1_000;
  }

  /** The yearly limit of an indicator by the standard of the day, in tenths of its unit. */
  limitTenths(indicator: string): number | undefined {
    const limit = this.value('standard.yearLimits')?.find(({ pollutant }) => pollutant === indicator)?.limit;
    return limit === undefined ? undefined : limit * 10;
  }

  /** How much must be bought for one of new discharge: the first line that fits. */
  replacementBps(pollutant: string, attained: boolean, source: 'ultra-low-coal-power' | 'other'): number {
    const line = this.value('replacement.ratio')?.find(
      (one) =>
        (one.pollutants === undefined || one.pollutants.includes(pollutant)) &&
        (one.attainment === undefined || one.attainment === attained) &&
        (one.source === undefined || one.source === source),
    );
    return Math.max(EVEN_BPS, line?.bps ?? EVEN_BPS);
  }

  forfeits(ground: Forfeit): boolean {
    return this.value('depositForfeit')?.includes(ground) ?? false;
  }

  fee(side: 'buy' | 'sell', valueFen: number): number {
    const bps = this.value(side === 'buy' ? 'fee.permit.buy' : 'fee.permit.sell') ?? 0;
    return ratio(valueFen, bps, BPS, this.pack.feeRounding);
  }

  depositFen(startFen: number): number {
    return ratio(startFen, this.needed('deposit.rate'), BPS, 'CEIL');
  }

  /** What a plant must keep for what it discharged. */
  keptFor(discharge: number): number {
    return ratio(discharge, this.value('surplus.safetyFactor') ?? EVEN_BPS, BPS, 'CEIL' satisfies Rounding);
  }

  /** Undefined when the calendar ends before: a term is never guessed. */
  workingDaysAfter(day: TradingDay, days: number): TradingDay | undefined {
    return this.pack.calendar.workingDaysAfter(day, days);
  }
}
