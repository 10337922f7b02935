export const US_PER_SECOND = 1_000_000;
export const US_PER_DAY = 86_400 * US_PER_SECOND;

/** The leap year in which stamps without a year are held, so that 29 February has a place. */
export const YEARLESS = 1972;

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days of a month (1 to 12) in the Gregorian calendar; 0 for a month that does not exist. */
export function daysInMonth(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (MONTH_DAYS[month - 1] ?? 0) + (leap ? 1 : 0);
}

/**
 * Microseconds from 1970-01-01 to the begin of a calendar day, or `NaN` for a day that does not exist.
 * Counts in years that begin in March, so that the leap day comes last.
 */
export function dayStartUs(year: number, month: number, day: number): number {
  if (day < 1 || day > daysInMonth(year, month)) return Number.NaN;
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = (month + 9) % 12;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  const dayOfYear = Math.floor((marchMonth * 153 + 2) / 5) + day - 1;
  return (marchYear * 365 + leapDays + dayOfYear - 719_468) * US_PER_DAY;
}
