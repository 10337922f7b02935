import type { KernelRecord } from '../../parsers/model/record.ts';
import type { Incident } from './analysis.ts';
import { complete } from './incidents/complete.ts';
import { compareSeverity, type Ranked, rankOf } from './incidents/order.ts';
import type { Outline } from './incidents/outline.ts';
import { outlineAll } from './incidents/recurrences.ts';
import { groupTimelines } from './incidents/timelines.ts';
import { type Coverage, withoutForgeries } from './merge/contradiction.ts';
import type { EventList } from './merge/event.ts';
import { createLedger } from './merge/ledger.ts';
import { mergeLedger } from './merge/merge.ts';
import { createSightings, type Sighting, type StoredRecord } from './merge/sighting.ts';
import { inMemory, type Listed, listed, type Shelf, type Shelves } from './shelf.ts';

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
  readonly incidents: Listed<Incident>;
  /** Sentences about records that became no incident, and why. */
  readonly notes: string[];
  /** Records that tell of the same event as another: `id` stands in the shade of `into`. */
  readonly links: Iterable<Link>;
}

export interface Link {
  readonly id: string;
  readonly into: string;
}

/** The same, with everything at hand. */
export interface HeldDiagnosis extends Diagnosis {
  readonly incidents: Incident[];
  readonly links: Link[];
}

/** Diagnoses what is known to be little, in memory. */
export async function analyse(records: RecordSource, coverage: readonly Coverage[]): Promise<HeldDiagnosis> {
  const { incidents, notes, links } = await diagnose(records, coverage, inMemory);
  return { incidents: [...incidents], notes, links: [...links] };
}

/**
 * Turns records into incidents: sightings of one event are made one, what the kernel did not write is left out, events of
 * one host and boot that belong together become an incident with its accounting and the choice of its victim.
 *
 * Of each record the facts that tell events apart go to a shelf, and so do the incidents; in memory are some tens of bytes
 * of each. What is returned reads from the shelves.
 */
export async function diagnose(
  records: RecordSource,
  coverage: readonly Coverage[],
  shelves: Shelves,
): Promise<Diagnosis> {
  const read = rereadable(records);
  const ledger = createLedger(shelves.open<Sighting>('sightings'));
  const sightingOf = createSightings();
  for await (const stored of read(null)) ledger.add(sightingOf(stored));
  const events = mergeLedger(ledger);
  const { genuine, notes } = withoutForgeries(events, coverage);
  const { drafts, table, context } = groupTimelines(events, genuine);
  const incidents = await completeAll(outlineAll(drafts, events, table), read, shelves.open<Incident>('incidents'));
  return { incidents, notes: [...notes, ...context.notes()], links: linksOf(events) };
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
  outlines: Iterable<Outline>,
  read: (ids: readonly string[] | null) => Records,
  shelf: Shelf<Incident>,
): Promise<Listed<Incident>> {
  const ranked: Ranked[] = [];
  let batch: Outline[] = [];
  const finish = async (): Promise<void> => {
    const full = await readFull(batch, read);
    for (const one of batch) {
      const incident = complete(one, full);
      ranked.push(rankOf(incident, one.panicked));
      shelf.add(incident);
    }
    batch = [];
  };
  for (const one of outlines) {
    batch.push(one);
    if (batch.length === readTogether) await finish();
  }
  await finish();
  const order = [...ranked.keys()].sort((a, b) => compareSeverity(ranked[a] as Ranked, ranked[b] as Ranked));
  return listed(shelf, order);
}

async function readFull(
  outlines: readonly Outline[],
  read: (ids: readonly string[] | null) => Records,
): Promise<Map<string, KernelRecord>> {
  const wanted = new Set(outlines.flatMap((one) => one.wanted));
  const full = new Map<string, KernelRecord>();
  if (wanted.size === 0) return full;
  for await (const { record } of read([...wanted])) if (wanted.has(record.id)) full.set(record.id, record);
  return full;
}

function linksOf(events: EventList): Iterable<Link> {
  return {
    *[Symbol.iterator]() {
      for (const { best, sightings } of events) {
        if (sightings.length === 1) continue;
        const ids = new Set(sightings.map(({ id }) => id));
        ids.delete(best.id);
        for (const id of ids) yield { id, into: best.id };
      }
    },
  };
}
