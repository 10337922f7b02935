import { hardToRead } from '../../views/hard-to-read.ts';

/** Of the places that tell one event the first that stands in plain lines, else the first; null for none. */
export function readable<Place extends { readonly path: string }>(
  places: readonly Place[],
  formatOf: (path: string) => string | null,
): Place | null {
  return places.find(({ path }) => !hardToRead.has(formatOf(path) ?? '')) ?? places[0] ?? null;
}
