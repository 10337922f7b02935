import type { Incident } from '../analysis.ts';
import { workloadOf } from '../cgroup-path.ts';
import type { MergedEvent } from '../merge/event.ts';
import type { Gist } from '../merge/gist.ts';
import { rfc3339 } from '../merge/sighting.ts';
import { createEnds } from './ends.ts';
import { createHarmless } from './harmless.ts';
import { notesOn } from './notes.ts';
import type { Scope } from './scope.ts';
import { createTitle } from './title.ts';
import { createVictims } from './victims.ts';
import { createWanted } from './wanted.ts';

/** An incident before its records have been read in full. */
export interface Outline {
  readonly incident: Incident;
  readonly panicked: boolean;
  /** Ids of the records to read in full, in the order in which they are asked: the first shortage leads. */
  readonly wanted: readonly string[];
}

/** Of a storm so many records and addresses are listed, half of them the first and half the last; the rest is counted. */
const mostListed = 1000;

/** Tells an incident of its events, which come in order of time and are gone through once. */
export function outline(
  scope: Scope,
  events: Iterable<MergedEvent>,
  { id, recurrences }: Pick<Incident, 'id' | 'recurrences'>,
): Outline {
  const title = createTitle(scope);
  const victims = createVictims();
  const harmless = createHarmless();
  const wanted = createWanted();
  const records = createEnds<string>(mostListed / 2, mostListed / 2);
  const sources = createEnds<Incident['sources'][number]>(mostListed / 2, mostListed / 2);
  const kinds = new Set<MergedEvent['kind']>();
  const known = {
    host: null as string | null,
    bootId: null as string | null,
    monotonicUs: null as number | null,
    trigger: null as Incident['trigger'],
    taskMemcg: null as string | null,
    startUs: Number.POSITIVE_INFINITY,
    endUs: Number.NEGATIVE_INFINITY,
    panicked: false,
  };
  let first: MergedEvent | null = null;
  /** The first shortage explains the rest. */
  let shortage: MergedEvent | null = null;
  for (const event of events) {
    const { gist } = event;
    title.add(event);
    victims.add(gist);
    harmless.add(event);
    wanted.add(event);
    records.add(event.best.id);
    kinds.add(event.kind);
    known.host ??= event.host;
    known.bootId ??= event.bootId;
    known.monotonicUs ??= event.monotonicUs;
    known.trigger ??= triggerOf(gist);
    if (gist.kind === 'oom-kill') known.taskMemcg ??= gist.taskMemcg;
    known.startUs = Math.min(known.startUs, event.atUs ?? known.startUs);
    known.endUs = Math.max(known.endUs, event.atUs ?? known.endUs);
    known.panicked ||= hasPanicked(gist);
    const leads = shortage === null && shortageKinds.includes(event.kind);
    if (leads) shortage = event;
    if (first !== null && !leads) for (const span of event.seenIn) sources.add(span);
    first ??= event;
  }
  if (first === null) throw new RangeError('an incident has at least one event');
  const leading = shortage ?? first;
  const path = scope.path ?? (scope.scope === 'memcg' ? known.taskMemcg : null);
  const harmlessNote = harmless.note();
  const unlisted = { records: records.left(), sources: sources.left(), victims: victims.left() };
  const isWhole = unlisted.records + unlisted.sources + unlisted.victims.length === 0;
  const incident: Incident = {
    id,
    host: known.host,
    bootId: known.bootId,
    start: timeText(known.startUs),
    end: timeText(known.endUs),
    startMonotonicSeconds: known.monotonicUs === null ? null : known.monotonicUs / 1_000_000,
    timeBasis: leading.timeBasis,
    scope: scope.scope,
    kinds: [...kinds],
    kills: victims.count(),
    victims: victims.list(),
    records: records.list(),
    title: title.text(),
    trigger: triggerOf(leading.gist) ?? known.trigger,
    ranOut: null,
    sources: [...leading.seenIn, ...(leading === first ? [] : first.seenIn), ...sources.list()],
    ...(isWhole ? {} : { unlisted }),
    provenance: leading.proved ? 'kernel' : 'unverified',
    workload: path === null ? null : workloadOf(path),
    consumers: [],
    recurrences,
    notes: [...notesOn(leading), ...(harmlessNote === null ? [] : [harmlessNote])],
    verdict: null,
    accounting: null,
    accountingRefused: null,
    selection: null,
    remedies: [],
    escalation: [],
  };
  return { incident, panicked: known.panicked, wanted: wanted.ids() };
}

const timeText = (us: number): string | null => (Number.isFinite(us) ? rfc3339(us) : null);

const shortageKinds = ['oom-kill', 'alloc-failure', 'userspace-kill'];

const hasPanicked = (gist: Gist): boolean =>
  gist.kind === 'oom-kill' ? gist.outcome === 'panic' : gist.kind === 'hung-task' && gist.panic;

function triggerOf(gist: Gist): Incident['trigger'] {
  if (gist.kind === 'oom-kill') return gist.trigger;
  if (gist.kind !== 'alloc-failure' || gist.comm === null) return null;
  const { comm, pid, order, gfpMask } = gist;
  return order === null || gfpMask === null ? null : { comm, pid, order, gfpMask };
}
