import type { Diagnosis } from '../../diagnosis/analyse.ts';
import type { Incident } from '../../diagnosis/analysis.ts';
import { type Listed, listed } from '../../diagnosis/shelf.ts';
import type { FileCoverage } from '../../ingest/sink.ts';
import type { Timeline } from '../../store/timeline.ts';
import { counted } from '../../views/quantities.ts';
import { createStyle } from '../../views/style.ts';
import type { Analysis, AnalysisList, CoverageRow, ViewSettings } from '../../views/view.ts';
import type { Context } from '../command.ts';
import type { Plan } from '../plan.ts';
import { inferredTemplates } from '../writing/inferred-templates.ts';
import type { Collected } from './collect.ts';
import type { Inputs, Reading } from './inputs.ts';
import { logZone } from './log-zone.ts';

export interface Examined<Incidents = Incident[]> {
  readonly analysis: Omit<Analysis, 'incidents'> & { readonly incidents: Incidents };
  readonly reading: Reading;
}

export interface Examination {
  readonly plan: Plan;
  readonly context: Context;
  /** How long facts may wait before they are committed, for those who look at the timeline meanwhile. */
  readonly commitEveryMs?: number;
}

/** What the user said about samples: which are meant, and how their clock is off. */
type Judging = Partial<Pick<Plan, 'samplePaths' | 'offsetUs'>>;

/** Judges what a timeline holds. */
async function judge(timeline: Timeline, coverage: readonly FileCoverage[], judging: Judging = {}): Promise<Diagnosis> {
  const [{ diagnose }, { judgeIncidents }, { openShelves }] = await Promise.all([
    import('../../diagnosis/analyse.ts'),
    import('../../alignment/judge-incidents.ts'),
    import('../../store/index.ts'),
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
  const { growthNotes } = await import('../../alignment/growth-notes.ts');
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

/**
 * The main job: inputs onto a timeline (the file of `--db`, else a temporary one), the timeline into incidents.
 * Interrupted, it examines what had been read until then and says so. Without inputs (null) it examines what the timeline
 * file already holds.
 */
export async function examine(
  inputs: Inputs | null,
  { plan, context }: Examination,
): Promise<Examined<Listed<Incident>>> {
  const { openTimeline } = await import('../../store/index.ts');
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
    coverage: await Promise.all(coverage.map(toRow)),
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

async function toRow({ fromUs, toUs, ...row }: FileCoverage): Promise<CoverageRow> {
  const { rfc3339 } = await import('../../ingest/envelope.ts');
  const { path, format, lines, bytes, records, samples, hosts, skipped } = row;
  const time = (us: number | null): string | null => (us === null ? null : rfc3339(us));
  return { path, format, lines, bytes, from: time(fromUs), to: time(toUs), records, samples, hosts, skipped };
}

/** Incidents outside of --since and --until are left out; those without a wall clock stay, since nothing says they are. */
export function inPeriod(incidents: Listed<Incident>, { sinceUs, untilUs }: Plan): Listed<Incident> {
  if (sinceUs === null && untilUs === null) return incidents;
  const inside: number[] = [];
  let index = 0;
  for (const { start, end } of incidents) {
    const startUs = start === null ? null : Date.parse(start) * 1000;
    const endUs = end === null ? startUs : Date.parse(end) * 1000;
    const isOutside =
      startUs !== null &&
      endUs !== null &&
      ((sinceUs !== null && endUs < sinceUs) || (untilUs !== null && startUs > untilUs));
    if (!isOutside) inside.push(index);
    index += 1;
  }
  return listed({ at: (place) => incidents.at(place) as Incident }, inside);
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
    ...(context.interrupt.aborted ? ['interrupted: only what had been read until then is shown'] : []),
  ];
}

/** Times are shown in the zone the user named, else in the logs' own, else in this machine's. */
export function viewSettings(plan: Plan, { coverage }: Reading): ViewSettings {
  const { columns, ascii, verbose, colour, zone, machineZone } = plan;
  return { columns, ascii, verbose, style: createStyle(colour), zone: zone ?? logZone(coverage) ?? machineZone };
}
