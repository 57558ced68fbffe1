/** Why a file is no statement: what was expected and where. It never leaves this folder. */
export class Unreadable extends Error {
  constructor(
    what: string,
    readonly code:
      | 'banking.statement_malformed'
      | 'banking.not_a_statement'
      | 'banking.currency_differs' = 'banking.statement_malformed',
  ) {
    super(what);
  }
}

export function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Unreadable(what);
  return value;
}

const TEXT_CHARACTERS = 2_000;

/** One line without control characters, cut to what a table keeps. */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, TEXT_CHARACTERS);
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `YYYY-MM-DD` of a day that exists. */
export function dayOf(text: string, what: string): string {
  const [, year, month, day] = need(/^(\d{4})-(\d{2})-(\d{2})/.exec(text) ?? undefined, what).map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const most = month === 2 && !leap ? 28 : (DAYS[month - 1] ?? 0);
  if (day < 1 || day > most) throw new Unreadable(what);
  return text.slice(0, 10);
}

/** Digits, one mark, digits: to hundredths, exact; `1234.5`, `1234,` and `1234.50000` are amounts, `1,234.50` is none. */
export function hundredths(text: string, mark: '.' | ',', what: string): number {
  const [whole, fraction = '', ...more] = text.replace(/^0+(?=\d)/, '').split(mark);
  const isPlain = /^\d{1,15}$/.test(whole) && /^\d{0,5}$/.test(fraction) && more.length === 0;
  if (!isPlain || /[1-9]/.test(fraction.slice(2))) throw new Unreadable(what);
  const units = BigInt(whole + fraction.slice(0, 2).padEnd(2, '0'));
  if (units > BigInt(Number.MAX_SAFE_INTEGER)) throw new Unreadable(what);
  return Number(units);
}
