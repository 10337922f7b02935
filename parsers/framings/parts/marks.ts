import type { Framing } from '../framing.ts';
import { escapeCharacter } from './ansi.ts';

/** Whether some line of the text may be in the framing: false is certain. */
export function mayHold(text: string): (framing: Framing) => boolean {
  // Readers take control sequences away, and what stands around one is put together.
  if (text.includes(escapeCharacter)) return () => true;
  const found = new Map<RegExp, boolean>();
  return ({ mark }) => {
    if (mark === undefined) return true;
    const isFound = found.get(mark) ?? mark.test(text);
    found.set(mark, isFound);
    return isFound;
  };
}
