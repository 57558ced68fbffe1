import { AMOUNT_MAX } from './amount.js';

const DECIMAL = /^(0|[1-9]\d{0,15})(?:\.(\d{1,9}))?$/;

/** Any whole number of so many digits is below 2^53. */
const EXACT_DIGITS = 15;

/** Decimals of money: its smallest unit is the fen. */
export const CENTS = 2;

/**
 * Reads a decimal string at a door into whole smallest units: `"74.63"` at scale 2 is 7463.
 * Returns undefined for anything else: signs, exponents, blanks, more digits than the scale, beyond 2^53 - 1.
 */
export function parseDecimal(text: string, scale: number): number | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const fraction = match[2] ?? '';
  if (fraction.length > scale) return undefined;
  const digits = match[1] + fraction.padEnd(scale, '0');
  // Most numbers are so short that none of them can be inexact.
  if (digits.length <= EXACT_DIGITS) return Number(digits);
  const units = BigInt(digits);
  return units <= BigInt(AMOUNT_MAX) ? Number(units) : undefined;
}

/** Writes whole smallest units as a decimal string with exactly `scale` places. */
export function formatDecimal(units: number, scale: number): string {
  const sign = units < 0 ? '-' : '';
  const digits = String(Math.abs(units)).padStart(scale + 1, '0');
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
