import type { KernelRecord } from '../../../parsers/model/record.ts';

/** Records that are stored, and not judged and told yet. */
export interface UntoldRecords {
  /** False where there are so many that some will not be told one by one. */
  add(records: readonly KernelRecord[]): boolean;
  readonly ids: ReadonlySet<string>;
  readonly count: number;
  /** When the earliest of them was, epoch microseconds; null where there is none. */
  readonly earliestUs: number | null;
  take(): Untold;
  /** What could not be judged waits again. */
  putBack(untold: Untold): void;
}

export interface Untold {
  /** Ids only: in a storm, reports with their task tables would be many times what this process may hold. */
  readonly ids: ReadonlySet<string>;
  readonly earliestUs: number | null;
  /** The end of the millisecond in which the latest of them was. */
  readonly latestUs: number | null;
}

/** Beyond these the oldest are on the timeline and in their incident, but not told one by one. */
const mostWaiting = 20_000;

export function createUntoldRecords(nowMs: () => number): UntoldRecords {
  let ids = new Set<string>();
  let earliestUs: number | null = null;
  let latestUs: number | null = null;

  return {
    add(records) {
      for (const { id, time } of records) {
        ids.add(id);
        const us = (time === null ? nowMs() : Date.parse(time)) * 1000;
        earliestUs = Math.min(earliestUs ?? us, us);
        latestUs = Math.max(latestUs ?? us, us + 999);
      }
      const isTooMany = ids.size > mostWaiting;
      for (const id of ids) {
        if (ids.size <= mostWaiting) break;
        ids.delete(id);
      }
      return !isTooMany;
    },
    get ids() {
      return ids;
    },
    get count() {
      return ids.size;
    },
    get earliestUs() {
      return earliestUs;
    },
    take() {
      const taken = { ids, earliestUs, latestUs };
      ids = new Set();
      earliestUs = null;
      latestUs = null;
      return taken;
    },
    putBack(untold) {
      ids = new Set([...untold.ids, ...ids]);
      if (untold.earliestUs !== null) earliestUs = Math.min(earliestUs ?? untold.earliestUs, untold.earliestUs);
      if (untold.latestUs !== null) latestUs = Math.max(latestUs ?? untold.latestUs, untold.latestUs);
    },
  };
}
