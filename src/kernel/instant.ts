/** Microseconds since 1970-01-01T00:00:00Z as a safe integer (good until the year 2255). */
export type Instant = number;
/** A market date `YYYY-MM-DD` in the venue's own offset; never an instant. */
export type TradingDay = string;

const MICROS_PER_SECOND = 1_000_000;
const MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
const MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

export interface LocalTime {
  readonly day: TradingDay;
  /** 0 … 86_399_999_999 */
  readonly microsOfDay: number;
  /** 1 = Monday … 7 = Sunday */
  readonly weekday: number;
}

/** The wall clock of a venue at an instant; offsets are fixed minutes east of UTC (China: 480, no summer time). */
export function localTime(instant: Instant, offsetMinutes: number): LocalTime {
  const shifted = instant + offsetMinutes * MICROS_PER_MINUTE;
  const days = Math.floor(shifted / MICROS_PER_DAY);
  return {
    day: dayOfEpoch(days),
    microsOfDay: shifted - days * MICROS_PER_DAY,
    weekday: weekdayOfEpoch(days),
  };
}

/** Midnight at the start of a venue's day. */
export function startOfDay(day: TradingDay, offsetMinutes: number): Instant {
  return epochDays(day) * MICROS_PER_DAY - offsetMinutes * MICROS_PER_MINUTE;
}

export function nextDay(day: TradingDay): TradingDay {
  return dayOfEpoch(epochDays(day) + 1);
}

export function weekdayOf(day: TradingDay): number {
  return weekdayOfEpoch(epochDays(day));
}

/** 1970-01-01 was a Thursday; days before it count as well. */
function weekdayOfEpoch(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1;
}

/** `"09:30"` as microseconds of the day. */
export function microsOfClock(clock: string): number {
  const [hours = '0', minutes = '0'] = clock.split(':');
  return (Number(hours) * 60 + Number(minutes)) * MICROS_PER_MINUTE;
}

/** RFC 3339 UTC with microseconds. */
export function formatInstant(instant: Instant): string {
  const days = Math.floor(instant / MICROS_PER_DAY);
  const rest = instant - days * MICROS_PER_DAY;
  const seconds = Math.floor(rest / MICROS_PER_SECOND);
  const two = (n: number): string => String(n).padStart(2, '0');
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${dayOfEpoch(days)}T${clock}.${String(rest % MICROS_PER_SECOND).padStart(6, '0')}Z`;
}

// Days from civil and back (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"): integer only,
// because the core may not touch Date.
function epochDays(day: TradingDay): number {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  const date = Number(day.slice(8, 10));
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1;
  return era * 146_097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719_468;
}

function dayOfEpoch(days: number): TradingDay {
  // Nearly every question is about the day of the last one.
  if (days !== lastDay.days) lastDay = { days, text: dayText(days) };
  return lastDay.text;
}

let lastDay = { days: 0, text: '1970-01-01' };

function dayText(days: number): TradingDay {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365,
  );
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  const year = yoe + era * 400 + (month <= 2 ? 1 : 0);
  const date = doy - Math.floor((153 * mp + 2) / 5) + 1;
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}
