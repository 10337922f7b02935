import type { SampleSeries, Timeline } from '../../store/timeline.ts';
import type { ClockedRange } from './clocked-ranges.ts';

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
  readonly ranges: readonly ClockedRange[];
  readonly eventUs: number;
}

/** How much resident memory each program gained before the event: last sample less first, by process, summed by name. */
export async function growthByComm({ timeline, ranges, eventUs }: GrowthQuestion): Promise<Map<string, Growth>> {
  const byComm = new Map<string, Growth>();
  const isOurs = (series: SampleSeries): boolean => series.scope === 'process' && series.metric === 'rssBytes';
  const ours = ranges.filter(({ range }) => isOurs(range.series));
  const directories = new Map(ours.map(({ range, shiftUs }) => [range.series.directory, shiftUs]));
  for (const [directory, shiftUs] of directories) {
    const window = { fromUs: Math.round(eventUs - shiftUs - growthBeforeUs), toUs: Math.round(eventUs - shiftUs) };
    const filter = { directory, scopes: ['process' as const], metrics: ['rssBytes'], ...window };
    const tools = new Map<string, Ends[]>();
    let current: Ends | null = null;
    for await (const { series, points } of timeline.samples(filter)) {
      const [first] = points;
      const last = points.at(-1);
      if (first === undefined || last === undefined || series.comm === null) continue;
      if (current !== null && sameSeries(current.series, series)) {
        current.last = last.value;
        current.points += points.length;
        continue;
      }
      current = { series, first: first.value, last: last.value, points: points.length };
      const process = JSON.stringify([series.pid, series.comm]);
      const held = tools.get(process);
      if (held === undefined) tools.set(process, [current]);
      else held.push(current);
    }
    for (const measured of tools.values()) {
      for (const { series, first, last } of ofOneTool(measured)) add(byComm, series, last - first);
    }
  }
  return byComm;
}

interface Ends {
  readonly series: SampleSeries;
  readonly first: number;
  last: number;
  points: number;
}

const sameSeries = (a: SampleSeries, b: SampleSeries): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What one tool prints is alike: two files of one format differ in whether they show when a process started. */
const toolOf = ({ format, startedAt }: SampleSeries): string => `${format} ${startedAt === null}`;

/** Several tools may have measured one process: it is counted by the one that looked most often. */
function ofOneTool(measured: readonly Ends[]): readonly Ends[] {
  const most = measured.reduce((best, one) => (one.points > best.points ? one : best));
  return measured.filter(({ series }) => toolOf(series) === toolOf(most.series));
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
