import type { LogEntry } from '../model/entry.ts';
import type { Line } from '../model/line.ts';

/** One way in which programs put log messages into lines. */
export interface Framing {
  /** The file name without its ending, and the `format` that coverage shows. */
  readonly name: string;
  /** Real lines in this framing; a test demands that each frames here, and that no framing earlier in the list claims it. */
  readonly samples: readonly string[];
  /** How many lines before the line that holds the message an entry may begin: 0 where an entry is one line. */
  readonly lookBehindLines: number;
  /** The first line names the columns of the others: a reader that saw it once reads all. */
  readonly hasHeader?: true;
  /** Whether the transport shows who wrote a message, so that a record missing from it did not happen. */
  readonly showsWriter: boolean;
  /** Literals behind which a message hides that a plain search would miss (`"MESSAGE":[`: bytes as numbers). */
  readonly needles: readonly string[];
  /**
   * Found in every text, its lines one behind the other, of which `sniff` claims a share: looked for in many lines at once, where
   * most framings need not be asked. Absent: nothing so simple tells.
   */
  readonly mark?: RegExp;
  /** Share of the given lines (0..1) that this framing claims. */
  sniff(lines: readonly string[]): number;
  /** A fresh reader for one file. */
  reader(): FrameReader;
}

export interface FrameReader {
  /**
   * Offers one line. Emits the entries this line completes, in order, and returns true; returns false and emits nothing
   * if the line is not in this framing. A line without prefix that continues the entry before it is claimed.
   */
  read(line: Line, emit: (entry: LogEntry) => void): boolean;
  /**
   * True while the lines read so far begin an entry that is not complete (a pretty-printed object, an export block): a caller
   * that reads only some lines must read on, and offer the next line at once.
   */
  readonly holding: boolean;
  /** Lines were skipped: what follows continues no entry read before. What was learned of the file stays. */
  jump(): void;
  /** The input ended: emits what is still held. */
  end(emit: (entry: LogEntry) => void): void;
}
