import { statSync } from 'node:fs';
import { StoreError } from '../../store/store-error.ts';
import type { Timeline } from '../../store/timeline.ts';

/** A timeline that is opened anew where somebody deletes its file, or puts another in its place, while it is open. */
export interface ReopenedTimeline {
  readonly timeline: Timeline;
  /** Once in a while: a sentence where the file is another one since it was last asked. */
  look(): Promise<string | null>;
}

/**
 * Who deletes a timeline to free space would get none, and whatever is stored from then on would go with this process. Readings
 * that are under way end with an error; appending waits.
 */
export async function openReopened(file: string, open: () => Promise<Timeline>): Promise<ReopenedTimeline> {
  let current = await open();
  let identity = identityOf(file);
  let opening: Promise<void> | null = null;
  /** Why it is not open now. */
  let trouble: StoreError | null = null;

  async function openAgain(): Promise<void> {
    // First: closing takes the files that lie beside the old one along, by their names.
    if (trouble === null) await current.close();
    current = await open();
    identity = identityOf(file);
  }

  async function look(): Promise<string | null> {
    if (opening !== null || (trouble === null && identityOf(file) === identity)) return null;
    const before = trouble;
    opening = openAgain();
    try {
      await opening;
      trouble = null;
      return `${file} was deleted or replaced: a new timeline begins, and what the old one held is not known any more`;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      trouble = error;
      return before?.message === error.message ? null : `${file} was deleted or replaced: ${error.message}`;
    } finally {
      opening = null;
    }
  }

  const timeline: Timeline = {
    async append(batch) {
      await opening?.catch(() => {});
      if (trouble !== null) throw trouble;
      return current.append(batch);
    },
    replaceIncidents: (incidents) => current.replaceIncidents(incidents),
    mergeRecords: (links, range) => current.mergeRecords(links, range),
    beginRenewal: (identity) => current.beginRenewal(identity),
    endRenewal: (path) => current.endRenewal(path),
    prune: (beforeUs) => current.prune(beforeUs),
    thin: (range) => current.thin(range),
    records: (filter) => current.records(filter),
    samples: (filter) => current.samples(filter),
    series: (filter) => current.series(filter),
    incidents: () => current.incidents(),
    coverage: () => current.coverage(),
    sources: () => current.sources(),
    hosts: () => current.hosts(),
    boots: () => current.boots(),
    parserVersions: () => current.parserVersions(),
    checkpoint: (source) => current.checkpoint(source),
    query: (sql, options) => current.query(sql, options),
    close: async () => (trouble === null ? current.close() : undefined),
  };
  return { timeline, look };
}

const identityOf = (file: string): string | null => {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.dev}:${stat.ino}` : null;
};
