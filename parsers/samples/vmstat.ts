import type { Line } from '../model/line.ts';
import type { RawSample } from '../model/sample.ts';
import type { Stamp } from '../model/stamp.ts';
import { type BlockReader, defineFormat, type FormatContext, isDamaged } from './define-format.ts';
import { parseDateText } from './moment/date-text.ts';
import { type BlockTime, noTime } from './moment/moments.ts';
import { createSummerTime } from './moment/summer-time.ts';
import { zoneOffsetMinutes } from './moment/zone-abbreviations.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { parseUint, splitBlanks, words } from './text/numbers.ts';
import { isWholePages } from './text/procps-unit.ts';
import { optionUnitBytes } from './text/quantity.ts';

/**
 * `vmstat [-t] [-w] [-a] [-n] [-S unit] [delay [count]]` of procps, by its column headings.
 *
 * The first row after a heading is the average since boot: its rates are dropped, its memory columns are of the moment
 * (every heading counts as the first, since a repeated one cannot be told from a new run). `cache` holds SReclaimable
 * besides Cached since procps 3.3.10. The text has no unit: KiB is assumed and named, rows are held until a few whole-page
 * values support it, and once a value is not made of whole pages the amounts below this heading are left out (`-S M`).
 *
 * Source: procps src/vmstat.c (`new_header`, `new_format`).
 */
export const vmstat = defineFormat({
  name: 'vmstat',
  samples: [
    [
      'procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu----- -----timestamp-----',
      ' r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st                 UTC',
      ' 5  0      0 16413944  46940 7623688    0    0  1435  5712  649 1872 24  8 67  0  0 2026-11-20 09:39:39',
    ].join('\n'),
    [
      '--procs-- -----------------------memory---------------------- ---swap-- -----io---- -system-- ----------cpu----------',
      '   r    b         swpd         free        inact       active   si   so    bi    bo   in   cs  us  sy  id  wa  st  gu',
      '   0    0            0       248704         5596       128920    0    0  1574   188  257    5  38  28  34   0   0   0',
    ].join('\n'),
  ],
  open: readVmstat,
});

/** What a column becomes. Amounts and their rates are in the unit of the table, blocks always in KiB a second. */
interface Meaning {
  readonly role: 'amount' | 'amountRate' | 'blockRate' | 'gauge' | 'percent';
  readonly metric: string;
}

const meanings = new Map<string, Meaning>([
  ['swpd', { role: 'amount', metric: 'swapUsedBytes' }],
  ['free', { role: 'amount', metric: 'memFreeBytes' }],
  ['buff', { role: 'amount', metric: 'buffersBytes' }],
  ['cache', { role: 'amount', metric: 'cacheColumnBytes' }],
  ['inact', { role: 'amount', metric: 'inactiveBytes' }],
  ['active', { role: 'amount', metric: 'activeBytes' }],
  ['si', { role: 'amountRate', metric: 'swapInBytesPerSecond' }],
  ['so', { role: 'amountRate', metric: 'swapOutBytesPerSecond' }],
  ['bi', { role: 'blockRate', metric: 'pageInBytesPerSecond' }],
  ['bo', { role: 'blockRate', metric: 'pageOutBytesPerSecond' }],
  ['r', { role: 'gauge', metric: 'tasksRunnable' }],
  ['b', { role: 'gauge', metric: 'tasksBlocked' }],
  ['id', { role: 'percent', metric: 'cpuIdlePercent' }],
  ['wa', { role: 'percent', metric: 'cpuIoWaitPercent' }],
]);

const columnNames = new Set('r b w swpd free buff cache inact active si so bi bo in cs us sy id wa st gu'.split(' '));

/** Whole-page values in a row that prove KiB: one in four numbers is one by chance. */
const enoughValues = 6;
const mostHeldRows = 8;

interface Heading {
  /** One for each column; null for those that are passed over. */
  readonly columns: readonly (Meaning | null)[];
  readonly zone: string | null;
}

interface Row {
  readonly line: Line;
  readonly time: BlockTime;
  readonly values: readonly number[];
  readonly heading: Heading;
  readonly sinceBoot: boolean;
}

function readVmstat({ options, moments }: FormatContext): BlockReader {
  const told = options.unit === null ? null : optionUnitBytes(options.unit);
  let heading: Heading | null = null;
  let sinceBoot = true;
  let held: Row[] = [];
  let supporting = 0;
  let verdict: 'open' | 'kib' | 'unknown' = 'open';
  const spans: number[] = [];
  const summer = createSummerTime();

  function emit(row: Row, sink: SampleSink): void {
    const unit = told ?? (verdict === 'unknown' ? null : 1024);
    const metrics: Metrics = {};
    const { columns } = row.heading;
    for (let index = 0; index < columns.length; index += 1) {
      const meaning = columns[index];
      if (!meaning) continue;
      const { role, metric } = meaning;
      const value = row.values[index] as number;
      if (role === 'gauge') metrics[metric] = value;
      else if (role === 'amount') {
        if (unit !== null) metrics[metric] = value * unit;
      } else if (row.sinceBoot) continue;
      else if (role === 'amountRate') {
        if (unit !== null) metrics[metric] = value * unit;
      } else if (role === 'blockRate') metrics[metric] = value * 1024;
      else if (value <= 100) metrics[metric] = value;
    }
    if (unit === null) sink.reject(row.line, 'unit unknown');
    if (isEmpty(metrics)) return;
    const unitAssumed: RawSample['unitAssumed'] = told === null && unit !== null ? 'KiB' : null;
    sink.sample(
      toSample({ format: 'vmstat', span: spanOf(row.line), time: row.time, metrics, quantumBytes: unit, unitAssumed }),
    );
  }

  function release(sink: SampleSink): void {
    const rows = held;
    held = [];
    for (const row of rows) emit(row, sink);
  }

  function weigh(row: Row): void {
    const { columns } = row.heading;
    for (let index = 0; index < columns.length; index += 1) {
      const value = row.values[index] as number;
      if (columns[index]?.role !== 'amount' || value === 0) continue;
      if (isWholePages(value)) supporting += 1;
      else verdict = 'unknown';
    }
    if (verdict === 'open' && supporting >= enoughValues) verdict = 'kib';
  }

  function readRow(line: Line, text: string, head: Heading, sink: SampleSink): 'claimed' | 'foreign' {
    const fields = splitBlanks(text, spans);
    const width = head.columns.length;
    const first = text.charCodeAt(spans[0] as number);
    if (first < 0x30 || first > 0x39) return 'foreign';
    const values: number[] = [];
    for (let field = 0; field < Math.min(width, fields); field += 1) {
      const value = parseUint(text, spans[field * 2] as number, spans[field * 2 + 1] as number);
      if (value === -1 || value > Number.MAX_SAFE_INTEGER / 1024) {
        const isNumber = /^\d+$/.test(text.slice(spans[field * 2], spans[field * 2 + 1]));
        if (field < 4 && !isNumber) return 'foreign';
        sink.reject(line, 'unreadable value');
        return 'claimed';
      }
      values.push(value);
    }
    const rest = fields > width ? text.slice(spans[width * 2]) : '';
    const stamp = rest === '' ? null : summer.settle(rowStamp(rest, head.zone));
    if (values.length < width || (rest !== '' && !stamp) || (rest === '' && head.zone !== null)) {
      sink.reject(line, 'row does not fit its heading');
      return 'claimed';
    }
    if (!isDamaged(line)) accept(line, values, stamp, head, sink);
    return 'claimed';
  }

  function accept(line: Line, values: readonly number[], stamp: Stamp | null, head: Heading, sink: SampleSink): void {
    const block = moments.date('vmstat');
    const time: BlockTime = stamp ? { ...noTime, stamp, stampBasis: 'written', host: block.host } : block;
    const row: Row = { line, time, values, heading: head, sinceBoot };
    sinceBoot = false;
    if (told === null && verdict !== 'unknown') weigh(row);
    held.push(row);
    if (told !== null || verdict !== 'open' || held.length >= mostHeldRows) release(sink);
  }

  return {
    byRow: true,
    close(sink) {
      release(sink);
      heading = null;
    },
    row(line, sink) {
      // So many groups of digits are no date.
      if (!heading || heading.columns.length < 10) return false;
      const { text } = line;
      const values = new Array<number>(heading.columns.length);
      const end = readNumbers(text, values);
      if (end === -1) return false;
      const written = end === text.length ? null : rowStamp(text.slice(end), heading.zone);
      if ((written === null) !== (end === text.length) || (written === null && heading.zone !== null)) return false;
      accept(line, values, summer.settle(written), heading, sink);
      return true;
    },
    read(line, text, sink) {
      if (/^(?:--)?procs(?:--)? -+memory-/.test(text)) {
        heading = null;
        return 'claimed';
      }
      const named = text.charCodeAt(0) === 0x20 || text.charCodeAt(0) === 0x72 ? headingOf(text) : null;
      if (named) {
        release(sink);
        heading = named;
        summer.forget();
        sinceBoot = true;
        supporting = 0;
        verdict = 'open';
        return 'claimed';
      }
      return heading ? readRow(line, text, heading, sink) : 'foreign';
    },
  };
}

/** No number of a row has more digits, in KiB. */
const mostDigits = 12;

/**
 * Fills `values` from the numbers between blanks that a row begins with. Where what follows them begins, the text's length where
 * nothing does; -1 where there are fewer numbers or they are larger.
 */
function readNumbers(text: string, values: number[]): number {
  let at = 0;
  for (let field = 0; field < values.length; field += 1) {
    let code = text.charCodeAt(at);
    for (; code === 0x20; code = text.charCodeAt(at)) at += 1;
    const start = at;
    let value = 0;
    for (; code >= 0x30 && code <= 0x39; code = text.charCodeAt(at)) {
      value = value * 10 + (code - 0x30);
      at += 1;
    }
    if (at === start || at - start > mostDigits || (at < text.length && code !== 0x20)) return -1;
    values[field] = value;
  }
  while (text.charCodeAt(at) === 0x20) at += 1;
  return at;
}

/** ` r  b   swpd   free ... st [gu] [ZONE]`. Some words are translated; free stands behind swpd in every language. */
function headingOf(text: string): Heading | null {
  const names = words(text);
  const swap = names.indexOf('swpd');
  if (names[0] !== 'r' || names[1] !== 'b' || swap < 2 || names[swap + 4] !== 'si') return null;
  const width = names.findLastIndex((name) => columnNames.has(name)) + 1;
  if (names.length > width + 1) return null;
  const columns = names.slice(0, width).map((name, index) => (index === swap + 1 ? 'free' : name.toLowerCase()));
  const mayBeUnknown = (index: number): boolean => index === swap + 2 || index === swap + 3;
  if (!columns.every((name, index) => columnNames.has(name) || mayBeUnknown(index))) return null;
  return { columns: columns.map((name) => meanings.get(name) ?? null), zone: names[width] ?? null };
}

/** `2026-11-20 09:39:39`, in old versions with the zone behind it; the heading names it in newer ones. */
function rowStamp(text: string, zone: string | null): Stamp | null {
  const stamp = parseDateText(text.trim());
  if (!stamp || stamp.offsetMinutes !== null || zone === null) return stamp;
  return { ...stamp, offsetMinutes: zoneOffset(zone) };
}

/** An abbreviation, or `+03` for zones that have none. */
function zoneOffset(zone: string): number | null {
  const numeric = /^([+-])(\d\d)(\d\d)?$/.exec(zone);
  if (!numeric) return zoneOffsetMinutes(zone);
  return (numeric[1] === '-' ? -1 : 1) * (Number(numeric[2]) * 60 + Number(numeric[3] ?? 0)) || 0;
}
