import type { Method, RulePack } from '../rules/index.js';

/** The fee as the pack's text says it, reckoned without the product's own ratio or its cached numbers. */
export function exactFee(
  { file }: RulePack,
  side: 'buy' | 'sell',
  valueFen: number,
  method: Method = 'listed',
): number {
  const { keys } = file;
  const bps = BigInt((keys[`fee.${method}.${side}`] ?? keys[`fee.listed.${side}`]).value);
  const share = BigInt(valueFen) * bps;
  const up = { HALF_UP: 5_000n, FLOOR: 0n, CEIL: 9_999n }[keys['fee.rounding'].value];
  const rounded = Number((share + up) / 10_000n);
  return Math.min(valueFen, Math.max(keys['fee.min'].value, rounded));
}
