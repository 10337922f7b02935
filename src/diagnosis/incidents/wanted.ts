import type { MergedEvent } from '../merge/event.ts';
import type { Sighting } from '../merge/sighting.ts';

/** Kills of one incident that are read in full: the first often lacks what a later one holds. */
const mostKills = 4;
const mostFailures = 1;

/** Chooses the first shortages with a dump, each by the sightings that show most of it. Events come in order of time. */
export interface Wanted {
  add(event: MergedEvent): void;
  /** Ids of records, in order of time. */
  ids(): string[];
}

export function createWanted(): Wanted {
  const ids = new Set<string>();
  let [kills, failures] = [0, 0];
  return {
    add({ kind, sightings }) {
      if (!sightings.some(({ hasMemory, taskRows }) => hasMemory || taskRows > 0)) return;
      if (kind === 'oom-kill' ? kills++ >= mostKills : kind !== 'alloc-failure' || failures++ >= mostFailures) return;
      for (const id of richest(sightings)) ids.add(id);
    },
    ids: () => [...ids],
  };
}

function richest(sightings: readonly Sighting[]): string[] {
  const memory = sightings.find(({ hasMemory }) => hasMemory);
  const table = sightings.find(({ taskRows }) => taskRows > 0);
  return [memory, table].flatMap((sighting) => sighting?.id ?? []);
}
