import type { Incident } from '../../diagnosis/analysis.ts';
import type { Timeline } from '../../store/timeline.ts';
import type { Grouped } from './judge.ts';

/** What judging leaves in the timeline, for those who query it. */
export interface StoredIncidents {
  /** One event that several logs told is one; records before `edgeUs` stay as they are linked. */
  link(links: Grouped['links'], edgeUs: number): Promise<void>;
  /** These take the place of what is stored of them; those of former sessions stay. */
  keep(incidents: readonly Incident[]): Promise<void>;
}

export function createStoredIncidents(
  timeline: Pick<Timeline, 'incidents' | 'replaceIncidents' | 'mergeRecords'>,
): StoredIncidents {
  let lastLinks = '[]';

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
    async keep(incidents) {
      if (incidents.length === 0) return;
      const ours = new Set(incidents.flatMap(({ id, records }) => [id, ...records]));
      const all = [...incidents];
      for await (const other of timeline.incidents()) {
        if (!ours.has(other.id) && !other.records.some((id) => ours.has(id))) all.push(other);
      }
      await timeline.replaceIncidents(all);
    },
  };
}
