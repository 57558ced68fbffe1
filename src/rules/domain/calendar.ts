import { microsOfClock, weekdayOf, type TradingDay } from '../../kernel/instant.js';
import type { PackFile } from './pack-schema.js';

type CalendarFile = PackFile['keys']['session.calendar']['value'];

/** Microseconds of the day; `from` is inside, `to` is not. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Which days a market trades: weekdays without holidays, make-up days by rule, nothing outside the dated list. */
export class Calendar {
  private readonly weekdays: ReadonlySet<number>;
  private readonly holidays: ReadonlySet<TradingDay>;
  private readonly makeUpDays: ReadonlySet<TradingDay>;

  constructor(private readonly file: CalendarFile) {
    this.weekdays = new Set(file.weekdays);
    this.holidays = new Set(file.holidays.map((holiday) => holiday.day));
    this.makeUpDays = new Set(file.makeUpDays);
  }

  tradesOn(day: TradingDay): boolean {
    if (day < this.file.coversFrom || (this.file.coversTo !== null && day > this.file.coversTo)) return false;
    if (this.holidays.has(day)) return false;
    if (this.makeUpDays.has(day)) return this.file.makeUpDaysTrade;
    return this.weekdays.has(weekdayOf(day));
  }
}

export function windowsOf(clocks: readonly (readonly [string, string])[]): readonly Window[] {
  return clocks.map(([from, to]) => ({ from: microsOfClock(from), to: microsOfClock(to) }));
}
