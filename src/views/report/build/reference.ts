import type { EvidenceSource } from '../../../diagnosis/analysis.ts';
import { type Dossier, type ExcerptLine, keyOf, type Place } from '../dossier.ts';
import type { Reference, Statement } from '../model.ts';

/** Longest quote of one line, characters: a journal's JSON line is cut around what matters. */
const longestQuote = 360;
/** Numbers below this stand everywhere and prove nothing. */
const leastTelling = 100;

export function placeOf(source: EvidenceSource): Place {
  const { path, line, byteStart, byteEnd } = 'sample' in source ? source.sample : source;
  return { path, line, byteStart, byteEnd };
}

/** A statement with the addresses that prove it. */
export function say(text: string, ...places: readonly (Place | null | undefined)[]): Statement {
  const refs = places.flatMap((place) => (place ? [bareReference(place)] : []));
  return { text, refs: refs.filter((ref, index) => refs.findIndex((other) => sameLine(other, ref)) === index) };
}

export function bareReference({ path, line, byteStart, byteEnd }: Place): Reference {
  return { path, line, byteStart, byteEnd, quote: null };
}

function sameLine(a: Reference, b: Reference): boolean {
  return a.path === b.path && a.line === b.line;
}

/**
 * The lines at a place that show the numbers of a claim, with their bytes; the first line where none does. A place of
 * many lines becomes the few that matter, so that a reader need not search.
 */
export function quoted(
  place: Place,
  values: Readonly<Record<string, number | string>>,
  { excerpts }: Pick<Dossier, 'excerpts'>,
  most = 2,
): readonly Reference[] {
  const excerpt = excerpts.get(keyOf(place));
  if (!excerpt || excerpt.lines.length === 0) return [bareReference(place)];
  const tokens = tokensOf(values);
  const scored = excerpt.lines
    .map((line) => ({ line, hits: tokens.filter((token) => token.test(line.text)) }))
    .filter(({ hits }) => hits.length > 0)
    .sort((a, b) => b.hits.length - a.hits.length)
    .slice(0, most)
    .sort((a, b) => a.line.line - b.line.line);
  const [first] = excerpt.lines as readonly [ExcerptLine, ...ExcerptLine[]];
  const chosen = scored.length === 0 ? [{ line: first, hits: [] }] : scored;
  return chosen.map(({ line, hits }) => reference(line, hits[0] ?? null));
}

/** A whole line as a reference, cut around the first hit where it is too long. */
export function reference(line: ExcerptLine, hit: RegExp | null = null): Reference {
  if (line.text.length <= longestQuote) {
    return { path: line.path, line: line.line, byteStart: line.byteStart, byteEnd: line.byteEnd, quote: line.text };
  }
  const at = hit === null ? 0 : Math.max(0, (hit.exec(line.text)?.index ?? 0) - longestQuote / 3);
  const text = line.text.slice(at, at + longestQuote).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
  return {
    path: line.path,
    line: line.line,
    byteStart: line.byteStart,
    byteEnd: line.byteEnd,
    quote: `${at > 0 ? '… ' : ''}${text}${at + longestQuote < line.text.length ? ' …' : ''}`,
  };
}

/** The forms in which logs print a value: bytes, kB, pages of the usual sizes, and names as they are. */
function tokensOf(values: Readonly<Record<string, number | string>>): RegExp[] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (typeof value === 'string') return value.length < 3 ? [] : [exactly(value)];
    const forms = /bytes/i.test(name) ? [value, value / 1024, value / 4096, value / 16_384, value / 65_536] : [value];
    return forms.filter((form) => Number.isInteger(form) && form >= leastTelling).map((form) => exactly(String(form)));
  });
}

function exactly(text: string): RegExp {
  return new RegExp(`(?<![\\w.])${text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}(?![\\w.]*\\d)`);
}
