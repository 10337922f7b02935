import type { KernelRecord } from '../../parsers/model/record.ts';
import type { Incident } from './analysis.ts';
import { complete } from './incidents/complete.ts';
import type { Draft } from './incidents/draft.ts';
import { groupEvents } from './incidents/group.ts';
import { identify } from './incidents/identity.ts';
import { compareSeverity } from './incidents/order.ts';
import { compareEvents, type Outline, outline } from './incidents/outline.ts';
import { type Coverage, withoutForgeries } from './merge/contradiction.ts';
import type { MergedEvent } from './merge/event.ts';
import { mergeSightings } from './merge/merge.ts';
import { segmentOf } from './merge/segment.ts';
import { createSightings, type Sighting, type StoredRecord } from './merge/sighting.ts';

export type { Coverage } from './merge/contradiction.ts';
export type { StoredRecord } from './merge/sighting.ts';

type Records = Iterable<StoredRecord> | AsyncIterable<StoredRecord>;

/**
 * Records that can be read twice: a collection, or a function that reads them (anew each time; only these ids, where ids
 * are given, though more do no harm). All are read once to form incidents, and then the few that must be seen in full.
 */
export type RecordSource = Records | ((ids: readonly string[] | null) => Records);

export interface Diagnosis {
  /** Worst first. */
  readonly incidents: Incident[];
  /** Sentences about records that became no incident, and why. */
  readonly notes: string[];
  /** Records that tell of the same event as another: `id` stands in the shade of `into`. */
  readonly links: { readonly id: string; readonly into: string }[];
}

/**
 * Turns records into incidents: sightings of one event are made one, what the kernel did not write is left out, events of
 * one host and boot that belong together become an incident with its accounting and the choice of its victim.
 *
 * Holds a few hundred bytes of each record; dumps and task tables only of the records that one incident is explained by.
 */
export async function analyse(records: RecordSource, coverage: readonly Coverage[]): Promise<Diagnosis> {
  const read = rereadable(records);
  const sightings: Sighting[] = [];
  const sightingOf = createSightings();
  for await (const stored of read(null)) sightings.push(sightingOf(stored));
  const merged = mergeSightings(sightings);
  const { genuine, notes } = withoutForgeries(merged, coverage);
  const { drafts, unattached } = groupTimelines(genuine);
  const outlines = outlineAll(drafts);
  const incidents = await completeAll(outlines, read);
  return { incidents, notes: [...capped(notes), ...contextNotes(unattached)], links: linksOf(merged) };
}

function rereadable(records: RecordSource): (ids: readonly string[] | null) => Records {
  if (typeof records === 'function') return records;
  const once = Symbol.asyncIterator in records ? records[Symbol.asyncIterator]() : records[Symbol.iterator]();
  if ((once as unknown) === records) {
    throw new TypeError('analyse reads its records twice: pass a function that reads them, not one running iterator');
  }
  return () => records;
}

/** One timeline for each machine that has a wall clock; where there is none, one for each boot, else for each file. */
function groupTimelines(events: readonly MergedEvent[]): { drafts: Draft[]; unattached: MergedEvent[] } {
  const timelines = new Map<string, MergedEvent[]>();
  for (const event of events) {
    const name =
      event.atUs !== null
        ? `machine ${event.machine}`
        : event.monotonicUs !== null
          ? `boot ${event.boot}`
          : `file ${segmentOf(event.best)}`;
    const timeline = timelines.get(name);
    if (timeline) timeline.push(event);
    else timelines.set(name, [event]);
  }
  const grouped = [...timelines.values()].map((timeline) => groupEvents(timeline.sort(compareEvents)));
  return {
    drafts: grouped.flatMap(({ drafts }) => drafts),
    unattached: grouped.flatMap(({ unattached }) => unattached),
  };
}

/** Other incidents of the same trouble that one incident names, before it and after it. */
const mostRecurrences = 20;

function outlineAll(drafts: readonly Draft[]): Outline[] {
  const inTime = drafts.toSorted((a, b) => compareEvents(a.events[0] as MergedEvent, b.events[0] as MergedEvent));
  const ids = identify(inTime);
  const byLoop = new Map<string, { drafts: Draft[]; position: Map<Draft, number> }>();
  for (const draft of inTime) {
    for (const name of loopNames(draft)) {
      const loop = byLoop.get(name) ?? { drafts: [], position: new Map<Draft, number>() };
      loop.position.set(draft, loop.drafts.length);
      loop.drafts.push(draft);
      byLoop.set(name, loop);
    }
  }
  return inTime.map((draft) => {
    const again = new Set(
      loopNames(draft).flatMap((name) => {
        const loop = byLoop.get(name);
        const at = loop?.position.get(draft) ?? 0;
        return loop?.drafts.slice(Math.max(0, at - mostRecurrences), at + mostRecurrences + 1) ?? [];
      }),
    );
    again.delete(draft);
    const recurrences = inOrder(again).flatMap((other) => ids.get(other) ?? []);
    return outline(draft, ids.get(draft) ?? '', recurrences);
  });
}

/** A service of the same name on another machine is another service. */
const loopNames = (draft: Draft): string[] => {
  const machine = draft.events[0]?.machine ?? '';
  return [...draft.loops].map((loop) => `${machine}\0${loop}`);
};

const inOrder = (drafts: Iterable<Draft>): Draft[] =>
  [...drafts].sort((a, b) => compareEvents(a.events[0] as MergedEvent, b.events[0] as MergedEvent));

/** Outlines whose records are read in one go: bounds what is held of dumps and tables. */
const readTogether = 64;

async function completeAll(
  outlines: readonly Outline[],
  read: (ids: readonly string[] | null) => Records,
): Promise<Incident[]> {
  const ranked: { incident: Incident; panicked: boolean }[] = [];
  for (let from = 0; from < outlines.length; from += readTogether) {
    const batch = outlines.slice(from, from + readTogether);
    const wanted = new Set(batch.flatMap((one) => one.wanted));
    const full = new Map<string, KernelRecord>();
    if (wanted.size > 0) {
      for await (const { record } of read([...wanted])) if (wanted.has(record.id)) full.set(record.id, record);
    }
    for (const one of batch) ranked.push({ incident: complete(one, full), panicked: one.panicked });
  }
  return ranked
    .sort((a, b) => compareSeverity({ ...a.incident, panicked: a.panicked }, { ...b.incident, panicked: b.panicked }))
    .map(({ incident }) => incident);
}

/** Notes of one kind that are worth a line each. */
const mostNotes = 10;

function capped(notes: readonly string[]): string[] {
  if (notes.length <= mostNotes) return [...notes];
  return [...notes.slice(0, mostNotes), `${notes.length - mostNotes} more records were left out for the same reason`];
}

function contextNotes(unattached: readonly MergedEvent[]): string[] {
  const count = (kind: MergedEvent['kind']): number => unattached.filter((event) => event.kind === kind).length;
  const texts: readonly (readonly [MergedEvent['kind'], string])[] = [
    ['unit-signal-kill', 'ends by SIGKILL or status 137 without an OOM record: no proof of one, not counted'],
    ['app-oom', 'programs that reached the limit of their own heap: no shortage of the machine, not counted'],
    ['fork-refused', 'forks refused by a pids limit: no shortage of memory, not counted'],
    ['userspace-kill', 'kills that a killer only rehearsed (dry run): not counted'],
  ];
  return texts.flatMap(([kind, text]) => (count(kind) === 0 ? [] : `${count(kind)} ${text}`));
}

function linksOf(merged: readonly MergedEvent[]): Diagnosis['links'] {
  return merged.flatMap(({ best, sightings }) =>
    [...new Set(sightings.map(({ id }) => id))].filter((id) => id !== best.id).map((id) => ({ id, into: best.id })),
  );
}
