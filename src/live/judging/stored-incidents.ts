import type { Incident } from '../../diagnosis/analysis.ts';
import type { Timeline } from '../../store/timeline.ts';
import type { Grouped } from './judge.ts';

/** What judging leaves in the timeline, for those who query it. */
export interface StoredIncidents {
  /** One event that several logs told is one; records before `edgeUs` stay as they are linked. */
  link(links: Grouped['links'], edgeUs: number): Promise<void>;
  /** The incidents are no longer what is stored of them. */
  changed(): void;
  /** Stores them where they changed, now and then: who queries the timeline while an incident goes on shall find it there. */
  keepWhenDue(incidents: () => readonly Incident[]): Promise<void>;
  /** These take the place of what is stored of them; those of former sessions stay. */
  keep(incidents: readonly Incident[]): Promise<void>;
}

/** All incidents are written anew each time: it rests so many times as long as that took. */
const keepEveryMs = 5000;
const restAfterKeeping = 50;

export function createStoredIncidents(
  timeline: Pick<Timeline, 'incidents' | 'replaceIncidents' | 'mergeRecords'>,
): StoredIncidents {
  let lastLinks = '[]';
  let hasChanged = false;
  let keepAgainMs = 0;

  async function keep(incidents: readonly Incident[]): Promise<void> {
    if (incidents.length === 0) return;
    const ours = new Set(incidents.flatMap(({ id, records }) => [id, ...records]));
    const all = [...incidents];
    for await (const other of timeline.incidents()) {
      if (!ours.has(other.id) && !other.records.some((id) => ours.has(id))) all.push(other);
    }
    await timeline.replaceIncidents(all);
  }

  return {
    async link(links, edgeUs) {
      const text = JSON.stringify(links);
      if (text === lastLinks) return;
      try {
        await timeline.mergeRecords(links, { fromUs: edgeUs });
        lastLinks = text;
      } catch {
        // The disk is full, which the committer says: the next look tries again.
      }
    },
    changed() {
      hasChanged = true;
    },
    async keepWhenDue(incidents) {
      const startedMs = performance.now();
      if (!hasChanged || startedMs < keepAgainMs) return;
      try {
        await keep(incidents());
        hasChanged = false;
      } catch {
        // As above.
      }
      const endedMs = performance.now();
      keepAgainMs = endedMs + Math.max(keepEveryMs, (endedMs - startedMs) * restAfterKeeping);
    },
    keep,
  };
}
