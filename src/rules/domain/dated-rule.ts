import type { TradingDay } from '../../kernel/instant.js';
import type { PackFile, RuleKey } from './pack-schema.js';

type Keys = PackFile['keys'];
type Entry<K extends RuleKey> = NonNullable<Keys[K]>;

/** One key as it stands on a day. */
export interface RuleOfDay<K extends RuleKey = RuleKey> {
  readonly key: K;
  readonly value: Entry<K>['value'];
  readonly unit: string;
  readonly legalBasis: string;
  readonly status: Entry<K>['status'];
}

interface Span {
  readonly effectiveFrom?: TradingDay;
  readonly effectiveTo?: TradingDay;
}

/** The key on a day: its last change that has begun. Undefined where the pack has no such rule on that day. */
export function ruleOn<K extends RuleKey>(file: PackFile, key: K, day: TradingDay): RuleOfDay<K> | undefined {
  const entry = file.keys[key];
  if (entry === undefined) return undefined;
  const { unit } = entry;
  const begun = [entry, ...('changes' in entry ? (entry.changes ?? []) : [])]
    .filter((stage) => ((stage as Span).effectiveFrom ?? '') <= day)
    .at(-1);
  if (begun === undefined) return undefined;
  const { effectiveTo } = begun as Span;
  if (effectiveTo !== undefined && effectiveTo < day) return undefined;
  return { key, value: begun.value, unit, legalBasis: begun.legalBasis, status: begun.status };
}
