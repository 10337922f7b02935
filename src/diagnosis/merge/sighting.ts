import type { KernelRecord, RecordKind, TimeBasis } from '../../../parsers/model/record.ts';
import type { Span } from '../../../parsers/model/span.ts';
import { type Gist, gistOf } from './gist.ts';
import { createShare } from './share.ts';

/** A record as the timeline hands it out, with the folder of its file. */
export interface StoredRecord {
  readonly record: KernelRecord;
  readonly directory: string;
  /** Every address of this record, where the timeline knows more than `record.source`: copies and overlapping exports. Of those that are not
   * current, another file has taken the name: they can no longer be looked up. */
  readonly seenIn?: readonly (Span & { readonly current?: boolean })[];
}

/** One event as one file shows it, without dumps and tables: small enough to hold all of them. */
export interface Sighting {
  readonly id: string;
  readonly kind: RecordKind;
  readonly host: string | null;
  readonly bootId: string | null;
  readonly bootIndex: number;
  readonly directory: string;
  readonly source: Span;
  /** The rest of it, in the next file of a rotated set. */
  readonly continuedIn: Span | null;
  /** Further addresses of the same bytes. */
  readonly copies: readonly Span[];
  /** Epoch microseconds; null where the log gives no wall clock. */
  readonly atUs: number | null;
  readonly timeBasis: TimeBasis | null;
  readonly monotonicUs: number | null;
  /** The transport proves that the kernel wrote it. */
  readonly proved: boolean;
  readonly complete: boolean;
  readonly problems: readonly string[];
  /** The dump of memory is here (Mem-Info or memcg block), and how many rows of the task table. */
  readonly hasMemory: boolean;
  readonly taskRows: number;
  readonly gist: Gist;
}

/**
 * Reduces records to sightings. Equal texts (paths, hosts, names) of all records share one string, since records read
 * from a store bring a copy each.
 */
export function createSightings(): (stored: StoredRecord) => Sighting {
  const share = createShare();
  const shareSpan = (span: Span): Span => ({ ...span, path: share(span.path) });
  return ({ record, directory, seenIn = [] }) => {
    const { id, kind, bootIndex, source, timeBasis, monotonicSeconds, complete, problems } = record;
    return {
      id,
      kind,
      host: share(record.host),
      bootId: share(record.bootId),
      bootIndex,
      directory: share(directory),
      source: shareSpan(source),
      continuedIn: record.continuedIn && shareSpan(record.continuedIn),
      copies: seenIn
        .filter(
          ({ path, byteStart, current }) =>
            current !== false && (path !== source.path || byteStart !== source.byteStart),
        )
        .map(({ path, line, byteStart, byteEnd, lines }) => shareSpan({ path, line, byteStart, byteEnd, lines })),
      atUs: record.time === null ? null : epochUs(record.time),
      timeBasis,
      monotonicUs: monotonicSeconds === null ? null : Math.round(monotonicSeconds * 1_000_000),
      proved: record.provenance === 'kernel',
      complete,
      problems: problems.length === 0 ? none : problems.map(share),
      hasMemory:
        (record.kind === 'oom-kill' && (record.memInfo !== null || record.memcg !== null)) ||
        (record.kind === 'alloc-failure' && record.memInfo !== null),
      taskRows: record.kind === 'oom-kill' ? record.tasks.length : 0,
      gist: gistOf(record, share),
    };
  };
}

const none: readonly string[] = [];

/** RFC 3339 in UTC with microseconds, as records carry it. */
function epochUs(time: string): number | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?Z$/.exec(time);
  if (!match) return null;
  return Date.parse(`${match[1]}Z`) * 1000 + Number((match[2] ?? '').padEnd(6, '0'));
}

/** Epoch microseconds as records carry time. */
export function rfc3339(us: number): string {
  const seconds = Math.floor(us / 1_000_000);
  const micros = String(us - seconds * 1_000_000).padStart(6, '0');
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${micros}Z`;
}

/** How much of the event it shows, then how well it is proved: the greatest is the one to build on. */
export function compareWorth(a: Sighting, b: Sighting): number {
  return (
    Number(b.complete) - Number(a.complete) ||
    Number(b.hasMemory) - Number(a.hasMemory) ||
    b.taskRows - a.taskRows ||
    a.problems.length - b.problems.length ||
    Number(b.proved) - Number(a.proved) ||
    Number(b.timeBasis === 'realtime') - Number(a.timeBasis === 'realtime') ||
    Number(b.monotonicUs !== null) - Number(a.monotonicUs !== null) ||
    (a.source.path < b.source.path ? -1 : a.source.path > b.source.path ? 1 : a.source.byteStart - b.source.byteStart)
  );
}
