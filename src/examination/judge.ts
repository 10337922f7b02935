import type { Diagnosis } from '../diagnosis/analyse.ts';
import type { FileCoverage } from '../ingest/sink.ts';
import type { Timeline } from '../store/timeline.ts';
import type { ExaminationPlan } from './plan.ts';

/** What the user said about samples. */
type Judging = Partial<Pick<ExaminationPlan, 'samplePaths' | 'offsetUs'>>;

/** Judges what a timeline holds. */
export async function judge(
  timeline: Timeline,
  coverage: readonly FileCoverage[],
  judging: Judging = {},
): Promise<Diagnosis> {
  const [{ diagnose }, { judgeIncidents }, { openShelves }] = await Promise.all([
    import('../diagnosis/analyse.ts'),
    import('../alignment/judge-incidents.ts'),
    import('../store/index.ts'),
  ]);
  const shelves = await openShelves();
  const diagnosis = await diagnose(
    (ids) => timeline.records({ order: 'time', ...(ids === null ? {} : { ids }) }),
    coverage,
    shelves,
  );
  const judged = await judgeIncidents(diagnosis.incidents, timeline, judging, shelves);
  return {
    ...diagnosis,
    incidents: judged.incidents,
    notes: [
      ...diagnosis.notes,
      ...(await judged.notes()),
      ...(diagnosis.incidents.length === 0 ? await quietNotes(timeline) : []),
    ],
  };
}

/** Without an incident, what the samples say of the time. */
async function quietNotes(timeline: Timeline): Promise<string[]> {
  const { growthNotes } = await import('../alignment/growth-notes.ts');
  return growthNotes(timeline);
}

/** Judges what a timeline file holds and leaves the result in it, for `query`. */
export async function judgeAndKeep(
  timeline: Timeline,
  coverage: readonly FileCoverage[],
  judging: Judging = {},
): Promise<Diagnosis> {
  const diagnosis = await judge(timeline, coverage, judging);
  await timeline.mergeRecords(diagnosis.links);
  await timeline.replaceIncidents(diagnosis.incidents);
  return diagnosis;
}
