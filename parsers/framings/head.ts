import type { Framing } from './framing.ts';
import { type HeadReading, readHead } from './head-reading.ts';
import { undecorated } from './parts/decoration.ts';
import type { Undecorate } from './parts/decorations.ts';
import type { ShownLines } from './parts/shown-lines.ts';

/**
 * The first lines of a file without what a tool put around them: looked at once, for whoever tells what they are and for whoever
 * reads the file.
 */
export interface Head extends ShownLines {
  /** What takes it from any line of the file; null where there is none. */
  readonly undo: Undecorate | null;
  /** What a reader of the framing makes of the lines. The reader itself is for looking at: see `take`. */
  read(framing: Framing): HeadReading;
  /** The same, to go on with: nobody else gets this reader. */
  take(framing: Framing): HeadReading;
}

/** `shown` are latin1, without line ends. */
export function headOf(shown: readonly string[]): Head {
  const { head, undo } = undecorated(shown);
  const readings = new Map<Framing, HeadReading>();

  function read(framing: Framing): HeadReading {
    const reading = readings.get(framing) ?? readHead(framing, head.lines);
    readings.set(framing, reading);
    return reading;
  }

  return {
    ...head,
    undo,
    read,
    take(framing) {
      const reading = read(framing);
      readings.delete(framing);
      return reading;
    },
  };
}
