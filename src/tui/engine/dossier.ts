import type { RecordOf } from '../../../parsers/model/record.ts';
import { recordsOf } from '../../alignment/incident-records.ts';
import { createHistoryLoader } from '../../alignment/load-history.ts';
import type { Incident } from '../../diagnosis/analysis.ts';
import type { ExaminationPlan } from '../../examination/plan.ts';
import type { SeriesRange } from '../../store/timeline.ts';
import { cleanDeep } from '../../views/sanitize.ts';
import type { Charts } from './charts.ts';
import { rangesOn } from './clocked-ranges.ts';
import { type Growths, growthByComm } from './growth.ts';
import { holdersOf } from './holders.ts';
import type { Holdings } from './holdings.ts';
import type { Dossier } from './model/dossier.ts';

/** Processes whose memory over time is offered. */
const mostProcesses = 12;

export interface DossierTools {
  readonly charts: Charts;
  readonly plan: Pick<ExaminationPlan, 'samplePaths' | 'offsetUs'>;
}

/** All that the detail screen shows of an incident, but the points of its charts. */
export async function readDossier(
  id: string,
  { timeline, incidents }: Pick<Holdings, 'timeline' | 'incidents'>,
  { charts, plan }: DossierTools,
): Promise<Dossier> {
  const incident = incidents.find(id);
  if (incident === null) throw new Error(`incident ${id} is not there any more`);
  const records = await recordsOf(incident, timeline);
  const main = records.find(
    (record): record is RecordOf<'oom-kill'> => record.kind === 'oom-kill' && record.tasks.length > 0,
  );
  const loader = await createHistoryLoader(timeline, plan);
  const clocked = await rangesOn(timeline, await loader.match(incident, records), incident);
  const { eventUs } = clocked;
  const ranges = clocked.ranges.map(({ range }) => range);
  const growths =
    eventUs === null
      ? { byComm: new Map(), fromUs: null }
      : await growthByComm({ timeline, ranges: clocked.ranges, eventUs });
  const startUs = incident.start === null ? null : Date.parse(incident.start) * 1000;
  const kills = records.filter(({ kind }) => kind === 'oom-kill' || kind === 'userspace-kill');
  const offsetUs = eventUs === null || startUs === null ? 0 : eventUs - startUs;
  const wanted = new Set(offered(ranges, incident, growths));
  return cleanDeep({
    incident,
    holders: main === undefined ? [] : holdersOf(main, growths),
    holdersFrom: main?.source ?? null,
    grownOverUs: eventUs === null || growths.fromUs === null ? null : eventUs - growths.fromUs,
    pageSizeBytes: main?.pageSizeBytes ?? null,
    eventUs,
    clockErrorUs: clocked.errorUs,
    clockNotes: clocked.notes,
    killsUs: kills.flatMap(({ time }) => (time === null ? [] : [Date.parse(time) * 1000 + offsetUs])),
    metrics: charts.describe(
      clocked.ranges.filter(({ range }) => wanted.has(range)),
      { scope: incident.scope, pid: incident.verdict?.who.pid ?? incident.victims[0]?.pid ?? null },
    ),
  });
}

/** System metrics, the cgroup of the incident, and the memory of processes that matter to it. */
function offered(
  ranges: readonly SeriesRange[],
  { victims, verdict, workload }: Incident,
  { byComm }: Growths,
): SeriesRange[] {
  const growers = [...byComm.values()].toSorted((a, b) => b.pidBytes - a.pidBytes).slice(0, mostProcesses);
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
