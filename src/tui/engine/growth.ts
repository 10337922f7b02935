import type { SampleSeries, SeriesRange, Timeline } from '../../store/timeline.ts';

/** How far back the growth of processes is looked for. */
const growthBeforeUs = 900_000_000;

/** Growth of all processes of a name; `pid` is the one that grew most. */
export interface Growth {
  readonly bytes: number;
  readonly pid: number | null;
  readonly pidBytes: number;
}

export interface GrowthQuestion {
  readonly timeline: Timeline;
  readonly ranges: readonly SeriesRange[];
  readonly eventUs: number;
}

/** How much resident memory each program gained before the event: last sample less first, by process, summed by name. */
export async function growthByComm({ timeline, ranges, eventUs }: GrowthQuestion): Promise<Map<string, Growth>> {
  const byComm = new Map<string, Growth>();
  const isOurs = (series: SampleSeries): boolean => series.scope === 'process' && series.metric === 'rssBytes';
  const directories = new Set(ranges.filter(({ series }) => isOurs(series)).map(({ series }) => series.directory));
  for (const directory of directories) {
    const ends = new Map<string, { readonly series: SampleSeries; readonly first: number; last: number }>();
    const window = { fromUs: Math.round(eventUs - growthBeforeUs), toUs: Math.round(eventUs) };
    const filter = { directory, scopes: ['process' as const], metrics: ['rssBytes'], ...window };
    for await (const { series, points } of timeline.samples(filter)) {
      const [first] = points;
      const last = points.at(-1);
      if (first === undefined || last === undefined || series.comm === null) continue;
      const key = JSON.stringify([series.pid, series.comm, series.startedAt]);
      const held = ends.get(key);
      if (held === undefined) ends.set(key, { series, first: first.value, last: last.value });
      else if (held.series.format === series.format) held.last = last.value;
    }
    for (const { series, first, last } of ends.values()) add(byComm, series, last - first);
  }
  return byComm;
}

function add(byComm: Map<string, Growth>, { comm, pid }: SampleSeries, bytes: number): void {
  if (comm === null) return;
  const held = byComm.get(comm);
  const leads = held === undefined || bytes > held.pidBytes;
  byComm.set(comm, {
    bytes: (held?.bytes ?? 0) + bytes,
    pid: leads ? pid : held.pid,
    pidBytes: leads ? bytes : held.pidBytes,
  });
}
