import type { Line } from '../model/line.ts';
import type { RawSample } from '../model/sample.ts';
import type { Moments } from './moment/moments.ts';

/** One kind of text in which memory is measured. */
export interface SampleFormat {
  /** The file name without its ending, and `format` in the output. */
  readonly name: string;
  /** Real pieces of text (whole blocks) that this format must read; a test also demands that no other format claims them. */
  readonly samples: readonly string[];
  /** The kernel's own reports hold lines like these: in a file with such a report they are taken behind a time only where another writer is named. */
  readonly resemblesKernelLog?: boolean;
  /** Sees lines whole, with the time before them, and only those that no other format takes. */
  readonly readsWholeLines?: boolean;
  /** Which lines are its own hangs on the name of their file, too. */
  readonly readsFileName?: boolean;
  /** 0..1: how surely these first lines of a file (or of a block inside one) are this format. */
  sniff(lines: readonly string[]): number;
  /**
   * A fresh reader for one file. Readers that share a file share its `moments` (what the lines between the blocks say
   * about time and place); a reader that is given none watches for such lines itself. `head` are the first lines of the
   * file, for formats that must see several lines to understand one.
   */
  reader(options: SampleOptions, moments?: Moments, head?: readonly string[]): SampleReader;
}

/** What the user said, for texts that do not say it themselves. All null by default. */
export interface SampleOptions {
  readonly startUs: number | null;
  readonly intervalUs: number | null;
  readonly unit: 'B' | 'KiB' | 'MiB' | 'GiB' | 'kB' | 'MB' | 'GB' | '%' | null;
  readonly timePattern: RegExp | null;
  readonly valuePattern: RegExp | null;
  readonly pageSizeBytes: number | null;
}

export interface SampleReader {
  /**
   * Offers one line. `claimed`: it belongs to this format (samples may be emitted). `foreign`: it does not, and the reader
   * is not disturbed. A line that belongs here and cannot be read is claimed and reported through `reject`.
   */
  read(line: Line, sink: SampleSink): 'claimed' | 'foreign';
  /**
   * The short way for the lines that files are full of. True: the line was claimed, as `read` would have claimed it, and no marker or
   * other format could have. False: nothing has changed, look at it the long way. Offered are whole lines that end in
   * no blank; one with an escape sequence is refused.
   */
  row?(line: Line, sink: SampleSink): boolean;
  /** The block or the input ended: emits what is still held. Reading may go on after it, with the next block. */
  end(sink: SampleSink): void;
  /** What the reader had to infer, to be printed so that the user can correct it: the template of a home-made log. */
  readonly notes?: readonly string[];
}

export interface SampleSink {
  sample(sample: RawSample): void;
  reject(line: Line, reason: string): void;
}
