import type { Method, RuleKey, Side } from '../rules/index.js';
import { exactMoney, money, type PackShown, percent, ruleOf, type Say, type Step } from './explanation.js';

const ROUNDINGS: Readonly<Record<string, Say>> = {
  HALF_UP: { zh: '四舍五入到分', en: 'half up to 0.01' },
  FLOOR: { zh: '向下取到分', en: 'floored to 0.01' },
  CEIL: { zh: '向上取到分', en: 'raised to 0.01' },
};

/** The fee of one side on a value, as the pack reckons it. */
export function feeStep(what: Say, shown: PackShown, side: Side, valueFen: number, method: Method): Step {
  const { pack } = shown;
  const listed = pack.feeBps[side];
  const bps = method === 'listed' ? listed : pack.negotiatedFeeBps[method][side];
  const fee = pack.fee(side, valueFen, method);
  const own = `fee.${method}.${side}` as RuleKey;
  return {
    what,
    reckoning: `${money(valueFen)} × ${percent(bps)} = ${exactMoney(valueFen * bps)} → ${money(fee)}`,
    inputs: {
      value: money(valueFen),
      rate: percent(bps),
      least: money(pack.feeMinFen),
      most: money(valueFen),
    },
    rule: ruleOf(shown, own) ?? ruleOf(shown, `fee.listed.${side}`),
    rounding: ROUNDINGS[pack.feeRounding],
    result: money(fee),
  };
}
