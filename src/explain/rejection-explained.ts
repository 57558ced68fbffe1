import { catalogueEntry } from '../platform/http/index.js';
import type { Json } from '../kernel/json.js';
import type { RuleKey } from '../rules/index.js';
import type { DecidedRecord } from '../sequencer/index.js';
import { type Explanation, type Goods, money, type PackShown, ruleOf, type Step } from './explanation.js';
import { bandOf, priceSteps, type Reference } from './price-steps.js';

/** What a refusal about the band was reckoned from. */
export interface BandFacts {
  readonly goods: Goods;
  readonly reference: Reference;
}

/** Who asked for what, which rule refused it, and the numbers it was refused with. */
export function explainRejection(
  record: DecidedRecord,
  shown: PackShown | undefined,
  facts: BandFacts | undefined,
  named: (field: string, value: Json) => string,
): Explanation {
  const { seq, cmd, rej } = record;
  const { code, rule, data = {}, detail } = rej!;
  const title = catalogueEntry(code) ?? { zh: code, en: code };
  const asked = Object.entries(cmd)
    .filter(([field, value]) => field !== 'kind' && isPlain(value))
    .map(([field, value]) => [field.replace(/No$/, 'Id'), named(field, value as Json)]);
  const refusal: Step = {
    what: { zh: title.zh, en: title.en },
    reckoning: code,
    inputs: Object.fromEntries(Object.entries(data).map(([name, value]) => [name, shownAs(name, value)])),
    ...(shown !== undefined && rule !== undefined && { rule: ruleOf(shown, rule.key as RuleKey) }),
    result: detail ?? code,
  };
  const isBand = code === 'market.price_out_of_band' && shown !== undefined && facts !== undefined;
  const band = isBand ? bandOf(shown, 'listed', facts.reference, facts.goods) : undefined;
  return {
    subject: { kind: 'rejection', id: String(seq) },
    steps: [
      {
        what: { zh: '指令', en: 'the command' },
        reckoning: cmd.kind,
        inputs: Object.fromEntries(asked) as Record<string, string>,
        result: `seq ${seq}`,
      },
      ...(isBand ? priceSteps(shown, 'listed', facts.reference, facts.goods) : []),
      refusal,
    ],
    agrees:
      band === undefined || (band.band.floor === data.floorFen && band.band.ceiling === data.ceilingFen),
  };
}

function isPlain(value: Json | undefined): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function shownAs(name: string, value: string | number): string {
  return name.endsWith('Fen') && typeof value === 'number' ? money(value) : String(value);
}
