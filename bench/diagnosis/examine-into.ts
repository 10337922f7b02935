import { noOptions } from '../../parsers/samples/define-format.ts';
import { analyse } from '../../src/diagnosis/analyse.ts';
import type { Incident } from '../../src/diagnosis/analysis.ts';
import { collect } from '../../src/examination/collect.ts';
import type { ReadingContext, ReadingPlan } from '../../src/examination/plan.ts';
import type { Timeline } from '../../src/store/timeline.ts';

/** The zone of the corpus' traditional logs, where a run's metadata names none. */
const corpusZone = 'UTC';

/** What the command line would say of the paths, where it matters. */
interface Said {
  /** IANA zone of logs that state none; null: as if the user had named none. */
  readonly zone: string | null;
  readonly nowMs: number;
}

/** Reads paths into a timeline as `analyze` does, and forms incidents without judging them. */
export async function examineInto(
  timeline: Timeline,
  paths: readonly string[],
  { zone, nowMs }: Said = { zone: corpusZone, nowMs: Date.now() },
): Promise<Incident[]> {
  const plan: ReadingPlan = {
    db: null,
    zone,
    machineZone: corpusZone,
    year: null,
    pageSizeBytes: null,
    sinceUs: null,
    untilUs: null,
    jobs: null,
    sampleOptions: noOptions,
  };
  const context: ReadingContext = {
    interrupt: new AbortController().signal,
    notices: { problem() {}, hint() {}, progress() {}, clear() {} },
    nowMs: () => nowMs,
  };
  await collect(paths, timeline, { plan, context });
  const { incidents } = await analyse(
    (ids) => timeline.records({ order: 'time', ...(ids === null ? {} : { ids }) }),
    await timeline.coverage(),
  );
  return incidents;
}
