import { joins } from '../../alignment/join.ts';
import type { Incident } from '../../diagnosis/analysis.ts';
import type { SeriesRange, Timeline } from '../../store/timeline.ts';
import { cleanText } from '../../views/sanitize.ts';
import type { Holdings } from './holdings.ts';
import type { Ask, Lane } from './protocol.ts';
import { laneOf } from './rows.ts';

const available = ['memAvailableBytes', 'memFreeBytes'];
const pressure = ['psiMemoryFullAvg10', 'psiMemorySomeAvg10'];

/** One lane for each machine that has incidents or samples: what its memory did in each column of the screen. */
export async function readLanes(ask: Ask<'lanes'>, { timeline, incidents }: Holdings): Promise<readonly Lane[]> {
  const ranges: SeriesRange[] = [];
  const metrics = [...available, ...pressure, 'memTotalBytes'];
  for await (const range of timeline.series({ scopes: ['system'], metrics })) ranges.push(range);
  const named = new Map<string, Incident | null>();
  for (const incident of incidents) if (!named.has(laneOf(incident))) named.set(laneOf(incident), incident);
  for (const { series } of ranges) {
    const joined = incidents.length > 0 && [...named.values()].some((one) => one !== null && joins(series, one));
    if (!joined) named.set(series.host ?? series.directory, null);
  }
  const lanes: Lane[] = [];
  for (const [name, incident] of named) {
    const ours = ranges.filter(({ series }) =>
      incident === null ? (series.host ?? series.directory) === name : joins(series, incident),
    );
    lanes.push({ name: cleanText(name), ...(await measured(ours, ask, timeline)) });
  }
  return lanes.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function measured(
  ranges: readonly SeriesRange[],
  ask: Ask<'lanes'>,
  timeline: Timeline,
): Promise<Omit<Lane, 'name'>> {
  const pick = (metrics: readonly string[]): SeriesRange | null => {
    for (const metric of metrics) {
      const found = ranges.filter(({ series }) => series.metric === metric);
      if (found.length > 0) return found.reduce((a, b) => (b.toUs - b.fromUs > a.toUs - a.fromUs ? b : a));
    }
    return null;
  };
  const columns = (range: SeriesRange | null, best: (a: number, b: number) => number) =>
    range === null ? Promise.resolve(empty(ask.columns)) : perColumn(range, { ask, best, timeline });
  const total = pick(['memTotalBytes']);
  const totals = total === null ? [] : await columns(total, Math.max);
  const fromUs = ranges.length === 0 ? null : Math.min(...ranges.map((range) => range.fromUs));
  const toUs = ranges.length === 0 ? null : Math.max(...ranges.map((range) => range.toUs));
  return {
    available: await columns(pick(available), Math.min),
    totalBytes: totals.reduce<number | null>(
      (most, value) => (value === null ? most : Math.max(most ?? 0, value)),
      null,
    ),
    pressure: await columns(pick(pressure), Math.max),
    fromUs,
    toUs,
  };
}

const empty = (columns: number): (number | null)[] => new Array<number | null>(columns).fill(null);

async function perColumn(
  { series }: SeriesRange,
  { ask, best, timeline }: { ask: Ask<'lanes'>; best: (a: number, b: number) => number; timeline: Timeline },
): Promise<(number | null)[]> {
  const { host, directory, metric, format } = series;
  const { fromUs, toUs, columns } = ask;
  const cells = empty(columns);
  const filter = {
    host,
    directory,
    scopes: ['system' as const],
    metrics: [metric],
    fromUs,
    toUs,
    maxPoints: 4 * columns,
  };
  for await (const piece of timeline.samples(filter)) {
    if (piece.series.format !== format) continue;
    for (const { atUs, value } of piece.points) {
      const column = Math.min(columns - 1, Math.floor(((atUs - fromUs) / Math.max(1, toUs - fromUs)) * columns));
      const held = cells[column] ?? null;
      cells[column] = held === null ? value : best(held, value);
    }
  }
  return cells;
}
