import type { LogEntry } from '../../../parsers/model/entry.ts';
import type { KernelRecord } from '../../../parsers/model/record.ts';
import type { Assembled, Assembler } from '../../ingest/assemble.ts';
import { createBootCounter } from '../../ingest/boots.ts';
import { type SettledTime, toRecord } from '../../ingest/envelope.ts';
import { applyPageSize } from '../../ingest/page-size.ts';
import type { FileCoverage } from '../../ingest/sink.ts';
import type { Outgrown } from '../storing/waiting-facts.ts';
import { createOpeners, type Origin } from './openers.ts';
import { isBefore, type Place, type StreamPosition } from './position.ts';
import { createPublishedRecords, type NewRecords } from './published.ts';
import { type CoverageFacts, createStreamCoverage } from './stream-coverage.ts';

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
  readonly outgrown: readonly Outgrown[];
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

export function createLogStream({ settle, pageSizeBytes, resumeFrom }: StreamOptions): LogStream {
  const boots = createBootCounter();
  const covered = createStreamCoverage();
  const names = new Map<number, string>();
  const published = createPublishedRecords(resumeFrom?.published ?? []);
  let closed: Assembled[] = [];
  const openers = createOpeners(resumeFrom?.anchor.generation ?? 0, boots, (assembled) => closed.push(assembled));
  const { assembler } = openers;

  function finished(assembled: Assembled, origin: Origin): KernelRecord {
    const { opener } = assembled;
    const path = names.get(origin.generation);
    const named: Assembled =
      path === undefined ? assembled : { ...assembled, opener: { ...opener, span: { ...opener.span, path } } };
    return toRecord(applyPageSize(named, pageSizeBytes), settle(opener), origin.bootIndex);
  }

  function publish(assembled: Assembled, lines: number, news: NewRecords): void {
    const { opener } = assembled;
    const origin = openers.originOf(opener);
    if (!origin) throw new Error('a record was opened by an entry that nobody offered');
    const isNew = published.add(finished(assembled, origin), { origin, opener, lines }, news);
    if (isNew) covered.record();
  }

  function publishOpen(news: NewRecords): void {
    for (const { opener, lines, build } of assembler.provisional()) {
      const origin = openers.originOf(opener);
      if (!origin || published.linesOf(origin) === lines) continue;
      const assembled = build();
      if (assembled) publish(assembled, lines, news);
    }
  }

  return {
    assembler,
    note(entry) {
      boots.note(entry);
      covered.saw(entry);
    },
    date: (entry) => covered.sawTime(settle(entry)),
    coverage: covered.row,
    beginFile: openers.beginFile,
    rename: (file, path) => void names.set(file, path),
    get anchor() {
      return openers.anchor;
    },
    get builtUs() {
      return boots.builtUs;
    },
    get hasNews() {
      const isNews = (opener: LogEntry): boolean => {
        const origin = openers.originOf(opener);
        return origin !== undefined && !published.knows(origin);
      };
      return closed.length > 0 || assembler.provisional().some(({ opener }) => isNews(opener));
    },
    silence: openers.silence,
    take(reached) {
      const news: NewRecords = { records: [], outgrown: [] };
      for (const assembled of closed) publish(assembled, 0, news);
      closed = [];
      const anchor = openers.anchor ?? reached;
      const replaying = resumeFrom !== null && isBefore(reached, resumeFrom.reached);
      if (!replaying) {
        publishOpen(news);
        published.forgetBefore(anchor);
      }
      // Behind the place a former run reached, nothing was published yet: what it published stays known until then.
      const position = { anchor, reached: replaying ? resumeFrom.reached : reached, published: published.list() };
      return { ...news, position };
    },
  };
}
