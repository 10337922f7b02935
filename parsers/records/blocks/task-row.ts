import type { TaskTableShape } from '../../model/records/oom-kill.ts';
import { digits, skipDigits, skipSpaces } from './numbers.ts';

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

/** Where each column stands, counted from the pid (0); -1: not in this table. */
export interface TaskColumns {
  readonly names: readonly string[];
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

/** Columns of a header line; the last one, `name`, is the rest of a row and not counted. */
export function columnsOf(header: string): TaskColumns {
  return columnsNamed(
    header
      .slice(header.indexOf(']') + 1)
      .trim()
      .split(/\s+/)
      .slice(0, -1),
  );
}

/** Columns behind the pid, in order. */
export function columnsNamed(names: readonly string[]): TaskColumns {
  const index = Object.fromEntries(COLUMNS.map((name) => [name, names.indexOf(name) + 1 || -1]));
  return { names, index: index as Record<ColumnName, number> };
}

export function shapeOf({ index }: TaskColumns): TaskTableShape | null {
  if (index.rss_anon > 0) return 'rss-split';
  if (index.pgtables_bytes > 0) return 'pgtables-bytes';
  if (index.nr_pmds > 0) return 'nr-ptes-pmds';
  if (index.nr_ptes > 0) return 'nr-ptes';
  if (index.oom_adj > 0) return index.oom_score_adj > 0 ? 'oom-adj-score-adj' : 'oom-adj';
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

/**
 * Reads a row against the header's columns. Numbers wider than their column push the rest to the right, so it is split on
 * spaces; behind the last number and exactly one space comes the name, which may begin with spaces or be empty.
 * `damaged`: it begins like a row and breaks off.
 */
export function parseTaskRow(text: string, start: number, columns: TaskColumns): TaskCounts | 'damaged' | null {
  const bracket = parsePidBracket(text, start);
  if (bracket === null) return null;
  const values: number[] = [bracket.pid];
  let at = bracket.end;
  while (values.length <= columns.names.length) {
    const from = skipSpaces(text, at);
    const negative = text.charCodeAt(from) === 45;
    const to = skipDigits(text, negative ? from + 1 : from);
    const value = digits(text, negative ? from + 1 : from, to);
    const broken = value === null || (to < text.length && text.charCodeAt(to) !== 32);
    if (broken) return values.length > 1 ? 'damaged' : null;
    values.push(negative && value !== 0 ? -value : value);
    at = to;
  }
  return taskOf(values, text.slice(at + 1), columns);
}

function taskOf(values: readonly number[], comm: string, { index }: TaskColumns): TaskCounts | 'damaged' {
  const amount = (name: ColumnName): number | null => {
    const value = index[name] < 0 ? null : (values[index[name]] ?? null);
    return value !== null && value < 0 ? null : value;
  };
  const signed = (name: ColumnName): number | null => (index[name] < 0 ? null : (values[index[name]] ?? null));
  const totalVmPages = amount('total_vm');
  const rssPages = amount('rss');
  if (totalVmPages === null || rssPages === null) return 'damaged';
  return {
    pid: values[0] ?? 0,
    tgid: amount('tgid'),
    uid: uidOf(signed('uid')),
    comm,
    totalVmPages,
    rssPages,
    rssAnonPages: amount('rss_anon'),
    rssFilePages: amount('rss_file'),
    rssShmemPages: amount('rss_shmem'),
    swapPages: amount('swapents'),
    ptePages: amount('nr_ptes'),
    pmdPages: amount('nr_pmds'),
    pgtablesBytes: amount('pgtables_bytes'),
    oomScoreAdj: signed('oom_score_adj'),
    oomAdj: signed('oom_adj'),
  };
}

/** The kernel prints uids with %d: (uid_t)-1 and others above 2^31 come out negative. */
function uidOf(value: number | null): number | null {
  return value !== null && value < 0 ? value + 2 ** 32 : value;
}
