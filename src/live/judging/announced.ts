import type { KernelRecord } from '../../../parsers/model/record.ts';

/** Knows which events were told. Transports tell one event several times, and a fuller version of a record has another id. */
export interface Announced {
  /** True where this event is told for the first time; `family` are the ids of all records that tell it. */
  isNews(record: KernelRecord, family: readonly string[]): boolean;
}

const mostAnnounced = 20_000;

export function createAnnounced(): Announced {
  const known = new Set<string>();
  return {
    isNews(record, family) {
      const words = [...family, keyOf(record)];
      const isNew = !words.some((word) => known.has(word));
      for (const word of words) known.add(word);
      for (const word of known) {
        if (known.size <= mostAnnounced) break;
        known.delete(word);
      }
      return isNew;
    },
  };
}

/** What all versions of one record have in common: where and when it began. */
function keyOf({ kind, host, bootId, monotonicSeconds, time, source: { path, line } }: KernelRecord): string {
  return JSON.stringify(
    monotonicSeconds === null ? [kind, host, time, path, line] : [kind, host, bootId, monotonicSeconds, path],
  );
}
