import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import { parseTimeOfDay } from './moment/date-text.ts';
import type { BlockTime } from './moment/moments.ts';
import { isSurelyRow } from './moment/row-proof.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { commOfEither } from './text/comm.ts';
import { decodeUtf8 } from './text/decode.ts';
import { parseDecimal, parsePlain, parseUint, splitBlanks, words } from './text/numbers.ts';
import { coarser, parseQuantity } from './text/quantity.ts';
import { topSummary } from './top/summary.ts';

/**
 * `top -b`: the summary from KiB to EiB in its newer and older layouts, and the process rows by their heading (whatever
 * `.toprc` shows). A bare number in a row is KiB, `m g t p` scale it.
 *
 * The banner has a time of day only; a date line before it gives the day. A name cut by top (`redis-s+`) stays as printed.
 * With `-H` every thread repeats its process: rows are passed over. Source: procps top/top.c (`summary_show`, `task_show`).
 */
export const top = defineFormat({
  name: 'top',
  samples: [
    [
      'top - 09:39:42 up 11 min,  0 user,  load average: 2.59, 1.53, 0.65',
      'Tasks:  94 total,   5 running,  89 sleeping,   0 stopped,   0 zombie',
      '%Cpu(s): 39.7 us, 57.1 sy,  0.0 ni,  0.0 id,  0.0 wa,  0.0 hi,  3.2 si,  0.0 st ',
      'MiB Mem :  24105.6 total,  16012.6 free,    907.8 used,   7505.0 buff/cache     ',
      'MiB Swap:      0.0 total,      0.0 free,      0.0 used.  23197.7 avail Mem ',
      '',
      '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND',
      '  17484 root      20   0  188180 181784   6788 R  50.0   0.7   0:03.61 apt-cache',
      '   1201 app       20   0   31.2g  24.2g   6.5m S   1.0  88.0  10:03.61 java',
    ].join('\n'),
    [
      'top - 14:03:01 up 3 days,  2:11,  1 user,  load average: 0.00, 0.01, 0.05',
      'Mem:   7927536k total,  6071588k used,  1855948k free,    22428k buffers',
      'Swap: 12582896k total,       92k used, 12582804k free,   209132k cached',
    ].join('\n'),
    ['MiB Mem :   3902.0 total,   3533.2 free,    287.1 used,    227.4 buff/cache'].join('\n'),
  ],
  open: readTop,
});

type Column = 'pid' | 'command' | 'skip' | { readonly metric: string; readonly unit: 'kib' | 'number' };

const headings: Readonly<Record<string, Column>> = {
  PID: 'pid',
  COMMAND: 'command',
  RES: { metric: 'rssBytes', unit: 'kib' },
  VIRT: { metric: 'virtualBytes', unit: 'kib' },
  VSZ: { metric: 'virtualBytes', unit: 'kib' },
  SHR: { metric: 'sharedBytes', unit: 'kib' },
  SWAP: { metric: 'swapBytes', unit: 'kib' },
  RSan: { metric: 'rssAnonBytes', unit: 'kib' },
  RSfd: { metric: 'rssFileBytes', unit: 'kib' },
  RSsh: { metric: 'rssShmemBytes', unit: 'kib' },
  RSlk: { metric: 'lockedBytes', unit: 'kib' },
  PSS: { metric: 'pssBytes', unit: 'kib' },
  USS: { metric: 'ussBytes', unit: 'kib' },
  '%MEM': { metric: 'memoryPercent', unit: 'number' },
  OOMa: { metric: 'oomScoreAdj', unit: 'number' },
  OOMs: { metric: 'oomScore', unit: 'number' },
  nMaj: { metric: 'majorFaultsTotal', unit: 'number' },
};

interface Table {
  readonly columns: readonly Column[];
  readonly command: number;
  /** A row need not be divided into more: the command at its end may hold blanks. */
  readonly mostFields: number;
}

interface Frame {
  readonly time: BlockTime;
  readonly first: Line;
  last: Line;
  readonly metrics: Metrics;
  quantumBytes: number | null;
  threads: boolean;
  sawMemory: boolean;
  table: Table | null;
  summed: boolean;
}

function readTop({ moments }: FormatContext): BlockReader {
  let frame: Frame | null = null;
  const spans: number[] = [];

  function start(line: Line, time: BlockTime, sink: SampleSink): Frame {
    close(sink);
    frame = {
      time,
      first: line,
      last: line,
      metrics: {},
      quantumBytes: null,
      threads: false,
      sawMemory: false,
      table: null,
      summed: false,
    };
    return frame;
  }

  /** The summary is one sample; process rows follow it. */
  function emitSummary(held: Frame, sink: SampleSink): void {
    if (held.summed) return;
    held.summed = true;
    if (isEmpty(held.metrics)) return;
    const { first, last, time, metrics, quantumBytes } = held;
    sink.sample(toSample({ format: 'top', span: spanOf(first, last), time, metrics, quantumBytes }));
  }

  function close(sink: SampleSink): void {
    if (frame) emitSummary(frame, sink);
    frame = null;
  }

  function readSummary(line: Line, text: string, sink: SampleSink): boolean {
    const hasMemory = frame !== null && !frame.summed && frame.sawMemory;
    const summary = topSummary(text, hasMemory);
    if (!summary) return false;
    const isNew = !frame || frame.summed || (summary.area === 'memory' && hasMemory);
    const held = isNew ? start(line, moments.date('top'), sink) : (frame as Frame);
    Object.assign(held.metrics, summary.metrics);
    held.quantumBytes = coarser(held.quantumBytes, summary.quantumBytes);
    held.sawMemory ||= summary.area === 'memory';
    held.last = line;
    return true;
  }

  function readRow(line: Line, text: string, held: Frame, table: Table, sink: SampleSink): 'claimed' | 'foreign' {
    return readDivided(line, text, splitBlanks(text, spans, table.mostFields), held, table, sink);
  }

  function readDivided(
    line: Line,
    text: string,
    fields: number,
    held: Frame,
    table: Table,
    sink: SampleSink,
  ): 'claimed' | 'foreign' {
    const firstField = parseUint(text, spans[0] as number, spans[1] as number);
    const isRow = table.columns[0] !== 'pid' || firstField > 0;
    if (!isRow) return 'foreign';
    const row = readFields(text, spans, fields, table);
    if (!row) {
      if (table.columns[0] !== 'pid') return 'foreign';
      sink.reject(line, 'row does not fit its heading');
      return 'claimed';
    }
    const { pid, comm, metrics, quantumBytes } = row;
    const hasMemory = metrics.virtualBytes !== 0 || (metrics.rssBytes ?? 0) > 0;
    if (held.threads || !hasMemory || isEmpty(metrics)) return 'claimed';
    sink.sample(
      toSample({
        format: 'top',
        span: spanOf(line),
        time: held.time,
        scope: 'process',
        pid,
        comm,
        metrics,
        quantumBytes,
      }),
    );
    return 'claimed';
  }

  return {
    blank: 'part',
    close,
    row(line, sink) {
      const { text } = line;
      // Every other line of top begins with a letter, and a heading names the pid.
      const table = frame?.table;
      if (!frame || table?.columns[0] !== 'pid' || !beginsWithDigit(text)) return false;
      const fields = splitBlanks(text, spans, table.mostFields);
      if (text.includes('PID') || !isSurelyRow(text, spans, fields)) return false;
      return readDivided(line, text, fields, frame, table, sink) === 'claimed';
    },
    read(line, text, sink) {
      const banner = text.startsWith('top - ') ? /^top - (\d\d:\d\d:\d\d)\s/.exec(text)?.[1] : undefined;
      const clock = banner ? parseTimeOfDay(banner) : null;
      if (clock) {
        start(line, moments.clock('top', clock), sink);
        return 'claimed';
      }
      if (readSummary(line, text, sink)) return 'claimed';
      if (!frame) return 'foreign';
      const held = frame;
      if (!held.table) {
        const tasks = /^(Tasks|Threads): *(\d+) total,/.exec(text);
        if (tasks) {
          held.threads = tasks[1] === 'Threads';
          if (!held.threads) held.metrics.processes = Number(tasks[2]);
          return 'claimed';
        }
        if (/^%?Cpu(?:\(s\)|\d+ *):|^CPU: +\d+% usr |^Load average: /.test(text)) return 'claimed';
      }
      const heading = text.includes('PID') ? headingOf(text) : null;
      if (heading) {
        emitSummary(held, sink);
        held.table = heading;
        return 'claimed';
      }
      return held.table ? readRow(line, text, held, held.table, sink) : 'foreign';
    },
  };
}

function beginsWithDigit(text: string): boolean {
  let at = 0;
  while (text.charCodeAt(at) === 0x20) at += 1;
  const code = text.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
}

function headingOf(text: string): Table | null {
  const names = words(text);
  if (
    !names.includes('PID') ||
    !(names.includes('RES') || names.includes('VIRT') || names.includes('%MEM') || names.includes('%VSZ'))
  )
    return null;
  const columns = names.map((name): Column => (Object.hasOwn(headings, name) ? (headings[name] ?? 'skip') : 'skip'));
  const command = columns.indexOf('command');
  return { columns, command, mostFields: command === columns.length - 1 ? columns.length : Number.POSITIVE_INFINITY };
}

interface Row {
  readonly pid: number;
  readonly comm: string | null;
  readonly metrics: Metrics;
  readonly quantumBytes: number | null;
}

/** Only the command may hold blanks; columns behind it are counted from the right. Null where a field does not fit. */
function readFields(text: string, spans: readonly number[], count: number, { columns, command }: Table): Row | null {
  const surplus = count - columns.length;
  if (surplus < 0 || (surplus > 0 && command === -1)) return null;
  let pid = -1;
  let comm: string | null = null;
  let quantumBytes: number | null = null;
  const metrics: Metrics = {};
  for (let index = 0; index < columns.length; index += 1) {
    const column = columns[index] as Column;
    const field = command !== -1 && index > command ? index + surplus : index;
    const from = spans[field * 2] as number;
    const to = spans[field * 2 + 1] as number;
    if (column === 'skip') continue;
    if (column === 'pid') pid = parseUint(text, from, to);
    else if (column === 'command') comm = nameOf(text.slice(from, spans[(field + surplus) * 2 + 1]));
    else if (column.unit === 'number') {
      const plain = parsePlain(text, from, to);
      const value = plain === -1 ? parseDecimal(text.slice(from, to), 'unknown') : plain;
      if (Number.isNaN(value)) return null;
      metrics[column.metric] = value;
    } else {
      const whole = parseUint(text, from, to);
      const size = whole === -1 ? parseQuantity(text.slice(from, to)) : { bytes: whole * 1024, quantumBytes: 1024 };
      if (!size || size.bytes > Number.MAX_SAFE_INTEGER) return null;
      metrics[column.metric] = size.bytes;
      quantumBytes = coarser(quantumBytes, size.quantumBytes);
    }
  }
  return pid > 0 ? { pid, comm, metrics, quantumBytes } : null;
}

/** With -c top prints command lines; a name that was cut ends in `+`. */
function nameOf(text: string): string | null {
  return text.endsWith('+') && /^\S{1,14}\+$/.test(text) ? decodeUtf8(text) : commOfEither(text);
}
