import type { SampleSeries, SourcedPoint, Timeline } from '../../store/timeline.ts';
import type { ClockedRange } from './clocked-ranges.ts';
import type { FirstSeen } from './model/dossier.ts';

/** How far back the growth of processes is looked for. */
const growthBeforeUs = 900_000_000;

/** All processes of a name, as samples first saw them. */
export interface Growth {
  /** What they held together when one of them was seen first. */
  readonly beforeBytes: number;
  /** Processes that were seen then, and the largest of them. */
  readonly processes: number;
  readonly firstSeen: readonly FirstSeen[];
  /** The process that grew most while it was watched, and by how much. */
  readonly pid: number | null;
  readonly pidBytes: number;
}

export interface Growths {
  readonly byComm: ReadonlyMap<string, Growth>;
  /** From when on processes were watched, on the samples' clock; null where they were not. */
  readonly fromUs: number | null;
}

export interface GrowthQuestion {
  readonly timeline: Timeline;
  readonly ranges: readonly ClockedRange[];
  readonly eventUs: number;
}

/**
 * What the processes of each program held before the event. What they held at the event itself stands in the kernel's report,
 * so the last sample, which may be seconds older, is not needed for it.
 */
export async function growthByComm({ timeline, ranges, eventUs }: GrowthQuestion): Promise<Growths> {
  const byComm = new Map<string, Growth>();
  let firstUs = Number.POSITIVE_INFINITY;
  const ours = ranges.filter(({ range: { series } }) => series.scope === 'process' && series.metric === 'rssBytes');
  const directories = new Map(ours.map(({ range, shiftUs }) => [range.series.directory, shiftUs]));
  for (const [directory, shiftUs] of directories) {
    const window = { fromUs: Math.round(eventUs - shiftUs - growthBeforeUs), toUs: Math.round(eventUs - shiftUs) };
    for (const [comm, ends] of await endsOf(timeline, { directory, ...window })) {
      const seen = ofOneTool(ends);
      const atUs = Math.min(...seen.map(({ first }) => first.atUs));
      firstUs = Math.min(firstUs, atUs + shiftUs);
      // One look at all processes may take a moment.
      const then = seen.filter(({ first }) => first.atUs - atUs < oneLookUs);
      const most = seen.reduce((best, one) => (grown(one) > grown(best) ? one : best));
      byComm.set(comm, {
        beforeBytes: then.reduce((sum, { first }) => sum + first.value, 0),
        processes: then.length,
        firstSeen: then
          .map((one) => firstOf(one, shiftUs))
          .sort((a, b) => b.bytes - a.bytes)
          .slice(0, mostFirsts),
        pid: most.series.pid,
        pidBytes: grown(most),
      });
    }
  }
  return { byComm, fromUs: Number.isFinite(firstUs) ? firstUs : null };
}

const oneLookUs = 500_000;
/** First samples that cross for one program. */
const mostFirsts = 8;

const firstOf = ({ series, first }: Ends, shiftUs: number): FirstSeen => ({
  pid: series.pid,
  bytes: first.value,
  atUs: first.atUs + shiftUs,
  source: first.source,
});
const grown = ({ first, last }: Ends): number => last.value - first.value;

/** The first and the last point of one process in the window. */
interface Ends {
  readonly series: SampleSeries;
  readonly first: SourcedPoint;
  last: SourcedPoint;
  points: number;
}

/** Processes by name, each with the first and last points that every tool measured of it. */
async function endsOf(
  timeline: Timeline,
  window: { readonly directory: string; readonly fromUs: number; readonly toUs: number },
): Promise<Map<string, Ends[]>> {
  const byComm = new Map<string, Ends[]>();
  let current: Ends | null = null;
  for await (const { series, points } of timeline.samples({ ...window, scopes: ['process'], metrics: ['rssBytes'] })) {
    const [first] = points;
    const last = points.at(-1);
    if (first === undefined || last === undefined || series.comm === null) continue;
    if (current !== null && sameSeries(current.series, series)) {
      current.last = last;
      current.points += points.length;
      continue;
    }
    current = { series, first, last, points: points.length };
    const held = byComm.get(series.comm);
    if (held === undefined) byComm.set(series.comm, [current]);
    else held.push(current);
  }
  return byComm;
}

const sameSeries = (a: SampleSeries, b: SampleSeries): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What one tool prints is alike: two files of one format differ in whether they show when a process started. */
const toolOf = ({ format, startedAt }: SampleSeries): string => `${format} ${startedAt === null}`;

/** Several tools may have measured these processes: the one that looked most often counts. */
function ofOneTool(ends: readonly Ends[]): readonly Ends[] {
  const points = new Map<string, number>();
  for (const one of ends) points.set(toolOf(one.series), (points.get(toolOf(one.series)) ?? 0) + one.points);
  const [best] = [...points].reduce((most, one) => (one[1] > most[1] ? one : most));
  return ends.filter(({ series }) => toolOf(series) === best);
}
