import { compare, hasPlaces, times, typed } from '../../format/decimal';
import { instantFrom, writtenFor } from '../../format/instant';

/** As written on the form; empty is left to the rule pack. */
export interface Draft {
  readonly name: string;
  readonly supply: string;
  readonly reserve: string;
  readonly lot: string;
  readonly tick: string;
  readonly deposit: string;
  readonly limit: string;
  readonly bids: string;
  readonly days: string;
  readonly any: string;
  readonly opensAt: string;
  readonly closesAt: string;
  readonly tie: '' | 'RANDOM' | 'PRORATA' | 'TIME';
  readonly shortage: '' | 'STEP' | 'LOWEST' | 'CANCEL';
  readonly qualification: '' | 'yes' | 'no';
}

export interface DraftTerms {
  readonly title: string;
  readonly supply: string;
  readonly opensAt: string;
  readonly closesAt: string;
  readonly reservePrice?: string;
  readonly lot?: string;
  readonly tick?: string;
  readonly nonCompetitivePrice?: string;
  readonly depositBps?: number;
  readonly purchaseLimitBps?: number;
  readonly maxBids?: number;
  readonly paymentDays?: number;
  readonly tie?: 'RANDOM' | 'PRORATA' | 'TIME';
  readonly shortage?: 'STEP' | 'LOWEST' | 'CANCEL';
  readonly qualification?: boolean;
}

export type Written = Exclude<keyof Draft, 'tie' | 'shortage' | 'qualification'>;
const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
const WINDOW_HOURS = 2;

export function emptyDraft(now: number): Draft {
  const hour = Math.ceil(now / HOUR_MS) * HOUR_MS;
  const later = (hours: number): string => writtenFor(new Date(hour + hours * HOUR_MS));
  return {
    ...{ name: '', supply: '', reserve: '', lot: '', tick: '', deposit: '', limit: '', bids: '', days: '' },
    ...{ any: '', opensAt: later(DAY_HOURS), closesAt: later(DAY_HOURS + WINDOW_HOURS) },
    ...{ tie: '', shortage: '', qualification: '' },
  };
}

/** A percentage as whole hundredths of it; undefined when it is none. */
function bpsOf(text: string): number | undefined {
  const plain = typed(text);
  if (plain === undefined || !hasPlaces(plain, 2)) return undefined;
  if (compare(plain, '0') < 0 || compare(plain, '100') > 0) return undefined;
  return Number.parseInt(times(plain, '100'), 10);
}

const countOf = (text: string): number | undefined =>
  /^\d{1,4}$/.test(text.trim()) ? Number.parseInt(text, 10) : undefined;

/** What goes to the door, or what is not yet as it must be; whether it is allowed is the market's word. */
export function draftOf(
  draft: Draft,
): { readonly terms: DraftTerms } | { readonly missing: readonly Written[] } {
  const missing: Written[] = [];
  const taken = <T>(
    field: Written,
    read: (text: string) => T | undefined,
    isNeeded = false,
  ): T | undefined => {
    if (draft[field].trim() === '' && !isNeeded) return undefined;
    const value = read(draft[field]);
    if (value === undefined) missing.push(field);
    return value;
  };
  const positive = (text: string): string | undefined => {
    const plain = typed(text);
    return plain === undefined || compare(plain, '0') <= 0 ? undefined : plain;
  };
  const title = taken('name', (text) => text.trim() || undefined, true);
  const supply = taken('supply', positive, true);
  const opensAt = taken('opensAt', instantFrom, true);
  const closesAt = taken('closesAt', instantFrom, true);
  const optional = {
    reservePrice: taken('reserve', positive),
    lot: taken('lot', positive),
    tick: taken('tick', positive),
    nonCompetitivePrice: taken('any', positive),
    depositBps: taken('deposit', bpsOf),
    purchaseLimitBps: taken('limit', bpsOf),
    maxBids: taken('bids', countOf),
    paymentDays: taken('days', countOf),
    tie: draft.tie === '' ? undefined : draft.tie,
    shortage: draft.shortage === '' ? undefined : draft.shortage,
    qualification: draft.qualification === '' ? undefined : draft.qualification === 'yes',
  };
  if (missing.length > 0) return { missing };
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return {
    terms: { title: title!, supply: supply!, opensAt: opensAt!, closesAt: closesAt!, ...given },
  };
}
