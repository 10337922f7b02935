import type { EvidenceSource } from '../../../diagnosis/analysis.ts';
import { type Dossier, type Excerpt, type ExcerptLine, keyOf, type Place } from '../dossier.ts';
import type { Reference, Statement } from '../model.ts';
import { type Claim, namedOnly, tellingLines } from './telling-lines.ts';

/** Longest quote of one line, characters: a journal's JSON line is cut around what matters. */
const longestQuote = 360;

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
 * The few lines at a place that show what a claim says, as they stand there; its first line where none can be told. The
 * record of the incident is quoted from the log that reads best.
 */
export function quoted(place: Place, claim: Claim, dossier: Dossier): readonly Reference[] {
  const excerpt = excerptAt(place, dossier);
  const [first] = excerpt?.lines ?? [];
  if (!excerpt || first === undefined) return [bareReference(place)];
  const telling = tellingLines(excerpt.lines, claim);
  return telling.length === 0 ? [reference(first, null)] : telling.map(({ line, pattern }) => reference(line, pattern));
}

/**
 * The other end of what grew: a claim that rests on a sample is about a rise that ended in the incident's record. Empty
 * where that record has no line that shows it.
 */
export function quotedEnd(claim: Claim, { raw }: Dossier): readonly Reference[] {
  if (raw === null || !/\b(grew|took|rose|gained)\b/.test(claim.claim)) return [];
  const least = /\bpid\b|^\S+ gained/.test(claim.claim) ? namedOnly : 1;
  const pids = [...claim.claim.matchAll(/\bpid (\d+)/g)].map(([, pid = '']) => pid);
  return tellingLines(raw.lines, claim, { least, most: 1, pids }).map(({ line, pattern }) => reference(line, pattern));
}

function excerptAt(place: Place, { excerpts, raw, rawStandsFor }: Dossier): Excerpt | undefined {
  if (raw && rawStandsFor && keyOf(rawStandsFor) === keyOf(place)) return raw;
  return excerpts.get(keyOf(place));
}

/** The line of the incident's record that matches, else its first line, else null. */
export function lineWith({ raw }: Dossier, pattern: RegExp): ExcerptLine | null {
  return raw?.lines.find(({ text }) => pattern.test(text)) ?? null;
}

/** A whole line as a reference, cut around what matters where it is too long. */
function reference(line: ExcerptLine, pattern: RegExp | null): Reference {
  const { path, byteStart, byteEnd, text } = line;
  const address = { path, line: line.line, byteStart, byteEnd };
  if (text.length <= longestQuote) return { ...address, quote: text };
  const matters = (pattern ?? /"MESSAGE":/).exec(text)?.index ?? 0;
  const from = Math.max(0, matters - longestQuote / 3);
  const cut = text.slice(from, from + longestQuote).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
  return { ...address, quote: `${from > 0 ? '… ' : ''}${cut}${from + longestQuote < text.length ? ' …' : ''}` };
}
