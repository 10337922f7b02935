import type { Gist, Victim } from './gist.ts';

/**
 * By what two sightings may be recognised as one event.
 *
 * `exact`: a task, its name and its sizes to the kilobyte; that two events share it by chance is as good as impossible.
 * `loose`: names and pids without such numbers; only nearness in time makes it the same event.
 * `stamped`: what the first line of a report says, where a ring lost the rest; only the kernel's own stamp makes it the same.
 */
export interface Keys {
  readonly exact: readonly string[];
  readonly loose: readonly string[];
  readonly stamped: readonly string[];
}

const none: Keys = { exact: [], loose: [], stamped: [] };
const only = (...parts: readonly (string | number | null)[]): Keys => ({ ...none, loose: [parts.join('\0')] });

export function keysOf(gist: Gist): Keys {
  switch (gist.kind) {
    case 'oom-kill': {
      const { trigger, victims } = gist;
      const asked = trigger ? [['ask', trigger.pid, trigger.comm, trigger.order, trigger.gfpMask].join('\0')] : [];
      const outcome = victims.length === 0 && !trigger ? [['oom', gist.outcome, gist.panic].join('\0')] : [];
      return {
        exact: victims.flatMap((victim) => sizesKey(victim) ?? []),
        loose: [...victims.map((victim) => taskKey(victim)), ...asked, ...outcome],
        stamped: trigger ? [['invoked', trigger.comm, trigger.order, trigger.gfpMask].join('\0')] : [],
      };
    }
    case 'alloc-failure': {
      const { kind, variant, comm, pid, order, gfpMask, sizeBytes, sizePages, detail } = gist;
      return only(kind, variant, comm, pid, order, gfpMask, sizeBytes, sizePages, detail);
    }
    case 'hung-task':
      return only(gist.kind, gist.comm, gist.pid);
    case 'stall':
      return only(gist.kind, gist.variant, gist.comm, gist.pid, gist.cpu, gist.seconds);
    case 'userspace-kill':
      return {
        ...none,
        loose: gist.victims.map(({ pid, comm, cgroup, pod, container }) =>
          ['us', gist.killer, gist.dryRun ? 'dry' : '', pid, comm, cgroup, pod, container].join('\0'),
        ),
      };
    case 'unit-oom':
      return only(gist.kind, gist.manager, gist.unit, gist.pod, gist.container, gist.result);
    case 'unit-signal-kill':
      return only(gist.kind, gist.manager, gist.unit, gist.pod, gist.container, gist.signal, gist.exitStatus);
    case 'app-oom':
      return only(gist.kind, gist.runtime, gist.message);
    case 'fork-refused':
      return only(gist.kind, gist.cgroup, gist.error);
    default:
      return none;
  }
}

export const taskKey = ({ pid, comm }: Pick<Victim, 'pid' | 'comm'>): string => ['kill', pid, comm].join('\0');

/** Null where a size is missing: a cut line, or a kernel that prints none. */
export function sizesKey(victim: Victim): string | null {
  const { pid, comm, totalVmBytes, anonRssBytes, fileRssBytes, shmemRssBytes } = victim;
  if (totalVmBytes === null || anonRssBytes === null || fileRssBytes === null) return null;
  return ['sizes', pid, comm, totalVmBytes, anonRssBytes, fileRssBytes, shmemRssBytes].join('\0');
}

/** Whether what it says about a thing differs from what any of the others says, so that they cannot be one event. */
export function contradicts(gist: Gist, others: readonly Gist[]): boolean {
  if (others.some((other) => differs(gist, other))) return true;
  if (gist.kind !== 'oom-kill' || gist.victims.length === 0) return false;
  const theirs = others.flatMap((other) => (other.kind === 'oom-kill' ? other.victims : []));
  const named = new Set(theirs.map((victim) => taskKey(victim)));
  return named.size > 0 && !gist.victims.some((victim) => named.has(taskKey(victim)));
}

function differs(a: Gist, b: Gist): boolean {
  if (a.kind !== b.kind) return true;
  if (a.kind === 'alloc-failure' && b.kind === 'alloc-failure') {
    return a.freePages !== null && b.freePages !== null && a.freePages !== b.freePages;
  }
  if (a.kind === 'hung-task' && b.kind === 'hung-task') {
    // The line that says how long is the first that a ring loses.
    return a.blockedSeconds !== null && b.blockedSeconds !== null && a.blockedSeconds !== b.blockedSeconds;
  }
  if ('message' in a || 'result' in a || 'error' in a) return namesDiffer(a, b as typeof a);
  if (a.kind !== 'oom-kill' || b.kind !== 'oom-kill') return false;
  const sizes = new Map(b.victims.map((victim) => [taskKey(victim), sizesKey(victim)]));
  return a.victims.some((victim) => {
    const [mine, other] = [sizesKey(victim), sizes.get(taskKey(victim)) ?? null];
    return mine !== null && other !== null && mine !== other;
  });
}

type Named = { readonly pid: number | null; readonly comm: string | null };

/** Syslog often knows the writer's name only, the journal its pid as well: unknown contradicts nothing. */
const namesDiffer = (a: Named, b: Named): boolean =>
  (a.pid !== null && b.pid !== null && a.pid !== b.pid) || (a.comm !== null && b.comm !== null && a.comm !== b.comm);
