import type { IncidentScope } from '../analysis.ts';
import { workloadOf } from '../cgroup-path.ts';
import type { MergedEvent } from '../merge/event.ts';
import type { Gist } from '../merge/gist.ts';

/** Where memory ran out, as far as the event itself says. */
export interface Scope {
  readonly scope: IncidentScope;
  /** Equal for events of one shortage: `host`, `manual`, `memcg /path`, `node 0-1`. */
  readonly key: string;
  /** The group whose limit it was; null where it was no group's or the log does not name it. */
  readonly path: string | null;
}

const host: Scope = { scope: 'host', key: 'host', path: null };
/** A report that was cut before it says it: the host, until another tells more. */
const unsaid: Scope = { ...host };

export const isUnsaid = (scope: Scope): boolean => scope === unsaid;

/** Of incidents in which the kernel killed nobody. */
export const outside: Scope = { scope: 'none', key: 'none', path: null };

/** Of the kinds that kill; null for all others. */
export function killScope({ gist }: MergedEvent): Scope | null {
  if (gist.kind === 'oom-kill') {
    if (gist.manual) return { scope: 'host', key: 'manual', path: null };
    if (gist.constraint === 'memcg') return memcg(gist.oomMemcg);
    if (gist.constraint === 'cpuset' || gist.constraint === 'memory-policy') {
      return { scope: 'node', key: `node ${gist.nodes ?? '?'}`, path: null };
    }
    return gist.constraint === null && gist.victims.length === 0 && gist.outcome === 'unknown' ? unsaid : host;
  }
  if (gist.kind === 'userspace-kill' && !gist.dryRun) {
    const cgroup = gist.victims.find((victim) => victim.cgroup !== null)?.cgroup ?? null;
    return cgroup === null ? host : memcg(cgroup);
  }
  return null;
}

function memcg(path: string | null): Scope {
  return { scope: 'memcg', key: `memcg ${path ?? '?'}`, path };
}

/**
 * Names what would be the same trouble again: the unit, the pod and program, or the group at its limit; on the host the
 * program killed. Null where nothing is named.
 */
export function loopOf(gist: Gist): string | null {
  switch (gist.kind) {
    case 'oom-kill': {
      if (gist.manual) return 'manual';
      const comm = gist.victims[0]?.comm ?? null;
      if (gist.constraint === 'memcg') {
        const path = gist.oomMemcg ?? gist.taskMemcg;
        return path === null ? comm && `memcg ${comm}` : workloadLoop(path, comm);
      }
      return comm && `host ${comm}`;
    }
    case 'userspace-kill': {
      const [victim] = gist.victims;
      if (victim?.cgroup) return workloadLoop(victim.cgroup, victim.comm);
      return victim?.comm ? `host ${victim.comm}` : victim?.pod ? `pod ${victim.pod}` : null;
    }
    case 'alloc-failure':
      return `alloc ${gist.variant} ${gist.order} ${gist.comm}`;
    case 'hung-task':
      return `hung ${gist.comm}`;
    case 'stall':
      return `stall ${gist.variant} ${gist.comm}`;
    case 'unit-oom':
    case 'unit-signal-kill': {
      const name = gist.unit ?? gist.pod ?? gist.container;
      return name === null ? null : `unit ${name}`;
    }
    case 'app-oom':
      return `app ${gist.runtime} ${gist.comm}`;
    case 'fork-refused':
      return `fork ${gist.cgroup ?? gist.comm}`;
  }
}

/** A container gets a new id with each restart, its pod and unit stay. */
function workloadLoop(path: string, comm: string | null): string {
  const { podUid, unit, containerId } = workloadOf(path);
  if (podUid !== null) return `pod ${podUid} ${comm}`;
  if (unit !== null && containerId === null) return `unit ${unit}`;
  return `memcg ${path}`;
}
