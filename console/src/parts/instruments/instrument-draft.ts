import type { Told } from '../../api/told';
import { compare, isDecimal, typed } from '../../format/decimal';

/** In the order in which a person thinks of them. */
export const FIELDS = [
  ...(['symbol', 'kind', 'pollutant', 'zone', 'sector', 'vintage', 'expiry'] as const),
  ...(['unitName', 'unitScale', 'tick', 'lot', 'referencePrice', 'rulePack'] as const),
];
export type Field = (typeof FIELDS)[number];
export type Draft = Readonly<Record<Field, string>>;

/** May stay empty: any sector, no vintage, no end. */
const OPTIONAL: ReadonlySet<Field> = new Set(['sector', 'vintage', 'expiry']);
const AMOUNTS: ReadonlySet<Field> = new Set(['tick', 'lot', 'referencePrice']);

export const DRAFT: Draft = {
  ...{ symbol: '', kind: 'carbon', pollutant: '', zone: '', sector: '', vintage: '', expiry: '' },
  ...{ unitName: '', unitScale: '0', tick: '0.01', lot: '1', referencePrice: '', rulePack: '' },
};

/** Everything of another instrument but its name. */
export function draftLike(like: Told<'Instrument'>, symbol: string): Draft {
  const { kind, pollutant, zone, sector, vintage, expiry, unitName, unitScale, tick, lot, ...rest } = like;
  return {
    ...{ symbol, kind, pollutant, zone, sector, unitName, tick, lot },
    vintage: vintage === 0 ? '' : String(vintage),
    expiry: expiry ?? '',
    unitScale: String(unitScale),
    referencePrice: rest.referencePrice,
    rulePack: rest.rulePack,
  };
}

/** What is missing or is no number yet. The rest is the service's to judge. */
export function missingIn(draft: Draft): readonly Field[] {
  return FIELDS.filter((field) => {
    const text = draft[field].trim();
    if (text === '') return !OPTIONAL.has(field);
    if (field === 'vintage') return !/^\d{4}$/.test(text);
    if (field === 'unitScale') return !/^\d$/.test(text);
    if (!AMOUNTS.has(field)) return false;
    const amount = typed(text);
    return amount === undefined || !isDecimal(amount) || compare(amount, '0') <= 0;
  });
}

/** As the door wants it. */
export function writtenFrom(draft: Draft) {
  const text = (field: Field): string => draft[field].trim();
  const amount = (field: Field): string => typed(text(field)) ?? text(field);
  return {
    ...{ symbol: text('symbol'), pollutant: text('pollutant'), zone: text('zone'), sector: text('sector') },
    kind: text('kind') === 'permit' ? ('permit' as const) : ('carbon' as const),
    // A year and a number of decimals are no amounts: the door wants them as whole numbers.
    vintage: text('vintage') === '' ? 0 : Number.parseInt(text('vintage'), 10),
    expiry: text('expiry') === '' ? null : text('expiry'),
    unitName: text('unitName'),
    unitScale: Number.parseInt(text('unitScale'), 10),
    ...{ tick: amount('tick'), lot: amount('lot'), referencePrice: amount('referencePrice') },
    rulePack: text('rulePack'),
  };
}
