import type { MergedEvent } from '../merge/event.ts';
import type { Share } from '../merge/share.ts';
import { contentId, isOfKernel } from './identity.ts';
import type { Scope } from './scope.ts';
import { loopOf } from './scope.ts';

/** An incident in the making. Times are microseconds on the clock of its timeline, null where that has none. */
export interface Draft {
  /** Of a draft of cut reports: that of the first that says it. */
  scope: Scope;
  /** Indexes of its events, in the order in which they were added. */
  readonly events: number[];
  readonly first: MergedEvent;
  /** The one added last. */
  last: MergedEvent;
  /** The one that gives it its id: the first record of the kernel, else the first of all. */
  naming: MergedEvent;
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

/** An incident to which nothing is added any more: what is held of it until it is told. */
export interface ClosedDraft {
  readonly scope: Scope;
  readonly events: readonly number[];
  readonly loops: readonly string[];
  readonly machine: string;
  readonly contentId: string;
}

export function startDraft(scope: Scope, event: MergedEvent): Draft {
  const tasks: Draft['tasks'] = {
    pids: new Set(),
    killed: new Set(),
    comms: new Set(),
    commsWithoutPid: new Set(),
    cgroups: new Set(),
  };
  const draft: Draft = {
    scope,
    events: [],
    first: event,
    last: event,
    naming: event,
    loops: new Set(),
    tasks,
    firstUs: null,
    lastUs: null,
  };
  extend(draft, event);
  return draft;
}

/** `share` makes equal texts one string. */
export function closeDraft({ scope, events, loops, first, naming }: Draft, share: Share): ClosedDraft {
  return {
    scope: { scope: scope.scope, key: share(scope.key), path: share(scope.path) },
    // A copy has no room to grow.
    events: events.slice(),
    loops: [...loops].map(share),
    machine: first.machine,
    contentId: contentId(naming),
  };
}

/** Adds an event that the incident is made of. */
export function extend(draft: Draft, event: MergedEvent): void {
  attach(draft, event);
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
  draft.events.push(event.index);
  draft.last = event;
  if (!isOfKernel(draft.naming) && isOfKernel(event)) draft.naming = event;
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
export function isOtherBoot({ last }: Draft, event: MergedEvent): boolean {
  if (last.boot === event.boot) return false;
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
    for (const { cgroup } of gist.victims) if (cgroup !== null) note(tasks.cgroups, cgroup, mostCgroups);
  }
  if (gist.kind !== 'oom-kill') return;
  for (const { pid } of gist.victims) note(tasks.killed, pid, mostPids);
  for (const path of [gist.taskMemcg, gist.oomMemcg]) if (path !== null) note(tasks.cgroups, path, mostCgroups);
  for (const { pid, comm } of [...gist.victims, ...(gist.trigger ? [gist.trigger] : [])]) {
    if (comm !== null) tasks.comms.add(comm);
    if (pid === null && comm !== null) tasks.commsWithoutPid.add(comm);
    if (pid !== null) note(tasks.pids, pid, mostPids);
  }
}

/** A pod that restarts for weeks leaves a new group each time: the latest are enough to know whose words these are. */
const mostCgroups = 64;

/** A storm that goes on for days: what hangs or fails beside it does so with the latest. */
const mostPids = 32_768;

/** Keeps the latest. */
function note<Value>(values: Set<Value>, value: Value, most: number): void {
  values.delete(value);
  values.add(value);
  if (values.size <= most) return;
  const [oldest] = values;
  values.delete(oldest as Value);
}
