import type { FrameReader, Framing } from '../../../parsers/framings/framing.ts';
import { framings } from '../../../parsers/framings/index.ts';

const ofSeveralLines = framings.filter(({ lookBehindLines }) => lookBehindLines > 0);
const ignore = (): void => {};
/** To make one for each line takes longer than to read it. */
const readers = new Map<Framing, FrameReader>();

/**
 * Whether each of these lines is an entry by itself in a log of this framing, or none at all: whoever looks at one needs no line
 * before or behind it.
 */
export function standAlone(framing: Framing, lines: readonly string[]): boolean {
  return lines.every((text) => isEntry(framing, text) || !ofSeveralLines.some((other) => begins(other, text)));
}

/** False where it is none, or begins one; a framing that entries of several lines have wants it read to know. */
function isEntry(framing: Framing, text: string): boolean {
  return framing.sniff([text]) > 0 && !(framing.lookBehindLines > 0 && begins(framing, text));
}

function begins(framing: Framing, text: string): boolean {
  const reader = readers.get(framing) ?? framing.reader();
  readers.set(framing, reader);
  reader.read({ path: '', text, line: 0, byteStart: 0, byteEnd: text.length, cut: false }, ignore);
  const { holding } = reader;
  reader.jump();
  return holding;
}
