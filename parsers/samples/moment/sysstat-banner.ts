import { civilDayUs } from './date-text.ts';

/** First line of a report of sar, pidstat, mpstat or iostat. */
export interface SysstatBanner {
  readonly host: string;
  /** The day the report begins on, as {@link civilDayUs}; two where nobody can tell month from day by the date alone. */
  readonly days: { readonly monthFirst: number | null; readonly dayFirst: number | null };
  readonly shortYear: boolean;
}

const pattern = /^Linux \S+ \(([^)]{1,255})\)\s+(\S+)\s+_\S+_(?:\s+\(\d+ CPUs?\))?$/;

/**
 * `Linux 6.18.44 (vm) \t11/20/26 \t_x86_64_\t(2 CPU)`: the date is `%x` of the locale (`11/20/26` in C, `20/11/2026`,
 * `20.11.2026`) or ISO. Null for any other line. Source: sysstat common.c (`print_gal_header`).
 */
export function readSysstatBanner(text: string): SysstatBanner | null {
  const match = pattern.exec(text.trim());
  const date = match?.[2] && readDate(match[2]);
  return match?.[1] && date ? { host: match[1], ...date } : null;
}

function readDate(text: string): Pick<SysstatBanner, 'days' | 'shortYear'> | null {
  const iso = /^(\d{4})[-/.](\d\d?)[-/.](\d\d?)\.?$/.exec(text);
  if (iso) return certain(civilDayUs(Number(iso[1]), Number(iso[2]), Number(iso[3])), false);
  const match = /^(\d\d?)([/.-])(\d\d?)\2(\d{4}|\d\d)$/.exec(text);
  if (!match) return null;
  const [, first = '', separator, second = '', yearText = ''] = match;
  const shortYear = yearText.length === 2;
  const year = Number(yearText) + (shortYear ? 2000 : 0);
  const dayFirst = civilDayUs(year, Number(second), Number(first));
  if (separator !== '/') return certain(dayFirst, shortYear);
  const monthFirst = civilDayUs(year, Number(first), Number(second));
  return monthFirst === null && dayFirst === null ? null : { days: { monthFirst, dayFirst }, shortYear };
}

function certain(day: number | null, shortYear: boolean): Pick<SysstatBanner, 'days' | 'shortYear'> | null {
  return day === null ? null : { days: { monthFirst: day, dayFirst: day }, shortYear };
}

/** The banner's day, and whether it had to be guessed which number is the month. */
export interface BannerDay {
  readonly us: number;
  readonly guessed: boolean;
}

/**
 * Settles `03/04/26` by what else the report shows: times with AM and PM are American, so the month comes first. Without
 * them a short year is the C locale (month first) and a long one is not American (day first); both are guesses.
 */
export function bannerDay({ days, shortYear }: SysstatBanner, twelveHours: boolean): BannerDay | null {
  const { monthFirst, dayFirst } = days;
  if (monthFirst === null || dayFirst === null || monthFirst === dayFirst) {
    const us = monthFirst ?? dayFirst;
    return us === null ? null : { us, guessed: false };
  }
  if (twelveHours) return { us: monthFirst, guessed: false };
  return { us: shortYear ? monthFirst : dayFirst, guessed: true };
}
