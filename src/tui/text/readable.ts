/** Framings whose lines read badly. */
const hardToRead: ReadonlySet<string> = new Set([
  'journal-json',
  'journal-export',
  'dmesg-json',
  'docker-json',
  'kmsg',
]);

/** Of the places that tell one event the first that stands in plain lines, else the first; null for none. */
export function readable<Place extends { readonly path: string }>(
  places: readonly Place[],
  formatOf: (path: string) => string | null,
): Place | null {
  return places.find(({ path }) => !hardToRead.has(formatOf(path) ?? '')) ?? places[0] ?? null;
}
