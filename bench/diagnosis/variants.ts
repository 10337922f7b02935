import type { KernelRecord } from '../../parsers/model/record.ts';
import type { MeasuredPoint, MeasuredSeries, MemoryHistory } from '../../src/diagnosis/history.ts';
import type { Run } from './runs.ts';

/** A copy of a run that a cause does not depend on, or that has less to go by. */
export interface Variant {
  readonly name: string;
  alter(run: Run): Run | Promise<Run>;
}

export const variants: readonly Variant[] = [
  { name: 'as recorded', alter: (run) => run },
  { name: 'log alone', alter: (run) => ({ ...run, history: null }) },
  { name: 'samples every 10 s', alter: (run) => withHistory(run, (history) => mapPoints(history, thin(10))) },
  { name: 'samples every 60 s', alter: (run) => withHistory(run, (history) => mapPoints(history, thin(60))) },
  { name: 'last third of the window', alter: (run) => withHistory(run, lastThird) },
  { name: 'time stretched 60 times', alter: (run) => stretched(run, 60) },
  { name: 'sizes and quanta times 64', alter: (run) => scaled(run, 64) },
];

function withHistory(run: Run, change: (history: MemoryHistory) => MemoryHistory): Run {
  return { ...run, history: run.history && change(run.history) };
}

function mapPoints(
  history: MemoryHistory,
  change: (points: readonly MeasuredPoint[], eventUs: number) => MeasuredPoint[],
): MemoryHistory {
  return {
    ...history,
    series: history.series.map(
      (series): MeasuredSeries => ({ ...series, points: change(series.points, history.eventUs) }),
    ),
  };
}

/** Keeps the first point of each span of so many seconds: the same moments in every series of one sampler. */
function thin(seconds: number): (points: readonly MeasuredPoint[]) => MeasuredPoint[] {
  return (points) => {
    let kept = Number.NaN;
    return points.filter(({ atUs }) => {
      const span = Math.floor(atUs / (seconds * 1_000_000));
      if (span === kept) return false;
      kept = span;
      return true;
    });
  };
}

function lastThird(history: MemoryHistory): MemoryHistory {
  const firstUs = Math.min(...history.series.flatMap((series) => series.points[0]?.atUs ?? []));
  const fromUs = history.eventUs - (history.eventUs - firstUs) / 3;
  return mapPoints(history, (points) => points.filter(({ atUs }) => atUs >= fromUs));
}

export function stretched(run: Run, factor: number): Run {
  const stretch = (seconds: number, anchor: number): number => anchor + (seconds - anchor) * factor;
  const anchor = run.records[0];
  const anchorSeconds = anchor?.monotonicSeconds ?? 0;
  const anchorMs = anchor?.time == null ? null : Date.parse(anchor.time);
  const records = run.records.map(
    (record): KernelRecord => ({
      ...record,
      monotonicSeconds: record.monotonicSeconds === null ? null : stretch(record.monotonicSeconds, anchorSeconds),
      time:
        record.time === null || anchorMs === null
          ? record.time
          : new Date(stretch(Date.parse(record.time), anchorMs)).toISOString(),
    }),
  );
  const changed = withHistory(run, (history) =>
    mapPoints(history, (points) => points.map((point) => ({ ...point, atUs: stretch(point.atUs, history.eventUs) }))),
  );
  return { ...changed, records };
}

/** Every amount of memory times a factor: pages stay pages of one size, so that page counts grow with the bytes. */
export function scaled(run: Run, factor: number): Run {
  const changed = withHistory(run, (history) => ({
    ...history,
    series: history.series.map(
      (series): MeasuredSeries =>
        /Bytes$/.test(series.metric)
          ? {
              ...series,
              quantumBytes: series.quantumBytes === null ? null : series.quantumBytes * factor,
              points: series.points.map((point) => ({ ...point, value: point.value * factor })),
            }
          : series,
    ),
  }));
  const amounts = (value: unknown, key: string, inCounters: boolean): unknown => {
    if (typeof value === 'number')
      return (inCounters && !/pages_scanned|^pg|workingset|^thp_|^numa/.test(key)) ||
        (/(Bytes|Pages)$/.test(key) && !/^(pageSizeBytes|pageBytes|blockBytes)$/.test(key))
        ? value * factor
        : value;
    if (Array.isArray(value)) return value.map((element) => amounts(element, key, inCounters));
    if (value === null || typeof value !== 'object') return value;
    const counters = inCounters || key === 'counters' || key === 'stats';
    const scaledEntries = Object.entries(value).map(([name, inner]): [string, unknown] => [
      name,
      name === 'source' ? inner : amounts(inner, name, counters),
    ]);
    const object = Object.fromEntries(scaledEntries) as Record<string, unknown>;
    if ('blockBytes' in object && typeof object['count'] === 'number') object['count'] = object['count'] * factor;
    if ('pageBytes' in object)
      for (const name of ['total', 'free', 'surplus']) object[name] = (object[name] as number) * factor;
    return object;
  };
  return {
    ...changed,
    incident: amounts(run.incident, '', false) as Run['incident'],
    records: amounts(run.records, '', false) as Run['records'],
  };
}
