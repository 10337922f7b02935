import type { KernelRecord, RecordKind } from '../../../parsers/model/record.ts';
import type { Span } from '../../../parsers/model/span.ts';

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

/** Which records, and in what order. Absent fields restrict nothing. */
export interface RecordFilter {
  readonly ids?: readonly string[];
  readonly kinds?: readonly RecordKind[];
  /** Null: records without a host. */
  readonly host?: string | null;
  /** Both inclusive. Records without a wall clock are kept: nothing says that they are outside. */
  readonly fromUs?: number;
  readonly toUs?: number;
  /** Only records that stand for themselves: one per event. */
  readonly distinct?: boolean;
  /**
   * `boot` (default): host, boot, time; records of one boot come together. `time`: host, time; what several transports
   * tell of one event comes together. A record without a wall clock has its kernel clock as its time, and so comes first.
   * Equal times keep the order of their file.
   */
  readonly order?: 'boot' | 'time';
}
