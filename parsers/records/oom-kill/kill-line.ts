import type { OomConstraint } from '../../model/records/oom-kill.ts';
import { isComm } from '../blocks/comm.ts';
import { kilobytes } from '../blocks/numbers.ts';

/** What stands before the colon of a kill line. */
export interface KillMessage {
  readonly text: string;
  /** The constraint that the message alone proves; null for a plain `Out of memory`. */
  readonly constraint: OomConstraint | null;
  readonly allocatingTask: boolean;
}

/** `Killed process ...`: a task was sent SIGKILL. Amounts that this kernel does not print, or that are cut off, are null. */
export interface KillLine {
  readonly message: KillMessage | null;
  readonly pid: number;
  readonly comm: string;
  readonly uid: number | null;
  readonly totalVmBytes: number | null;
  readonly anonRssBytes: number | null;
  readonly fileRssBytes: number | null;
  readonly shmemRssBytes: number | null;
  readonly pgtablesBytes: number | null;
  readonly oomScoreAdj: number | null;
  /** Points, where this line says them (OpenVZ). */
  readonly score: number | null;
  /** The line breaks off: name and amounts are as far as it goes. */
  readonly cut: boolean;
}

/** `Kill process ... score 9 or sacrifice child`: whom the kernel chose (up to 5.0). */
export interface ChoiceLine {
  readonly message: KillMessage;
  readonly pid: number;
  readonly comm: string;
  readonly score: number | null;
}

const MESSAGE = '(?:Memory cgroup out of memory|Out of memory|No available memory)[^:]*';
const KILLED = new RegExp(`^(?:(${MESSAGE}): )?Killed process (\\d+)(?:, UID (\\d+),)? \\((.*)$`, 'is');
const CHOICE = new RegExp(
  `^(${MESSAGE}): kill process (\\d+) \\((.*)\\)(?: \\[[^\\]]*\\])?(?: score (-?\\d+) (?:or|and) | or a child)`,
  'is',
);
const SHARED = /^Kill process (\d+) \((.*)\)(?: in VE "[^"]{1,64}")? sharing same memory\s*$/s;
const EXITING = new RegExp(
  `^${MESSAGE}: OOM victim (\\d+) \\((.*)\\) is already exiting\\. Skip killing the task\\s*$`,
  's',
);
const SPARED = /^Would have killed process (\d+) \((.*)\)\. But continuing instead\.\s*$/s;
/** A size without its unit was cut off. */
const SIZE = '(?:total-vm|vsz|anon-rss|file-rss|shmem-rss|pgtables):\\d+kB';
/** Virtuozzo 7 names the container behind the process. */
const CONTAINER = '(?: in VE "[^"]{1,64}")?';
const TAIL = new RegExp(
  `^${CONTAINER}(?:\\.|,? ?(?:UID \\d+, ?)?${SIZE}(?:,? (?:${SIZE}|[A-Za-z_]+: ?-?\\d+))*)?\\s*$`,
);

/**
 * ```
 * Killed process 2340 (httpd)                                                                            2.6.32
 * Killed process 2340, UID 48, (httpd) total-vm:452kB, anon-rss:1kB, file-rss:4kB                        RHEL 6
 * Killed process 28438 (java) total-vm:20255636kB, anon-rss:466160kB, file-rss:13684kB                   3.4 to 4.4
 * Killed process 2340 (java), UID 0, total-vm:4kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB             RHEL 7
 * Killed process 2340 (java) in VE "101" total-vm:4kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB         Virtuozzo 7
 * Out of memory: Killed process 132 (java) total-vm:4kB, ..., shmem-rss:0kB, UID:0 pgtables:520kB oom_score_adj:0   5.4 on
 * ```
 * No kernel prints a `)` behind the name, so the name ends at the last one.
 */
export function parseKillLine(text: string): KillLine | null {
  const match = KILLED.exec(text);
  if (match === null) return null;
  const [, message, pid, uidBefore, rest = ''] = match;
  const close = rest.lastIndexOf(')');
  const tail = close < 0 ? '' : rest.slice(close + 1);
  const whole = close >= 0 && TAIL.test(tail);
  const comm = whole ? rest.slice(0, close) : cutName(rest);
  if (!isComm(comm)) return null;
  const size = (key: string): number | null => kilobytes(numberAfter(tail, `${key}:`, 'kB'));
  const uid = uidBefore ?? /\bUID:? ?(\d+)(?!\d)[, ]/.exec(`${tail} `)?.[1];
  return {
    message: message === undefined ? null : killMessage(message),
    pid: Number(pid),
    comm,
    uid: uid === undefined ? null : Number(uid),
    totalVmBytes: size('total-vm') ?? size('vsz'),
    anonRssBytes: size('anon-rss'),
    fileRssBytes: size('file-rss'),
    shmemRssBytes: size('shmem-rss'),
    pgtablesBytes: size('pgtables'),
    oomScoreAdj: whole ? numberAfter(tail, 'oom_score_adj:', '') : null,
    score: null,
    cut: !whole,
  };
}

/** The number behind `mark` if `unit` follows it. */
function numberAfter(text: string, mark: string, unit: string): number | null {
  const at = text.indexOf(mark);
  if (at < 0) return null;
  const match = /^ ?(-?\d+)(\D{0,2})/.exec(text.slice(at + mark.length));
  if (match === null || !(match[2] ?? '').startsWith(unit)) return null;
  const value = Number(match[1]);
  return Number.isSafeInteger(value) ? value : null;
}

/** What may stand behind the name. */
const TAIL_STARTS = ['.', ', UID ', ' total-vm:', ', total-vm:', ' vsz:', ' in VE "'];

/** What is left of a name in a line that breaks off. */
function cutName(rest: string): string {
  const close = rest.lastIndexOf(')');
  const behind = rest.slice(close + 1);
  if (close >= 0 && TAIL_STARTS.some((start) => start.startsWith(behind))) return rest.slice(0, close);
  const end = rest.search(/\)(?:,? (?:UID|total-vm|vsz)|$)/);
  return end < 0 ? rest : rest.slice(0, end);
}

/**
 * `Out of memory: Kill process 2340 (httpd) score 9 or sacrifice child`, `... or a child` (2.6.32), `... and children.` (2.6.18);
 * without points on OpenVZ, and with ` [State: 0 Flags: 4202752]` behind the name on kernels of Huawei.
 */
export function parseChoiceLine(text: string): ChoiceLine | null {
  const match = CHOICE.exec(text);
  if (match === null) return null;
  const [, message = '', pid, comm = '', score] = match;
  return { message: killMessage(message), pid: Number(pid), comm, score: score === undefined ? null : Number(score) };
}

/** `Kill process 2341 (httpd) sharing same memory`: killed as well (up to 3.18). */
export function parseSharedLine(text: string): { readonly pid: number; readonly comm: string } | null {
  const match = SHARED.exec(text);
  return match === null ? null : { pid: Number(match[1]), comm: match[2] ?? '' };
}

/** A choice that was not carried out: the victim was on its way out by itself, or RHEL 6 was told to spare it. */
export function parseSparedLine(text: string): { readonly pid: number } | null {
  const match = EXITING.exec(text) ?? SPARED.exec(text);
  return match === null ? null : { pid: Number(match[1]) };
}

export function killMessage(text: string): KillMessage {
  const lower = text.toLowerCase();
  const constraint =
    // The limit of an OpenVZ container is kept by a beancounter (UB), as others are by a memory cgroup.
    lower.startsWith('memory cgroup') || /^out of memory in (?:mem cgroup inside )?ub/.test(lower)
      ? 'memcg'
      : lower.includes('mpol_bind')
        ? 'memory-policy'
        : lower.includes('in cpuset')
          ? 'cpuset'
          : null;
  return { text: lower, constraint, allocatingTask: lower.includes('oom_kill_allocating_task') };
}
