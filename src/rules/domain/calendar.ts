import { microsOfClock, nextDay, weekdayOf, type TradingDay } from '../../kernel/instant.js';
import type { PackFile } from './pack-schema.js';

type CalendarFile = PackFile['keys']['session.calendar']['value'];

/** Microseconds of the day; `from` is inside, `to` is not. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Which days a market trades and on which offices work: they differ on make-up days (调休上班). */
export class Calendar {
  private readonly weekdays: ReadonlySet<number>;
  private readonly holidays: ReadonlySet<TradingDay>;
  private readonly makeUpDays: ReadonlySet<TradingDay>;

  constructor(private readonly file: CalendarFile) {
    this.weekdays = new Set(file.weekdays);
    this.holidays = new Set(file.holidays.flatMap((holiday) => [...daysOf(holiday)]));
    this.makeUpDays = new Set(file.makeUpDays);
  }

  tradesOn(day: TradingDay): boolean {
    return this.worksOn(day) && (this.file.makeUpDaysTrade || !this.makeUpDays.has(day));
  }

  /** A working day (工作日): a weekday without holiday, or a make-up day. Nothing outside the dates of the list. */
  worksOn(day: TradingDay): boolean {
    if (!this.covers(day) || this.holidays.has(day)) return false;
    return this.makeUpDays.has(day) || this.weekdays.has(weekdayOf(day));
  }

  /**
   * The last day of a term of `n` working days that begins on the day after `day`. Undefined when the calendar ends
   * before: a term must not be guessed from holidays that are not announced yet.
   */
  workingDaysAfter(day: TradingDay, n: number): TradingDay | undefined {
    let reached = day;
    for (let left = n; left > 0;) {
      reached = nextDay(reached);
      if (!this.covers(reached)) return undefined;
      if (this.worksOn(reached)) left -= 1;
    }
    return reached;
  }

  private covers(day: TradingDay): boolean {
    return day >= this.file.coversFrom && (this.file.coversTo === null || day <= this.file.coversTo);
  }
}

function* daysOf(holiday: CalendarFile['holidays'][number]): Generator<TradingDay> {
  const [from, to] = 'day' in holiday ? [holiday.day, holiday.day] : [holiday.from, holiday.to];
  for (let day = from; day <= to; day = nextDay(day)) yield day;
}

export function windowsOf(clocks: readonly (readonly [string, string])[]): readonly Window[] {
  return clocks.map(([from, to]) => ({ from: microsOfClock(from), to: microsOfClock(to) }));
}
