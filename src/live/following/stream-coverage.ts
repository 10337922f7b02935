import type { LogEntry } from '../../../parsers/model/entry.ts';
import { createCoverage } from '../../ingest/coverage.ts';
import type { SettledTime } from '../../ingest/envelope.ts';
import type { FileCoverage } from '../../ingest/sink.ts';

/** What the reader of a log knows of it, and its entries do not tell. */
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

/** What a log that is followed covers, for the timeline. */
export interface StreamCoverage {
  saw(entry: LogEntry): void;
  sawTime(time: SettledTime | null): void;
  record(): void;
  /** Once a while is enough: null where it was asked for a moment ago. */
  row(facts: CoverageFacts): FileCoverage | null;
}

const everyMs = 5000;

export function createStreamCoverage(): StreamCoverage {
  const covered = createCoverage('', '');
  let askedMs = Number.NEGATIVE_INFINITY;

  return {
    saw({ host, stamp, monotonicUs, writer }) {
      if (host !== null) covered.sawHost(host);
      if (writer === 'kernel') covered.sawKernel();
      if (monotonicUs !== null) covered.sawMonotonic(monotonicUs);
      if (stamp && stamp.offsetMinutes !== null) covered.sawOffset(stamp.offsetMinutes);
    },
    sawTime(time) {
      if (time) covered.sawTime(time.us);
    },
    record: () => covered.record(),
    row({ path, directory, gaps, ...facts }) {
      const now = performance.now();
      if (now - askedMs < everyMs) return null;
      askedMs = now;
      const row = covered.close(facts);
      return { ...row, path, directory, showsKernel: !gaps && (row.showsKernel ?? false) };
    },
  };
}
