import type { Line } from '../text/line.ts';

/**
 * Entries of one or more rows each, from the first one as long as the selected one is seen whole, else so far down that it is:
 * what is higher than the room shows its beginning. One row more than fits says that there is more.
 */
export function scrolledTo(entries: readonly (readonly Line[])[], selected: number, height: number): Line[] {
  const begin = entries.slice(0, selected).reduce((rows, entry) => rows + entry.length, 0);
  const end = begin + (entries[selected]?.length ?? 0);
  const top = Math.min(begin, Math.max(0, end - height));
  return entries.flat().slice(top, top + height + 1);
}
