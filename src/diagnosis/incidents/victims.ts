import type { Incident } from '../analysis.ts';
import type { Gist } from '../merge/gist.ts';
import { createTaskSet } from './task-set.ts';

/** Of a storm so many victims are listed; beyond them the first of each further name. */
const mostListed = 1000;
const mostNames = 20;

/** Distinct victims, in order of death. A pid that came back with another name is another task. */
export interface Victims {
  add(gist: Gist): void;
  list(): Incident['victims'];
  count(): number;
  /** Those that the list leaves out, by name, the most frequent first. */
  left(): { readonly comm: string; readonly count: number }[];
}

export function createVictims(): Victims {
  const tasks = createTaskSet();
  const names = new Set<string>();
  const left = new Map<string, number>();
  const victims: Incident['victims'][number][] = [];

  function add(pid: number, comm: string, anonRssBytes: number | null): void {
    if (!tasks.add(pid, comm)) return;
    const isNew = !names.has(comm) && names.size < mostListed;
    if (isNew) names.add(comm);
    if (isNew || victims.length < mostListed) victims.push({ pid, comm, anonRssBytes });
    else left.set(comm, (left.get(comm) ?? 0) + 1);
  }

  return {
    add(gist) {
      if (gist.kind === 'oom-kill') {
        for (const { pid, comm, anonRssBytes } of gist.victims) add(pid, comm, anonRssBytes);
      }
      if (gist.kind === 'userspace-kill' && !gist.dryRun) {
        for (const { pid, comm } of gist.victims) if (pid !== null && comm !== null) add(pid, comm, null);
      }
    },
    list: () => victims,
    count: () => tasks.size,
    left: () =>
      [...left]
        .map(([comm, count]) => ({ comm, count }))
        .sort((a, b) => b.count - a.count)
        .slice(0, mostNames),
  };
}
