import type { Framing } from '../../../parsers/framings/framing.ts';
import { headLines, logFraming } from '../head.ts';
import type { ScannedChunk } from './scanned.ts';
import { type Skimmed, skim } from './skimmed.ts';
import { standAlone } from './stand-alone.ts';

/** What tells the format, and whether it is a log, is held as it is; so is what a record behind a find may go on in. */
const wholeBytes = 1 << 20;
/** What is held of a piece: a copy, or the lines of it that a reader at rest looks at in a log of this framing. */
export type HeldPiece = ScannedChunk | (Skimmed & { readonly framing: Framing });

/** Takes the pieces of one stream in their order and says what of each is to be held. */
export function createHolder(linesBehind: number): (chunk: ScannedChunk) => HeldPiece {
  let offset = 0;
  /** Pieces are held as they are up to here. */
  let wholeUntil = wholeBytes;
  let head: Buffer | null = null;
  let framing: Framing | null = null;

  /** Told from the head when it is first asked for; null where it is not certain that this is a log. */
  function framingIfLog(): Framing | null {
    if (head) framing = logFraming(headLines(head, false));
    head = null;
    return framing;
  }

  return (chunk) => {
    const from = offset;
    offset += chunk.bytes.length;
    const { offsets, newlines } = chunk;
    if (offsets.length > 0) wholeUntil = offset + wholeBytes;
    const log = from >= wholeUntil ? framingIfLog() : null;
    const skimmed = log && skim(chunk.bytes, { offset: from, newlines, linesBehind });
    if (log && skimmed && standAlone(log, skimmed.lines)) return { ...skimmed, framing: log };
    const held = Buffer.from(chunk.bytes);
    if (from === 0) head = held;
    return { ...chunk, bytes: held, roomBytes: 0 };
  };
}
