import type { SampleOptions } from '../../parsers/samples/sample-format.ts';
import type { KnownError } from '../errors.ts';
import type { IngestProgress } from '../ingest/options.ts';

/** What a reading is told that its inputs do not say themselves. */
export interface ReadingPlan {
  /** IANA zone the user named, null where none. */
  readonly zone: string | null;
  readonly machineZone: string;
  /** Year for logs that state none; null where the user gave none. */
  readonly year: number | null;
  readonly sinceUs: number | null;
  readonly untilUs: number | null;
  readonly pageSizeBytes: number | null;
  /** Threads that scan ahead; null: one less than there are cores. */
  readonly jobs: number | null;
  readonly sampleOptions: SampleOptions;
  /** The timeline file that is filled or judged; null: a temporary one. */
  readonly db: string | null;
}

/** What an examination is told beyond that: which samples are meant, and how their clock is off. */
export interface ExaminationPlan extends ReadingPlan {
  readonly samplePaths: readonly string[];
  /** Added to the samples' times to have the log's, microseconds; null where the user gave none. */
  readonly offsetUs: number | null;
}

/** What is told while inputs are read. */
export interface ReadingNotices {
  /** Trouble with one input: the others are read. */
  problem(error: KnownError): void;
  /** One sentence that is no trouble. */
  hint(text: string): void;
  progress(progress: IngestProgress): void;
  /** The reading is over: no more progress comes. */
  clear(): void;
}

/** What a reading may touch of the world beside its inputs. */
export interface ReadingContext {
  readonly notices: ReadingNotices;
  readonly nowMs: () => number;
  /** Once aborted, nothing more is read, and what was read counts. */
  readonly interrupt: AbortSignal;
}
