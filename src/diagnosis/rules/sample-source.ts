import type { EvidenceSource, SampledThing } from '../analysis.ts';
import type { GrowingCgroup } from '../growth/cgroups.ts';
import type { GrowingGroup } from '../growth/groups.ts';
import type { MeasuredSeries, SampleAddress } from '../history.ts';
import { type Exhibit, recordSource } from './rule.ts';

export const theHost: SampledThing = { scope: 'system', pid: null, comm: null, cgroup: null };

export const theNodes: SampledThing = { scope: 'zone', pid: null, comm: null, cgroup: null };

export const ofCgroup = (cgroup: string | null): SampledThing => ({ scope: 'cgroup', pid: null, comm: null, cgroup });

/** All processes of the program; the one process where there is no other. */
export const ofProgram = ({ comm, pids }: Pick<GrowingGroup, 'comm' | 'pids'>): SampledThing => ({
  scope: 'process',
  pid: pids.length === 1 ? (pids[0] ?? null) : null,
  comm,
  cgroup: null,
});

/** The process that gained most of its program. */
export const ofLargest = ({ comm, largest }: Pick<GrowingGroup, 'comm' | 'largest'>): SampledThing => ({
  scope: 'process',
  pid: largest.pid,
  comm,
  cgroup: null,
});

export const ofGrowingCgroup = ({ basis, cgroup }: GrowingCgroup): SampledThing =>
  basis === 'counter' ? ofCgroup(cgroup) : { scope: 'process', pid: null, comm: null, cgroup };

export const ofSeries = ({ scope, pid, comm, cgroup }: MeasuredSeries): SampledThing => ({ scope, pid, comm, cgroup });

/** A measured value of this thing as the source of a claim. */
export function sampleSource(
  { atUs, source }: { readonly atUs: number; readonly source: SampleAddress },
  metric: string,
  { scope, pid, comm, cgroup }: SampledThing,
): EvidenceSource {
  const { path, line, byteStart, byteEnd } = source;
  return { sample: { path, line, byteStart, byteEnd, time: timeOf(atUs), metric, scope, pid, comm, cgroup } };
}

/** Times before the year 1990 are a kernel's own clock, not a wall clock. */
const firstWallClockUs = 631_152_000_000_000;

function timeOf(atUs: number): string | null {
  return atUs < firstWallClockUs ? null : new Date(atUs / 1000).toISOString();
}

interface Place {
  readonly atUs: number;
  readonly source: SampleAddress;
}

/** A point of a series that may end with the kernel's report: the report's own is cited as a record. */
export function pointSource(
  { report }: Pick<Exhibit, 'report'>,
  point: Place,
  metric: string,
  thing: SampledThing,
): EvidenceSource {
  return isReports(point, report) ? recordSource(report) : sampleSource(point, metric, thing);
}

/** The last point that a sampler measured: the kernel's report is put behind it as the last and surest. Null without any point. */
export function lastSource(
  exhibit: Pick<Exhibit, 'report'>,
  points: readonly Place[],
  metric: string,
  thing: SampledThing,
): EvidenceSource | null {
  const point = points.findLast((one) => !isReports(one, exhibit.report)) ?? points.at(-1);
  return point ? pointSource(exhibit, point, metric, thing) : null;
}

/** Whether a point is no sample but what the report itself says. */
export function isReports<Report extends Exhibit['report']>(
  { source }: Pick<Place, 'source'>,
  report: Report,
): report is NonNullable<Report> {
  return report !== null && source.path === report.source.path && source.byteStart === report.source.byteStart;
}
