import { type Instant, microsOfClock, startOfDay, type TradingDay } from '../../kernel/instant.js';
import type { RuleRef } from '../../kernel/rejection.js';
import type { RulePack, RuleKey, RuleOfDay } from '../../rules/index.js';
import type { CustodyWorld } from './world.js';

type Value<K extends RuleKey> = Exclude<RuleOfDay<K>['value'], 'NONE'>;
const HOUR = 3_600_000_000;

/** The rules of safe movement as they stand on one day. What a pack leaves out does not exist in its market. */
export class CustodyRules {
  private constructor(
    readonly pack: RulePack,
    readonly day: TradingDay,
    private readonly microsOfDay: number,
  ) {}

  /** Undefined where no pack of the instrument is in force. */
  static on({ registry, rules }: CustodyWorld, instrumentNo: number, at: Instant): CustodyRules | undefined {
    const packName = registry.instrument(instrumentNo)?.packName ?? '';
    const any = rules.all().find(({ name }) => name === packName);
    if (any === undefined) return undefined;
    const pack = rules.inForce(packName, any.localTime(at).day);
    if (pack === undefined) return undefined;
    const { day, microsOfDay } = pack.localTime(at);
    return new CustodyRules(pack, day, microsOfDay);
  }

  value<K extends RuleKey>(key: K): Value<K> | undefined {
    const value = this.pack.ruleOn(key, this.day)?.value;
    return value === 'NONE' ? undefined : (value as Value<K> | undefined);
  }

  ref(key: RuleKey): RuleRef | undefined {
    const rule = this.pack.ruleOn(key, this.day);
    return rule && { pack: this.pack.id, key, legalBasis: rule.legalBasis };
  }

  /** When a transfer approved now leaves: null at once, undefined where the calendar ends before. */
  leaves(at: Instant, trusted: boolean): Instant | null | undefined {
    const delay = this.value('transfer.delay');
    if (delay === undefined) return null;
    if (trusted) return this.isOpen() ? null : this.nextOpening();
    const isEarly = this.microsOfDay < microsOfClock(delay.cutoff);
    const day = this.dayAfter(isEarly ? delay.workingDays : delay.workingDaysLate);
    if (day === undefined) return undefined;
    const due = this.instantOf(day, delay.at);
    const window = this.value('transfer.window');
    // A rule that names an hour outside its own window means the opening.
    return window === undefined ? due : Math.max(due, this.instantOf(day, window.from));
  }

  /** The last instant at which a transfer may still be called off is just before this one. */
  cancelUntil(dueAt: Instant, trusted: boolean): Instant {
    return trusted ? dueAt : dueAt - (this.value('transfer.cancelHours') ?? 0) * HOUR;
  }

  /** Whether transfers may leave now. */
  isOpen(): boolean {
    const window = this.value('transfer.window');
    if (window === undefined) return true;
    const { from, to } = window;
    const isWithin = microsOfClock(from) <= this.microsOfDay && this.microsOfDay < microsOfClock(to);
    return isWithin && this.pack.calendar.worksOn(this.day);
  }

  /** When an account that is put on the list now is trusted: null at once. */
  trustedFrom(): Instant | null | undefined {
    const cooling = this.value('trust.cooling');
    if (cooling === undefined) return null;
    const day = this.dayAfter(cooling.workingDays);
    return day === undefined ? undefined : this.instantOf(day, cooling.at);
  }

  tier(quantity: number): Value<'transfer.approvals'>[number] | undefined {
    return this.value('transfer.approvals')
      ?.filter(({ fromUnits }) => fromUnits <= quantity)
      .at(-1);
  }

  private nextOpening(): Instant | undefined {
    const { from } = this.value('transfer.window')!;
    const isToday = this.pack.calendar.worksOn(this.day) && this.microsOfDay < microsOfClock(from);
    const day = isToday ? this.day : this.dayAfter(1);
    return day === undefined ? undefined : this.instantOf(day, from);
  }

  /** The last day to hand back what a later result asks back; undefined where no rule or no calendar says it. */
  handBackBy(): TradingDay | undefined {
    const days = this.value('handBack.workingDays');
    return days === undefined ? undefined : this.dayAfter(days);
  }

  private dayAfter(workingDays: number): TradingDay | undefined {
    return this.pack.calendar.workingDaysAfter(this.day, workingDays);
  }

  private instantOf(day: TradingDay, clock: string): Instant {
    return startOfDay(day, this.pack.offsetOn(day)) + microsOfClock(clock);
  }
}
