import type { TaskTableShape } from '../../model/records/oom-kill.ts';
import { digits, skipDigits, skipSpaces } from './numbers.ts';

const SPACE = 32;
const MINUS = 45;

/** One row as printed: pages, bytes where the column says bytes. Null: the table has no such column. */
export interface TaskCounts {
  readonly pid: number;
  readonly tgid: number | null;
  readonly uid: number | null;
  readonly comm: string;
  readonly totalVmPages: number;
  readonly rssPages: number;
  readonly rssAnonPages: number | null;
  readonly rssFilePages: number | null;
  readonly rssShmemPages: number | null;
  readonly swapPages: number | null;
  /** Page-table pages of kernels up to 4.14. */
  readonly ptePages: number | null;
  readonly pmdPages: number | null;
  readonly pgtablesBytes: number | null;
  readonly oomScoreAdj: number | null;
  readonly oomAdj: number | null;
}

/** Where each column stands, counted from the pid (0). A column that this table does not have stands behind the last one. */
export interface TaskColumns {
  readonly count: number;
  readonly index: Readonly<Record<ColumnName, number>>;
}

const COLUMNS = [
  'uid',
  'tgid',
  'total_vm',
  'rss',
  'rss_anon',
  'rss_file',
  'rss_shmem',
  'nr_ptes',
  'nr_pmds',
  'pgtables_bytes',
  'swapents',
  'oom_adj',
  'oom_score_adj',
] as const;

type ColumnName = (typeof COLUMNS)[number];

/** A kernel prints the same header each time, and to read it costs as much as a dozen rows. */
let lastHeader = '';
let lastColumns = columnsNamed([]);

/** Columns of a header line; the last one, `name`, is the rest of a row and not counted. */
export function columnsOf(header: string): TaskColumns {
  if (header !== lastHeader) {
    const names = header
      .slice(header.indexOf(']') + 1)
      .trim()
      .split(/\s+/);
    lastColumns = columnsNamed(names.slice(0, -1));
    lastHeader = header;
  }
  return lastColumns;
}

/** Columns behind the pid, in order. */
export function columnsNamed(names: readonly string[]): TaskColumns {
  const absent = names.length + 1;
  const index = Object.fromEntries(COLUMNS.map((name) => [name, names.indexOf(name) + 1 || absent]));
  return { count: names.length, index: index as Record<ColumnName, number> };
}

export function shapeOf({ count, index }: TaskColumns): TaskTableShape | null {
  const has = (name: ColumnName): boolean => index[name] <= count;
  if (has('rss_anon')) return 'rss-split';
  if (has('pgtables_bytes')) return 'pgtables-bytes';
  if (has('nr_pmds')) return 'nr-ptes-pmds';
  if (has('nr_ptes')) return 'nr-ptes';
  if (has('oom_adj')) return has('oom_score_adj') ? 'oom-adj-score-adj' : 'oom-adj';
  return null;
}

/** The pid in `[  13207]` and the index behind the bracket. Null if the line does not begin so. */
export function parsePidBracket(text: string, start: number): { readonly pid: number; readonly end: number } | null {
  if (text.charCodeAt(start) !== 91) return null;
  const from = skipSpaces(text, start + 1);
  const to = skipDigits(text, from);
  const close = skipSpaces(text, to);
  const pid = digits(text, from, to);
  if (pid === null || to - from > 7 || text.charCodeAt(close) !== 93) return null;
  return { pid, end: close + 1 };
}

/** Reads one line. `damaged`: it begins like a row and breaks off. Null: it is no row. */
export type TaskRowReader = (text: string, start: number) => TaskCounts | 'damaged' | null;

/** A comm has 15 bytes at most; transports that escape control characters make up to four of each. */
const MAX_COMM = 64;

/**
 * A reader for rows under these columns. Numbers wider than their column push the rest to the right, so a row is split on
 * spaces; behind the last number and exactly one space comes the name, which may begin with spaces or be empty.
 */
export function taskRowReader(columns: TaskColumns): TaskRowReader {
  const { count } = columns;
  // One more than there are: the slot of all absent columns, which stays null. No Float64Array: what is read from one is
  // boxed again number by number.
  const cells: Cells = new Array(count + 2).fill(null);
  return (text, start) => {
    const bracket = parsePidBracket(text, start);
    if (bracket === null) return null;
    cells[0] = bracket.pid;
    let at = bracket.end;
    for (let column = 1; column <= count; column++) {
      at = skipSpaces(text, at);
      const negative = text.charCodeAt(at) === MINUS;
      if (negative) at++;
      let value = 0;
      const first = at;
      for (let code = text.charCodeAt(at); code >= 48 && code <= 57; code = text.charCodeAt(++at)) {
        value = value * 10 + (code - 48);
      }
      const whole =
        at > first && value <= Number.MAX_SAFE_INTEGER && (at >= text.length || text.charCodeAt(at) === SPACE);
      if (!whole) return column > 1 ? 'damaged' : null;
      cells[column] = negative ? 0 - value : value;
    }
    // The name may be empty, but not the space before it: without that the last number may have lost digits.
    if (at >= text.length) return 'damaged';
    return text.length - at > MAX_COMM ? null : taskOf(cells, text.slice(at + 1), columns.index);
  };
}

type Cells = (number | null)[];

function taskOf(cells: Cells, comm: string, index: TaskColumns['index']): TaskCounts | 'damaged' {
  const totalVmPages = amount(cells[index.total_vm]);
  const rssPages = amount(cells[index.rss]);
  if (totalVmPages === null || rssPages === null) return 'damaged';
  const uid = signed(cells[index.uid]);
  return {
    pid: cells[0] ?? 0,
    tgid: amount(cells[index.tgid]),
    // The kernel prints uids with %d: (uid_t)-1 and others above 2^31 come out negative.
    uid: uid !== null && uid < 0 ? uid + 2 ** 32 : uid,
    comm,
    totalVmPages,
    rssPages,
    rssAnonPages: amount(cells[index.rss_anon]),
    rssFilePages: amount(cells[index.rss_file]),
    rssShmemPages: amount(cells[index.rss_shmem]),
    swapPages: amount(cells[index.swapents]),
    ptePages: amount(cells[index.nr_ptes]),
    pmdPages: amount(cells[index.nr_pmds]),
    pgtablesBytes: amount(cells[index.pgtables_bytes]),
    oomScoreAdj: signed(cells[index.oom_score_adj]),
    oomAdj: signed(cells[index.oom_adj]),
  };
}

/** Counters are summed up from all CPUs without a lock and may come out below zero, which says nothing. */
const amount = (cell: number | null | undefined): number | null => (cell != null && cell >= 0 ? cell : null);
const signed = (cell: number | null | undefined): number | null => cell ?? null;
