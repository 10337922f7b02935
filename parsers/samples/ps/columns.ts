/** What a column of `ps` means for a sample. */
export type PsColumn =
  | { readonly kind: 'pid' | 'ppid' | 'thread' | 'number' | 'word' | 'started' | 'cgroup' }
  | { readonly kind: 'comm' | 'args' | 'command' }
  /** `kib`: KiB or a number with a suffix (busybox). `pages`, `percent`, `count` as they say. */
  | { readonly kind: 'metric'; readonly metric: string; readonly unit: 'kib' | 'pages' | 'percent' | 'count' };

const kib = (metric: string): PsColumn => ({ kind: 'metric', metric, unit: 'kib' });
const percent: PsColumn = { kind: 'metric', metric: 'memoryPercent', unit: 'percent' };
const count = (metric: string): PsColumn => ({ kind: 'metric', metric, unit: 'count' });
const number: PsColumn = { kind: 'number' };
const word: PsColumn = { kind: 'word' };

/**
 * Headings of ps (procps ps/output.c, busybox ps) and of our own sampler (ANON FILE SHMEM SWAP PTE ADJ). Sizes are KiB,
 * `SZ` is pages. Columns that only have to be passed over are `word` or `number`.
 */
const headings: Readonly<Record<string, PsColumn>> = {
  PID: { kind: 'pid' },
  TGID: { kind: 'pid' },
  PPID: { kind: 'ppid' },
  LWP: { kind: 'thread' },
  SPID: { kind: 'thread' },
  TID: { kind: 'thread' },
  NLWP: number,
  THCNT: number,
  RSS: kib('rssBytes'),
  RSZ: kib('rssBytes'),
  VSZ: kib('virtualBytes'),
  VSIZE: kib('virtualBytes'),
  PSS: kib('pssBytes'),
  USS: kib('ussBytes'),
  ANON: kib('rssAnonBytes'),
  FILE: kib('rssFileBytes'),
  SHMEM: kib('rssShmemBytes'),
  SWAP: kib('swapBytes'),
  PTE: kib('pageTablesBytes'),
  SZ: { kind: 'metric', metric: 'virtualBytes', unit: 'pages' },
  '%MEM': percent,
  PMEM: percent,
  ADJ: count('oomScoreAdj'),
  OOMADJ: count('oomScoreAdj'),
  OOM: count('oomScore'),
  MAJFL: count('majorFaultsTotal'),
  MAJFLT: count('majorFaultsTotal'),
  COMM: { kind: 'comm' },
  UCMD: { kind: 'comm' },
  COMMAND: { kind: 'command' },
  CMD: { kind: 'args' },
  ARGS: { kind: 'args' },
  STARTED: { kind: 'started' },
  START: { kind: 'started' },
  STIME: { kind: 'started' },
  CGROUP: { kind: 'cgroup' },
  ...Object.fromEntries(
    'GID PGID PGRP SID SESS NI PRI %CPU PCPU C CP PSR MINFL MINFLT SIZE TRS DRS TSIZ DSIZ TPGID ETIMES TIMES'
      .split(' ')
      .map((heading) => [heading, number]),
  ),
  ...Object.fromEntries(
    'UID EUID RUID USER RUSER EUSER USERNAME GROUP TTY TT STAT S F TIME CPUTIME ELAPSED ETIME CLS POL POLICY WCHAN ADDR UNIT MACHINE NS LABEL'
      .split(' ')
      .map((heading) => [heading, word]),
  ),
};

/** The columns of `ps aux` by their place, for `awk '{print $2, $4}'` on it. */
export const auxHeadings = 'USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND'.split(' ');

/**
 * The columns of a heading line; null where a word is no heading of ps, or where no process or no memory is in it
 * (`ps -ef`). `COMMAND` stands for `args` where the heading is that of `ps aux`.
 */
export function psColumns(names: readonly string[]): PsColumn[] | null {
  const columns: PsColumn[] = [];
  let hasMemory = false;
  let hasProcess = false;
  const isAux = names[0] === 'USER' && names.includes('%CPU') && names.includes('VSZ') && names.includes('TTY');
  for (const name of names) {
    let column = headings[name];
    if (!column || !Object.hasOwn(headings, name)) return null;
    if (name === 'COMMAND' && isAux) column = { kind: 'args' };
    if (column.kind === 'metric' && column.unit !== 'count') hasMemory = true;
    if (column.kind === 'pid' || isText(column)) hasProcess = true;
    columns.push(column);
  }
  return hasMemory && hasProcess && columns.length >= 2 ? columns : null;
}

/** A column whose values may hold blanks. */
export function isText(column: PsColumn): boolean {
  return column.kind === 'comm' || column.kind === 'args' || column.kind === 'command';
}
