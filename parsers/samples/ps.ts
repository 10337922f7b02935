import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import { monthOf } from './moment/calendar-words.ts';
import { civilDayUs } from './moment/date-text.ts';
import type { BlockTime } from './moment/moments.ts';
import { auxHeadings, isText, type PsColumn, psColumns } from './ps-columns.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { commOfCommandLine, commOfEither, commOfName } from './text/comm.ts';
import { decodeUtf8 } from './text/decode.ts';
import { parseDecimal, parseUint, splitBlanks, words } from './text/numbers.ts';
import { coarser, parseQuantity } from './text/quantity.ts';

/**
 * `ps`: aux, -eo with any columns (read by their headings), `v`, busybox, our own sampler's table, and rows without a
 * heading where they show what they are (`awk '{print $2, $4, $5, $6}'` of `ps aux`).
 *
 * A process that has no memory of its own (a kernel thread, a zombie: VSZ and RSS 0) gives no sample. RSS counts shared
 * pages in every process. Identity across snapshots: pid, name, and the day of the start where a date is known.
 */
export const ps = defineFormat({
  name: 'ps',
  samples: [
    [
      'USER       PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND',
      'root         1  2.3  0.0  49084 18120 ?        SLl  09:28   0:16 /process_api --x',
      'root         2  0.0  0.0      0     0 ?        S    09:28   0:00 [kthreadd]',
    ].join('\n'),
    ['  PID %MEM   RSS CMD', ' 4711 12.3 126044 python3 cache_service.py'].join('\n'),
    ['4711 12.3 412044 126044'].join('\n'),
    [
      '=== 0 epoch=1773040950.959 mono=4.731 boot=4.731',
      '# nproc=4',
      '    PID    PPID S       VSZ       RSS      ANON      FILE     SHMEM      SWAP      PTE   ADJ COMM',
      '     81       1 R      2964      2812      2036         4       772         0       32 -1000 sampler',
    ].join('\n'),
  ],
  open: readPs,
});

interface Table {
  readonly columns: readonly PsColumn[];
  /** Index of the column that may hold blanks, -1 where none does. */
  readonly text: number;
  /** Where the text columns begin in the heading, for tables with several. */
  readonly starts: readonly number[];
  readonly hasThreads: boolean;
}

interface Snapshot {
  readonly time: BlockTime;
  readonly pids: Set<number>;
}

/** No snapshot holds more (PID_MAX_LIMIT is 2^22, but a table that long is none). */
const mostPids = 500_000;

/** `PID %MEM VSZ RSS`, four numbers with a %MEM of one decimal. */
const bareRow = /^\d{1,7} \d{1,3}\.\d \d+ \d+$/;
const processesLine = /^# nproc=(\d{1,7})$/;

function readPs({ options, moments }: FormatContext): BlockReader {
  let table: Table | null = null;
  let snapshot: Snapshot | null = null;
  const spans: number[] = [];
  /** Under this label rows come without a heading. */
  let awkLabel: string | null = null;
  let awkTable: Table | null = null;

  function snapshotFor(pid: number): Snapshot {
    const isOver =
      snapshot !== null && (snapshot.pids.size >= mostPids || (snapshot.pids.has(pid) && !table?.hasThreads));
    if (!snapshot || isOver) {
      snapshot = { time: moments.date('ps'), pids: new Set() };
    }
    return snapshot;
  }

  function labelTable(): Table | null {
    const { label } = moments;
    if (label !== awkLabel) {
      awkLabel = label;
      awkTable = label === null ? null : tableOfAwk(label);
    }
    return awkTable;
  }

  function readRow(line: Line, text: string, rows: Table, sink: SampleSink): 'claimed' | 'foreign' {
    const fields = splitBlanks(text, spans);
    const row = readFields(text, spans, fields, rows, options.pageSizeBytes);
    if (row === 'foreign') return 'foreign';
    if (row === 'damaged') {
      sink.reject(line, 'row does not fit its heading');
      return 'claimed';
    }
    const held = snapshotFor(row.pid ?? line.line);
    const seen = row.pid !== null && held.pids.has(row.pid);
    if (row.pid !== null) held.pids.add(row.pid);
    if (seen || hasNoMemory(row) || isEmpty(row.metrics)) return 'claimed';
    sink.sample(
      toSample({
        format: 'ps',
        span: spanOf(line),
        time: held.time,
        scope: 'process',
        pid: row.pid,
        comm: row.comm,
        cgroup: row.cgroup,
        startedAt: startDay(row.started, held.time),
        metrics: row.ppid === null || row.ppid <= 0 ? row.metrics : { ...row.metrics, parentPid: row.ppid },
        quantumBytes: row.quantumBytes,
      }),
    );
    return 'claimed';
  }

  return {
    byRow: true,
    longLines: true,
    close() {
      table = null;
      snapshot = null;
    },
    read(line, text, sink) {
      const heading = headingOf(text);
      if (heading) {
        table = heading;
        snapshot = { time: moments.date('ps'), pids: new Set() };
        return 'claimed';
      }
      if (table) {
        const claim = readRow(line, text, table, sink);
        if (claim === 'claimed') return claim;
      }
      const processes = processesLine.exec(text)?.[1];
      if (processes !== undefined) {
        const time = moments.date('ps processes');
        sink.sample(toSample({ format: 'ps', span: spanOf(line), time, metrics: { processes: Number(processes) } }));
        return 'claimed';
      }
      if (table) return 'foreign';
      const first = text.charCodeAt(0);
      if (first < 0x30 || first > 0x39) return 'foreign';
      if (bareRow.test(text)) return readRow(line, text, bareTable, sink);
      const labelled = labelTable();
      return labelled && splitBlanks(text, spans) === labelled.columns.length
        ? readRow(line, text, labelled, sink)
        : 'foreign';
    },
  };
}

function headingOf(text: string): Table | null {
  if (text.length > 400 || /[a-z]/.test(text)) return null;
  const names = words(text);
  const columns = names.length >= 2 ? psColumns(names) : null;
  return columns && tableOf(columns, text, names);
}

function tableOf(columns: readonly PsColumn[], text = '', names: readonly string[] = []): Table {
  const starts: number[] = [];
  let at = 0;
  for (const name of names) {
    at = text.indexOf(name, at);
    starts.push(at);
    at += name.length;
  }
  return {
    columns,
    text: columns.findLastIndex(isText),
    starts,
    hasThreads: columns.some((column) => column.kind === 'thread'),
  };
}

const bareTable = tableOf(psColumns(['PID', '%MEM', 'VSZ', 'RSS']) ?? []);

/** `ps aux ... awk '{print $4, $6}'`, as a watch banner or a prompt shows it. */
function tableOfAwk(label: string): Table | null {
  const fields = /\bps -?aux\b.*\{ *print ((?:\\?\$\d+[, ]*)+)\}/.exec(label)?.[1]?.match(/\d+/g);
  if (!fields) return null;
  const names = fields.map((field) => auxHeadings[Number(field) - 1] ?? '');
  const columns = psColumns([...names, 'PID'])?.slice(0, -1);
  return columns ? tableOf(columns) : null;
}

interface Row {
  pid: number | null;
  ppid: number | null;
  comm: string | null;
  cgroup: string | null;
  started: string | null;
  metrics: Metrics;
  quantumBytes: number | null;
}

function readFields(
  text: string,
  spans: readonly number[],
  count: number,
  { columns, text: textColumn, starts }: Table,
  pageSizeBytes: number | null,
): Row | 'foreign' | 'damaged' {
  const row: Row = {
    pid: null,
    ppid: null,
    comm: null,
    cgroup: null,
    started: null,
    metrics: {},
    quantumBytes: null,
  };
  const right = textColumn === -1 ? 0 : columns.length - 1 - textColumn;
  let field = 0;
  let damaged = false;
  for (let index = 0; index < columns.length; index += 1) {
    const column = columns[index] as PsColumn;
    if (field >= count) return row.pid === null ? 'foreign' : 'damaged';
    const from = spans[field * 2] as number;
    const to = spans[field * 2 + 1] as number;
    if (index === textColumn) {
      const last = count - right;
      if (last <= field) return row.pid === null ? 'foreign' : 'damaged';
      row.comm ??= nameOf(column, text.slice(from, spans[last * 2 - 1]));
      field = last;
      continue;
    }
    if (isText(column)) {
      const end = fieldBefore(spans, count, starts[index + 1] ?? 0, field);
      row.comm ??= nameOf(column, text.slice(from, spans[end * 2 - 1]));
      field = end;
      continue;
    }
    switch (column.kind) {
      case 'pid':
        row.pid = parseUint(text, from, to);
        if (row.pid <= 0) return 'foreign';
        break;
      case 'ppid':
        row.ppid = parseUint(text, from, to);
        break;
      case 'thread':
        if (parseUint(text, from, to) === -1) return 'foreign';
        break;
      case 'number':
        if (!isNumberOrDash(text, from, to)) return row.pid === null ? 'foreign' : 'damaged';
        break;
      case 'started': {
        const length = startedFields(text, spans, field, count);
        row.started = text.slice(from, spans[(field + length) * 2 - 1]);
        field += length - 1;
        break;
      }
      case 'cgroup':
        row.cgroup = cgroupPath(text.slice(from, to));
        break;
      case 'metric':
        if (!readMetric(row, column, text, from, to, pageSizeBytes)) damaged = true;
        break;
    }
    field += 1;
  }
  if (field < count) return row.pid === null ? 'foreign' : 'damaged';
  return damaged ? (row.pid === null ? 'foreign' : 'damaged') : row;
}

/** Number of fields that begin before a position of the line, at least one past `field`. */
function fieldBefore(spans: readonly number[], count: number, position: number, field: number): number {
  let end = field + 1;
  while (end < count && (spans[end * 2] as number) < position) end += 1;
  return end;
}

function readMetric(
  row: Row,
  column: PsColumn & { kind: 'metric' },
  text: string,
  from: number,
  to: number,
  pageSizeBytes: number | null,
): boolean {
  if (to - from === 1 && text.charCodeAt(from) === 0x2d) return true;
  if (column.unit === 'percent' || column.unit === 'count') {
    const value = parseDecimal(text.slice(from, to), 'unknown');
    if (Number.isNaN(value)) return false;
    row.metrics[column.metric] = value;
    return true;
  }
  const whole = parseUint(text, from, to);
  if (column.unit === 'pages') {
    if (whole !== -1 && pageSizeBytes !== null) row.metrics[column.metric] ??= whole * pageSizeBytes;
    return whole !== -1;
  }
  const size =
    whole === -1
      ? parseQuantity(text.slice(from, to))
      : whole > Number.MAX_SAFE_INTEGER / 1024
        ? null
        : { bytes: whole * 1024, quantumBytes: 1024 };
  if (!size) return false;
  row.metrics[column.metric] = size.bytes;
  row.quantumBytes = coarser(row.quantumBytes, size.quantumBytes);
  return true;
}

function nameOf(column: PsColumn, text: string): string | null {
  if (column.kind === 'comm') return commOfName(text);
  return column.kind === 'args' ? commOfCommandLine(text) : commOfEither(text);
}

/** Kernel threads and zombies: nothing mapped at all, or nothing resident and known to be a kernel thread. */
function hasNoMemory(row: Row): boolean {
  if (row.metrics.rssBytes !== 0) return row.metrics.rssBytes === undefined && row.metrics.virtualBytes === 0;
  if (row.metrics.virtualBytes !== undefined) return row.metrics.virtualBytes === 0;
  return row.pid === 2 || row.ppid === 2;
}

function isNumberOrDash(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (!((code >= 0x30 && code <= 0x39) || code === 0x2e || code === 0x2d || code === 0x2c)) {
      return /^(?:RT|rt|TS|\?)$/.test(text.slice(from, to));
    }
  }
  return true;
}

/** `lstart` is five words (`Fri Nov 20 09:28:01 2026`), `start` of an older process two (`Nov 20`), all others one. */
function startedFields(text: string, spans: readonly number[], field: number, count: number): number {
  const at = (index: number): string =>
    field + index < count ? text.slice(spans[(field + index) * 2], spans[(field + index) * 2 + 1]) : '';
  if (/^[A-Z][a-z]{2}$/.test(at(0))) {
    if (/^\d\d:\d\d:\d\d$/.test(at(3)) && /^\d{4}$/.test(at(4))) return 5;
    if (/^\d{1,2}$/.test(at(1))) return 2;
  }
  return 1;
}

/**
 * The start as something that stays: `lstart` as it is; `09:28` and `Nov20`, which ps prints for young and for older
 * processes, both as the day, since one turns into the other. Null where the day cannot be known.
 */
function startDay(started: string | null, { stamp }: BlockTime): string | null {
  if (started === null) return null;
  if (/\d{4}$/.test(started)) return started;
  if (!stamp?.hasYear) return null;
  const now = new Date(stamp.civilUs / 1000);
  const clock = /^(\d\d):(\d\d)(?::\d\d)?$/.exec(started);
  if (clock) {
    const startedMinute = Number(clock[1]) * 60 + Number(clock[2]);
    const nowMinute = now.getUTCHours() * 60 + now.getUTCMinutes();
    return isoDay(stamp.civilUs - (startedMinute > nowMinute + 1 ? 86_400_000_000 : 0));
  }
  const dated = /^([A-Za-z]{3}) ?(\d{1,2})$/.exec(started);
  const month = dated?.[1] ? monthOf(dated[1].toLowerCase()) : null;
  if (!dated || month === null) return null;
  const day = civilDayUs(now.getUTCFullYear(), month, Number(dated[2]));
  if (day === null) return null;
  return isoDay(day > stamp.civilUs ? (civilDayUs(now.getUTCFullYear() - 1, month, Number(dated[2])) ?? day) : day);
}

const isoDay = (us: number): string => new Date(us / 1000).toISOString().slice(0, 10);

/** `0::/system.slice/x.service`, `4:memory:/docker/abc,...`: the path of the memory controller. */
function cgroupPath(text: string): string | null {
  const memory = /(?:^|,)\d+:(?:[^:]*,)?memory(?:,[^:]*)?:([^,]+)/.exec(text)?.[1];
  const unified = /(?:^|,)0::([^,]+)/.exec(text)?.[1];
  const path = memory ?? unified ?? (text.startsWith('/') ? text : null);
  return path === null ? null : decodeUtf8(path);
}
