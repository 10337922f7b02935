import type { OomConstraint } from '../../model/records/oom-kill.ts';

/** Which limit bound the request and whom the kernel chose (5.0 and later). Null: this kernel was built without it. */
export interface Decision {
  readonly constraint: OomConstraint;
  readonly constraintRaw: string;
  /** A list of nodes, or `(null)` where the request named none. */
  readonly nodemask: string;
  readonly cpuset: string | null;
  readonly memsAllowed: string | null;
  /** The group whose limit was reached; null for a global OOM. */
  readonly oomMemcg: string | null;
  readonly taskMemcg: string | null;
  readonly comm: string;
  readonly pid: number;
  readonly uid: number;
}

export const DECISION_MARK = 'oom-kill:constraint=';

const TAIL = /,pid=(\d+),uid=(-?\d+)\s*$/;
const HEAD =
  /^oom-kill:constraint=(\w+),nodemask=(\(null\)|[\d,-]*?)(?:,cpuset=(.*?),mems_allowed=([\d,-]*?))?(?:,(?:oom_memcg=(.*?)|global_oom))?(?:,task_memcg=(.*))?$/s;
const MAX_COMM = 15;

const CONSTRAINTS: Readonly<Record<string, OomConstraint>> = {
  CONSTRAINT_NONE: 'none',
  CONSTRAINT_CPUSET: 'cpuset',
  CONSTRAINT_MEMORY_POLICY: 'memory-policy',
  CONSTRAINT_MEMCG: 'memcg',
};

/**
 * Reads the summary line of `dump_oom_summary()` (mm/oom_kill.c). Node lists, paths and names may hold commas, so it is
 * read from both ends.
 * ```
 * oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0-1,3,oom_memcg=/a,task_memcg=/a/b,task=java,pid=7,uid=0
 * oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/a,task=java,pid=7,uid=0
 * ```
 * `fragment`: it breaks off before the pid (printed with pr_cont, another CPU may cut in). Null: no decision line.
 */
export function parseDecision(text: string): Decision | 'fragment' | null {
  if (!text.startsWith(DECISION_MARK)) return null;
  const tail = TAIL.exec(text);
  if (tail === null) return 'fragment';
  const task = taskStart(text, tail.index);
  const head = HEAD.exec(text.slice(0, task));
  if (task < 0 || head === null) return null;
  const [, constraintRaw = '', nodemask = '', cpuset, memsAllowed, oomMemcg, taskMemcg] = head;
  return {
    // The first release with this line says CONSTRAINT_NONE of a group's limit, too.
    constraint:
      oomMemcg !== undefined
        ? 'memcg'
        : Object.hasOwn(CONSTRAINTS, constraintRaw)
          ? (CONSTRAINTS[constraintRaw] ?? 'other')
          : 'other',
    constraintRaw,
    nodemask,
    cpuset: cpuset ?? null,
    memsAllowed: memsAllowed ?? null,
    oomMemcg: oomMemcg ?? null,
    taskMemcg: taskMemcg ?? null,
    comm: text.slice(task + ',task='.length, tail.index),
    pid: Number(tail[1]),
    // Printed as signed: 4294967294 stands there as -2.
    uid: Number(tail[2]) >>> 0,
  };
}

/** Where `,task=` begins: the first one that leaves no more than a comm holds, since a name may contain the mark too. */
function taskStart(text: string, end: number): number {
  const mark = ',task=';
  const last = text.lastIndexOf(mark, end - mark.length);
  for (let at = text.indexOf(mark); at >= 0 && at < last; at = text.indexOf(mark, at + 1)) {
    if (end - at - mark.length <= MAX_COMM) return at;
  }
  return last;
}
