import type { TaskTableShape } from '../../model/records/oom-kill.ts';
import type { Block } from './block.ts';
import { skipDigits, skipSpaces } from './numbers.ts';
import { columnsNamed, parsePidBracket, type TaskColumns, type TaskCounts, taskRowReader } from './task-row.ts';

export interface HeaderlessTable {
  readonly shape: TaskTableShape | null;
  readonly tasks: readonly TaskCounts[];
}

const HEAD = ['uid', 'tgid', 'total_vm', 'rss'];

/** Numbers in a row, pid included, and what they mean. Eight numbers stand for three layouts: see `eightColumns`. */
const LAYOUTS = new Map<number, { readonly shape: TaskTableShape; readonly columns: TaskColumns }>([
  [7, { shape: 'oom-adj', columns: columnsNamed([...HEAD, 'cpu', 'oom_adj']) }],
  [9, { shape: 'nr-ptes-pmds', columns: columnsNamed([...HEAD, 'nr_ptes', 'nr_pmds', 'swapents', 'oom_score_adj']) }],
  [
    11,
    {
      shape: 'rss-split',
      columns: columnsNamed([
        ...HEAD,
        'rss_anon',
        'rss_file',
        'rss_shmem',
        'pgtables_bytes',
        'swapents',
        'oom_score_adj',
      ]),
    },
  ],
]);

const MIN_NUMBERS = 7;
const LAYOUTS_WITH_SCORE: ReadonlySet<number> = new Set([8, 9, 11]);

const WITH_BYTES = columnsNamed([...HEAD, 'pgtables_bytes', 'swapents', 'oom_score_adj']);
const UNKNOWN_MIDDLE = columnsNamed([...HEAD, '', '', 'oom_score_adj']);

/** `[` + pid in a field of seven: kernel 4.19 and later. A pid of six digits or more fills any field and proves nothing. */
const hasWideBracket = (row: string): boolean =>
  /^\s*\[ +\d{1,6}\]/.test(row) && row.indexOf(']') - row.indexOf('[') === 8;

/** `         %5hd`: no other column is this wide together with the spaces before it. */
const SCORE_COLUMN_WIDTH = 14;

/** How many numbers stand between bracket and name, the pid included. */
interface Numbers {
  readonly count: number;
  /** The last one is the `oom_score_adj`; else a name that begins with digits may have been counted. */
  readonly endsInScore: boolean;
}

function numbersIn(row: string): Numbers {
  let at = parsePidBracket(row, skipSpaces(row, 0))?.end ?? row.length;
  let count = 1;
  for (;;) {
    const from = skipSpaces(row, at);
    const to = skipDigits(row, row.charCodeAt(from) === 45 ? from + 1 : from);
    if (to === from || (to < row.length && row.charCodeAt(to) !== 32)) return { count, endsInScore: false };
    count++;
    if (to - at === SCORE_COLUMN_WIDTH && count >= MIN_NUMBERS) return { count, endsInScore: true };
    at = to;
  }
}

/** Columns of these rows; null where they do not agree. Without a score column (2.6.32) the least of all rows counts. */
function columnsIn(rows: readonly string[]): number | null {
  const seen = rows.map(numbersIn);
  const sure = new Set(seen.flatMap(({ count, endsInScore }) => (endsInScore ? [count] : [])));
  if (sure.size > 1) return null;
  const [count = seen.reduce((least, each) => Math.min(least, each.count), Number.POSITIVE_INFINITY)] = sure;
  return count;
}

/** Stands in the row of every task of root, in the tables of all kernels: what the scanner looks for. */
export const ROOT_ROW_MARK = ']     0 ';

/**
 * True for a row that is no other program's: pid and tgid agree, memory is plausible, and the score stands in its column.
 * Only of a task of root, since nothing else in a row could be searched for.
 */
export function isLoneTaskRow(text: string): boolean {
  if (!text.includes(ROOT_ROW_MARK)) return false;
  const match = /^\s*\[ *(\d{1,7})\] +0 +(\d{1,7}) +(\d{1,12}) +(\d{1,12}) /.exec(text);
  if (match === null || match[1] !== match[2] || Number(match[4]) > Number(match[3])) return false;
  const { count, endsInScore } = numbersIn(text);
  return endsInScore && LAYOUTS_WITH_SCORE.has(count);
}

/**
 * Eight numbers are `cpu oom_adj oom_score_adj`, `nr_ptes swapents oom_score_adj` or `pgtables_bytes swapents oom_score_adj`.
 * Page tables in bytes are whole pages, and only kernels with a seven-wide bracket are certain; else the two middle columns
 * stay unread.
 */
function eightColumns(rows: readonly string[]): {
  readonly shape: TaskTableShape | null;
  readonly columns: TaskColumns;
} {
  const readRow = taskRowReader(WITH_BYTES);
  const inBytes = (row: string): boolean => {
    const task = readRow(row, skipSpaces(row, 0));
    if (task === null || task === 'damaged') return true;
    const { pgtablesBytes } = task;
    return pgtablesBytes !== null && pgtablesBytes >= 4096 && pgtablesBytes % 4096 === 0;
  };
  const proved = rows.some(hasWideBracket) && rows.every(inBytes);
  return proved ? { shape: 'pgtables-bytes', columns: WITH_BYTES } : { shape: null, columns: UNKNOWN_MIDDLE };
}

/** Task rows whose header the ring buffer overwrote. */
export function headerlessTable(maxRows: number): Block<HeaderlessTable> {
  const rows: string[] = [];
  return {
    feed(text) {
      const count = parsePidBracket(text, skipSpaces(text, 0)) === null ? 0 : numbersIn(text).count;
      if (count < MIN_NUMBERS) return false;
      if (rows.length < maxRows) rows.push(text);
      return true;
    },
    value() {
      if (rows.length === 0) return { shape: null, tasks: [] };
      const count = columnsIn(rows);
      const layout = count === 8 ? eightColumns(rows) : LAYOUTS.get(count ?? 0);
      if (layout === undefined) return { shape: null, tasks: [] };
      const tasks: TaskCounts[] = [];
      const readRow = taskRowReader(layout.columns);
      for (const row of rows) {
        const task = readRow(row, skipSpaces(row, 0));
        if (task !== null && task !== 'damaged') tasks.push(task);
      }
      return { shape: layout.shape, tasks };
    },
  };
}
