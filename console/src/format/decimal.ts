/**
 * Amounts, prices and money are decimal TEXT from the door to the eye: a binary float would round what the ledger
 * counts exactly. Sums and products are whole numbers of the smallest digit.
 */
const PLAIN = /^-?\d+(\.\d+)?$/;

interface Scaled {
  readonly units: bigint;
  readonly scale: number;
}

export function isDecimal(text: string): boolean {
  return PLAIN.test(text);
}

/** `1234567.50` → `1,234,567.50`; both of our languages group by three. Anything else is shown as it came. */
export function grouped(text: string): string {
  if (!PLAIN.test(text)) return text;
  const sign = text.startsWith('-') ? '−' : '';
  const [whole = '', fraction] = text.replace('-', '').split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}${groups}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** What a person typed: groups, blanks and full-width digits are forgiven; undefined when it is no plain number. */
export function typed(text: string): string | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s,，_]/g, '')
    .replace(/^(-?)0+(?=\d)/, '$1');
  return PLAIN.test(plain) ? plain : undefined;
}

/** An amount as a person typed it: above zero, with no more than `places`; undefined until it is one. */
export function typedAmount(text: string, places: number): string | undefined {
  const plain = typed(text);
  return plain !== undefined && hasPlaces(plain, places) && compare(plain, '0') > 0 ? plain : undefined;
}

export function hasPlaces(text: string, most: number): boolean {
  return scaled(text).scale <= most;
}

function scaled(text: string): Scaled {
  if (!PLAIN.test(text)) throw new RangeError(`not a decimal: ${text}`);
  const [whole = '0', fraction = ''] = text.split('.');
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

function written({ units, scale }: Scaled): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const sign = units < 0n ? '-' : '';
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function aligned(a: string, b: string): { a: bigint; b: bigint; scale: number } {
  const [left, right] = [scaled(a), scaled(b)];
  const scale = Math.max(left.scale, right.scale);
  const raise = ({ units, scale: own }: Scaled): bigint => units * 10n ** BigInt(scale - own);
  return { a: raise(left), b: raise(right), scale };
}

export function plus(a: string, b: string): string {
  const parts = aligned(a, b);
  return written({ units: parts.a + parts.b, scale: parts.scale });
}

export function minus(a: string, b: string): string {
  const parts = aligned(a, b);
  return written({ units: parts.a - parts.b, scale: parts.scale });
}

/** Exact, with as many places as both have together. */
export function times(a: string, b: string): string {
  const [left, right] = [scaled(a), scaled(b)];
  return written({ units: left.units * right.units, scale: left.scale + right.scale });
}

/** The quotient cut, never rounded up, to `places`: what money still buys. */
export function dividedDown(a: string, b: string, places: number): string {
  const parts = aligned(a, b);
  if (parts.b === 0n) throw new RangeError('division by zero');
  return written({ units: (parts.a * 10n ** BigInt(places)) / parts.b, scale: places });
}

export function compare(a: string, b: string): -1 | 0 | 1 {
  const parts = aligned(a, b);
  return parts.a === parts.b ? 0 : parts.a < parts.b ? -1 : 1;
}

/** Half up, away from zero, to `places`: the way the market rounds money. */
export function rounded(text: string, places: number): string {
  const { units, scale } = scaled(text);
  if (scale <= places) return written({ units: units * 10n ** BigInt(places - scale), scale: places });
  const step = 10n ** BigInt(scale - places);
  const size = units < 0n ? -units : units;
  const cut = (size + step / 2n) / step;
  return written({ units: units < 0n ? -cut : cut, scale: places });
}

/** Up to the next digit of `places`: what must be held is never less than what was asked. Of what is not below zero. */
export function roundedUp(text: string, places: number): string {
  const cut = dividedDown(text, '1', places);
  return compare(cut, text) < 0 ? plus(cut, written({ units: 1n, scale: places })) : cut;
}

/** As digits of the smallest unit: `74.63` at two places is `7463`. */
export function unitsOf(text: string, places: number): string {
  return scaled(rounded(text, places)).units.toString();
}

/** `part` of `whole` in hundredths of a percent, as text: for bars and shares, not for money. */
export function percent(part: string, whole: string): string {
  return compare(whole, '0') === 0 ? '0.00' : dividedDown(times(part, '100'), whole, 2);
}

/** For pictures alone, where a pixel is coarser than a float. */
export function pictureNumber(text: string): number {
  return Number(text);
}
