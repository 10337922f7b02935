import type { Line } from '../model/line.ts';
import { timeOfDay } from '../time/time-of-day.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import { parseTimeOfDay, type TimeOfDay, withMeridiem } from './moment/date-text.ts';
import { createDayClock, type DayClock } from './moment/day-clock.ts';
import { mayBeMarker } from './moment/marker.ts';
import type { BlockTime } from './moment/moments.ts';
import { bannerDay, type SysstatBanner } from './moment/sysstat-banner.ts';
import { completeSysstat, isCompleted, type SysstatColumn, sysstatColumn } from './names/sysstat-columns.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { parseDecimal, parsePlain, parseUint, splitBlanks } from './text/numbers.ts';
import { coarser, parseQuantity } from './text/quantity.ts';

/**
 * `sar` as text: -r (ALL), -S, -B, -W, -H, -q and PSI, of all ages, in 12 and 24 hours, with comma or point, `--human`.
 *
 * Columns are known by name, times by the banner's day and the order of the rows; every heading keeps its own clock, since
 * `sar -A` runs through the day once per activity. Averages, `LINUX RESTART` and comments give no sample; blocks of other
 * activities (CPU, network) are passed over.
 *
 * Source: sysstat pr_stats.c, sar.c.
 */
export const sar = defineFormat({
  name: 'sar',
  samples: [
    [
      'Linux 6.18.44 (vm) \t11/20/26 \t_x86_64_\t(2 CPU)',
      '',
      '09:39:44    kbmemfree   kbavail kbmemused  %memused kbbuffers  kbcached  kbcommit   %commit  kbactive   kbinact   kbdirty',
      '09:39:45     16405212  23772464    533944      2.16     51952   7257964    279872      1.13   2826424   4632904   1748548',
      '09:41:02          LINUX RESTART\t(2 CPU)',
      'Average:     16354567  23768203    537883      2.18     53277   7298427    320533      1.30   2829480   4705045   1783985',
    ].join('\n'),
    ['12:00:01 AM  pswpin/s pswpout/s', '12:10:01 AM      0.00     12.50'].join('\n'),
  ],
  open: readSar,
});

interface Table {
  readonly key: string;
  readonly columns: readonly string[];
  readonly twelveHours: boolean;
  readonly isKnown: boolean;
  /** What each column means, null for those that are passed over. */
  readonly meanings: readonly (SysstatColumn | null)[];
  /** Something follows from two of its columns together. */
  readonly completes: boolean;
}

/** `sar -A` has some fifty headings. */
const mostHeadings = 500;
const secondUs = 1_000_000;

function readSar({ options, moments }: FormatContext): BlockReader {
  let banner: SysstatBanner | null = null;
  let clocks = new Map<string, DayClock>();
  let guessed = false;
  let table: Table | null = null;
  const clock = timeOfDay();
  const spans: number[] = [];

  function clockFor(head: Table): DayClock {
    if (moments.banner !== banner) {
      banner = moments.banner;
      clocks = new Map();
    }
    if (clocks.size > mostHeadings) clocks.clear();
    let clock = clocks.get(head.key);
    if (!clock) {
      clock = createDayClock();
      const day = banner && bannerDay(banner, head.twelveHours);
      guessed = day?.guessed ?? false;
      if (day) clock.on(day.us, null);
      clocks.set(head.key, clock);
    }
    return clock;
  }

  function timeOf(head: Table, time: TimeOfDay): BlockTime {
    const { stamp, sinceMidnightUs } = clockFor(head).at(time);
    const basis = guessed ? 'derived' : 'written';
    return { stamp, stampBasis: stamp && basis, sinceMidnightUs, monotonicUs: null, host: banner?.host ?? null };
  }

  function readTimed(
    line: Line,
    text: string,
    time: TimeOfDay,
    first: number,
    count: number,
    sink: SampleSink,
  ): boolean {
    const twelveHours = first === 2;
    if (isHeading(text, spans, first, count)) {
      const columns = fieldsFrom(text, spans, first, count);
      const meanings = columns.map(sysstatColumn);
      const isKnown = meanings.some((meaning) => meaning !== null);
      if (!isKnown && !moments.banner) return false;
      const completes = meanings.some((meaning) => meaning !== null && isCompleted(meaning.metric));
      table = { key: columns.join(' '), columns, twelveHours, isKnown, meanings, completes };
      if (isKnown) timeOf(table, time);
      return true;
    }
    if (!table) return false;
    const rest = text.slice(spans[first * 2]);
    if (/^(?:LINUX RESTART|COM)\b/.test(rest) || !table.isKnown) return true;
    if (count - first !== table.columns.length) {
      sink.reject(line, 'row does not fit its heading');
      return true;
    }
    emitRow(line, text, table, time, first, sink);
    return true;
  }

  function emitRow(line: Line, text: string, head: Table, time: TimeOfDay, first: number, sink: SampleSink): void {
    const metrics: Metrics = {};
    let quantumBytes: number | null = null;
    for (let index = 0; index < head.meanings.length; index += 1) {
      const column = head.meanings[index];
      if (!column) continue;
      const from = spans[(first + index) * 2] as number;
      const to = spans[(first + index) * 2 + 1] as number;
      const plain = column.isSize ? parseUint(text, from, to) : parsePlain(text, from, to);
      if (plain !== -1 && plain * column.scale <= Number.MAX_SAFE_INTEGER) {
        metrics[column.metric] = plain * column.scale;
        if (column.isSize) quantumBytes = coarser(quantumBytes, column.scale);
        continue;
      }
      const value = readValue(text.slice(from, to), column.scale, column.isSize);
      if (!value) {
        sink.reject(line, 'unreadable value');
        return;
      }
      metrics[column.metric] = value.value;
      quantumBytes = coarser(quantumBytes, value.quantumBytes);
    }
    const at = timeOf(head, time);
    if (isEmpty(metrics)) return;
    if (head.completes) completeSysstat(metrics, options.pageSizeBytes);
    sink.sample(toSample({ format: 'sar', span: spanOf(line), time: at, metrics, quantumBytes }));
  }

  return {
    blank: 'part',
    byRow: true,
    close() {
      table = null;
    },
    row(line, sink) {
      const { text } = line;
      if (!table?.isKnown || !clock.read(text, 0) || clock.end !== 8 || clock.precisionUs !== secondUs) return false;
      const count = splitBlanks(text, spans);
      if (spans[1] !== 8 || count !== table.columns.length + 1 || !areNumbers(text, spans, count)) return false;
      // A time of day has three groups of digits, a date at most six more.
      if (text.includes('\x1b') || (count < 8 && mayBeMarker(text))) return false;
      emitRow(line, text, table, { us: clock.us, precisionUs: secondUs }, 1, sink);
      return true;
    },
    read(line, text, sink) {
      const count = splitBlanks(text, spans);
      if (count < 2) return 'foreign';
      const firstCode = text.charCodeAt(spans[0] as number);
      if (firstCode < 0x30 || firstCode > 0x39) {
        const isReport = table !== null || moments.banner !== null;
        const isAverage = isReport && /^[^\d\s][^\s:]{1,14} ?:\s{2}/.test(text);
        return isAverage ? 'claimed' : 'foreign';
      }
      if ((spans[1] as number) - (spans[0] as number) !== 8) return 'foreign';
      let time = parseTimeOfDay(text.slice(spans[0], spans[1]));
      if (!time) return 'foreign';
      const meridiem = text.slice(spans[2], spans[3]);
      let firstValue = 1;
      if (meridiem === 'AM' || meridiem === 'PM') {
        time = withMeridiem(time, meridiem === 'AM' ? 'am' : 'pm');
        firstValue = 2;
        if (!time || count < 3) return 'foreign';
      }
      return readTimed(line, text, time, firstValue, count, sink) ? 'claimed' : 'foreign';
    },
  };
}

/** Whether every field begins with a digit. */
function areNumbers(text: string, spans: readonly number[], count: number): boolean {
  for (let field = 0; field < count; field += 1) {
    const code = text.charCodeAt(spans[field * 2] as number);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

/** A heading holds no numbers: its last field begins with a letter or `%` and so does its first. */
function isHeading(text: string, spans: readonly number[], first: number, count: number): boolean {
  const isName = (field: number): boolean => /[A-Za-z%]/.test(text.charAt(spans[field * 2] as number));
  return isName(first) && isName(count - 1) && !/LINUX RESTART|\sCOM\s|\sPID\s/.test(text);
}

function fieldsFrom(text: string, spans: readonly number[], first: number, count: number): string[] {
  const fields: string[] = [];
  for (let field = first; field < count; field += 1) fields.push(text.slice(spans[field * 2], spans[field * 2 + 1]));
  return fields;
}

/** A number, or with `--human` a size with its letter. Null for anything else, also for a negative one. */
function readValue(
  field: string,
  scale: number,
  isSize: boolean,
): { readonly value: number; readonly quantumBytes: number | null } | null {
  if (isSize) {
    const whole = parseUint(field, 0, field.length);
    if (whole !== -1)
      return whole > Number.MAX_SAFE_INTEGER / scale ? null : { value: whole * scale, quantumBytes: scale };
    const size = parseQuantity(field);
    return size && { value: size.bytes, quantumBytes: size.quantumBytes };
  }
  const value = parseDecimal(field.replace(/%$/, ''), 'unknown');
  return value >= 0 ? { value: value * scale, quantumBytes: null } : null;
}
