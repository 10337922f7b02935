import type { KernelRecord } from '../../parsers/model/record.ts';
import type { Incident } from './analysis.ts';
import { complete } from './incidents/complete.ts';
import { capped, contextNotes } from './incidents/context-notes.ts';
import { compareSeverity } from './incidents/order.ts';
import type { Outline } from './incidents/outline.ts';
import { outlineAll } from './incidents/recurrences.ts';
import { groupTimelines } from './incidents/timelines.ts';
import { type Coverage, withoutForgeries } from './merge/contradiction.ts';
import type { MergedEvent } from './merge/event.ts';
import { mergeSightings } from './merge/merge.ts';
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
 * Of each record it holds the facts that tell events apart; dumps and task tables only of the few records that the incidents
 * at hand are explained by.
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

/** Outlines whose records are read in one go: bounds what is held of dumps and tables. */
const readTogether = 16;

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

function linksOf(merged: readonly MergedEvent[]): Diagnosis['links'] {
  return merged.flatMap(({ best, sightings }) =>
    [...new Set(sightings.map(({ id }) => id))].filter((id) => id !== best.id).map((id) => ({ id, into: best.id })),
  );
}
