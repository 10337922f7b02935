import type { MergedEvent } from '../merge/event.ts';
import type { Scope } from './scope.ts';
import { loopOf } from './scope.ts';

/** An incident in the making. Times are microseconds on the clock of its timeline, null where that has none. */
export interface Draft {
  readonly scope: Scope;
  readonly events: MergedEvent[];
  readonly loops: Set<string>;
  /** Who was killed in it or asked for the memory, and in which groups they ran. */
  readonly tasks: {
    readonly pids: Set<number>;
    readonly killed: Set<number>;
    readonly comms: Set<string>;
    readonly commsWithoutPid: Set<string>;
    readonly cgroups: Set<string>;
  };
  firstUs: number | null;
  lastUs: number | null;
}

export function startDraft(scope: Scope, event: MergedEvent): Draft {
  const tasks: Draft['tasks'] = {
    pids: new Set(),
    killed: new Set(),
    comms: new Set(),
    commsWithoutPid: new Set(),
    cgroups: new Set(),
  };
  const draft: Draft = { scope, events: [], loops: new Set(), tasks, firstUs: null, lastUs: null };
  extend(draft, event);
  return draft;
}

/** Adds an event that the incident is made of. */
export function extend(draft: Draft, event: MergedEvent): void {
  draft.events.push(event);
  noteTasks(draft, event);
  const loop = loopOf(event.gist);
  if (loop !== null) draft.loops.add(loop);
  const us = timeOf(event);
  if (us === null) return;
  draft.firstUs = Math.min(draft.firstUs ?? us, us);
  draft.lastUs = Math.max(draft.lastUs ?? us, us);
}

/** Adds an event that belongs to it without moving its bounds: what came before, and what followed from it. */
export function attach(draft: Draft, event: MergedEvent): void {
  draft.events.push(event);
}

/** All events of a timeline have a wall clock, or none has. */
export function timeOf(event: MergedEvent): number | null {
  return event.atUs ?? event.monotonicUs;
}

/** Microseconds from the last of its own events to this one. 0 without clocks: nothing says that time passed. */
export function gapAfter(draft: Draft, event: MergedEvent): number {
  const us = timeOf(event);
  return us === null || draft.lastUs === null ? 0 : us - draft.lastUs;
}

/** True if the event lies between `beforeUs` ahead of the first and `afterUs` behind the last of the draft's own events. */
export function isAround(draft: Draft, event: MergedEvent, beforeUs: number, afterUs: number): boolean {
  const us = timeOf(event);
  if (us === null || draft.firstUs === null || draft.lastUs === null) return true;
  return us >= draft.firstUs - beforeUs && us <= draft.lastUs + afterUs;
}

/** How far outside of the draft's own events it lies. */
export function distanceFrom(draft: Draft, event: MergedEvent): number {
  const us = timeOf(event);
  if (us === null || draft.firstUs === null || draft.lastUs === null) return 0;
  return Math.max(0, draft.firstUs - us, us - draft.lastUs);
}

/** An incident does not outlive its boot. Boots are told apart by id, or by one file that holds both. */
export function isOtherBoot(draft: Draft, event: MergedEvent): boolean {
  const last = draft.events.at(-1);
  if (!last || last.boot === event.boot) return false;
  if (last.bootId !== null && event.bootId !== null) return last.bootId !== event.bootId;
  const paths = new Set(last.sightings.map(({ source }) => source.path));
  return event.sightings.some(({ source }) => paths.has(source.path));
}

/** True if this pid, or a task of this name where either pid is unknown, was killed in it or asked for the memory. */
export function isTaskOf({ tasks }: Draft, pid: number | null, comm: string | null): boolean {
  if (pid !== null && tasks.pids.has(pid)) return true;
  return comm !== null && (pid === null ? tasks.comms : tasks.commsWithoutPid).has(comm);
}

function noteTasks({ tasks }: Draft, { gist }: MergedEvent): void {
  if (gist.kind === 'userspace-kill') {
    for (const { cgroup } of gist.victims) if (cgroup !== null) noteCgroup(tasks.cgroups, cgroup);
  }
  if (gist.kind !== 'oom-kill') return;
  for (const { pid } of gist.victims) tasks.killed.add(pid);
  for (const path of [gist.taskMemcg, gist.oomMemcg]) if (path !== null) noteCgroup(tasks.cgroups, path);
  for (const { pid, comm } of [...gist.victims, ...(gist.trigger ? [gist.trigger] : [])]) {
    if (comm !== null) tasks.comms.add(comm);
    if (pid === null && comm !== null) tasks.commsWithoutPid.add(comm);
    if (pid !== null) tasks.pids.add(pid);
  }
}

/** A pod that restarts for weeks leaves a new group each time: the latest are enough to know whose words these are. */
const mostCgroups = 64;

function noteCgroup(cgroups: Set<string>, path: string): void {
  cgroups.delete(path);
  cgroups.add(path);
  const [oldest] = cgroups;
  if (cgroups.size > mostCgroups && oldest !== undefined) cgroups.delete(oldest);
}
