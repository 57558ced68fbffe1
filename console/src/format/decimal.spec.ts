import { describe, expect, it } from '@jest/globals';
import {
  compare,
  dividedDown,
  grouped,
  minus,
  percent,
  plus,
  rounded,
  roundedUp,
  times,
  typed,
  typedAmount,
  unitsOf,
} from './decimal';

const HUGE = '9007199254740993.07';

describe('decimal text', () => {
  it.each([
    ['0', '0'],
    ['999', '999'],
    ['1000', '1,000'],
    ['1234567.50', '1,234,567.50'],
    ['-1234.5', '−1,234.5'],
    ['0.001', '0.001'],
    [HUGE, '9,007,199,254,740,993.07'],
    ['n/a', 'n/a'],
  ])('%s is shown as %s', (text, shown) => expect(grouped(text)).toBe(shown));

  it.each([
    ['1,234.50', '1234.50'],
    [' 7 000 ', '7000'],
    ['１２．５', '12.5'],
    ['007', '7'],
    ['0.5', '0.5'],
    ['1.', undefined],
    ['1e3', undefined],
    ['', undefined],
  ])('typed %j is read as %s', (text, read) => expect(typed(text)).toBe(read));

  it('adds, subtracts and multiplies beyond what a float can hold', () => {
    expect(plus(HUGE, '0.01')).toBe('9007199254740993.08');
    expect(minus('0.1', '0.3')).toBe('-0.2');
    expect(minus(HUGE, HUGE)).toBe('0.00');
    expect(times('74.63', '13399')).toBe('999967.37');
    expect(times('0.1', '0.2')).toBe('0.02');
  });

  it('what money buys is cut, never rounded up', () => {
    expect(dividedDown('1000000.00', '74.63', 0)).toBe('13399');
    expect(dividedDown('1.00', '3', 3)).toBe('0.333');
    expect(() => dividedDown('1', '0', 0)).toThrow(RangeError);
  });

  it('money is rounded half up', () => {
    expect([rounded('1.005', 2), rounded('1.004', 2), rounded('-1.005', 2), rounded('7', 2)]).toEqual([
      '1.01',
      '1.00',
      '-1.01',
      '7.00',
    ]);
  });

  it('compares by value, whatever the places', () => {
    expect([compare('74.6', '74.60'), compare('9', '10'), compare('-1', '0.0')]).toEqual([0, -1, -1]);
  });

  it('a share of nothing is nothing', () => {
    expect([percent('1', '3'), percent('5', '0')]).toEqual(['33.33', '0.00']);
  });

  it('as digits of the smallest unit', () => {
    expect([unitsOf('74.63', 2), unitsOf('74', 2), unitsOf('0.05', 2), unitsOf('1200', 0)]).toEqual([
      '7463',
      '7400',
      '5',
      '1200',
    ]);
  });

  it('an amount that was typed is above zero and has no more places than it may', () => {
    expect(['1,000.50', '0', '-1', '1.005', 'x', '', '０７.5'].map((text) => typedAmount(text, 2))).toEqual([
      '1000.50',
      ...[undefined, undefined, undefined, undefined, undefined],
      '7.5',
    ]);
  });

  it('what must be held is rounded up, and what is exact already stays', () => {
    expect([roundedUp('3.3303', 2), roundedUp('3.33', 2), roundedUp('0.0001', 2), roundedUp('7', 2)]).toEqual(
      ['3.34', '3.33', '0.01', '7.00'],
    );
  });
});
