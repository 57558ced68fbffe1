import { invariant } from './invariant.js';

/**
 * Whole numbers of the smallest unit. A safe integer, not a bigint: balances, prices and values of one venue
 * stay below 2^53 (90 trillion yuan in fen), every product and sum is checked, and the core stays fast.
 */
export type Units = number & { readonly __unit?: 'units' };
/** 1 fen = 0.01 yuan, or the hundredth of another venue currency. */
export type Fen = number & { readonly __unit?: 'fen' };

export const AMOUNT_MAX = Number.MAX_SAFE_INTEGER;

export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** a + b, exact; throws InvariantBroken beyond 2^53 - 1. */
export function add(a: number, b: number): number {
  const sum = a + b;
  invariant(Number.isSafeInteger(sum), 'a sum stays exact');
  return sum;
}

/** a - b, exact and never negative. */
export function subtract(a: number, b: number): number {
  invariant(b <= a, 'a difference is not negative');
  return a - b;
}

/** a × b, exact; throws InvariantBroken beyond 2^53 - 1. Ask `productFits` first where a user chose the factors. */
export function multiply(a: number, b: number): number {
  const product = a * b;
  invariant(Number.isSafeInteger(product), 'a product stays exact');
  return product;
}

export function productFits(a: number, b: number): boolean {
  return Number.isSafeInteger(a * b);
}

export type Rounding = 'FLOOR' | 'CEIL' | 'HALF_UP';

/** a × numerator ÷ denominator rounded by the named rule; no intermediate is inexact. */
export function ratio(a: number, numerator: number, denominator: number, rounding: Rounding): number {
  invariant(
    isAmount(a) && isAmount(numerator) && isAmount(denominator) && denominator > 0,
    'a ratio of amounts',
  );
  const product = a * numerator;
  if (!Number.isSafeInteger(product) || !Number.isSafeInteger(denominator * 2))
    return wideRatio(a, numerator, denominator, rounding);
  // The remainder of safe integers is exact, and so is the division of what it leaves.
  const rest = product % denominator;
  const floor = (product - rest) / denominator;
  return isRoundedUp(rest, denominator, rounding) ? floor + 1 : floor;
}

function isRoundedUp(rest: number, denominator: number, rounding: Rounding): boolean {
  if (rounding === 'CEIL') return rest > 0;
  return rounding === 'HALF_UP' && rest * 2 >= denominator;
}

function wideRatio(a: number, numerator: number, denominator: number, rounding: Rounding): number {
  const product = BigInt(a) * BigInt(numerator);
  const d = BigInt(denominator);
  const floor = product / d;
  const rest = product % d;
  const up = rounding === 'CEIL' ? rest > 0n : rounding === 'HALF_UP' ? rest * 2n >= d : false;
  const result = Number(up ? floor + 1n : floor);
  invariant(Number.isSafeInteger(result), 'a rounded ratio stays exact');
  return result;
}
