import type { Accounting } from '../analysis.ts';
import type { ComponentId } from './components.ts';
import type { AccountingResult } from './sum.ts';

/** A counter may be ahead of the others by so much of itself: they are read one after another. */
const ahead = 1.1;

/**
 * Takes out of the rest what a counter of its own tells of it (graphics buffers, balloon, compressed swap). A balloon is left
 * out of the managed RAM by some drivers and not by others: what the rest has no room for is no part of the total.
 */
export function withToldOfRest(
  result: AccountingResult,
  told: Partial<Readonly<Record<ComponentId, number>>>,
): AccountingResult {
  if (!result.accounting || result.accounting.unaccountedBytes === null) return result;
  return { accounting: Object.entries(told).reduce(takenOut, result.accounting), refused: null };
}

function takenOut(accounting: Accounting, [component, told]: [string, number]): Accounting {
  const rest = accounting.unaccountedBytes ?? 0;
  if (!(told > 0) || told > rest * ahead) return accounting;
  const bytes = Math.min(told, rest);
  const parts = [...accounting.parts, { component, bytes }].sort(
    (a, b) => b.bytes - a.bytes || (a.component < b.component ? -1 : 1),
  );
  return { ...accounting, parts, unaccountedBytes: rest - bytes };
}
