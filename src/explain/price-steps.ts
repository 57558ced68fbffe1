import { type Goods, exactMoney, money, type PackShown, percent, ruleOf, type Step } from './explanation.js';
import type { Method, PriceBand } from '../rules/index.js';

/** The price that the band is drawn around. */
export interface Reference {
  readonly priceFen: number;
  /** The trading day it is the close of; null: the reference price of the instrument, before its first close. */
  readonly day: string | null;
}

const BPS = 10_000;

/** The band of a method around the reference; undefined where the method has none of the pack's. */
export function bandOf(
  { pack }: PackShown,
  method: Method,
  { priceFen }: Reference,
  { tickFen }: Goods,
): { band: PriceBand; pctBps: number } | undefined {
  if (method === 'one_way') return undefined;
  const pctBps = method === 'block' ? pack.bandPctBlockBps : pack.bandPctBps;
  return { band: pack.band(priceFen, pctBps, tickFen), pctBps };
}

export function priceSteps(shown: PackShown, method: Method, reference: Reference, goods: Goods): Step[] {
  const { priceFen, day } = reference;
  const found = bandOf(shown, method, reference, goods);
  const from: Step = {
    what:
      day === null
        ? { zh: '基准价:标的参考价', en: 'base: reference price of the instrument' }
        : { zh: '基准价:前一交易日收盘价', en: 'base: close of the previous trading day' },
    reckoning: `${money(priceFen)}${day === null ? '' : ` (${day})`}`,
    inputs: { ...(day !== null && { day }) },
    rule: ruleOf(shown, 'close.method'),
    ...(day !== null && {
      rounding: {
        zh: '成交额÷成交量,四舍五入到分;无成交则沿用前收盘价',
        en: 'value ÷ volume, half up to 0.01; without a trade the close before it',
      },
    }),
    result: money(priceFen),
  };
  if (found === undefined) return [from];
  const { band, pctBps } = found;
  const key = method === 'block' ? 'band.pct.block' : 'band.pct.listed';
  const rule = ruleOf(shown, key) ?? ruleOf(shown, 'band.pct.listed');
  const exact = (share: number): string => exactMoney(priceFen * share);
  const inputs = { base: money(priceFen), percent: percent(pctBps), tick: money(goods.tickFen) };
  return [
    from,
    {
      what: { zh: '跌停价', en: 'lowest price of the band' },
      reckoning: `${money(priceFen)} × (100 % − ${percent(pctBps)}) = ${exact(BPS - pctBps)} → ${money(band.floor)}`,
      inputs,
      rule,
      rounding: { zh: '向内:上取到最小变动价位', en: 'inward: raised to the tick' },
      result: money(band.floor),
    },
    {
      what: { zh: '涨停价', en: 'highest price of the band' },
      reckoning: `${money(priceFen)} × (100 % + ${percent(pctBps)}) = ${exact(BPS + pctBps)} → ${money(band.ceiling)}`,
      inputs,
      rule,
      rounding: { zh: '向内:下取到最小变动价位', en: 'inward: floored to the tick' },
      result: money(band.ceiling),
    },
  ];
}
