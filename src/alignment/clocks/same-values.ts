import type { Point } from '../../diagnosis/trend/point.ts';

/** Fewer values side by side than this may agree by chance. */
const leastPairs = 8;
/** Differences as shares of how much the values vary: what two tools that read one number may differ by, and what is another hour. */
const alike = 0.1;
const unlike = 0.4;
/** Values are compared where the reference was read this close before and after. */
const mostGapUs = 180_000_000;

/**
 * Finds by how much the clock of `subject` is ahead of that of `reference`, where both read one metric of one machine: at
 * the true offset the two curves are the same. Of these offsets the one at which they are, if they are not at any other;
 * null where memory did not vary, or varies alike at several.
 */
export function offsetByValues(
  reference: readonly Point[],
  subject: readonly Point[],
  offsetsUs: readonly number[],
): number | null {
  let best: { readonly offsetUs: number; readonly difference: number } | null = null;
  let second = Number.POSITIVE_INFINITY;
  for (const offsetUs of offsetsUs) {
    const difference = differenceAt(reference, subject, offsetUs);
    if (difference === null) continue;
    if (best === null || difference < best.difference) {
      second = best?.difference ?? second;
      best = { offsetUs, difference };
    } else second = Math.min(second, difference);
  }
  return best && best.difference <= alike && second >= unlike ? best.offsetUs : null;
}

/** Mean difference of the two curves as a share of the mean deviation of the subject's values; null with too few pairs. */
function differenceAt(reference: readonly Point[], subject: readonly Point[], offsetUs: number): number | null {
  const pairs: { readonly value: number; readonly other: number }[] = [];
  let at = 0;
  for (const { atUs, value } of subject) {
    const wantedUs = atUs - offsetUs;
    while (at < reference.length && (reference[at] as Point).atUs < wantedUs) at += 1;
    const after = reference[at];
    const before = after?.atUs === wantedUs ? after : reference[at - 1];
    if (!before || !after || after.atUs - before.atUs > mostGapUs) continue;
    const share = after.atUs === before.atUs ? 0 : (wantedUs - before.atUs) / (after.atUs - before.atUs);
    pairs.push({ value, other: before.value + (after.value - before.value) * share });
  }
  if (pairs.length < leastPairs) return null;
  const mean = pairs.reduce((sum, { value }) => sum + value, 0) / pairs.length;
  const varies = pairs.reduce((sum, { value }) => sum + Math.abs(value - mean), 0) / pairs.length;
  if (varies < mean / 100) return null;
  return pairs.reduce((sum, { value, other }) => sum + Math.abs(value - other), 0) / pairs.length / varies;
}
