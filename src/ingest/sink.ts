import type { KernelRecord } from '../../parsers/model/record.ts';
import type { RawSample } from '../../parsers/model/sample.ts';
import type { KnownError } from '../errors.ts';

/** What was read of one file: a row of `coverage` in `oomtrail/analysis@1`. */
export interface FileCoverage {
  readonly path: string;
  readonly directory: string;
  /** Framing or sample format, `mixed:` with several, null where nothing was recognised. */
  readonly format: string | null;
  readonly lines: number;
  readonly bytes: number;
  /** First and last wall-clock times seen, epoch microseconds; null where the file has none. */
  readonly fromUs: number | null;
  readonly toUs: number | null;
  /** Zone offset that the newest stamp stating one states; 0 is what epoch times state. Null or absent: none does. */
  readonly offsetMinutes?: number | null;
  readonly records: number;
  readonly samples: number;
  /** Hosts named in the file. */
  readonly hosts: readonly string[];
  /** Whether its framing shows who wrote a message (journal, kmsg, dmesg -x): such a file can contradict one that cannot. */
  readonly showsWriter: boolean;
  /**
   * Whether entries proved to be the kernel's were seen in it: only then is its silence about a kernel record a
   * contradiction (a journal of one unit shows writers and never holds the kernel). Absent: not looked at.
   */
  readonly showsKernel?: boolean;
  /** First and last stamp of the kernel's own clock, microseconds; null or absent where there is none or the file holds several boots. */
  readonly monotonicFromUs?: number | null;
  readonly monotonicToUs?: number | null;
  readonly skipped: readonly { readonly reason: string; readonly count: number }[];
  /** What had to be inferred to read it: the template of a home-made log. Absent: nothing. */
  readonly inferred?: readonly string[];
}

/** The start of a file, by which it can be known again. */
export interface FileHead {
  readonly path: string;
  readonly directory: string;
  /** As in `ByteSource`. */
  readonly sizeBytes: number | null;
  readonly modifiedMs: number | null;
  /** The first bytes of the decompressed stream: 64 KiB, or the whole where it is shorter. Valid until `begin` has answered. */
  readonly bytes: Uint8Array;
}

/** Where the ingest pushes what it finds. Calls are made in log order of one file; a promise holds the ingest back. */
export interface Sink {
  /** Called before the first fact of a file. False: the file is not wanted, and nothing of it comes. Absent: all are wanted. */
  begin?(head: FileHead): Promise<boolean>;
  record(record: KernelRecord, directory: string): void;
  /** `modifiedMs`: the time of the sample's file, null or absent where it has none. */
  sample(sample: RawSample, directory: string, modifiedMs?: number | null): void;
  coverage(coverage: FileCoverage): void;
  problem(error: KnownError): void;
  /** Called after each chunk: the place to write a batch and to wait. */
  flush(): Promise<void>;
}
