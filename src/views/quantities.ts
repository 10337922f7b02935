import { withSeparators } from '../diagnosis/quantities.ts';

export { bytesInWords as formatBytes, withSeparators as formatCount } from '../diagnosis/quantities.ts';

/** `1 record`, `2 records`; irregular plurals are handed in. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${withSeparators(count)} ${count === 1 ? noun : plural}`;
}

/** Share of a whole as `93 %`, `<1 %` for a trace, empty where there is no whole. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0) return '';
  const percent = (100 * part) / whole;
  return percent > 0 && percent < 0.5 ? '<1 %' : `${Math.round(percent)} %`;
}

/** `41 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatSpan(seconds: number): string {
  if (seconds < 10) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const steps: readonly (readonly [number, string, number, string])[] = [
    [86_400, 'd', 3600, 'h'],
    [3600, 'h', 60, 'min'],
    [60, 'min', 1, 's'],
  ];
  for (const [size, unit, smaller, smallerUnit] of steps) {
    if (whole < size) continue;
    const rest = Math.floor((whole % size) / smaller);
    return `${Math.floor(whole / size)} ${unit}${rest === 0 ? '' : ` ${rest} ${smallerUnit}`}`;
  }
  return `${whole} s`;
}
