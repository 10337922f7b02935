import type { Line } from '../../model/line.ts';
import type { BlockReader, FormatContext } from '../define-format.ts';
import type { BlockTime } from '../moment/moments.ts';
import { type Metrics, spanOf, toSample } from '../sample-draft.ts';
import type { SampleSink } from '../sample-format.ts';
import { words } from '../text/numbers.ts';

/** What one row adds to the sum. */
export interface RowAmounts {
  readonly metrics: Metrics;
  readonly quantumBytes: number;
}

/** Reads one row below its heading. `foreign`: a line of something else. `misfit`: a row that the heading does not explain. */
export type RowReader = (fields: readonly string[], text: string) => RowAmounts | 'foreign' | 'misfit';

/** A table with a device or a segment in each row, of which the sum of all rows is the sample. */
export interface SummedTable {
  readonly format: string;
  /** A cheap test on the raw line: false where it can be no heading. */
  mayHead(text: string): boolean;
  /** The reader of the rows below this heading; null where the line is no heading. */
  heading(fields: readonly string[]): RowReader | null;
}

interface Draft {
  readonly first: Line;
  last: Line;
  readonly time: BlockTime;
  readonly readRow: RowReader;
  readonly metrics: Metrics;
  quantumBytes: number;
}

/** Reads such tables one after the other. A heading without rows gives no sample; one row that cannot be read spoils the sum. */
export function summedTableReader(table: SummedTable, { moments }: FormatContext): BlockReader {
  let draft: Draft | null = null;

  function close(sink: SampleSink): void {
    const held = draft;
    draft = null;
    if (!held || held.last === held.first) return;
    const { first, last, time, metrics, quantumBytes } = held;
    sink.sample(toSample({ format: table.format, span: spanOf(first, last), time, metrics, quantumBytes }));
  }

  function add(held: Draft, line: Line, { metrics, quantumBytes }: RowAmounts): void {
    for (const name in metrics) held.metrics[name] = (held.metrics[name] ?? 0) + (metrics[name] ?? 0);
    held.quantumBytes = Math.max(held.quantumBytes, quantumBytes);
    held.last = line;
  }

  return {
    sums: true,
    close,
    read(line, text, sink) {
      if (!draft && !table.mayHead(text)) return 'foreign';
      const fields = words(text);
      const readRow = table.heading(fields);
      if (readRow) {
        close(sink);
        draft = { first: line, last: line, time: moments.date(table.format), readRow, metrics: {}, quantumBytes: 1 };
        return 'claimed';
      }
      const row = draft?.readRow(fields, text) ?? 'foreign';
      if (!draft || row === 'foreign') return 'foreign';
      if (row === 'misfit') {
        sink.reject(line, 'row does not fit its heading');
        draft = null;
      } else add(draft, line, row);
      return 'claimed';
    },
  };
}
