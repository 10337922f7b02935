import type { Incident } from '../diagnosis/analysis.ts';
import type { Listed } from '../diagnosis/shelf.ts';
import type { FileCoverage } from '../ingest/sink.ts';
import type { Timeline } from '../store/timeline.ts';
import { counted, formatBytes } from '../views/quantities.ts';
import type { Analysis, AnalysisList } from '../views/view.ts';
import type { Collected } from './collect.ts';
import { coverageRow } from './coverage-row.ts';
import { inPeriod } from './in-period.ts';
import { inferredTemplates } from './inferred-templates.ts';
import type { Inputs, Reading } from './inputs.ts';
import { judge, judgeAndKeep } from './judge.ts';
import type { ExaminationPlan, ReadingContext } from './plan.ts';

export interface Examined<Incidents = Incident[]> {
  readonly analysis: Omit<Analysis, 'incidents'> & { readonly incidents: Incidents };
  readonly reading: Reading;
}

export interface Examination {
  readonly plan: ExaminationPlan;
  readonly context: ReadingContext;
  /** How long facts may wait before they are committed, for those who look at the timeline meanwhile. */
  readonly commitEveryMs?: number;
}

/**
 * The main job: inputs onto a timeline (the file of `--db`, else a temporary one), the timeline into incidents.
 * Interrupted, it examines what had been read until then and says so. Without inputs (null) it examines what the timeline
 * file already holds.
 */
export async function examine(
  inputs: Inputs | null,
  { plan, context }: Examination,
): Promise<Examined<Listed<Incident>>> {
  const { openTimeline } = await import('../store/index.ts');
  const timeline = await openTimeline({ file: plan.db, mode: inputs === null ? 'read' : 'write' });
  try {
    return await examineIn(timeline, inputs, { plan, context });
  } finally {
    await timeline.close();
  }
}

/** The same on a timeline that is open and stays open, for those who ask it more. */
export async function examineIn(
  timeline: Timeline,
  inputs: Inputs | null,
  examination: Examination,
): Promise<Examined<Listed<Incident>>> {
  const { plan } = examination;
  const collected = inputs === null ? null : await fill(inputs, timeline, examination);
  const coverage = await timeline.coverage();
  const kept = inputs !== null && plan.db !== null;
  const { incidents, notes } = await (kept ? judgeAndKeep : judge)(timeline, coverage, plan);
  const reading = collected ?? { coverage, problems: [] };
  const analysis: AnalysisList = {
    schema: 'oomtrail/analysis@1',
    coverage: coverage.map(coverageRow),
    incidents: inPeriod(incidents, plan),
    notes: [...notes, ...readingNotes(coverage, collected, examination)],
    problems: reading.problems.map(({ message }) => message),
  };
  return { analysis, reading };
}

async function fill(inputs: Inputs, timeline: Timeline, examination: Examination): Promise<Collected> {
  const { collect } = await import('./collect.ts');
  const { samplePaths } = examination.plan;
  return collect(typeof inputs === 'function' ? inputs : [...inputs, ...samplePaths], timeline, examination);
}

function readingNotes(
  coverage: readonly FileCoverage[],
  collected: Collected | null,
  { plan, context }: Examination,
): string[] {
  const starts = coverage.flatMap(({ fromUs, lines }) => (fromUs === null || lines === 0 ? [] : [fromUs]));
  const firstUs = starts.length === 0 ? null : Math.min(...starts);
  const late = plan.sinceUs !== null && firstUs !== null && firstUs > plan.sinceUs + 1_000_000;
  const timeless = collected?.timelessSamples ?? 0;
  return [
    ...(late ? ['the logs begin after the time asked for: what happened before is not in them'] : []),
    ...(timeless > 0 ? [`${counted(timeless, 'sample')} without a time left out`] : []),
    ...inferredTemplates(coverage),
    ...(context.interrupt.aborted ? [interruption(collected)] : []),
  ];
}

function interruption(collected: Collected | null): string {
  const said = 'interrupted: only what had been read until then is shown';
  if (!collected?.partly) return said;
  const { path, bytesDone } = collected.partly;
  return `${said}, of ${path === '-' ? 'standard input' : path} the first ${formatBytes(bytesDone)}`;
}
