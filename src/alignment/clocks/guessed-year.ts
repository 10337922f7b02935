const dayUs = 86_400_000_000;
const mostYears = 15;

/**
 * What is to be added to a time whose year was guessed so that it falls between two times in another year, the nearest year
 * first; empty where it lies there as it is. Logs of RFC 3164 write no year, and a copy of one has lost its file's time.
 */
export function yearShifts(
  wallUs: number,
  { fromUs, toUs }: { readonly fromUs: number; readonly toUs: number },
): number[] {
  if (wallUs >= fromUs - dayUs && wallUs <= toUs + dayUs) return [];
  const shifts: number[] = [];
  for (let distance = 1; distance <= mostYears; distance += 1) {
    for (const years of [-distance, distance]) {
      const shiftUs = inYears(wallUs, years) - wallUs;
      if (wallUs + shiftUs >= fromUs - dayUs && wallUs + shiftUs <= toUs + dayUs) shifts.push(shiftUs);
    }
  }
  return shifts;
}

/** The same day and time so many years later; 29 February becomes 1 March. */
function inYears(us: number, years: number): number {
  const date = new Date(Math.floor(us / 1000));
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date.getTime() * 1000 + (us % 1000);
}

/** `--year` that makes a log's time what it is moved to. */
export function yearOf(us: number): number {
  return new Date(us / 1000).getUTCFullYear();
}
