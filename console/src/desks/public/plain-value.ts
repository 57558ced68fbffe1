import { grouped } from '../../format/decimal';
import { fromUnits } from '../../format/fen';

const CENTS = 2;

/** A value of a rule as people say it: shares in percent, money in yuan, hours as hours. */
export function plainValue(value: unknown, unit = ''): string {
  if (typeof value === 'number') {
    if (unit === 'bps') return `${trimmed(fromUnits(value, CENTS))} %`;
    if (unit === 'fen') return `¥ ${grouped(fromUnits(value, CENTS))}`;
    return `${grouped(String(value))}${unit === 'units' ? '' : ` ${unit}`}`;
  }
  if (isWindows(value)) return value.map(([from, to]) => `${from}–${to}`).join(', ');
  if (typeof value === 'boolean') return value ? '✓' : '✗';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isWindows(value: unknown): value is [string, string][] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((window) => Array.isArray(window) && window.length === 2 && typeof window[0] === 'string')
  );
}

const trimmed = (text: string): string => text.replace(/\.?0+$/, '');
