import type { KernelRecord } from '../../../parsers/model/record.ts';
import type { Outgrown } from '../storing/waiting-facts.ts';

/** Knows which events were told. Transports tell one event several times, and a fuller version of a record has another id. */
export interface Announced {
  /**
   * True where none of these records, which all tell of one event, was told, or none that says who was killed, as this one does;
   * from now on they were.
   */
  isNews(record: KernelRecord, family: readonly string[]): boolean;
  /** These were told, by an earlier run. */
  remember(ids: readonly string[]): void;
  /** What was told is told in its fuller version as well. */
  outgrew(versions: readonly Outgrown[]): void;
}

const mostAnnounced = 20_000;

export function createAnnounced(): Announced {
  const known = new Set<string>();
  /** Of these, told by a report that was cut before it says who was killed. */
  const nameless = new Set<string>();

  function remember(ids: readonly string[]): void {
    for (const id of ids) known.add(id);
    for (const id of known) {
      if (known.size <= mostAnnounced) break;
      known.delete(id);
      nameless.delete(id);
    }
  }

  return {
    isNews(record, family) {
      const told = family.filter((id) => known.has(id));
      const nobodyNamed = told.every((id) => nameless.has(id));
      const staysNameless = nobodyNamed && isNameless(record);
      remember(family);
      for (const id of family) {
        if (staysNameless) nameless.add(id);
        else nameless.delete(id);
      }
      return told.length === 0 || (nobodyNamed && !staysNameless);
    },
    remember,
    outgrew(versions) {
      for (const { id, by } of versions) {
        if (!known.has(id)) continue;
        remember([by]);
        if (nameless.has(id)) nameless.add(by);
      }
    },
  };
}

const isNameless = (record: KernelRecord): boolean =>
  record.kind === 'oom-kill' && record.victims.length === 0 && record.outcome === 'unknown';
