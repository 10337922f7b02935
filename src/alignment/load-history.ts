import type { Incident } from '../diagnosis/analysis.ts';
import type { MeasuredSeries, MemoryHistory } from '../diagnosis/history.ts';
import type { SamplePiece, SampleSeries, Timeline } from '../store/timeline.ts';
import { align } from './align.ts';
import { joins } from './join.ts';

/** The days before an incident that are looked at, finer the nearer they are. */
const window = { beforeUs: 7 * 86_400_000_000, afterUs: 1_800_000_000, slackUs: 86_400_000_000 } as const;
/** Older than `ageUs`, at most one point is kept in each `everyUs`: the same moments in every series of a sampler. */
const thinning: readonly { readonly ageUs: number; readonly everyUs: number }[] = [
  { ageUs: 6 * 3_600_000_000, everyUs: 600_000_000 },
  { ageUs: 1_800_000_000, everyUs: 30_000_000 },
  { ageUs: 0, everyUs: 0 },
];
/** Loads what samples on a timeline tell of the time around an incident; null where none belong to it. */
export async function createHistoryLoader(
  timeline: Timeline,
): Promise<(incident: Incident) => Promise<MemoryHistory | null>> {
  const origins = new Map<string, SampleOrigin>();
  for await (const { series } of timeline.series())
    origins.set(JSON.stringify([series.host, series.directory]), series);
  return (incident) =>
    loadHistory(
      incident,
      [...origins.values()].filter((origin) => joins(origin, incident)),
      timeline,
    );
}

async function loadHistory(
  incident: Incident,
  origins: readonly SampleOrigin[],
  timeline: Timeline,
): Promise<MemoryHistory | null> {
  const startUs = incident.start === null ? null : Date.parse(incident.start) * 1000;
  const period = startUs === null ? {} : { fromUs: startUs - window.beforeUs, toUs: startUs + window.slackUs };
  const byKey = new Map<string, Growing>();
  for (const { host, directory } of origins) {
    for await (const piece of timeline.samples({ host, ...(host === null ? { directory } : {}), ...period }))
      add(byKey, piece);
  }
  const series = [...byKey.values()];
  const aligned = series.length === 0 ? null : align(incident, series);
  if (!aligned) return null;
  return { ...aligned, series: series.map((one) => thinned(one, aligned.eventUs)) };
}

type SampleOrigin = Pick<SampleSeries, 'host' | 'directory'>;
type Growing = MeasuredSeries & { points: MeasuredSeries['points'][number][] };

function add(byKey: Map<string, Growing>, { series, points }: SamplePiece): void {
  const key = JSON.stringify([
    series.format,
    series.scope,
    series.metric,
    series.pid,
    series.comm,
    series.startedAt,
    series.cgroup,
    series.directory,
  ]);
  const held = byKey.get(key);
  if (held) held.points.push(...points);
  else byKey.set(key, { ...series, points: [...points] });
}

function thinned(series: MeasuredSeries, eventUs: number): MeasuredSeries {
  let bucket = Number.NaN;
  const points = series.points.filter((point) => {
    const age = eventUs - point.atUs;
    if (age < -window.afterUs) return false;
    const { everyUs } = thinning.find(({ ageUs }) => age >= ageUs) ?? { everyUs: 0 };
    if (everyUs === 0) return true;
    const here = Math.floor(point.atUs / everyUs);
    if (here === bucket) return false;
    bucket = here;
    return true;
  });
  return { ...series, points };
}
