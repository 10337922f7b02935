import type { Metrics } from '../sample-draft.ts';
import { commOfCommandLine, commOfEither, commOfName } from '../text/comm.ts';
import { decodeUtf8 } from '../text/decode.ts';
import { parseDecimal, parsePlain, parseUint } from '../text/numbers.ts';
import { coarser, parseQuantity } from '../text/quantity.ts';
import { isText, type PsColumn } from './columns.ts';

/** A table of ps as its heading describes it. */
export interface PsTable {
  readonly columns: readonly PsColumn[];
  /** Index of the column that may hold blanks, -1 where none does. */
  readonly text: number;
  /** Where the text columns begin in the heading, for tables with several. */
  readonly starts: readonly number[];
  readonly hasThreads: boolean;
  /** A row need not be divided into more: the last goes on to its end. */
  readonly mostFields: number;
}

/** What one row says; null where its table has no such column. */
export interface PsRow {
  pid: number | null;
  ppid: number | null;
  comm: string | null;
  cgroup: string | null;
  started: string | null;
  metrics: Metrics;
  quantumBytes: number | null;
}

/**
 * Reads a row whose fields lie between `spans`. `foreign`: it is no row of this table; `damaged`: it is one, and does not fit;
 * `thread`: one of ps m, which repeats its process without a pid.
 */
export function readPsRow(
  text: string,
  spans: readonly number[],
  count: number,
  { columns, text: textColumn, starts }: PsTable,
  pageSizeBytes: number | null,
): PsRow | 'foreign' | 'damaged' | 'thread' {
  const row: PsRow = {
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
        if (text.startsWith('-', from) && to - from === 1) return 'thread';
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
  row: PsRow,
  column: PsColumn & { kind: 'metric' },
  text: string,
  from: number,
  to: number,
  pageSizeBytes: number | null,
): boolean {
  if (to - from === 1 && text.charCodeAt(from) === 0x2d) return true;
  if (column.unit === 'percent' || column.unit === 'count') {
    const plain = parsePlain(text, from, to);
    const value = plain === -1 ? parseDecimal(text.slice(from, to), 'unknown') : plain;
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
export function hasNoMemory(row: PsRow): boolean {
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

/** `0::/system.slice/x.service`, `4:memory:/docker/abc,...`: the path of the memory controller. */
function cgroupPath(text: string): string | null {
  const memory = /(?:^|,)\d+:(?:[^:]*,)?memory(?:,[^:]*)?:([^,]+)/.exec(text)?.[1];
  const unified = /(?:^|,)0::([^,]+)/.exec(text)?.[1];
  const path = memory ?? unified ?? (text.startsWith('/') ? text : null);
  return path === null ? null : decodeUtf8(path);
}
