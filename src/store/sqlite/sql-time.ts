/** SQL expression: epoch microseconds as RFC 3339 in UTC with microseconds, null for null. */
export function rfc3339Of(us: string): string {
  const fraction = `((${us}) % 1000000 + 1000000) % 1000000`;
  return `strftime('%Y-%m-%dT%H:%M:%S', ((${us}) - ${fraction}) / 1000000, 'unixepoch') || printf('.%06dZ', ${fraction})`;
}

/** SQL expression: a point's time, null for those that stand at microseconds since boot: see `SampleSeries.timeBasis`. */
export function wallClockOf(us: string): string {
  return `iif((${us}) < ${firstWallClockUs}, NULL, ${us})`;
}

/** Earlier times, before 1990, are a kernel's own clock. */
const firstWallClockUs = 631_152_000_000_000;

/** Epoch microseconds of a time as the JSON contract writes it (`2026-11-20T12:00:00.000000Z`). */
export function microsecondsOf(time: string): number {
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?Z$/.exec(time);
  const ms = match ? Date.parse(`${match[1]}Z`) : Number.NaN;
  if (Number.isNaN(ms)) throw new TypeError(`no RFC 3339 time in UTC: ${JSON.stringify(time)}`);
  return ms * 1000 + Number((match?.[2] ?? '').padEnd(6, '0'));
}
