/** A length of time in one unit: `45 s`, `30 min`, `6 h`. */
export function spanInWords(us: number): string {
  const seconds = us / 1e6;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
