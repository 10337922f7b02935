import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import type { BlockTime } from './moment/moments.ts';
import { isSurelyRow } from './moment/row-proof.ts';
import { auxHeadings, isText, type PsColumn, psColumns } from './ps/columns.ts';
import { hasNoMemory, type PsTable, readPsRow } from './ps/row.ts';
import { startDay } from './ps/start.ts';
import { isEmpty, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { splitBlanks, words } from './text/numbers.ts';

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

interface Snapshot {
  readonly time: BlockTime;
  readonly pids: Set<number>;
  /** Days of the starts met so far: many processes began together. */
  readonly startDays: Map<string, string | null>;
}

/** No snapshot holds more (PID_MAX_LIMIT is 2^22, but a table that long is none). */
const mostPids = 500_000;
const mostStartDays = 2000;

/** `PID %MEM VSZ RSS`, four numbers with a %MEM of one decimal. */
const bareRow = /^\d{1,7} \d{1,3}\.\d \d+ \d+$/;
const processesLine = /^# nproc=(\d{1,7})$/;

function readPs({ options, moments }: FormatContext): BlockReader {
  let table: PsTable | null = null;
  let snapshot: Snapshot | null = null;
  const spans: number[] = [];
  /** Under this label rows come without a heading. */
  let awkLabel: string | null = null;
  let awkTable: PsTable | null = null;

  const begin = (): Snapshot => ({ time: moments.date('ps'), pids: new Set(), startDays: new Map() });

  function startDayIn({ time, startDays }: Snapshot, started: string | null): string | null {
    if (started === null) return null;
    const known = startDays.get(started);
    if (known !== undefined) return known;
    if (startDays.size >= mostStartDays) startDays.clear();
    const day = startDay(started, time);
    startDays.set(started, day);
    return day;
  }

  function snapshotFor(pid: number): Snapshot {
    const isOver =
      snapshot !== null && (snapshot.pids.size >= mostPids || (snapshot.pids.has(pid) && !table?.hasThreads));
    if (!snapshot || isOver) {
      snapshot = begin();
    }
    return snapshot;
  }

  function labelTable(): PsTable | null {
    const { label } = moments;
    if (label !== awkLabel) {
      awkLabel = label;
      awkTable = label === null ? null : tableOfAwk(label);
    }
    return awkTable;
  }

  function readRow(line: Line, text: string, rows: PsTable, sink: SampleSink): 'claimed' | 'foreign' {
    return readDivided(line, text, splitBlanks(text, spans, rows.mostFields), rows, sink);
  }

  function readDivided(
    line: Line,
    text: string,
    fields: number,
    rows: PsTable,
    sink: SampleSink,
  ): 'claimed' | 'foreign' {
    const row = readPsRow(text, spans, fields, rows, options.pageSizeBytes);
    if (row === 'foreign') return 'foreign';
    if (row === 'thread') return 'claimed';
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
        startedAt: startDayIn(held, row.started),
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
    row(line, sink) {
      const { text } = line;
      // What has small letters is no heading.
      if (!table || !hasSmallLetter(text)) return false;
      const fields = splitBlanks(text, spans, table.mostFields);
      return isSurelyRow(text, spans, fields) && readDivided(line, text, fields, table, sink) === 'claimed';
    },
    read(line, text, sink) {
      const heading = headingOf(text);
      if (heading) {
        table = heading;
        snapshot = begin();
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
      if (text.includes(':') && auxRow.test(text)) return readRow(line, text, auxTable, sink);
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

/** Looks from the end, where names stand. */
function hasSmallLetter(text: string): boolean {
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x61 && code <= 0x7a) return true;
  }
  return false;
}

function headingOf(text: string): PsTable | null {
  if (text.length > 400 || /[a-z]/.test(text)) return null;
  const names = words(text);
  const columns = names.length >= 2 ? psColumns(names) : null;
  return columns && tableOf(columns, text, names);
}

function tableOf(columns: readonly PsColumn[], text = '', names: readonly string[] = []): PsTable {
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
    mostFields: mostFieldsOf(columns),
  };
}

/** What follows the last column is text: in how many fields it stands does not matter. `lstart` has five fields. */
function mostFieldsOf(columns: readonly PsColumn[]): number {
  const last = columns.at(-1);
  const endsInText = last !== undefined && isText(last) && columns.filter(isText).length === 1;
  return endsInText
    ? columns.length + 4 * columns.filter(({ kind }) => kind === 'started').length
    : Number.POSITIVE_INFINITY;
}

/** `ps aux | grep NAME`: the heading is gone, state, time and the two shares show what the columns are. */
const auxRow =
  /^[\w.+$-]{1,32} +\d{1,7} +\d{1,4}[.,]\d +\d{1,3}[.,]\d +\d+ +\d+ +(?:\?|pts\/\d+|tty\w+|console) +[DIKPRSTtWXxZ][<NLsl+]* +\S+ +\d+:\d\d \S/;
const auxTable = tableOf(psColumns(auxHeadings) ?? []);
const bareTable = tableOf(psColumns(['PID', '%MEM', 'VSZ', 'RSS']) ?? []);

/** `ps aux ... awk '{print $4, $6}'`, as a watch banner or a prompt shows it. */
function tableOfAwk(label: string): PsTable | null {
  const fields = /\bps -?aux\b.*\{ *print ((?:\\?\$\d+[, ]*)+)\}/.exec(label)?.[1]?.match(/\d+/g);
  if (!fields) return null;
  const names = fields.map((field) => auxHeadings[Number(field) - 1] ?? '');
  const columns = psColumns([...names, 'PID'])?.slice(0, -1);
  return columns ? tableOf(columns) : null;
}
