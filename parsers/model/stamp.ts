/**
 * A wall-clock time as the log wrote it, before zone and year are settled.
 *
 * `civilUs` holds the written calendar fields as microseconds since 1970-01-01 as if they were UTC.
 * `offsetMinutes` is the zone offset the text states (`+02:00` is 120, epoch and `Z` are 0), `null` where it states none.
 * Where the text has no year (RFC 3164), `hasYear` is false and the fields are held in the leap year 1972.
 * `precisionUs` is the size of the last digit written: 1_000_000 for whole seconds, 1 for microseconds.
 */
export interface Stamp {
  readonly civilUs: number;
  readonly offsetMinutes: number | null;
  readonly hasYear: boolean;
  readonly precisionUs: number;
}
