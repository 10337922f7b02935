import type { Outgrown } from '../storing/waiting-facts.ts';

/** Knows which events were told. Transports tell one event several times, and a fuller version of a record has another id. */
export interface Announced {
  /** True where none of these records, which all tell of one event, was told; from now on they were. */
  isNews(family: readonly string[]): boolean;
  /** These were told, by an earlier run. */
  remember(ids: readonly string[]): void;
  /** What was told is told in its fuller version as well. */
  outgrew(versions: readonly Outgrown[]): void;
}

const mostAnnounced = 20_000;

export function createAnnounced(): Announced {
  const known = new Set<string>();

  function remember(ids: readonly string[]): void {
    for (const id of ids) known.add(id);
    for (const id of known) {
      if (known.size <= mostAnnounced) break;
      known.delete(id);
    }
  }

  return {
    isNews(family) {
      const isNew = !family.some((id) => known.has(id));
      remember(family);
      return isNew;
    },
    remember,
    outgrew(versions) {
      for (const { id, by } of versions) if (known.has(id)) remember([by]);
    },
  };
}
