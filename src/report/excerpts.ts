import { readAgain } from '../sources/places.ts';
import { type Excerpt, type ExcerptLine, keyOf, type Place } from '../views/report/dossier.ts';

/** The most that is read of one place: a record of a large machine has a few thousand lines. */
const mostBytes = 256 * 1024;
const mostLines = 2000;

/** Reads places again, file by file; what cannot be read is missing. */
export async function readExcerpts(places: readonly Place[]): Promise<Map<string, Excerpt>> {
  const byPath = new Map<string, Map<string, Place>>();
  for (const place of places) {
    const wanted = byPath.get(place.path) ?? new Map<string, Place>();
    byPath.set(place.path, wanted.set(keyOf(place), place));
  }
  const excerpts = new Map<string, Excerpt>();
  for (const [path, wanted] of byPath) {
    const stretches = [...wanted.values()].map((place) => ({
      place,
      byteStart: place.byteStart,
      byteEnd: Math.min(place.byteEnd, place.byteStart + mostBytes),
    }));
    const found = await readAgain(path, stretches);
    for (const stretch of stretches) {
      const bytes = found.get(stretch);
      if (bytes) excerpts.set(keyOf(stretch.place), excerptOf(stretch.place, Buffer.from(bytes)));
    }
  }
  return excerpts;
}

function excerptOf(place: Place, bytes: Buffer): Excerpt {
  const lines: ExcerptLine[] = [];
  let from = 0;
  let line = place.line;
  while (from < bytes.length && lines.length < mostLines) {
    const newline = bytes.indexOf(0x0a, from);
    const to = newline < 0 ? bytes.length : newline;
    const end = to > from && bytes[to - 1] === 0x0d ? to - 1 : to;
    lines.push({
      path: place.path,
      line,
      byteStart: place.byteStart + from,
      byteEnd: place.byteStart + end,
      text: decoded(bytes.subarray(from, end)),
    });
    from = to + 1;
    line += 1;
  }
  const rest = bytes.subarray(from);
  const unread = place.byteEnd - place.byteStart > bytes.length ? 1 : 0;
  return { place, lines, linesLeftOut: count(rest) + unread };
}

function count(bytes: Buffer): number {
  if (bytes.length === 0) return 0;
  let lines = 1;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) lines += 1;
  return lines;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decoded(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
