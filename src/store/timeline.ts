import type { KernelRecord, RecordKind } from '../../parsers/model/record.ts';
import type { Span } from '../../parsers/model/span.ts';
import type { Incident } from '../diagnosis/analysis.ts';
import type { FileCoverage } from '../ingest/sink.ts';

/** A record on its way into the timeline. */
export interface StoredRecord {
  readonly record: KernelRecord;
  /** Folder of the source, for joining files that name no host. */
  readonly directory: string;
}

/** A record as the timeline gives it back. */
export interface TimelineRecord extends StoredRecord {
  /** Every address at which this record was seen; `record.source` is the one seen first. */
  readonly seenIn: readonly Sighting[];
  /** Id of the record that stands for the same event, set by `mergeRecords`; null for a record that stands for itself. */
  readonly sameAs: string | null;
  readonly parserVersion: number;
}

/** `current` is false where another file has taken the path since (a rotation): the bytes there are not the record's any more. */
export interface Sighting extends Span {
  readonly directory: string;
  readonly current: boolean;
}

/** One measurement with its time settled: epoch microseconds, whole. */
export interface SamplePoint {
  readonly atUs: number;
  readonly value: number;
}

/** Names what is measured. Every field counts for identity, but `directory` only where there is no host. */
export interface SampleSeries {
  readonly host: string | null;
  readonly directory: string;
  readonly scope: 'system' | 'process' | 'cgroup' | 'zone';
  readonly pid: number | null;
  readonly comm: string | null;
  readonly startedAt: string | null;
  readonly cgroup: string | null;
  /** NUMA node or zone, in scope `zone`. */
  readonly zone: string | null;
  readonly metric: string;
  readonly format: string;
  readonly quantumBytes: number | null;
  /** `monotonic`: points stand at microseconds since boot, below every wall-clock time. */
  readonly timeBasis: 'realtime' | 'monotonic' | 'inferred';
  /** The zone (IANA name) that was assumed where the samples state none: the points may be off by quarters of an hour. */
  readonly assumedZone?: string;
  /** The samples print a time of day only, and the day was assumed: the points may be off by whole days. */
  readonly assumedDate?: true;
  /** The samples print no time: theirs was counted from `--start`, or back from the time of their file. */
  readonly assumedStart?: true;
  /** Of samples with a time since boot only: which boot of their file, where it is not the first (`PATH#2`). */
  readonly boot?: string;
}

/** The line or block that a point was read from. */
export type SampleAddress = Omit<Span, 'lines'>;

export interface StoredSample {
  readonly series: SampleSeries;
  readonly point: SamplePoint;
  readonly source: SampleAddress;
}

/** A point with the address that proves it. */
export interface SourcedPoint extends SamplePoint {
  readonly source: SampleAddress;
}

/** A run of points of one series in order of time. A long series comes in several, one after the other. */
export interface SamplePiece {
  readonly series: SampleSeries;
  readonly points: readonly SourcedPoint[];
}

export interface SeriesRange {
  readonly series: SampleSeries;
  readonly fromUs: number;
  readonly toUs: number;
}

/**
 * What tells one file from another that later has its name.
 *
 * `headHash` is a hash of the first `headBytes` bytes. A file whose head is shorter than the known one, or as long and
 * different, is another file; a longer head is the same file, grown.
 */
export interface FileIdentity {
  readonly path: string;
  readonly directory: string;
  readonly sizeBytes: number | null;
  readonly mtimeUs: number | null;
  readonly headBytes: number;
  readonly headHash: string;
}

/** The newest file known under a path. */
export interface KnownFile {
  readonly path: string;
  readonly directory: string;
  readonly sizeBytes: number | null;
  readonly mtimeUs: number | null;
  readonly headBytes: number | null;
  readonly headHash: string | null;
  /** Of the parsers that read it first. */
  readonly parserVersion: number;
  /** True between `beginRenewal` and `endRenewal`. */
  readonly renewing: boolean;
}

/** Position of a reader in its source. The timeline does not look into `position`; it must survive JSON. */
export interface Checkpoint {
  readonly source: string;
  readonly position: unknown;
}

/** What one commit brings: facts and the position they reach belong together. */
export interface Batch {
  readonly records: readonly StoredRecord[];
  readonly samples: readonly StoredSample[];
  readonly coverage: readonly FileCoverage[];
  /** Identity of files that this batch or a later one draws from; before the first fact of a file, if it is known. */
  readonly files?: readonly FileIdentity[];
  /**
   * Records that a fuller version in this or an earlier batch takes the place of, as their source gave them: a record that
   * another file gave as well stays for that file. Unknown ids do no harm.
   */
  readonly outgrown?: readonly { readonly id: string; readonly path: string }[];
  readonly checkpoints?: readonly Checkpoint[];
}

/** What an append came to. `fresh`, `duplicate` and `renewed` count records. */
export interface AppendResult {
  readonly fresh: number;
  readonly duplicate: number;
  /** Known records whose body was replaced: by a newer parser, or because their file is being read anew. */
  readonly renewed: number;
  readonly points: {
    readonly fresh: number;
    readonly duplicate: number;
    readonly renewed: number;
    /** The series has another value at that time. The first one stays. */
    readonly conflicting: number;
    /** Not a finite value at a whole microsecond: not stored. */
    readonly refused: number;
  };
}

export interface RecordFilter {
  readonly ids?: readonly string[];
  readonly kinds?: readonly RecordKind[];
  /** Null: records without a host. */
  readonly host?: string | null;
  /** Both inclusive. Records without a wall clock are kept: nothing says that they are outside. */
  readonly fromUs?: number;
  readonly toUs?: number;
  /** Only records that stand for themselves: one a event. */
  readonly distinct?: boolean;
  /**
   * `boot` (default): host, boot, time; records of one boot come together. `time`: host, time; what several transports
   * tell of one event comes together. A record without a wall clock has its kernel clock as its time, and so comes first. Equal times keep the order of their file.
   */
  readonly order?: 'boot' | 'time';
}

export interface SampleFilter {
  /** Null: series without a host. */
  readonly host?: string | null;
  readonly directory?: string;
  readonly scopes?: readonly SampleSeries['scope'][];
  readonly metrics?: readonly string[];
  readonly pid?: number;
  readonly comm?: string;
  readonly cgroup?: string;
  /** Both inclusive. */
  readonly fromUs?: number;
  readonly toUs?: number;
  /**
   * At most about this many points a series (at least 2): the time asked for is cut into half as many parts, and of each the
   * smallest and the largest point stay. Both are points that were measured, never means.
   */
  readonly maxPoints?: number;
  /**
   * Only the first point of a series in each span of so many microseconds: of series that were measured together, the same
   * moments. Cheap however many points lie between.
   */
  readonly everyUs?: number;
}

export interface TimelineHost {
  readonly host: string | null;
  readonly records: number;
  readonly series: number;
  readonly fromUs: number | null;
  readonly toUs: number | null;
}

export interface TimelineBoot {
  readonly host: string | null;
  readonly bootId: string | null;
  /** Where no boot id is known, a boot is told by folder and count. */
  readonly directory: string | null;
  readonly bootIndex: number | null;
  readonly records: number;
  readonly fromUs: number | null;
  readonly toUs: number | null;
}

/** An integer beyond 2^53 comes as bigint, a blob as bytes. */
export type Cell = number | bigint | string | Uint8Array | null;

export interface QueryResult {
  readonly columns: readonly string[];
  /** To be read once. Trouble on the way is thrown as a `StoreError`. */
  readonly rows: AsyncIterable<readonly Cell[]>;
  /** True if the limit cut the rows off; known after the last row. */
  readonly truncated: () => boolean;
}

export interface TimelineOptions {
  /** Path of the timeline, or null for a temporary one that leaves nothing behind, even after a crash. */
  readonly file: string | null;
  /** `write` makes the file where there is none and brings an older one up to date; `read` never changes it. */
  readonly mode: 'write' | 'read';
  /**
   * What a commit survives. `process` (default): the end of the process, however hard; after a power loss the newest
   * commits may be missing, together with the positions they reached, so that what files still hold is read again.
   * `power`: records survive power loss too, at one fsync for each commit that holds any; for sources that cannot be read
   * again, such as /dev/kmsg. Samples are synced with the next record, or when the log is moved into the file.
   */
  readonly durability?: 'process' | 'power';
  /** How long to wait for another process's commit. */
  readonly busyTimeoutMs?: number;
  /** Pages that each connection to a file may keep in memory. Null (default): as many as make a large import fast. */
  readonly cacheKiB?: number | null;
  /** Of the parsers whose records are appended; for tests. */
  readonly parserVersion?: number;
}

/**
 * The timeline: records, samples and incidents in order of time. Asynchronous, so that a server may stand behind it.
 *
 * Identity of a record is its id, which the ingest makes of host, boot, time and content; identity of a point is its
 * series and time. Appending the same facts again adds nothing; the same facts from another file add an address.
 * Reading goes on beside writing: a fact appended meanwhile may or may not be seen, and none is seen twice.
 * World trouble (locked, full, damaged, no permission) is thrown as a `StoreError`.
 */
export interface Timeline {
  /** Everything in the batch or nothing of it. */
  append(batch: Batch): Promise<AppendResult>;
  /** The position last committed for a source, null where there is none. */
  checkpoint(source: string): Promise<unknown>;
  records(filter?: RecordFilter): AsyncIterable<TimelineRecord>;
  samples(filter?: SampleFilter): AsyncIterable<SamplePiece>;
  /** What `samples` would give, without the points: for deciding what to join. The range is the series' own. */
  series(filter?: SampleFilter): AsyncIterable<SeriesRange>;
  coverage(): Promise<readonly FileCoverage[]>;
  sources(): Promise<readonly KnownFile[]>;
  hosts(): Promise<readonly TimelineHost[]>;
  boots(): Promise<readonly TimelineBoot[]>;

  /** Worst first, as they were given. */
  incidents(): AsyncIterable<Incident>;
  /** Puts these in the place of all incidents there are. They are gone through once. */
  replaceIncidents(incidents: Iterable<Incident>): Promise<void>;
  /**
   * Puts these in the place of all links between records that tell one event: `into`, which stands for itself, stands for
   * `id` too. Views then count the event once. With `fromUs`, links of records before that time stay as they are: for
   * somebody who has looked at the newest records only.
   */
  mergeRecords(
    links: Iterable<{ readonly id: string; readonly into: string }>,
    options?: { readonly fromUs?: number },
  ): Promise<void>;

  /** How many records each version of the parsers left here. */
  parserVersions(): Promise<readonly { readonly parserVersion: number; readonly records: number }[]>;
  /**
   * Announces that a file is about to be read again from its start: facts it gave are replaced as they come in again, and
   * `endRenewal` removes those that did not, unless another file holds them too. Between the two nothing is missing, and
   * an interrupted renewal is seen in `sources` and can be begun again. False, and nothing changes, where the file is not
   * proved to be the one that was read: its facts cannot be had again.
   */
  beginRenewal(file: FileIdentity): Promise<boolean>;
  endRenewal(path: string): Promise<{ readonly records: number; readonly points: number }>;

  /** Removes points before this time, save those that stand at a time since boot. Records and incidents stay. */
  prune(beforeUs: number): Promise<{ readonly points: number }>;
  /**
   * Thins points of a time range (not those at a time since boot): of every `bucketUs` the smallest and the largest of each series stay, and the first and
   * last of the series. Doing it again changes nothing.
   */
  thin(range: { readonly fromUs?: number; readonly beforeUs: number; readonly bucketUs: number }): Promise<{
    readonly points: number;
  }>;

  /**
   * SQL of a user over the documented views (docs/timeline.md): one statement that reads. Anything that would write, open
   * another file or change a setting is refused, and SQL that is wrong is told in SQLite's words; both are `StoreError`s with
   * exit status 2. `limit` cuts the rows off (`truncated()` then says so); without it all rows stream.
   */
  query(sql: string, options?: { readonly limit?: number }): Promise<QueryResult>;
  close(): Promise<void>;
}
