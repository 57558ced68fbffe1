import type { Language } from '../words/language';

/** The market's clock, whoever looks from wherever. */
export const ZONE = 'Asia/Shanghai';

type Style = 'full' | 'time' | 'minute' | 'date';

const PARTS: Readonly<Record<Style, Intl.DateTimeFormatOptions>> = {
  full: {
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  },
  time: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  minute: { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  date: { year: 'numeric', month: '2-digit', day: '2-digit' },
};
const made = new Map<string, Intl.DateTimeFormat>();

/** An RFC 3339 instant on the market's clock. */
export function instantText(instant: string, language: Language, style: Style = 'full'): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const key = `${language} ${style}`;
  let format = made.get(key);
  if (format === undefined) {
    // Year first in both languages: a table of dates sorts by eye.
    const locale = language === 'en' ? 'en-CA' : 'zh-CN';
    format = new Intl.DateTimeFormat(locale, { ...PARTS[style], timeZone: ZONE, hourCycle: 'h23' });
    made.set(key, format);
  }
  return format.format(date).replaceAll('/', '-').replace(', ', ' ');
}

export function zoneLabel(language: Language): string {
  return language === 'en' ? 'Beijing time (UTC+8)' : '北京时间';
}

/** A trading day `2026-11-26`: a name of the market, not an instant, and so never shifted. */
export function todayOf(now: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(now);
}

const OFFSET = '+08:00';
const DAY_MS = 86_400_000;

/** What a person wrote into a field for date and time: the market's clock, wherever the browser stands. */
export function instantFrom(written: string): string | undefined {
  const whole = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(written) ? `${written}:00` : written;
  const date = new Date(`${whole}${OFFSET}`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** An instant as such a field shows it, to the minute. */
export function writtenFor(instant: Date): string {
  const parts = new Intl.DateTimeFormat('en-CA', { ...PARTS.full, timeZone: ZONE, hourCycle: 'h23' });
  return parts.format(instant).replace(', ', 'T').slice(0, 16);
}

/** Days of the market as instants: from the midnight that begins the first one on, and before the one that ends the last. */
export function dayBounds(from?: string, to?: string): { from?: string; to?: string } {
  const first = from === undefined ? undefined : instantFrom(`${from}T00:00`);
  const last = to === undefined ? undefined : instantFrom(`${to}T00:00`);
  return {
    ...(first !== undefined && { from: first }),
    ...(last !== undefined && { to: new Date(Date.parse(last) + DAY_MS).toISOString() }),
  };
}
