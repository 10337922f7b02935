import type { SampleOptions } from '../../parsers/samples/sample-format.ts';
import type { CreateScanner } from '../scan/scanner.ts';
import type { LeastAhead } from './ahead/least-ahead.ts';
import type { BesideSettings } from './beside/settings.ts';
import type { SeekSettings } from './period/seek-settings.ts';

/** What the user said about the inputs, resolved. */
export interface IngestOptions {
  /** IANA zone for logs that state none; null where the user gave none. */
  readonly tz: string | null;
  /** Year for logs that state none; null where the user gave none. */
  readonly year: number | null;
  /** Page size for reports that do not prove theirs; null where the user gave none. */
  readonly pageSizeBytes: number | null;
  /** Only facts from this time on, epoch microseconds; facts without a wall clock are kept. */
  readonly sinceUs: number | null;
  readonly untilUs: number | null;
  readonly want: { readonly records: boolean; readonly samples: boolean };
  readonly sampleOptions: SampleOptions;
  /** The time of reading, epoch microseconds: no line of a pipe is younger. Absent: not known. */
  readonly nowUs?: number;
  /** IANA zone of this machine: the last resort, and said to be inferred. */
  readonly machineZone: string;
  /** Threads that read and scan big files ahead; absent or below 2: none. What is found does not depend on it. */
  readonly jobs?: number;
  /** Packed files that are unpacked at the same time; absent or below 2: one. What is found does not depend on it either. */
  readonly unpackers?: number;
  /** Threads that read small files, this one among them; absent or below 2: one. What is found does not depend on it either. */
  readonly readers?: number;
  /** How large a file must be to be read or unpacked ahead; tests let threads read small ones. */
  readonly leastAhead?: LeastAhead;
  /** When small files are worth another thread; tests give it few. */
  readonly beside?: BesideSettings;
  /** How a period is searched in a log; tests do it in small ones. */
  readonly seek?: SeekSettings;
  /** What looks for needles in this thread, the fastest where absent: tests hold it against slower ones. */
  readonly createScanner?: CreateScanner;
}

/** How far the ingest is, for people who wait. */
export interface IngestProgress {
  readonly path: string;
  /** Bytes of the decompressed stream of this file read so far. */
  readonly bytesDone: number;
  /** Size of the file on disk, null for pipes and archive members without one. */
  readonly bytesTotal: number | null;
  readonly records: number;
  readonly samples: number;
}
