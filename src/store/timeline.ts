import type { Incident } from '../diagnosis/analysis.ts';
import type { FileCoverage } from '../ingest/sink.ts';
import type { AppendResult, Batch } from './contract/batch.ts';
import type { FileIdentity, KnownFile } from './contract/files.ts';
import type { QueryResult } from './contract/query.ts';
import type { RecordFilter, TimelineRecord } from './contract/records.ts';
import type { SampleFilter, SamplePiece, SeriesRange } from './contract/samples.ts';
import type { TimelineBoot, TimelineHost } from './contract/summaries.ts';

export type { AppendResult, Batch, Checkpoint } from './contract/batch.ts';
export type { FileIdentity, KnownFile } from './contract/files.ts';
export type { TimelineOptions } from './contract/options.ts';
export type { Cell, QueryResult } from './contract/query.ts';
export type { RecordFilter, Sighting, StoredRecord, TimelineRecord } from './contract/records.ts';
export type {
  SampleAddress,
  SampleFilter,
  SamplePiece,
  SamplePoint,
  SampleSeries,
  SeriesRange,
  SourcedPoint,
  StoredSample,
} from './contract/samples.ts';
export type { TimelineBoot, TimelineHost } from './contract/summaries.ts';

/**
 * The timeline: records, samples and incidents in order of time. Asynchronous, so that a server may stand behind it.
 *
 * Identity of a record is its id, which the ingest makes of host, boot, time and content; identity of a point is its
 * series and time. Appending the same facts again adds nothing; the same facts from another file add an address.
 * Reading goes on beside writing: a fact appended meanwhile may or may not be seen, and none is seen twice.
 * Trouble with the file (locked, full, damaged, no permission) is thrown as a `StoreError`.
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
