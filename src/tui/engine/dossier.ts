import type { KernelRecord, RecordOf } from '../../../parsers/model/record.ts';
import { align, kernelClockMetric } from '../../alignment/align.ts';
import { joins } from '../../alignment/join.ts';
import type { Incident } from '../../diagnosis/analysis.ts';
import type { MeasuredSeries } from '../../diagnosis/history.ts';
import type { SeriesRange, Timeline } from '../../store/timeline.ts';
import { cleanDeep } from '../../views/sanitize.ts';
import type { Charts } from './charts.ts';
import { growthByComm } from './growth.ts';
import { holdersOf } from './holders.ts';
import type { Holdings } from './holdings.ts';
import type { Dossier } from './protocol.ts';

/** Records of one incident that are read for its dossier. */
const mostRecords = 200;
/** Processes whose memory over time is offered. */
const mostProcesses = 12;

/** All that the detail screen shows of an incident, but the points of its charts. */
export async function readDossier(id: string, { timeline, incidents }: Holdings, charts: Charts): Promise<Dossier> {
  const incident = incidents.find((one) => one.id === id);
  if (incident === undefined) throw new Error(`incident ${id} is not there any more`);
  const records = await recordsOf(incident, timeline);
  const main = records.find(
    (record): record is RecordOf<'oom-kill'> => record.kind === 'oom-kill' && record.tasks.length > 0,
  );
  const ranges = await rangesOf(incident, timeline);
  const aligned = align(incident, await clocks(ranges, timeline));
  const eventUs = aligned?.eventUs ?? null;
  const growth = eventUs === null ? new Map() : await growthByComm({ timeline, ranges, eventUs });
  const startUs = incident.start === null ? null : Date.parse(incident.start) * 1000;
  const kills = records.filter(({ kind }) => kind === 'oom-kill' || kind === 'userspace-kill');
  const offsetUs = eventUs === null || startUs === null ? 0 : eventUs - startUs;
  return cleanDeep({
    incident,
    holders: main === undefined ? [] : holdersOf(main, growth),
    holdersFrom: main?.source ?? null,
    pageSizeBytes: main?.pageSizeBytes ?? null,
    eventUs,
    clockErrorUs: aligned?.alignmentErrorUs ?? 0,
    killsUs: kills.flatMap(({ time }) => (time === null ? [] : [Date.parse(time) * 1000 + offsetUs])),
    metrics: charts.describe(offered(ranges, incident, growth)),
  });
}

async function recordsOf({ records: ids }: Incident, timeline: Timeline): Promise<KernelRecord[]> {
  const found: KernelRecord[] = [];
  if (ids.length === 0) return found;
  for await (const { record } of timeline.records({ ids: ids.slice(0, mostRecords), order: 'time' }))
    found.push(record);
  return found;
}

async function rangesOf(incident: Incident, timeline: Timeline): Promise<SeriesRange[]> {
  const ranges: SeriesRange[] = [];
  for await (const range of timeline.series()) if (joins(range.series, incident)) ranges.push(range);
  return ranges;
}

/** The series that show the kernel's clock beside the wall clock, as `align` wants them. */
async function clocks(ranges: readonly SeriesRange[], timeline: Timeline): Promise<MeasuredSeries[]> {
  const found: MeasuredSeries[] = [];
  for (const { series } of ranges.filter((range) => range.series.metric === kernelClockMetric).slice(0, 1)) {
    const { host, directory } = series;
    for await (const piece of timeline.samples({ host, directory, metrics: [kernelClockMetric], maxPoints: 1000 })) {
      found.push({ ...series, points: piece.points });
    }
  }
  return found;
}

/** System metrics, the cgroup of the incident, and the memory of processes that matter to it. */
function offered(
  ranges: readonly SeriesRange[],
  { victims, verdict, workload }: Incident,
  growth: ReadonlyMap<string, { readonly pid: number | null; readonly bytes: number }>,
): SeriesRange[] {
  const growers = [...growth.values()].toSorted((a, b) => b.bytes - a.bytes).slice(0, mostProcesses);
  const pids = new Set([verdict?.who.pid, ...victims.map(({ pid }) => pid), ...growers.map(({ pid }) => pid)]);
  return ranges.filter(({ series }) => {
    if (series.scope === 'system') return true;
    if (series.scope === 'process') return series.metric === 'rssBytes' && series.pid !== null && pids.has(series.pid);
    if (series.scope === 'cgroup')
      return workload !== null && series.cgroup !== null && within(series.cgroup, workload.path);
    return false;
  });
}

const within = (cgroup: string, path: string): boolean => {
  const name = cgroup.replace(/^\/|\/$/g, '');
  return name !== '' && (path.replace(/^\//, '').startsWith(name) || path.endsWith(name));
};
