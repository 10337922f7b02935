import type { Framing } from './framing.ts';
import { framings } from './index.ts';
import { decorationOf } from './parts/decoration.ts';

/** A framing and the share of lines that it claims. */
export interface Detected {
  readonly framing: Framing;
  readonly share: number;
}

/** The framing that claims the largest share of a file's first lines (latin1); of equals the strictest. Null: none claims any. */
export function detect(shown: readonly string[]): Detected | null {
  const undo = decorationOf(shown);
  const lines = undo === null ? shown : shown.map(undo);
  return detectAtOnce(lines) ?? detectAmongAll(lines);
}

function detectAmongAll(lines: readonly string[]): Detected | null {
  let best: Detected | null = null;
  for (const framing of framings) {
    const share = framing.sniff(lines);
    if (share > (best?.share ?? 0)) best = { framing, share };
    if (share === 1) break;
  }
  return best;
}

/** So many lines tell most files: to show hundreds to every framing is most of what a small file costs. */
const firstLines = 32;
/** What claims less is not told from a last resort so easily. */
const leastShareAtOnce = 0.5;

/**
 * The framing that all would find, from fewer looks: the best for the first lines, if its share of all of them is more than
 * any other can have that missed so many of the first. Null: that is not certain.
 */
function detectAtOnce(lines: readonly string[]): Detected | null {
  if (lines.length <= firstLines) return null;
  const first = lines.slice(0, firstLines);
  const framing = detectAmongAll(first)?.framing;
  if (!framing) return null;
  const share = framing.sniff(lines);
  // An earlier one that claims all lines would have been best for the first.
  if (share === 1) return { framing, share };
  if (share < leastShareAtOnce) return null;
  const [some, all] = [writtenOn(first), writtenOn(lines)];
  const most = (other: Framing): number => 1 - ((1 - other.sniff(first)) * some) / all;
  return framings.every((other) => other === framing || most(other) < share) ? { framing, share } : null;
}

const writtenOn = (lines: readonly string[]): number =>
  lines.reduce((count, text) => (text.trim() === '' ? count : count + 1), 0);

export const detectFraming = (lines: readonly string[]): Framing | null => detect(lines)?.framing ?? null;
