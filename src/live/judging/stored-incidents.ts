import type { Incident } from '../../diagnosis/analysis.ts';
import type { Timeline } from '../../store/timeline.ts';
import type { Grouped } from './judge.ts';
import { endMsOf, isSame } from './same-incident.ts';

/** What judging leaves in the timeline, for those who query it. */
export interface StoredIncidents {
  /** One event that several logs told is one; records before `edgeUs` stay as they are linked. */
  link(links: Grouped['links'], edgeUs: number): Promise<void>;
  /** Those of former sessions that ended last, at most so many, newest first. */
  newest(most: number): Promise<readonly Incident[]>;
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
    const all = [...incidents];
    for await (const other of timeline.incidents()) {
      if (!incidents.some((one) => isSame(one, other))) all.push(other);
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
    async newest(most) {
      let newest: Incident[] = [];
      for await (const incident of timeline.incidents()) {
        if (Number.isNaN(endMsOf(incident))) continue;
        newest.push(incident);
        if (newest.length > 2 * most) newest = byEnd(newest).slice(0, most);
      }
      return byEnd(newest).slice(0, most);
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

const byEnd = (incidents: readonly Incident[]): Incident[] => incidents.toSorted((a, b) => endMsOf(b) - endMsOf(a));
