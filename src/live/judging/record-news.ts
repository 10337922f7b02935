import type { KernelRecord } from '../../../parsers/model/record.ts';
import type { Incident } from '../../diagnosis/analysis.ts';
import type { Timeline } from '../../store/timeline.ts';
import type { Outgrown } from '../storing/waiting-facts.ts';
import { createAnnounced } from './announced.ts';
import type { Grouped } from './judge.ts';
import { createUntoldRecords, type Untold, type UntoldRecords } from './untold-records.ts';

/** Tells of records, once for each event: copies from other transports and fuller versions are no news. */
export interface RecordNews extends Pick<UntoldRecords, 'count' | 'earliestUs' | 'take' | 'putBack'> {
  /** These were stored, in the place of the versions they outgrew. False where so many wait that some will not be told one by one. */
  stored(records: readonly KernelRecord[], outgrown: readonly Outgrown[]): boolean;
  /** These cannot be stored now: they are told without an incident, and not again once they are stored. */
  unstored(records: readonly KernelRecord[], outgrown: readonly Outgrown[]): void;
  /** Ids that are stored, or about to be, and not told yet: the newest, for a run after this one. */
  untold(stored: readonly KernelRecord[]): readonly string[];
  /** An earlier run told these. */
  remember(ids: readonly string[]): void;
  /** Tells those of these that are news, with the incidents that hold them. */
  tell(untold: Untold, grouped: Grouped): Promise<void>;
  /** Which of them tell of one event nobody can say now. */
  tellAlone(untold: Untold): Promise<void>;
}

export interface RecordNewsOptions {
  readonly timeline: Pick<Timeline, 'records'>;
  readonly nowMs: () => number;
  /** An event that was not told before. */
  happened(record: KernelRecord, incident: Incident | null): void;
}

/** Goes into each commit of a storm. */
const mostUntold = 500;

export function createRecordNews({ timeline, nowMs, happened }: RecordNewsOptions): RecordNews {
  const untold = createUntoldRecords(nowMs);
  const announced = createAnnounced();
  /** Taken to be told, which takes as long as judging does. */
  let inHand: ReadonlySet<string> = new Set();

  function tellUnjudged(record: KernelRecord): void {
    if (announced.isNews(record, [record.id])) happened(record, null);
  }

  return {
    get count() {
      return untold.count;
    },
    get earliestUs() {
      return untold.earliestUs;
    },
    take() {
      const taken = untold.take();
      inHand = taken.ids;
      return taken;
    },
    putBack: untold.putBack,
    untold: (stored) => [...inHand, ...untold.ids, ...stored.map(({ id }) => id)].slice(-mostUntold),
    stored(records, outgrown) {
      announced.outgrew(outgrown);
      return untold.add(records);
    },
    unstored(records, outgrown) {
      announced.outgrew(outgrown);
      for (const record of records) tellUnjudged(record);
    },
    remember: announced.remember,
    async tell({ ids }, { touched, links }) {
      const into = new Map(links.map(({ id, into: event }) => [id, event]));
      const families = Map.groupBy(links, ({ into: event }) => event);
      // One whose place a fuller version took meanwhile is not found, and told with that one.
      for await (const { record } of timeline.records({ ids: [...ids], order: 'time' })) {
        const event = into.get(record.id) ?? record.id;
        // The fullest of several that came together tells it.
        if (event !== record.id && ids.has(event)) continue;
        const family = [record.id, event, ...(families.get(event) ?? []).map(({ id }) => id)];
        if (!announced.isNews(record, family)) continue;
        happened(record, touched.find(({ records }) => records.includes(event)) ?? null);
      }
      inHand = new Set();
    },
    async tellAlone({ ids }) {
      for await (const { record } of timeline.records({ ids: [...ids], order: 'time' })) tellUnjudged(record);
      inHand = new Set();
    },
  };
}
