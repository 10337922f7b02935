import { createHash } from 'node:crypto';
import type { LogEntry } from '../../../parsers/model/entry.ts';
import type { KernelRecord } from '../../../parsers/model/record.ts';
import type { Outgrown } from '../storing/waiting-facts.ts';
import type { Origin } from './openers.ts';
import { isBefore, type Place, type Published } from './position.ts';

/** Records that are new, and those whose place they take. */
export interface NewRecords {
  readonly records: KernelRecord[];
  readonly outgrown: Outgrown[];
}

/** Which records were published already, by the entry that opened each: a fuller version takes the place of the first. */
export interface PublishedRecords {
  knows(origin: Origin): boolean;
  /** With so many lines, for a record that was still open then. */
  linesOf(origin: Origin): number | undefined;
  /** Adds a record to what is new, unless the same version was published before. True where nothing of it was known. */
  add(record: KernelRecord, from: { origin: Origin; opener: LogEntry; lines: number }, news: NewRecords): boolean;
  /** What a restart does not read again needs no memory of what became of it. */
  forgetBefore(place: Place): void;
  /** For the position. */
  list(): Published[];
}

export function createPublishedRecords(formerly: readonly Published[]): PublishedRecords {
  const published = new Map<string, Published & { lines: number }>();
  // What a former run published had a number of lines that nobody kept.
  for (const one of formerly) published.set(keyOf(one), { ...one, lines: -1 });

  return {
    knows: (origin) => published.has(keyOf(origin)),
    linesOf: (origin) => published.get(keyOf(origin))?.lines,
    add(record, { origin, opener: entry, lines }, news) {
      const known = published.get(keyOf(origin));
      const opener = hashOfOpener(entry);
      const before = known?.opener === opener ? known : undefined;
      const { id } = record;
      if (before?.id !== id) {
        news.records.push(record);
        if (before) news.outgrown.push({ id: before.id, path: before.path, by: id });
      }
      const path = before?.id === id ? before.path : record.source.path;
      const { generation, offset, ordinal } = origin;
      published.set(keyOf(origin), { generation, offset, ordinal, opener, id, path, lines });
      return before === undefined;
    },
    forgetBefore(place) {
      for (const [key, one] of published) if (isBefore(one, place)) published.delete(key);
    },
    list: () => [...published.values()].map(({ lines: _lines, ...one }) => one),
  };
}

const hashOfOpener = ({ text, stamp, monotonicUs }: LogEntry): string =>
  createHash('sha256')
    .update(JSON.stringify([text, stamp?.civilUs, monotonicUs]))
    .digest('hex')
    .slice(0, 12);

const keyOf = ({ generation, offset, ordinal }: Pick<Published, 'generation' | 'offset' | 'ordinal'>): string =>
  `${generation}:${offset}:${ordinal}`;
