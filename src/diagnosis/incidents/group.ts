import { isWithin, workloadOf } from '../cgroup-path.ts';
import type { MergedEvent } from '../merge/event.ts';
import type { AllocGist, ForkGist, Gist, UnitOomGist, UnitSignalGist } from '../merge/gist.ts';
import {
  attach,
  type Draft,
  distanceFrom,
  extend,
  gapAfter,
  isAround,
  isOtherBoot,
  startDraft,
  timeOf,
} from './draft.ts';
import { killScope, loopOf, type Scope } from './scope.ts';

const minute = 60_000_000;

/**
 * How near events must be to be one incident. A storm is one; so is a service that dies, restarts and dies again every few
 * minutes. What comes back after half an hour is a new incident that names the earlier ones.
 */
const windows = {
  /** Kills of one scope: the machine has not recovered in between. */
  burstUs: 10 * minute,
  /** Kills of one service or program: a restart loop backs off to minutes (kubelet: 5, and the time to fill up again). */
  loopUs: 30 * minute,
  /** Two limits, one inside the other, reached together. */
  nestedUs: minute,
  /** A request that fails is part of the shortage that kills within minutes; a victim's own last failure follows at once. */
  failureBeforeUs: 5 * minute,
  failureAfterUs: minute,
  /** khungtaskd reports what has waited for two minutes already, every two minutes. */
  hungBeforeUs: 10 * minute,
  hungAfterUs: 5 * minute,
  hungRepeatUs: 5 * minute,
  /** systemd and the kubelet say late what the kernel did, and later still under pressure. */
  unitAfterUs: 10 * minute,
  unitUnnamedUs: minute / 2,
  programUs: minute,
} as const;

export interface Grouped {
  readonly drafts: readonly Draft[];
  /** Events that are no incident by themselves and stand near none. */
  readonly unattached: readonly MergedEvent[];
}

/** Groups the events of one machine (or of one boot, where no wall clock ties boots together), in order of time. */
export function groupEvents(events: readonly MergedEvent[]): Grouped {
  const kills = groupKills(events);
  const failures = groupFailures(events, kills);
  const hangs = groupHangs(events, kills, failures);
  const shortages = [...kills, ...failures];
  const { drafts: reports, unattached } = groupReports(events, shortages);
  return { drafts: [...shortages, ...hangs, ...reports], unattached };
}

function groupKills(events: readonly MergedEvent[]): Draft[] {
  const drafts = createDraftList();
  for (const event of events) {
    const scope = killScope(event);
    if (scope === null) continue;
    const home = drafts.recent(event, windows.loopUs).find((draft) => continuesKills(draft, scope, event));
    if (home) extend(home, event);
    else drafts.add(startDraft(scope, event));
  }
  return drafts.all;
}

function continuesKills(draft: Draft, scope: Scope, event: MergedEvent): boolean {
  const gap = gapAfter(draft, event);
  if (draft.scope.key === scope.key && gap <= windows.burstUs) return true;
  const loop = loopOf(event.gist);
  if (loop !== null && draft.loops.has(loop) && draft.scope.scope === scope.scope) return gap <= windows.loopUs;
  if (draft.scope.scope !== 'memcg' || scope.scope !== 'memcg' || gap > windows.nestedUs) return false;
  if (draft.scope.path === null || scope.path === null) return true;
  return isWithin(draft.scope.path, scope.path) || isWithin(scope.path, draft.scope.path);
}

const outside: Scope = { scope: 'none', key: 'none', path: null };

function groupFailures(events: readonly MergedEvent[], kills: readonly Draft[]): Draft[] {
  const drafts = createDraftList();
  const killsAround = createFinder(kills, windows.failureBeforeUs);
  for (const event of events) {
    const { gist } = event;
    if (gist.kind !== 'alloc-failure') continue;
    const kill = killsAround(event).find((draft) => explainsFailure(draft, gist, event));
    if (kill) {
      attach(kill, event);
      continue;
    }
    const home = drafts
      .recent(event, windows.burstUs)
      .find((draft) => familyOf(draft.events[0]?.gist) === familyOf(gist));
    if (home) extend(home, event);
    else drafts.add(startDraft(outside, event));
  }
  return drafts.all;
}

/** Page, stalled page and slab requests draw on the same pages; the other allocators have areas of their own. */
function familyOf(gist: Gist | undefined): string {
  if (gist?.kind !== 'alloc-failure') return '';
  return gist.variant === 'page-stall' || gist.variant === 'slab' ? 'page' : gist.variant;
}

function explainsFailure(draft: Draft, gist: AllocGist, event: MergedEvent): boolean {
  if (draft.scope.key === 'manual') return false;
  const isNear = isAround(draft, event, windows.failureAfterUs, windows.failureAfterUs);
  if (draft.scope.scope === 'memcg') return isNear && isTaskOf(draft, gist.pid, gist.comm);
  if (familyOf(gist) !== 'page') return isNear;
  return isAround(draft, event, windows.failureBeforeUs, windows.failureAfterUs);
}

function groupHangs(events: readonly MergedEvent[], kills: readonly Draft[], failures: readonly Draft[]): Draft[] {
  const drafts = createDraftList();
  const killsAround = createFinder(kills, windows.hungBeforeUs);
  const failuresAround = createFinder(failures, windows.failureAfterUs);
  for (const event of events) {
    const { gist } = event;
    if (gist.kind !== 'hung-task' && gist.kind !== 'stall') continue;
    const shortage =
      killsAround(event).find(
        (draft) =>
          (draft.scope.scope !== 'memcg' || isTaskOf(draft, gist.pid, gist.comm)) &&
          isAround(draft, event, windows.hungBeforeUs, windows.hungAfterUs),
      ) ??
      failuresAround(event).find((draft) => isAround(draft, event, windows.failureAfterUs, windows.failureAfterUs));
    if (shortage) {
      attach(shortage, event);
      continue;
    }
    const home = drafts.recent(event, windows.hungRepeatUs)[0];
    if (home) extend(home, event);
    else drafts.add(startDraft(outside, event));
  }
  return drafts.all;
}

/** Words of service managers, runtimes and programs: they belong to a shortage near them, or stand alone. */
function groupReports(events: readonly MergedEvent[], shortages: readonly Draft[]): Grouped {
  const drafts = createDraftList();
  const around = createFinder(shortages, windows.failureBeforeUs);
  const unattached: MergedEvent[] = [];
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
      unattached.push(event);
      continue;
    }
    const loop = loopOf(gist);
    const home = drafts.recent(event, windows.burstUs).find((draft) => loop === null || draft.loops.has(loop));
    if (home) extend(home, event);
    else drafts.add(startDraft(outside, event));
  }
  return { drafts: drafts.all, unattached };
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
  return draft.events.some(({ gist: kill }) => {
    if (kill.kind === 'oom-kill') {
      if (gist.kind === 'unit-oom' && gist.pid !== null && kill.victims.some(({ pid }) => pid === gist.pid))
        return true;
      return [kill.taskMemcg, kill.oomMemcg].some((path) => path !== null && isOfUnit(path, unit, pod, container));
    }
    if (kill.kind !== 'userspace-kill') return false;
    return kill.victims.some(({ cgroup }) => cgroup !== null && isOfUnit(cgroup, unit, pod, container));
  });
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

function isTaskOf(draft: Draft, pid: number | null, comm: string | null): boolean {
  return draft.events.some(({ gist }) => {
    if (gist.kind !== 'oom-kill') return false;
    const tasks = [...gist.victims, ...(gist.trigger ? [gist.trigger] : [])];
    return tasks.some((task) =>
      pid !== null && task.pid !== null ? task.pid === pid : comm !== null && task.comm === comm,
    );
  });
}

/** Drafts in the order in which they were begun, with those that may still grow at hand. */
function createDraftList(): {
  readonly all: Draft[];
  add(draft: Draft): void;
  /** Not older than the window, the latest first, of the event's boot. */
  recent(event: MergedEvent, windowUs: number): Draft[];
} {
  const all: Draft[] = [];
  let open: Draft[] = [];
  return {
    all,
    add(draft) {
      all.push(draft);
      open.push(draft);
    },
    recent(event, windowUs) {
      open = open.filter((draft) => gapAfter(draft, event) <= windowUs);
      return open.filter((draft) => !isOtherBoot(draft, event)).sort((a, b) => (b.lastUs ?? 0) - (a.lastUs ?? 0));
    },
  };
}

/** Drafts of the event's boot around it, nearest first. Events must be asked for in order of time. */
function createFinder(drafts: readonly Draft[], beforeUs: number): (event: MergedEvent) => Draft[] {
  const byStart = [...drafts].sort((a, b) => (a.firstUs ?? 0) - (b.firstUs ?? 0));
  let next = 0;
  let open: Draft[] = [];
  return (event) => {
    const us = timeOf(event);
    while (next < byStart.length) {
      const draft = byStart[next] as Draft;
      if (us !== null && draft.firstUs !== null && draft.firstUs - beforeUs > us) break;
      open.push(draft);
      next += 1;
    }
    open = open.filter((draft) => us === null || draft.lastUs === null || us - draft.lastUs <= windows.unitAfterUs);
    return open
      .filter((draft) => !isOtherBoot(draft, event))
      .sort((a, b) => distanceFrom(a, event) - distanceFrom(b, event));
  };
}
