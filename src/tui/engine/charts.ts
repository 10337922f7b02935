import type { Incident } from '../../diagnosis/analysis.ts';
import type { SampleSeries, SeriesRange, Timeline } from '../../store/timeline.ts';
import { cleanText } from '../../views/sanitize.ts';
import type { ClockedRange } from './clocked-ranges.ts';
import type { ChartSeries, Metric, MetricUnit } from './model/chart.ts';
import type { Ask } from './protocol.ts';

/** System metrics in the order in which a reader wants them; others follow by name. */
const wanted: readonly (readonly [metric: string, label: string])[] = [
  ['memAvailableBytes', 'available'],
  ['memFreeBytes', 'free'],
  ['swapFreeBytes', 'swap free'],
  ['psiMemoryFullAvg10', 'PSI memory full'],
  ['psiMemorySomeAvg10', 'PSI memory some'],
  ['majorFaultsPerSecond', 'major faults'],
  ['anonBytes', 'anonymous'],
  ['cachedBytes', 'cached'],
  ['shmemBytes', 'shared memory'],
  ['slabUnreclaimableBytes', 'slab, unreclaimable'],
  ['slabBytes', 'slab'],
  ['dirtyBytes', 'dirty'],
  ['committedBytes', 'committed'],
];
const order = new Map(wanted.map(([metric], index) => [metric, index]));
const labels = new Map(wanted);

const processLabels: Readonly<Record<string, string>> = { rssBytes: 'rss', pssBytes: 'pss', swapBytes: 'swap' };

export function unitOf(metric: string): MetricUnit {
  if (metric.endsWith('Bytes')) return 'bytes';
  if (metric.endsWith('PerSecond')) return 'perSecond';
  return /Avg\d+$|Percent$/.test(metric) ? 'percent' : 'count';
}

const words = (metric: string): string =>
  metric
    .replace(/(Bytes|PerSecond)$/, '')
    .replace(/([A-Z])/g, ' $1')
    .toLowerCase();

function labelOf({ scope, metric, comm, pid, cgroup, zone }: SampleSeries): string {
  if (scope === 'system') return labels.get(metric) ?? words(metric);
  const what = processLabels[metric] ?? words(metric);
  const whose = comm === null ? (cgroup ?? zone ?? '') : pid === null ? comm : `${comm} (${pid})`;
  return cleanText(`${what} of ${whose}`);
}

const keyOf = (series: SampleSeries): string => JSON.stringify(Object.values(series));

/** Whose memory an incident is about. */
export interface About {
  readonly scope: Incident['scope'];
  /** Who took it, as the verdict says. */
  readonly pid: number | null;
}

export interface Charts {
  /** Makes series known under their keys and describes them, what the incident is about first. */
  describe(ranges: readonly ClockedRange[], about: About): readonly Metric[];
  read(ask: Ask<'chart'>, timeline: Timeline): Promise<readonly ChartSeries[]>;
}

export function createCharts(): Charts {
  const known = new Map<string, ClockedSeries>();
  return {
    describe: (ranges, about) =>
      best(ranges, about).map(({ range: { series, fromUs, toUs }, shiftUs }) => {
        const key = cleanText(`${keyOf(series)} ${shiftUs}`);
        known.set(key, { series, shiftUs });
        const { metric, format } = series;
        const span = { fromUs: fromUs + shiftUs, toUs: toUs + shiftUs };
        return { key, metric, label: labelOf(series), unit: unitOf(metric), format, ...span };
      }),
    async read({ keys, fromUs, toUs, points }, timeline) {
      const read: ChartSeries[] = [];
      for (const key of keys) {
        const series = known.get(key);
        if (series !== undefined)
          read.push({ key, points: await pointsOf(series, { fromUs, toUs, points }, timeline) });
      }
      return read;
    },
  };
}

interface ClockedSeries {
  readonly series: SampleSeries;
  readonly shiftUs: number;
}

async function pointsOf(
  { series, shiftUs }: ClockedSeries,
  { fromUs, toUs, points }: Omit<Ask<'chart'>, 'keys'>,
  timeline: Timeline,
): Promise<ChartSeries['points']> {
  const { host, directory, scope, metric, pid, comm, cgroup } = series;
  const key = keyOf(series);
  const found: ChartSeries['points'][number][] = [];
  const filter = {
    host,
    directory,
    scopes: [scope],
    metrics: [metric],
    ...(pid === null ? {} : { pid }),
    ...(comm === null ? {} : { comm }),
    ...(cgroup === null ? {} : { cgroup }),
    fromUs: Math.floor(fromUs - shiftUs),
    toUs: Math.ceil(toUs - shiftUs),
    maxPoints: points,
  };
  for await (const piece of timeline.samples(filter)) {
    if (keyOf(piece.series) !== key) continue;
    for (const { atUs, value, source } of piece.points) {
      found.push({ atUs: atUs + shiftUs, value, source: { ...source, path: cleanText(source.path) } });
    }
  }
  return found;
}

/** Where several tools measured one thing: the one that measured longest, then the finest. */
function best(ranges: readonly ClockedRange[], { scope, pid }: About): ClockedRange[] {
  const chosen = new Map<string, ClockedRange>();
  for (const one of ranges) {
    const { series } = one.range;
    const { metric, comm, cgroup, zone, startedAt } = series;
    const measured = JSON.stringify([series.scope, metric, series.pid, comm, cgroup, zone, startedAt]);
    const held = chosen.get(measured);
    if (held === undefined || better(one.range, held.range)) chosen.set(measured, one);
  }
  const place = ({ range: { series } }: ClockedRange): number => {
    // What a limit stopped: the machine had memory, the group had none.
    if (scope === 'memcg' && series.scope === 'cgroup') return series.metric === 'cgroupUsageBytes' ? -2 : order.size;
    if (scope === 'memcg' && series.scope === 'process' && series.pid === pid && pid !== null) return -1;
    return series.scope === 'system' ? (order.get(series.metric) ?? order.size + 1) : order.size;
  };
  const name = ({ range }: ClockedRange): string => range.series.metric;
  return [...chosen.values()].sort((a, b) => place(a) - place(b) || (name(a) < name(b) ? -1 : 1));
}

function better(a: SeriesRange, b: SeriesRange): boolean {
  const spans = [a.toUs - a.fromUs, b.toUs - b.fromUs] as const;
  if (Math.abs(spans[0] - spans[1]) > 0.1 * Math.max(...spans)) return spans[0] > spans[1];
  return (a.series.quantumBytes ?? 0) < (b.series.quantumBytes ?? 0);
}
