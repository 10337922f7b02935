import type { Stamp } from '../model/stamp.ts';

/** Builds stamps and gives the last one again while nothing changes: log lines come many to a second. */
export function stampMemo(hasYear: boolean) {
  let last: Stamp = { civilUs: Number.NaN, offsetMinutes: null, hasYear, precisionUs: 1 };
  return (civilUs: number, offsetMinutes: number | null, precisionUs: number): Stamp => {
    if (last.civilUs !== civilUs || last.offsetMinutes !== offsetMinutes || last.precisionUs !== precisionUs) {
      last = { civilUs, offsetMinutes, hasYear, precisionUs };
    }
    return last;
  };
}
