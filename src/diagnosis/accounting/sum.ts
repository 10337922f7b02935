import type { Span } from '../../../parsers/model/span.ts';
import type { Accounting } from '../analysis.ts';
import type { ComponentId } from './components.ts';

/** An accounting, or why there is none. */
export type AccountingResult =
  | { readonly accounting: Accounting; readonly refused: null }
  | { readonly accounting: null; readonly refused: string };

export type Parts = Partial<Record<ComponentId, number>>;

/**
 * The counters of one report are read one after another while they move, and lag behind by up to a batch of pages a CPU:
 * their sum may pass the total by a trace. Beyond this share they contradict each other.
 */
const overshootShare = 0.02;

export function refused(reason: string): AccountingResult {
  return { accounting: null, refused: reason };
}

/**
 * Settles parts against their total. Parts whose sum passes the total by a trace are taken back from the largest part,
 * the one in which a trace changes least, so that parts and `unaccountedBytes` always sum to the total.
 */
export function settle(
  scope: Accounting['scope'],
  totalBytes: number,
  found: Parts,
  source: Pick<Span, 'path' | 'line' | 'byteStart' | 'byteEnd'>,
  notPrinted: readonly ComponentId[] = [],
): AccountingResult {
  if (!(totalBytes > 0)) return refused('the report gives no total that the parts could be held against');
  const parts = Object.entries(found)
    .filter(([, bytes]) => bytes > 0)
    .map(([component, bytes]) => ({ component, bytes }))
    .sort((a, b) => b.bytes - a.bytes || (a.component < b.component ? -1 : 1));
  const sum = parts.reduce((bytes, part) => bytes + part.bytes, 0);
  const overshoot = Math.max(0, sum - totalBytes);
  if (overshoot > totalBytes * overshootShare) {
    const percent = Math.round((100 * sum) / totalBytes);
    return refused(`the parts of the report sum to ${percent} % of its total: its numbers contradict each other`);
  }
  const largest = parts[0];
  if (largest) parts[0] = { component: largest.component, bytes: largest.bytes - overshoot };
  const { path, line, byteStart, byteEnd } = source;
  return {
    accounting: {
      scope,
      totalBytes,
      parts,
      unaccountedBytes: totalBytes - (sum - overshoot),
      source: { path, line, byteStart, byteEnd },
      notPrinted,
    },
    refused: null,
  };
}
