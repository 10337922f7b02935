import { isWithin, workloadOf } from '../cgroup-path.ts';
import type { MergedEvent } from '../merge/event.ts';
import type { ForkGist, Gist, UnitOomGist, UnitSignalGist } from '../merge/gist.ts';
import type { Context } from './context-notes.ts';
import { attach, type Draft, distanceFrom, extend, gapAfter, isAround, startDraft } from './draft.ts';
import { createDraftList, createFinder } from './draft-list.ts';
import { loopOf, outside } from './scope.ts';
import { windows } from './windows.ts';

/**
 * Words of service managers, runtimes and programs: they belong to a shortage near them, or stand alone. What is no incident
 * by itself and stands near none goes to `context`.
 */
export function groupReports(events: Iterable<MergedEvent>, shortages: readonly Draft[], context: Context): Draft[] {
  const drafts = createDraftList();
  const around = createFinder(shortages, windows.failureBeforeUs);
  for (const event of events) {
    const { gist } = event;
    if (!isReport(gist)) continue;
    const near = around(event)
      .filter((draft) => reportsOn(draft, gist, event))
      .sort(
        (a, b) =>
          Number(namesUnitOf(b, gist)) - Number(namesUnitOf(a, gist)) ||
          distanceFrom(a, event) - distanceFrom(b, event),
      );
    if (near[0]) {
      attach(near[0], event);
      continue;
    }
    if (!standsAlone(gist)) {
      context.add(event);
      continue;
    }
    const home = drafts.recent(event, windows.burstUs).find((draft) => continuesReports(draft, gist, event));
    if (home) extend(home, event);
    else drafts.add(startDraft(outside, event));
  }
  return drafts.all;
}

/** The same unit or program again; or another unit, hit by the same shortage. */
function continuesReports(draft: Draft, gist: Report, event: MergedEvent): boolean {
  const loop = loopOf(gist);
  if (loop === null || draft.loops.has(loop)) return true;
  return gist.kind === 'unit-oom' && draft.first.kind === 'unit-oom' && gapAfter(draft, event) <= windows.programUs;
}

type Report = Extract<Gist, { kind: 'unit-oom' | 'unit-signal-kill' | 'app-oom' | 'fork-refused' | 'userspace-kill' }>;

function isReport(gist: Gist): gist is Report {
  if (gist.kind === 'userspace-kill') return gist.dryRun;
  return ['unit-oom', 'unit-signal-kill', 'app-oom', 'fork-refused'].includes(gist.kind);
}

/** A SIGKILL has many senders, a heap limit is the program's own, a pids limit is no shortage of memory, and a dry run killed nobody. */
function standsAlone(gist: Report): boolean {
  if (gist.kind === 'fork-refused') return gist.error === 'ENOMEM';
  if (gist.kind === 'app-oom') return !ownLimit.test(gist.message);
  return gist.kind === 'unit-oom';
}

/** A runtime that reached the size it was given says nothing about the machine's memory. */
const ownLimit =
  /Java heap space|GC overhead limit|Metaspace|PermGen|Compressed class space|Direct buffer memory|array size exceeds|heap out of memory|[Hh]eap limit/;

function reportsOn(draft: Draft, gist: Report, event: MergedEvent): boolean {
  if (gist.kind === 'unit-oom' || gist.kind === 'unit-signal-kill') {
    if (draft.scope.scope === 'none') return false;
    if (namesUnitOf(draft, gist)) return isAround(draft, event, windows.programUs, windows.unitAfterUs);
    return isAround(draft, event, windows.unitUnnamedUs, windows.unitUnnamedUs);
  }
  if (gist.kind === 'fork-refused') return refusedBy(draft, gist, event);
  return isAround(draft, event, windows.programUs, windows.programUs);
}

function refusedBy(draft: Draft, gist: ForkGist, event: MergedEvent): boolean {
  const { scope, path } = draft.scope;
  if (scope === 'memcg' && !(path !== null && gist.cgroup !== null && isWithin(gist.cgroup, path))) return false;
  return isAround(draft, event, windows.failureBeforeUs, windows.programUs);
}

/** True if a victim of the draft ran in this unit, pod or container, or is the process it names. */
function namesUnitOf(draft: Draft, gist: Report): gist is UnitOomGist | UnitSignalGist {
  if (gist.kind !== 'unit-oom' && gist.kind !== 'unit-signal-kill') return false;
  const { unit, pod, container } = gist;
  if (gist.kind === 'unit-oom' && gist.pid !== null && draft.tasks.killed.has(gist.pid)) return true;
  return [...draft.tasks.cgroups].some((path) => isOfUnit(path, unit, pod, container));
}

function isOfUnit(path: string, unit: string | null, pod: string | null, container: string | null): boolean {
  const workload = workloadOf(path);
  if (unit !== null && (workload.unit === unit || workload.slice === unit || path.split('/').includes(unit)))
    return true;
  if (container !== null && workload.containerId !== null) {
    return workload.containerId.startsWith(container) || container.startsWith(workload.containerId);
  }
  return pod !== null && workload.podUid !== null && pod.includes(workload.podUid);
}
