import { createClock } from '../../src/ingest/clock.ts';
import type { SourceContext } from '../../src/live/following/source.ts';
import { createCommitter } from '../../src/live/storing/committer.ts';
import type { Timeline, TimelineRecord } from '../../src/store/timeline.ts';

/** What a source under test is given, and what it said. */
export function sourceContext(timeline: Timeline, position: unknown = null, more: Partial<SourceContext> = {}) {
  const said: string[] = [];
  const committer = createCommitter(timeline, { committed() {}, paused() {}, unstored() {} });
  const context: SourceContext = {
    committer,
    position,
    fromStart: true,
    pageSizeBytes: null,
    newClock: () =>
      createClock({ tz: 'UTC', year: null, notBeforeUs: null, newestUs: null, nearUs: null, machineZone: 'UTC' }),
    nowMs: Date.now,
    say: (text) => said.push(text),
    changed() {},
    saw() {},
    ...more,
  };
  return { context, committer, said };
}

export async function recordsIn(timeline: Timeline): Promise<TimelineRecord[]> {
  const records: TimelineRecord[] = [];
  for await (const record of timeline.records({ order: 'time' })) records.push(record);
  return records;
}

/** Pids of the victims on the timeline, in order. */
export async function pidsIn(timeline: Timeline): Promise<number[]> {
  const records = await recordsIn(timeline);
  return records
    .flatMap(({ record }) => (record.kind === 'oom-kill' ? [record.victims[0]?.pid ?? -1] : []))
    .sort((a, b) => a - b);
}
