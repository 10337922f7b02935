import { usageError } from './args.ts';
import { nearest } from './nearest.ts';
import type { OptionName } from './options.ts';

/** What a bare number of a sample may count. */
export const units = ['B', 'KiB', 'MiB', 'GiB', 'kB', 'MB', 'GB', '%'] as const;

/** The choice that was typed; a near miss is told. */
export function oneOf<Choice extends string>(option: OptionName, typed: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((known) => known === typed);
  if (choice !== undefined) return choice;
  const guess = nearest(typed, choices);
  throw usageError(
    `--${option} does not know "${typed}"${guess === null ? '' : `: did you mean ${guess}?`}`,
    `It takes ${choices.join(', ')}.`,
  );
}

/** An IANA zone or a fixed offset that this Node can show times in. */
export function parseZone(typed: string, machineZone: string): string {
  if (typed === 'local') return machineZone;
  try {
    new Intl.DateTimeFormat('en', { timeZone: typed });
    return typed;
  } catch {
    throw usageError(`--tz: "${typed}" is not a time zone`, 'Examples: UTC, Europe/Berlin, +05:30, local.');
  }
}

/** `4k`, `65536`; null for `auto`. */
export function parsePageSize(typed: string): number | null {
  if (typed === 'auto') return null;
  const [, digits, kilo] = /^(\d{1,6})(k|kb|kib)?$/i.exec(typed) ?? [];
  const bytes = Number(digits) * (kilo === undefined ? 1 : 1024);
  if (bytes >= 4096 && bytes <= 262_144 && Number.isInteger(Math.log2(bytes))) return bytes;
  throw usageError(`--page-size: "${typed}" is not a page size`, 'Examples: 4k, 16k, 64k, auto.');
}

/** More threads than this only wait for each other. */
const mostJobs = 64;

export function parseJobs(typed: string): number {
  const jobs = Number(typed);
  if (/^\d{1,3}$/.test(typed) && jobs >= 1 && jobs <= mostJobs) return jobs;
  throw usageError(`--jobs: "${typed}" is not a number of threads`, `Write a number from 1 to ${mostJobs}.`);
}

export function parseYear(typed: string): number {
  const year = Number(typed);
  if (/^\d{4}$/.test(typed) && year >= 1991) return year;
  throw usageError(`--year: "${typed}" is not a year`, 'Write four digits, as in --year 2026.');
}

export function parsePattern(option: OptionName, typed: string | null): RegExp | null {
  if (typed === null) return null;
  try {
    return new RegExp(typed, 'u');
  } catch (error) {
    throw usageError(
      `--${option}: ${error instanceof Error ? error.message : String(error)}`,
      'Quote the pattern, so that the shell leaves it alone.',
    );
  }
}
