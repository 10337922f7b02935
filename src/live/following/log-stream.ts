import { createHash } from 'node:crypto';
import type { LogEntry } from '../../../parsers/model/entry.ts';
import type { KernelRecord } from '../../../parsers/model/record.ts';
import { extractors } from '../../../parsers/records/index.ts';
import { type Assembled, type Assembler, createAssembler } from '../../ingest/assemble.ts';
import { createBootCounter } from '../../ingest/boots.ts';
import { createCoverage } from '../../ingest/coverage.ts';
import { type SettledTime, toRecord } from '../../ingest/envelope.ts';
import { applyPageSize } from '../../ingest/page-size.ts';
import type { FileCoverage } from '../../ingest/sink.ts';
import { isBefore, type Place, type Published, type StreamPosition } from './position.ts';

export interface StreamOptions {
  /** When an entry was written; null where it carries no time. */
  settle(entry: LogEntry): SettledTime | null;
  readonly pageSizeBytes: number | null;
  /** Where an earlier run stood; null for a fresh start. */
  readonly resumeFrom: StreamPosition | null;
}

/** What a stream came to since it was last asked, and where that leaves it. */
export interface StreamNews {
  readonly records: readonly KernelRecord[];
  readonly outgrown: readonly { readonly id: string; readonly path: string }[];
  readonly position: StreamPosition;
}

/**
 * One log being followed: entries in, records out, each as soon as it has every line that must come. Lines that come later
 * (a reaper, more victims) make a fuller version, which takes the place of the first.
 */
export interface LogStream {
  /** For the reader of the log. */
  readonly assembler: Assembler;
  /** An entry whose host counts for what the log covers, and whose boot counts. */
  note(entry: LogEntry): void;
  /** An entry whose time counts for what the log covers. */
  date(entry: LogEntry): void;
  /** Entries from here on come from another file. */
  beginFile(generation: number): void;
  /** A file got another name: records that go on in the next file are addressed by it. */
  rename(generation: number, path: string): void;
  /** Where the first of the records that are open began; null where none is. */
  readonly anchor: Place | null;
  readonly builtUs: number | null;
  /** A record is whole as far as it must be, and nobody knows of it yet. */
  readonly hasNews: boolean;
  /** Nothing came for so long. */
  silence(us: number): void;
  /** What the log covers, for the timeline. Once a while is enough: null where it was asked for a moment ago. */
  coverage(facts: CoverageFacts): FileCoverage | null;
  /** What is new. `reached` is the place behind the last line that is done with. */
  take(reached: Place): StreamNews;
}

/** Where an entry stands that may open a record, and the boot it belongs to. */
interface Origin extends Place {
  readonly ordinal: number;
  readonly bootIndex: number;
}

export interface CoverageFacts {
  readonly path: string;
  readonly directory: string;
  readonly format: string | null;
  readonly lines: number;
  readonly bytes: number;
  readonly showsWriter: boolean;
  /** Messages of the kernel are missing: its silence proves nothing. */
  readonly gaps: boolean;
}

const coverageEveryMs = 5000;

/** More entries than this behind the anchor are not read again after a restart: the oldest open record's start will do. */
const mostEntriesBehindAnchor = 2000;

export function createLogStream(options: StreamOptions): LogStream {
  const { resumeFrom } = options;
  const boots = createBootCounter();
  const names = new Map<number, string>();
  const origins = new WeakMap<LogEntry, Origin>();
  const published = new Map<string, Published & { lines: number }>();
  for (const one of resumeFrom?.published ?? []) published.set(keyOf(one), { ...one, lines: -1 });
  let generation = resumeFrom?.anchor.generation ?? 0;
  let anchor: Place | null = null;
  let entriesBehindAnchor = 0;
  let offset = -1;
  let ordinal = 0;
  let closed: Assembled[] = [];
  const covered = createCoverage('', '');
  let coveredMs = Number.NEGATIVE_INFINITY;
  const inner = createAssembler(extractors, (assembled) => closed.push(assembled));

  const placeOf = (entry: LogEntry): Place => ({
    generation,
    offset: entry.span.byteStart,
    line: entry.span.line,
    insideLine: false,
  });

  function moveAnchor(before: LogEntry | null, entry: LogEntry): void {
    const { oldest } = inner;
    if (oldest === null) {
      anchor = null;
      return;
    }
    if (before === null || anchor === null) {
      anchor = placeOf(entry);
      entriesBehindAnchor = 0;
      return;
    }
    entriesBehindAnchor += 1;
    if (entriesBehindAnchor < mostEntriesBehindAnchor) return;
    anchor = origins.get(oldest) ?? anchor;
    entriesBehindAnchor = 0;
  }

  const assembler: Assembler = {
    feed(entry, mayOpen) {
      const before = inner.oldest;
      if (mayOpen) {
        ordinal = entry.span.byteStart === offset ? ordinal + 1 : 0;
        offset = entry.span.byteStart;
        origins.set(entry, { ...placeOf(entry), ordinal, bootIndex: boots.index(entry) });
      }
      const opened = inner.feed(entry, mayOpen);
      if (before !== null || mayOpen) moveAnchor(before, entry);
      return opened;
    },
    pass: () => inner.pass(),
    get busy() {
      return inner.busy;
    },
    get oldest() {
      return inner.oldest;
    },
    provisional: () => inner.provisional(),
    silence: (us) => inner.silence(us),
    end: () => inner.end(),
  };

  function finished(assembled: Assembled, origin: Origin): KernelRecord {
    const { opener } = assembled;
    const path = names.get(origin.generation);
    const named: Assembled =
      path === undefined ? assembled : { ...assembled, opener: { ...opener, span: { ...opener.span, path } } };
    return toRecord(applyPageSize(named, options.pageSizeBytes), options.settle(opener), origin.bootIndex);
  }

  function publish(
    assembled: Assembled,
    lines: number,
    news: { records: KernelRecord[]; outgrown: { id: string; path: string }[] },
  ): void {
    const origin = origins.get(assembled.opener);
    if (!origin) throw new Error('a record was opened by an entry that nobody offered');
    const record = finished(assembled, origin);
    const known = published.get(keyOf(origin));
    const opener = hashOfOpener(assembled.opener);
    const before = known?.opener === opener ? known : undefined;
    if (!before) covered.record();
    const { id } = record;
    if (before?.id !== id) {
      news.records.push(record);
      if (before) news.outgrown.push({ id: before.id, path: before.path });
    }
    const path = before?.id === id ? before.path : record.source.path;
    const { generation, offset, ordinal } = origin;
    published.set(keyOf(origin), { generation, offset, ordinal, opener, id, path, lines });
  }

  /** What a restart does not read again needs no memory of what became of it. */
  function forgetBefore(place: Place): void {
    for (const [key, one] of published) if (isBefore(one, place)) published.delete(key);
  }

  return {
    assembler,
    note(entry) {
      boots.note(entry);
      const { host, stamp, monotonicUs, writer } = entry;
      if (host !== null) covered.sawHost(host);
      if (writer === 'kernel') covered.sawKernel();
      if (monotonicUs !== null) covered.sawMonotonic(monotonicUs);
      if (stamp && stamp.offsetMinutes !== null) covered.sawOffset(stamp.offsetMinutes);
    },
    date(entry) {
      const time = options.settle(entry);
      if (time) covered.sawTime(time.us);
    },
    coverage({ path, directory, gaps, ...facts }) {
      const now = performance.now();
      if (now - coveredMs < coverageEveryMs) return null;
      coveredMs = now;
      const row = covered.close(facts);
      return { ...row, path, directory, showsKernel: !gaps && (row.showsKernel ?? false) };
    },
    beginFile(next) {
      generation = next;
    },
    rename: (file, path) => void names.set(file, path),
    get anchor() {
      return anchor;
    },
    get builtUs() {
      return boots.builtUs;
    },
    get hasNews() {
      return (
        closed.length > 0 ||
        inner.provisional().some(({ opener }) => {
          const origin = origins.get(opener);
          return origin !== undefined && !published.has(keyOf(origin));
        })
      );
    },
    silence(us) {
      inner.silence(us);
      if (inner.oldest === null) anchor = null;
    },
    take(reached) {
      const news = { records: [] as KernelRecord[], outgrown: [] as { id: string; path: string }[] };
      for (const assembled of closed) publish(assembled, 0, news);
      closed = [];
      const replaying = resumeFrom !== null && isBefore(reached, resumeFrom.reached);
      if (!replaying) {
        for (const { opener, lines, build } of inner.provisional()) {
          const origin = origins.get(opener);
          if (!origin || published.get(keyOf(origin))?.lines === lines) continue;
          const assembled = build();
          if (assembled) publish(assembled, lines, news);
        }
        forgetBefore(anchor ?? reached);
      }
      const position: StreamPosition = {
        anchor: anchor ?? reached,
        // Behind the place a former run reached, nothing was published yet: what it published stays known until then.
        reached: replaying && resumeFrom ? resumeFrom.reached : reached,
        published: [...published.values()].map(({ lines: _lines, ...one }) => one),
      };
      return { ...news, position };
    },
  };
}

const hashOfOpener = ({ text, stamp, monotonicUs }: LogEntry): string =>
  createHash('sha256')
    .update(JSON.stringify([text, stamp?.civilUs, monotonicUs]))
    .digest('hex')
    .slice(0, 12);

const keyOf = ({ generation, offset, ordinal }: Pick<Published, 'generation' | 'offset' | 'ordinal'>): string =>
  `${generation}:${offset}:${ordinal}`;
