import type { Framing } from './framing.ts';
import { type Head, headOf } from './head.ts';
import { framings, lastResorts } from './index.ts';
import { mayHold } from './parts/marks.ts';

/** A framing and the share of lines that it claims. */
export interface Detected {
  readonly framing: Framing;
  readonly share: number;
}

/** The framing that claims the largest share of a file's first lines; of equals the strictest. Null: none claims any. */
export function detect(head: Head): Detected | null {
  const shares = new Map<Framing, number>();
  const shareOfAll = (framing: Framing): number => {
    const share = shares.get(framing) ?? shareOf(framing, head);
    shares.set(framing, share);
    return share;
  };
  for (const count of firstLooks) {
    const found = detectAtOnce(head, count, shareOfAll);
    if (found !== null) return found;
  }
  return detectAmongAll(head.lines, mayHold(head.text));
}

export const detectFraming = (shown: readonly string[]): Framing | null => detect(headOf(shown))?.framing ?? null;

function detectAmongAll(lines: readonly string[], isPossible: (framing: Framing) => boolean): Detected | null {
  let best: Detected | null = null;
  for (const framing of framings) {
    if (!isPossible(framing)) continue;
    const share = framing.sniff(lines);
    if (share > (best?.share ?? 0)) best = { framing, share };
    if (share === 1) break;
  }
  return best;
}

/** So few lines tell most files: to show hundreds to every framing is most of what a small file costs. */
const firstLooks = [4, 32];
/** What claims less is not told from a last resort so easily. */
const leastShareAtOnce = 0.5;

/**
 * The framing that all would find, from fewer looks: the best for the first lines, if its share of all of them is more than
 * any other can have that missed so many of the first. Null: that is not certain.
 */
function detectAtOnce(
  { lines, written }: Head,
  count: number,
  shareOfAll: (framing: Framing) => number,
): Detected | null {
  if (lines.length <= count) return null;
  const first = lines.slice(0, count);
  const isPossible = mayHold(first.join('\n'));
  const framing = detectAmongAll(first, isPossible)?.framing;
  if (!framing) return null;
  const share = shareOfAll(framing);
  // An earlier one that claims all lines would have been best for the first.
  if (share === 1) return { framing, share };
  const looked = first.filter((text) => text.trim() !== '').length / written.length;
  if (share < leastShareAtOnce || share <= 1 - looked) return null;
  const most = (other: Framing): number => 1 - (1 - (isPossible(other) ? other.sniff(first) : 0)) * looked;
  return framings.every((other) => other === framing || most(other) < share) ? { framing, share } : null;
}

/** What `sniff` finds, from the reading that whoever reads the file goes on with: one for both where it is the same for both. */
function shareOf(framing: Framing, head: Head): number {
  const isSame =
    framing.lookBehindLines === 0 && !lastResorts.has(framing) && head.written.length === head.lines.length;
  return isSame ? head.read(framing).share : framing.sniff(head.lines);
}
