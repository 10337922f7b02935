/** Framings whose lines read badly: a person wants the message, not its JSON or the fields around it. */
const hardToRead: ReadonlySet<string> = new Set([
  'journal-json',
  'journal-export',
  'journal-verbose',
  'json-export',
  'csv-export',
  'yaml-export',
  'logfmt',
  'dmesg-json',
  'docker-json',
  'kmsg',
]);

/** Whether lines of this format read badly; of `mixed: a, b` the first counts, which is that of most lines. */
const readsBadly = (format: string): boolean => hardToRead.has(/^(?:mixed: )?([^,]*)/.exec(format)?.[1] ?? '');

/** Of places that tell the same, the first that a person reads as it stands, else the first; null for none. */
export function readable<Place extends { readonly path: string }>(
  places: readonly Place[],
  formatOf: (path: string) => string | null,
): Place | null {
  return places.find(({ path }) => !readsBadly(formatOf(path) ?? '')) ?? places[0] ?? null;
}
