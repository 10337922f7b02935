import type { KernelRecord, RecordKind } from '../../parsers/model/record.ts';
import type { FileCoverage } from '../ingest/sink.ts';

/** A record as the timeline keeps it: the fact and where else it was seen. */
export interface StoredRecord {
  readonly record: KernelRecord;
  /** Folder of the source, for joining files that name no host. */
  readonly directory: string;
}

/** One measurement with its time settled. `series` names what is measured. */
export interface SamplePoint {
  readonly atUs: number;
  readonly value: number;
}

export interface SampleSeries {
  readonly host: string | null;
  readonly directory: string;
  readonly scope: 'system' | 'process' | 'cgroup' | 'zone';
  readonly pid: number | null;
  readonly comm: string | null;
  readonly startedAt: string | null;
  readonly cgroup: string | null;
  readonly metric: string;
  readonly format: string;
  readonly quantumBytes: number | null;
  readonly timeBasis: 'realtime' | 'monotonic' | 'inferred';
}

/** What one commit brings: facts and the position they reach belong together. */
export interface Batch {
  readonly records: readonly StoredRecord[];
  readonly samples: readonly {
    readonly series: SampleSeries;
    readonly point: SamplePoint;
    readonly source: { path: string; line: number; byteStart: number; byteEnd: number };
  }[];
  readonly coverage: readonly FileCoverage[];
}

export interface RecordFilter {
  readonly kinds?: readonly RecordKind[];
  readonly host?: string;
  readonly fromUs?: number;
  readonly toUs?: number;
}

/**
 * The timeline: records and samples in order of time. Asynchronous, so that a server may stand behind it.
 * Identity of a record is its id and its address; appending the same facts again adds nothing.
 */
export interface Timeline {
  append(batch: Batch): Promise<{ readonly fresh: number; readonly duplicate: number }>;
  /** Records in order of host, boot and time, streamed. */
  records(filter?: RecordFilter): AsyncIterable<StoredRecord>;
  coverage(): Promise<readonly FileCoverage[]>;
  close(): Promise<void>;
}
