import type { KernelRecord } from '../../parsers/model/record.ts';
import { recordsOf } from '../alignment/incident-records.ts';
import { createHistoryLoader, type HistoryOptions } from '../alignment/load-history.ts';
import type { Incident, SourcePlace } from '../diagnosis/analysis.ts';
import { exhibitOf } from '../diagnosis/exhibit.ts';
import type { Timeline } from '../store/timeline.ts';
import { readable } from '../views/readable.ts';
import { placeOf } from '../views/report/build/reference.ts';
import { type Dossier, type Excerpt, keyOf, type Place, type Restart } from '../views/report/dossier.ts';
import type { CoverageRow } from '../views/view.ts';
import { readExcerpts } from './excerpts.ts';
import { endedIn, keyOfEnded } from './restarts/ended.ts';
import { lookAheadBytes, restartIn } from './restarts/index.ts';

const mostRestarts = 12;
/** Lines about one unit this near to each other tell of one end. */
const oneEndMs = 1000;

/** Collects what the chapters are written from, one incident at a time: the records, the samples, and the bytes that prove. */
export async function createGatherer(
  timeline: Timeline,
  coverage: readonly CoverageRow[],
  options: HistoryOptions = {},
): Promise<(incident: Incident, number: number) => Promise<Dossier>> {
  const loadHistory = await createHistoryLoader(timeline, options);
  const formats = new Map(coverage.map(({ path, format }) => [path, format]));
  const sizes = new Map(coverage.map(({ path, bytes }) => [path, bytes]));
  return async (incident, number) => {
    const records = await recordsOf(incident, timeline);
    const exhibit = exhibitOf(incident, records, await loadHistory(incident, records));
    const evidence = [...(incident.verdict?.evidence ?? []), ...(incident.verdict?.against ?? [])];
    const rawPlace = placeToQuote(incident, exhibit.report ?? records[0] ?? null, formats);
    const ends = endsOf(records).map((record) => ({ record, behind: behind(record, sizes) }));
    const excerpts = await readExcerpts([
      ...evidence.map(({ from }) => placeOf(from)),
      ...(rawPlace === null ? [] : partsOf(rawPlace)),
      ...ends.map((end) => end.behind),
    ]);
    return {
      incident,
      number,
      exhibit,
      excerpts,
      rawStandsFor: (exhibit.report ?? records[0] ?? null)?.source ?? null,
      raw: rawPlace === null ? null : joined(partsOf(rawPlace).map((part) => excerpts.get(keyOf(part)))),
      restarts: restartsOf(ends, excerpts, incident),
    };
  };
}

/** Of the places where the record stands, the one that a person reads best and that holds most of it. */
function placeToQuote(
  incident: Incident,
  record: KernelRecord | null,
  formats: ReadonlyMap<string, string | null>,
): SourcePlace | null {
  const own =
    record === null ? [] : [{ ...record.source, ...(record.continuedIn && { continuedIn: record.continuedIn }) }];
  const least = (record?.source.lines ?? 1) * 0.9;
  const candidates = [...own, ...incident.sources].filter(({ lines }) => lines >= least);
  const chosen = readable(candidates, (path) => formats.get(path) ?? null) ?? incident.sources[0];
  return chosen ?? null;
}

/** A record that goes on in the next file stands in two places. */
const partsOf = ({ continuedIn, ...place }: SourcePlace): Place[] =>
  [place, ...(continuedIn ? [continuedIn] : [])].map(({ path, line, byteStart, byteEnd }) => ({
    path,
    line,
    byteStart,
    byteEnd,
  }));

/** Null where the first part cannot be read again. */
function joined([first, second]: readonly (Excerpt | undefined)[]): Excerpt | null {
  if (!first || !second) return first ?? null;
  return {
    place: first.place,
    lines: [...first.lines, ...second.lines],
    linesLeftOut: first.linesLeftOut + second.linesLeftOut,
  };
}

/** One record for each thing that ended: kernel, systemd and runtime write several lines about each. */
function endsOf(records: readonly KernelRecord[]): KernelRecord[] {
  const lastMs = new Map<string, number>();
  return records
    .filter((record) => {
      const ended = endedIn(record);
      if (ended === null) return false;
      const key = keyOfEnded(ended);
      const atMs = record.time === null ? (record.monotonicSeconds ?? 0) * 1000 : Date.parse(record.time);
      const known = lastMs.get(key);
      if (known !== undefined && atMs - known < oneEndMs) return false;
      lastMs.set(key, atMs);
      return true;
    })
    .slice(0, mostRestarts);
}

function behind({ source }: KernelRecord, sizes: ReadonlyMap<string, number>): Place {
  const { path, line, byteStart } = source;
  const end = sizes.get(path) ?? source.byteEnd;
  return { path, line, byteStart, byteEnd: Math.max(source.byteEnd, Math.min(end, byteStart + lookAheadBytes)) };
}

function restartsOf(
  ends: readonly { readonly record: KernelRecord; readonly behind: Place }[],
  excerpts: ReadonlyMap<string, Excerpt>,
  incident: Incident,
): Restart[] {
  const seen = new Set<string>();
  return ends.flatMap(({ record, behind: place }) => {
    const excerpt = excerpts.get(keyOf(place));
    const restart = (excerpt && restartIn(record, excerpt, incident)) ?? null;
    // Two ends with one start behind both are one end: the first tells how long it was away.
    if (restart === null || seen.has(keyOf(restart.place))) return [];
    seen.add(keyOf(restart.place));
    return [restart];
  });
}
