import { createHistoryLoader } from '../../alignment/load-history.ts';
import type { ExaminationPlan } from '../../examination/plan.ts';
import type { Timeline } from '../../store/timeline.ts';
import { cleanText } from '../../views/sanitize.ts';
import { type ClockedRange, rangesOn } from './clocked-ranges.ts';
import type { Holdings } from './holdings.ts';
import type { Lane } from './model/lane.ts';
import type { Ask } from './protocol.ts';

const available = ['memAvailableBytes', 'memFreeBytes'];
const pressure = ['psiMemoryFullAvg10', 'psiMemorySomeAvg10'];
const metrics = [...available, ...pressure, 'memTotalBytes'];

/** One lane for each machine that has incidents or samples: what its memory did in each column of the screen. */
export async function readLanes(
  ask: Ask<'lanes'>,
  { timeline, incidents }: Pick<Holdings, 'timeline' | 'incidents'>,
  plan: Pick<ExaminationPlan, 'samplePaths' | 'offsetUs'>,
): Promise<readonly Lane[]> {
  const lanes: Lane[] = [];
  for (const [name, ranges] of await rangesByLane({ timeline, incidents, plan })) {
    const clockUs = ask.clocks[cleanText(name)] ?? 0;
    const ours = ranges.map(({ range, shiftUs }) => ({ range, shiftUs: shiftUs + clockUs }));
    lanes.push({ name: cleanText(name), ...(await measured(ours, ask, timeline)) });
  }
  return lanes.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

interface LaneQuestion extends Pick<Holdings, 'timeline' | 'incidents'> {
  readonly plan: Pick<ExaminationPlan, 'samplePaths' | 'offsetUs'>;
}

/** The system's series of each lane, on the clock of its log. What only counts from boot has no place on a timeline of days. */
async function rangesByLane({ timeline, incidents, plan }: LaneQuestion): Promise<Map<string, ClockedRange[]>> {
  const loader = await createHistoryLoader(timeline, plan);
  const lanes = new Map<string, ClockedRange[]>();
  const taken = new Set<string>();
  for (const [name, incident] of incidents.ofLanes()) {
    const matches = (await loader.match(incident)).filter(({ group }) => group.timeBasis !== 'monotonic');
    const { ranges, eventUs } = await rangesOn(timeline, matches, incident);
    const startUs = incident.start === null ? eventUs : Date.parse(incident.start) * 1000;
    const toLogUs = startUs === null || eventUs === null ? 0 : startUs - eventUs;
    const ours = ranges.filter(({ range: { series } }) => series.scope === 'system' && metrics.includes(series.metric));
    for (const { range } of ours) taken.add(JSON.stringify(range.series));
    lanes.set(
      name,
      ours.map(({ range, shiftUs }) => ({ range, shiftUs: shiftUs + toLogUs })),
    );
  }
  for await (const range of timeline.series({ scopes: ['system'], metrics })) {
    const { host, directory, timeBasis } = range.series;
    if (timeBasis === 'monotonic' || taken.has(JSON.stringify(range.series))) continue;
    const name = host ?? directory;
    const lane = lanes.get(name);
    if (lane === undefined) lanes.set(name, [{ range, shiftUs: 0 }]);
    else lane.push({ range, shiftUs: 0 });
  }
  return lanes;
}

async function measured(
  ranges: readonly ClockedRange[],
  ask: Ask<'lanes'>,
  timeline: Timeline,
): Promise<Omit<Lane, 'name'>> {
  const pick = (wanted: readonly string[]): ClockedRange | null => {
    const spanOf = ({ range }: ClockedRange): number => range.toUs - range.fromUs;
    for (const metric of wanted) {
      const found = ranges.filter(({ range }) => range.series.metric === metric);
      if (found.length > 0) return found.reduce((a, b) => (spanOf(b) > spanOf(a) ? b : a));
    }
    return null;
  };
  const columns = (range: ClockedRange | null, best: (a: number, b: number) => number) =>
    range === null ? Promise.resolve(empty(ask.columns)) : perColumn(range, { ask, best, timeline });
  const total = pick(['memTotalBytes']);
  const totals = total === null ? [] : await columns(total, Math.max);
  const fromUs = ranges.length === 0 ? null : Math.min(...ranges.map((one) => one.range.fromUs + one.shiftUs));
  const toUs = ranges.length === 0 ? null : Math.max(...ranges.map((one) => one.range.toUs + one.shiftUs));
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
  { range: { series }, shiftUs }: ClockedRange,
  { ask, best, timeline }: { ask: Ask<'lanes'>; best: (a: number, b: number) => number; timeline: Timeline },
): Promise<(number | null)[]> {
  const { host, directory, metric } = series;
  const { fromUs, toUs, columns } = ask;
  const cells = empty(columns);
  const filter = {
    host,
    directory,
    scopes: ['system' as const],
    metrics: [metric],
    fromUs: Math.floor(fromUs - shiftUs),
    toUs: Math.ceil(toUs - shiftUs),
    maxPoints: 4 * columns,
  };
  const wanted = JSON.stringify(series);
  for await (const piece of timeline.samples(filter)) {
    if (JSON.stringify(piece.series) !== wanted) continue;
    for (const { atUs, value } of piece.points) {
      const share = (atUs + shiftUs - fromUs) / Math.max(1, toUs - fromUs);
      const column = Math.max(0, Math.min(columns - 1, Math.floor(share * columns)));
      const held = cells[column] ?? null;
      cells[column] = held === null ? value : best(held, value);
    }
  }
  return cells;
}
