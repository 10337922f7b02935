import type { KernelRecord } from '../../parsers/model/record.ts';
import { learnFromContext } from './contexts.ts';
import { createLearnedNames } from './learned.ts';
import { namesIn } from './names-in.ts';
import { createPseudonyms, type NameKind, type Pseudonyms } from './pseudonyms.ts';
import { isPublicSegment } from './public-names.ts';
import { redactedId, replaceShapes } from './shapes.ts';

/**
 * Puts pseudonyms in the place of what tells whose machine it is: hosts, users, programs, cgroups, units, pods, paths,
 * addresses and hexadecimal ids. A name is known where a record holds it, or where a line says that it is one; what has a
 * form of its own (an address, a path, an id) needs no learning. Uids and pids stay.
 */
export interface Redactor {
  learn(kind: NameKind, name: string | null | undefined): void;
  learnRecord(record: KernelRecord): void;
  text(text: string): string;
  /** A copy of plain data with every string redacted, but for words of our own vocabulary. */
  value<Data>(data: Data): Data;
  /** Which pseudonym stands for what: whoever has it can undo the redaction. */
  mapping(): Readonly<Record<string, string>>;
}

/** Fields whose strings come from our own lists of words: `kind: "host"` names no host. */
const ownWords: ReadonlySet<string> = new Set(
  (
    'schema kind kinds scope time timeBasis provenance constraint constraintBasis killer manager runtime cause words outcome taskTable variant ' +
    'pageSizeBasis state lock mechanism component shareOf rule metric format gfpMask gfpFlags signal result problems contributing types version ' +
    'from to start end origin zone heading'
  ).split(' '),
);

/** What is neither a name nor part of one: colours of a terminal, and words of a runtime that begin like a program's name. */
const untouched = /\x1b\[[\d;]*[A-Za-z]|\bjava\.(?:lang|util|nio)\.\w+|\bJavaScript heap\b|\bJava heap space\b/g;

const longestPiece = 4096;

/** Cut where no name goes on: behind white space, else behind a comma or quote; an endless word is cut where it is. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length; ) {
    const part = text.slice(from, from + longestPiece);
    const isLast = from + part.length >= text.length;
    const border = isLast ? part.length : 1 + Math.max(part.lastIndexOf(' '), part.lastIndexOf('\n'));
    const length = border > 0 ? border : 1 + Math.max(part.lastIndexOf(','), part.lastIndexOf('"'));
    pieces.push(length > 0 ? part.slice(0, length) : part);
    from += length > 0 ? length : part.length;
  }
  return pieces;
}

export function createRedactor(pseudonyms: Pseudonyms = createPseudonyms()): Redactor {
  const names = createLearnedNames();

  function segment(part: string): string {
    if (isPublicSegment(part)) return part;
    const [, stem = part, ending = ''] =
      /^(.+?)(\.(?:service|scope|slice|mount|socket|timer|log|txt|json|gz|xz|zst|py|sh|jar|conf|so|html|md|csv|\d+)(?:\.gz)?)$/.exec(
        part,
      ) ?? [];
    if (isPublicSegment(stem) || /^(user-\d+|session-\w+|user@\d+|kubepods(-\w+)?)$/.test(stem)) return part;
    const id = redactedId(stem, pseudonyms);
    if (id !== null) return `${id}${ending}`;
    const kind = names.kindOf(stem) ?? (/^\.(service|scope|slice|mount|socket|timer)$/.test(ending) ? 'unit' : 'name');
    return `${pseudonyms.of(kind, stem)}${ending}`;
  }

  /** A line of a megabyte is redacted piece by piece: patterns that look far ahead would take minutes for it. */
  function text(original: string): string {
    return original.length <= longestPiece ? piece(original) : piecesOf(original).map(piece).join('');
  }

  function piece(original: string): string {
    // What is replaced is put aside, so that no later step replaces a part of it again.
    const aside: string[] = [];
    const keep = (pseudonym: string): string => `\ue000${aside.push(pseudonym) - 1}\ue001`;
    const put = (kind: NameKind, name: string): string => keep(pseudonyms.of(kind, name));
    let redacted = original.replaceAll(/[\ue000\ue001]/g, '\ufffd');
    learnFromContext(redacted.includes('\x1b') ? redacted.replace(untouched, '') : redacted, names.learn);
    redacted = redacted.replace(untouched, keep);
    redacted = names.replaceOdd(redacted, put);
    redacted = replaceShapes(redacted, pseudonyms, { segment, keep });
    redacted = names.replaceWords(redacted, put);
    return redacted.replace(/\ue000(\d+)\ue001/g, (_whole, index: string) => aside[Number(index)] ?? '');
  }

  function value<Data>(data: Data): Data {
    if (typeof data === 'string') return text(data) as Data;
    if (Array.isArray(data)) return data.map(value) as Data;
    if (typeof data !== 'object' || data === null) return data;
    return Object.fromEntries(
      Object.entries(data).map(([key, held]) => [
        key,
        typeof held === 'string' && ownWords.has(key) ? held : isWords(key, held) ? held : value(held),
      ]),
    ) as Data;
  }

  const isWords = (key: string, held: unknown): boolean =>
    ownWords.has(key) && Array.isArray(held) && held.every((one) => typeof one === 'string');

  return {
    learn: names.learn,
    learnRecord: (record) => namesIn(record, names.learn),
    text,
    value,
    mapping: () => pseudonyms.mapping(),
  };
}
