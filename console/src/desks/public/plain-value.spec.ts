import { describe, expect, it } from '@jest/globals';
import { plainValue } from './plain-value';

describe('a rule in plain words', () => {
  it.each([
    [1000, 'bps', '10 %'],
    [5, 'bps', '0.05 %'],
    [1, 'fen', '¥ 0.01'],
    [1_000_000, 'units', '1,000,000'],
    [30, 'days', '30 days'],
    [
      [
        ['09:30', '11:30'],
        ['13:00', '15:00'],
      ],
      'clock',
      '09:30–11:30, 13:00–15:00',
    ],
    [true, '', '✓'],
    ['PRICE_TIME', 'name', 'PRICE_TIME'],
    [[], 'names', '[]'],
  ] as const)('%j %s is %s', (value, unit, text) => expect(plainValue(value, unit)).toBe(text));
});
