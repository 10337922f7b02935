/** What a column of `free` holds. `null`: nothing that can be trusted across versions. */
export type FreeColumn =
  | 'total'
  | 'used'
  | 'free'
  | 'shared'
  | 'buffers'
  | 'cache'
  | 'cached'
  | 'buff/cache'
  | 'available';

/** Layouts by age: old (procps up to 3.3.9), new, and new with -w. Localised headings are known by their number alone. */
export const layouts = {
  old: ['total', 'used', 'free', 'shared', 'buffers', 'cached'],
  new: ['total', 'used', 'free', 'shared', 'buff/cache', 'available'],
  wide: ['total', 'used', 'free', 'shared', 'buffers', 'cache', 'available'],
} as const satisfies Record<string, readonly FreeColumn[]>;

/** The columns an English heading names; null where it is no heading of free. */
export function freeHeading(names: readonly string[]): readonly FreeColumn[] | null {
  if (names[0] !== 'total' || names[1] !== 'used' || names[2] !== 'free') return null;
  for (const layout of Object.values(layouts)) {
    if (names.length === layout.length && layout.every((name, index) => name === names[index])) return layout;
  }
  return null;
}

/**
 * The layout that the numbers of a `Mem:` row fit, for rows without a heading that can be read: old where used and free are
 * all there is, new where buff/cache completes them or used is the rest of available. Null where none fits, or both.
 *
 * @param slack by how much rounded numbers may miss a sum
 */
export function layoutOf(numbers: readonly number[], slack: number): readonly FreeColumn[] | null {
  const [total = 0, used = 0, free = 0, , fifth = 0, sixth = 0, seventh = 0] = numbers;
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= slack;
  if (total <= 0 || used > total || free > total) return null;
  if (numbers.length === 7)
    return near(used + free + fifth + sixth, total) || near(used + seventh, total) ? layouts.wide : null;
  if (numbers.length !== 6) return null;
  const isOld = near(used + free, total);
  const isNew = near(used + free + fifth, total) || near(used + sixth, total);
  if (isOld === isNew) return null;
  return isOld ? layouts.old : layouts.new;
}
