import { judgeIncidents } from '../../alignment/judge-incidents.ts';
import { analyse } from '../../diagnosis/analyse.ts';
import type { Incident } from '../../diagnosis/analysis.ts';
import type { Timeline } from '../../store/timeline.ts';
import { inTurns } from './in-turns.ts';
import { nearTimeline } from './near-timeline.ts';

/** What the newest records came to. */
export interface Grouped {
  /** Incidents that hold one of the records asked about; not judged yet. */
  readonly touched: readonly Incident[];
  /** Records that tell of the same event as another, of all records that were looked at. */
  readonly links: readonly { readonly id: string; readonly into: string }[];
  readonly notes: readonly string[];
}

/** Turns records that are on the timeline into incidents, and incidents into verdicts. */
export interface Judge {
  /** Groups the records from `fromUs` to `toUs`; null: to the last. */
  group(news: readonly string[], fromUs: number, toUs: number | null): Promise<Grouped>;
  /** The same incidents with their verdicts, by the samples there are now. */
  judge(incidents: readonly Incident[]): Promise<readonly Incident[]>;
}

/** Judges in the thread that reads the logs, which has its turn every few milliseconds. */
export function createJudge(timeline: Timeline): Judge {
  const gentle = inTurns(timeline);
  const near = nearTimeline(gentle);
  return {
    async group(news, fromUs, toUs) {
      const range = toUs === null ? { fromUs } : { fromUs, toUs };
      const { incidents, notes, links } = await analyse(
        (ids) => gentle.records({ order: 'time', ...range, ...(ids === null ? {} : { ids }) }),
        await timeline.coverage(),
      );
      const asked = new Set(news);
      return { touched: incidents.filter(({ records }) => records.some((id) => asked.has(id))), links, notes };
    },
    judge: async (incidents) => [...(await judgeIncidents(incidents, near)).incidents],
  };
}
