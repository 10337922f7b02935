import type { Incident } from '../analysis.ts';
import { workloadOf } from '../cgroup-path.ts';
import type { MergedEvent } from '../merge/event.ts';
import { taskKey } from '../merge/keys.ts';
import { rfc3339, type Sighting } from '../merge/sighting.ts';
import { type Draft, timeOf } from './draft.ts';
import { harmlessNote } from './harmless.ts';
import { notesOn } from './notes.ts';
import { titleOf } from './title.ts';

/** An incident before its records have been read in full. */
export interface Outline {
  readonly incident: Incident;
  readonly panicked: boolean;
  /** Ids of the records to read in full, in the order in which they are asked: the first shortage leads. */
  readonly wanted: readonly string[];
}

/** Records of one incident that are read in full: the first often lacks what a later one holds. */
const mostWanted = 4;

export function outline(draft: Draft, id: string, recurrences: readonly string[]): Outline {
  const events = draft.events.toSorted(compareEvents);
  const leading = leadingEvent(events);
  const gists = events.map(({ gist }) => gist);
  const victims = victimsOf(events);
  const times = events.flatMap(({ atUs }) => atUs ?? []);
  const path = draft.scope.path ?? (draft.scope.scope === 'memcg' ? taskMemcg(events) : null);
  const harmless = harmlessNote(events);
  const incident: Incident = {
    id,
    host: events.find(({ host }) => host !== null)?.host ?? null,
    bootId: events.find(({ bootId }) => bootId !== null)?.bootId ?? null,
    start: times.length === 0 ? null : rfc3339(Math.min(...bounds(times))),
    end: times.length === 0 ? null : rfc3339(Math.max(...bounds(times))),
    startMonotonicSeconds: secondsOf(events.find(({ monotonicUs }) => monotonicUs !== null)?.monotonicUs ?? null),
    timeBasis: leading.timeBasis,
    scope: draft.scope.scope,
    kinds: [...new Set(events.map(({ kind }) => kind))],
    kills: victims.length,
    victims,
    records: events.map(({ best }) => best.id),
    title: titleOf({ ...draft, events }),
    trigger: triggerOf(events, leading),
    ranOut: null,
    sources: [leading, ...events.filter((event) => event !== leading)].flatMap(({ seenIn }) => seenIn),
    provenance: leading.proved ? 'kernel' : 'unverified',
    workload: path === null ? null : workloadOf(path),
    consumers: [],
    recurrences,
    notes: [...notesOn(leading), ...(harmless === null ? [] : [harmless])],
    verdict: null,
    accounting: null,
    accountingRefused: null,
    selection: null,
    remedies: [],
    escalation: [],
  };
  return {
    incident,
    panicked: gists.some((gist) =>
      gist.kind === 'oom-kill' ? gist.outcome === 'panic' : gist.kind === 'hung-task' && gist.panic,
    ),
    wanted: wantedOf(events),
  };
}

/** First and last without spreading a storm over the stack. */
const bounds = (times: readonly number[]): [number, number] =>
  times.reduce<[number, number]>(
    ([least, most], us) => [Math.min(least, us), Math.max(most, us)],
    [Infinity, -Infinity],
  );

const secondsOf = (us: number | null): number | null => (us === null ? null : us / 1_000_000);

export function compareEvents(a: MergedEvent, b: MergedEvent): number {
  const sameBoot = a.boot === b.boot && a.monotonicUs !== null && b.monotonicUs !== null;
  if (sameBoot && a.monotonicUs !== b.monotonicUs) return (a.monotonicUs ?? 0) - (b.monotonicUs ?? 0);
  const [aUs, bUs] = [timeOf(a), timeOf(b)];
  if (aUs !== null && bUs !== null && aUs !== bUs) return aUs - bUs;
  const [x, y] = [a.best.source, b.best.source];
  return x.path < y.path ? -1 : x.path > y.path ? 1 : x.byteStart - y.byteStart;
}

const shortageKinds = ['oom-kill', 'alloc-failure', 'userspace-kill'];

/** The first shortage explains the rest; without one the first event. */
function leadingEvent(events: readonly MergedEvent[]): MergedEvent {
  return events.find(({ kind }) => shortageKinds.includes(kind)) ?? (events[0] as MergedEvent);
}

/** Distinct pids, in order of death. A pid that came back with another name is another task. */
function victimsOf(events: readonly MergedEvent[]): Incident['victims'] {
  const victims = new Map<string, Incident['victims'][number]>();
  for (const { gist } of events) {
    if (gist.kind === 'oom-kill') {
      for (const victim of gist.victims) {
        const { pid, comm, anonRssBytes } = victim;
        if (!victims.has(taskKey(victim))) victims.set(taskKey(victim), { pid, comm, anonRssBytes });
      }
    }
    if (gist.kind === 'userspace-kill' && !gist.dryRun) {
      for (const { pid, comm } of gist.victims) {
        if (pid === null || comm === null || victims.has(taskKey({ pid, comm }))) continue;
        victims.set(taskKey({ pid, comm }), { pid, comm, anonRssBytes: null });
      }
    }
  }
  return [...victims.values()];
}

function taskMemcg(events: readonly MergedEvent[]): string | null {
  for (const { gist } of events) if (gist.kind === 'oom-kill' && gist.taskMemcg !== null) return gist.taskMemcg;
  return null;
}

function triggerOf(events: readonly MergedEvent[], leading: MergedEvent): Incident['trigger'] {
  for (const { gist } of [leading, ...events]) {
    if (gist.kind === 'oom-kill' && gist.trigger !== null) return gist.trigger;
    if (gist.kind !== 'alloc-failure' || gist.comm === null) continue;
    const { comm, pid, order, gfpMask } = gist;
    if (order !== null && gfpMask !== null) return { comm, pid, order, gfpMask };
  }
  return null;
}

/** The first shortages with a dump, each by the sighting that shows most of it. */
function wantedOf(events: readonly MergedEvent[]): string[] {
  const dumps = events.filter(({ sightings }) =>
    sightings.some(({ hasMemory, taskRows }) => hasMemory || taskRows > 0),
  );
  const kills = dumps.filter(({ kind }) => kind === 'oom-kill');
  const failures = dumps.filter(({ kind }) => kind === 'alloc-failure');
  const chosen = [...failures.slice(0, 1), ...kills.slice(0, mostWanted)].sort(compareEvents);
  return [...new Set(chosen.flatMap(({ sightings }) => richest(sightings)))];
}

function richest(sightings: readonly Sighting[]): string[] {
  const memory = sightings.find(({ hasMemory }) => hasMemory);
  const table = sightings.find(({ taskRows }) => taskRows > 0);
  return [memory, table].flatMap((sighting) => sighting?.id ?? []);
}
