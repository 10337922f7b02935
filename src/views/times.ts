const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const created = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  });
  formatters.set(zone, created);
  return created;
}

export interface CivilTime {
  /** `2026-01-06` */
  readonly date: string;
  /** `11:57:41` */
  readonly clock: string;
  /** `.972`, empty for a whole second. */
  readonly fraction: string;
  /** `+05:30` */
  readonly offset: string;
}

/** A time of the JSON contract (RFC 3339, UTC) on the wall clock of `zone`; null where it is no time. */
export function toCivil(time: string, zone: string): CivilTime | null {
  const atMs = Date.parse(time);
  if (Number.isNaN(atMs)) return null;
  const millis = /\.(\d{3})/.exec(time)?.[1] ?? '000';
  return { ...(zone === 'UTC' ? inUtc(atMs) : inZone(atMs, zone)), fraction: millis === '000' ? '' : `.${millis}` };
}

/** Most servers: the formatter would load 7 MB of tables for it. */
function inUtc(atMs: number): Omit<CivilTime, 'fraction'> {
  const [date = '', clock = ''] = new Date(atMs).toISOString().split('T');
  return { date, clock: clock.slice(0, 8), offset: '+00:00' };
}

function inZone(atMs: number, zone: string): Omit<CivilTime, 'fraction'> {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(atMs)) parts[type] = value;
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    clock: `${parts.hour}:${parts.minute}:${parts.second}`,
    offset: (parts.timeZoneName ?? '').replace(/^GMT$/, '+00:00').replace('GMT', ''),
  };
}

/** `2026-01-06 11:57:41.972 +05:30`. */
export function formatTime(time: string, zone: string): string {
  const civil = toCivil(time, zone);
  return civil === null ? time : `${civil.date} ${civil.clock}${civil.fraction} ${civil.offset}`;
}

/** `2026-01-06 11:56 → 11:58 +05:30`, or both dates where they differ. */
export function formatRange(from: string, to: string, zone: string, arrow: string): string {
  const start = toCivil(from, zone);
  const end = toCivil(to, zone);
  if (start === null || end === null) return `${from} ${arrow} ${to}`;
  if (start.date === end.date && start.offset === end.offset) {
    return `${start.date} ${start.clock} ${arrow} ${end.clock} ${end.offset}`;
  }
  const startOffset = start.offset === end.offset ? '' : ` ${start.offset}`;
  return `${start.date} ${start.clock}${startOffset} ${arrow} ${end.date} ${end.clock} ${end.offset}`;
}
