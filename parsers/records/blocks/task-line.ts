/** What `sched_show_task()` says of a task (kernel/sched/core.c). Null: this kernel does not print it. */
export interface TaskLine {
  readonly comm: string;
  /** One letter: R S D T t X Z P I. */
  readonly state: string;
  readonly pid: number;
  readonly tgid: number | null;
  readonly ppid: number;
  /** A form of 4.9 or later: without the program counter. */
  readonly isLate: boolean;
}

/** Longer than any such line, short enough for an expression that backtracks. */
const MAX_LENGTH = 512;

const LABELLED =
  /^task:(.*?) *state:([A-Za-z])(?: +running task)? +stack: *\d+ +pid: *(\d+) +(?:tgid: *(\d+) +)?ppid: *(\d+) +(?:task_flags:0x[0-9a-f]+ +)?flags:0x[0-9a-f]+/s;
const POSITIONAL =
  /^(.*?) +([RSDTtXZPI])( [0-9a-f]{16}| [0-9a-f]{8}| +running(?: task)?)? +\d+ +(\d+) +(\d+) +0x[0-9a-f]+(?: +[a-z_]+: ?\d+\.?)*\s*$/s;

/**
 * ```
 * sh            D ffff88007f2c1080     0  2340      1 0x00000080          2.6.32
 * kworker/0:1     D    0  2340      2 0x80000000                          4.9 - 5.8
 * wdog/mmc1       D    0   621      2 0x00000000 last_sleep: 2440793077.  last_runnable: 2440766827     ChromeOS
 * task:sh              state:D stack:0     pid:30594 tgid:30594 ppid:30591  task_flags:0x400000 flags:0x00080001   6.14 on
 * ```
 */
export function parseTaskLine(text: string): TaskLine | null {
  if (text.length > MAX_LENGTH) return null;
  const labelled = text.startsWith('task:');
  const match = (labelled ? LABELLED : POSITIONAL).exec(text);
  if (match === null) return null;
  const [, comm = '', state = '', third, fourth, fifth] = match;
  if (labelled) {
    const tgid = fourth === undefined ? null : Number(fourth);
    return { comm, state, pid: Number(third), tgid, ppid: Number(fifth), isLate: true };
  }
  return { comm, state, pid: Number(fourth), tgid: null, ppid: Number(fifth), isLate: third === undefined };
}
