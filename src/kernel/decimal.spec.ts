import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AMOUNT_MAX } from './amount.js';
import { formatDecimal, parseDecimal } from './decimal.js';

describe('a decimal text', () => {
  it.each([
    ['74.63', 2, 7463],
    ['74.6', 2, 7460],
    ['74', 2, 7400],
    ['0', 0, 0],
    ['0.001', 3, 1],
    ['9007199254740991', 0, AMOUNT_MAX],
    ['90071992547409.91', 2, AMOUNT_MAX],
  ])('%s at scale %i is %i units', (text, scale, units) => expect(parseDecimal(text, scale)).toBe(units));

  it.each([
    ...[
      '',
      ' ',
      '1 ',
      ' 1',
      '1\n',
      '+1',
      '-1',
      '-0',
      '1e3',
      '0x10',
      '1_000',
      '1,000',
      '.5',
      '5.',
      '00',
      '01',
    ],
    ...['1.234', '1..2', 'NaN', 'Infinity', '１', '一', '90071992547409.92', '99999999999999999999'],
  ])('%j is refused at scale 2', (text) => expect(parseDecimal(text, 2)).toBeUndefined());

  it('reads back what was written, with exactly the places of its scale', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(9), (units, scale) => {
        const text = formatDecimal(units, scale);
        expect(parseDecimal(text, scale)).toBe(units);
        expect((text.split('.')[1] ?? '').length).toBe(scale);
      }),
    );
  });

  it('writes a debt with its sign before the first digit', () => {
    expect(formatDecimal(-5, 2)).toBe('-0.05');
    expect(formatDecimal(-AMOUNT_MAX, 0)).toBe('-9007199254740991');
    expect(formatDecimal(0, 3)).toBe('0.000');
  });
});
