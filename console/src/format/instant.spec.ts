import { describe, expect, it } from '@jest/globals';
import { fromUnits } from './fen';
import { instantFrom, instantText, todayOf, writtenFor, zoneLabel } from './instant';

describe('instants', () => {
  it('are shown on the market’s clock, whatever the reader’s is', () => {
    const instant = '2026-11-25T17:30:05.123456Z';
    expect(instantText(instant, 'zh-CN')).toBe('2026-11-26 01:30:05');
    expect(instantText(instant, 'en')).toBe('2026-11-26 01:30:05');
    expect(instantText(instant, 'en', 'time')).toBe('01:30:05');
    expect(instantText('2026-11-25T16:00:00Z', 'zh-CN', 'time')).toBe('00:00:00');
    expect([zoneLabel('zh-CN'), zoneLabel('en')]).toEqual(['北京时间', 'Beijing time (UTC+8)']);
  });

  it('what is no instant is shown as it came', () => expect(instantText('soon', 'en')).toBe('soon'));

  it('a day begins at the market’s midnight', () => {
    expect(todayOf(new Date('2026-11-25T15:59:59Z'))).toBe('2026-11-25');
    expect(todayOf(new Date('2026-11-25T16:00:00Z'))).toBe('2026-11-26');
  });
});

describe('a field for date and time', () => {
  it('is written and read on the market’s clock', () => {
    expect(instantFrom('2026-12-01T09:30')).toBe('2026-12-01T01:30:00.000Z');
    expect(instantFrom('2026-12-01T00:00:30')).toBe('2026-11-30T16:00:30.000Z');
    expect(writtenFor(new Date('2026-11-30T16:05:59Z'))).toBe('2026-12-01T00:05');
    expect([instantFrom(''), instantFrom('2026-13-01T09:30')]).toEqual([undefined, undefined]);
  });
});

describe('smallest units', () => {
  it.each([
    [6717, 2, '67.17'],
    ['5', 3, '0.005'],
    [-120, 2, '-1.20'],
    [7, 0, '7'],
    ['demo@1', 2, 'demo@1'],
  ] as const)('%s at %s places is %s', (units, scale, text) => expect(fromUnits(units, scale)).toBe(text));
});
