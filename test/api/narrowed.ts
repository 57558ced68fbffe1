import { done, type VenueClient } from './venue-client.js';

export type Row = Readonly<Record<string, unknown>>;
type Asking = Pick<VenueClient, 'get'>;

export interface NarrowedList {
  /** Who reads it; null: anybody. */
  readonly login: string | null;
  readonly list: string;
  /** What a row is found by, under the name of the filter; the row's own member of that name where nothing is said. */
  readonly by: Readonly<Record<string, ((row: Row) => unknown) | true>>;
  /** Filters that are not by a value of the row: what is asked for, and which rows that keeps. */
  readonly sifts?: Readonly<
    Record<string, readonly [asked: readonly string[], keeps: (row: Row, asked: string) => boolean]>
  >;
  /** The day or the instant that `from` and `to` are about. */
  readonly at?: (row: Row) => string;
}

const CHINA_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
/** Named by a text that nothing bears: instruments and accounts are unknown, any other word is no word of the filter. */
const NAMES_NOTHING: Readonly<Record<string, number>> = { symbol: 404, accountId: 404 };

/**
 * What is wrong with the filters of a list: each value that stands in its rows is asked for and must give exactly the rows
 * that reading all of them gives, at once and one by one; a value that is none is refused.
 */
export async function faultsOf(venue: Asking, asked: NarrowedList): Promise<string[]> {
  const { login, list, by, sifts = {}, at } = asked;
  const rowsOf = async (query: string): Promise<Row[]> =>
    done(await venue.get(login, `${list}?limit=500${query}`)).body.items as Row[];
  const all = await rowsOf('');
  const faults = all.length === 0 ? ['has no rows to be told apart'] : [];
  const compare = async (query: string, keep: (row: Row) => boolean): Promise<void> => {
    const [given, wanted] = [await rowsOf(query), all.filter(keep)].map((rows) => JSON.stringify(rows));
    if (given !== wanted) faults.push(`${query} gives ${given}, not ${wanted}`);
  };
  for (const [field, pick] of Object.entries(by)) {
    const valueOf = pick === true ? (row: Row) => row[field] : pick;
    for (const value of new Set(all.map(valueOf)))
      if (typeof value === 'string') await compare(`&${field}=${value}`, (row) => valueOf(row) === value);
    const { status, type } = await venue.get(login, `${list}?${field}=NO-SUCH`);
    if (status !== (NAMES_NOTHING[field] ?? 422) || type !== 'application/problem+json')
      faults.push(`${field}=NO-SUCH is answered with ${status} ${type}`);
  }
  for (const [field, [values, keeps]] of Object.entries(sifts))
    for (const value of values)
      await compare(`&${field}=${encodeURIComponent(value)}`, (row) => keeps(row, value));
  if (at !== undefined) {
    const days = [...new Set(all.map((row) => dayOf(at(row))))].sort();
    const ends = [later(days[0]!, -1), ...days, later(days.at(-1)!, 1)];
    for (const from of ends) await compare(`&from=${from}`, (row) => dayOf(at(row)) >= from);
    for (const to of ends) await compare(`&to=${to}`, (row) => dayOf(at(row)) <= to);
    for (const day of days) await compare(`&from=${day}&to=${day}`, (row) => dayOf(at(row)) === day);
    const { status } = await venue.get(login, `${list}?from=2026-02-30`);
    if (status !== 422) faults.push(`a day that is none is answered with ${status}`);
  }
  const [field] = Object.keys(by);
  if (field === undefined) return faults.map((fault) => `${login ?? 'anybody'} ${list}: ${fault}`);
  const valueOf = by[field!] === true ? (row: Row) => row[field!] : (by[field!] as (row: Row) => unknown);
  const value = all.map(valueOf).find((one) => typeof one === 'string');
  if (value !== undefined) faults.push(...(await lostOf(venue, asked, `${field}=${String(value)}`)));
  return faults.map((fault) => `${login ?? 'anybody'} ${list}: ${fault}`);
}

/** Every row once, also where each is a page. */
async function lostOf(venue: Asking, { login, list }: NarrowedList, filter: string): Promise<string[]> {
  const whole = done(await venue.get(login, `${list}?limit=500&${filter}`)).body.items as Row[];
  const seen: Row[] = [];
  for (let after: string | undefined = ''; after !== undefined && seen.length <= whole.length;) {
    const path = `${list}?limit=1&${filter}${after && `&after=${after}`}`;
    const page: { items: Row[]; next?: string } = done(await venue.get(login, path)).body;
    seen.push(...page.items);
    after = page.next;
  }
  return JSON.stringify(seen) === JSON.stringify(whole) ? [] : [`${filter} by pages of one loses rows`];
}

function dayOf(text: string): string {
  return text.length === 10 ? text : new Date(Date.parse(text) + CHINA_MS).toISOString().slice(0, 10);
}

function later(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
