import { compare, typedAmount } from '../../format/decimal';
import { instantFrom, writtenFor } from '../../format/instant';

/** As written on the form. */
export interface ApplicationDraft {
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
  readonly floor: string;
  readonly ceiling: string;
  readonly reserve: string;
  readonly deposit: string;
  readonly rule: 'WHOLE' | 'PARTS';
  readonly registrationOpensAt: string;
  readonly registrationClosesAt: string;
  readonly biddingOpensAt: string;
  readonly biddingClosesAt: string;
}

export const TIMES = [
  'registrationOpensAt',
  'registrationClosesAt',
  'biddingOpensAt',
  'biddingClosesAt',
] as const;
export const PRICES = ['floor', 'ceiling', 'reserve'] as const;
const PLACES = 2;
const HOUR_MS = 3_600_000;
/** Registration from the next full hour for a day, then two hours of bids: to be changed at will. */
const OFFERED_HOURS = [0, 24, 24, 26] as const;

export function emptyDraft(now: number): ApplicationDraft {
  const hour = Math.ceil(now / HOUR_MS) * HOUR_MS;
  const [a, b, c, d] = OFFERED_HOURS.map((hours) => writtenFor(new Date(hour + hours * HOUR_MS)));
  return {
    ...{ side: 'sell', quantity: '', floor: '', ceiling: '', reserve: '', deposit: '', rule: 'PARTS' },
    ...{ registrationOpensAt: a!, registrationClosesAt: b!, biddingOpensAt: c!, biddingClosesAt: d! },
  };
}

export type Missing = 'quantity' | 'floor' | 'ceiling' | 'reserve' | 'deposit' | 'times';

export interface ApplicationTerms {
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
  readonly floorPrice?: string;
  readonly ceilingPrice?: string;
  readonly reservePrice?: string;
  readonly depositPercent: string;
  readonly rule: 'WHOLE' | 'PARTS';
  readonly registrationOpensAt: string;
  readonly registrationClosesAt: string;
  readonly biddingOpensAt: string;
  readonly biddingClosesAt: string;
}

/** What goes to the door, or what is not yet written; whether it is allowed is the market's word. */
export function termsOf(
  draft: ApplicationDraft,
  unitScale: number,
): { readonly terms: ApplicationTerms } | { readonly missing: readonly Missing[] } {
  const { side, rule } = draft;
  const base = side === 'sell' ? 'floor' : 'ceiling';
  const quantity = typedAmount(draft.quantity, unitScale);
  const deposit = typedAmount(draft.deposit, PLACES);
  const wrong = PRICES.filter((field) =>
    draft[field].trim() === '' ? field === base : typedAmount(draft[field], PLACES) === undefined,
  );
  const times = TIMES.map((field) => instantFrom(draft[field]));
  const missing: Missing[] = [
    ...(quantity === undefined ? (['quantity'] as const) : []),
    ...wrong,
    ...(deposit === undefined || compare(deposit, '100') > 0 ? (['deposit'] as const) : []),
    ...(times.includes(undefined) ? (['times'] as const) : []),
  ];
  const [registrationOpensAt, registrationClosesAt, biddingOpensAt, biddingClosesAt] = times as string[];
  if (missing.length > 0 || quantity === undefined || deposit === undefined) return { missing };
  const price = (field: (typeof PRICES)[number]): string | undefined => typedAmount(draft[field], PLACES);
  const [floorPrice, ceilingPrice, reservePrice] = PRICES.map(price);
  return {
    terms: {
      ...{ side, rule, quantity, depositPercent: deposit },
      ...(floorPrice !== undefined && { floorPrice }),
      ...(ceilingPrice !== undefined && { ceilingPrice }),
      ...(reservePrice !== undefined && { reservePrice }),
      registrationOpensAt: registrationOpensAt!,
      registrationClosesAt: registrationClosesAt!,
      biddingOpensAt: biddingOpensAt!,
      biddingClosesAt: biddingClosesAt!,
    },
  };
}
