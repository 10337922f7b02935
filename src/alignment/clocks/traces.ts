import { shortComm } from '../../diagnosis/growth/program.ts';
import type { SampleFilter, SamplePiece, Timeline } from '../../store/timeline.ts';
import { filterOf, isOf, type SampleClockGroup } from './clock-groups.ts';
import type { ListedVictim, LoggedKill, SampledTraces } from './kill-traces.ts';

/** Victims that are looked for in listings: the first of a storm tell the offset. */
const mostVictims = 12;
/** After a victim's last line the next listing comes within this time, or the listings end. */
const nextListingUs = 3_600_000_000;

type Points = { atUs: number; value: number }[];

/** Reads what samples of one clock show of these kills between two times of their clock. */
export async function readTraces(
  timeline: Timeline,
  group: SampleClockGroup,
  kills: readonly LoggedKill[],
  period: { readonly fromUs: number; readonly toUs: number },
): Promise<SampledTraces> {
  const systemic = await readSystem(timeline, group, period);
  const victims: ListedVictim[] = [];
  for (const { pid, comm } of distinct(kills).slice(0, mostVictims))
    victims.push(...(await readVictim(timeline, group, { pid, comm }, period)));
  return { ...systemic, victims };
}

async function readSystem(
  timeline: Timeline,
  group: SampleClockGroup,
  period: { readonly fromUs: number; readonly toUs: number },
): Promise<Pick<SampledTraces, 'counters' | 'free'>> {
  const counters = new Map<string, Points>();
  const free = new Map<string, Points>();
  const filter: SampleFilter = {
    ...filterOf(group),
    ...period,
    scopes: ['system'],
    metrics: ['oomKillCount', 'memFreeBytes', 'memAvailableBytes'],
  };
  for await (const piece of timeline.samples(filter)) {
    if (!isOf(group, piece.series)) continue;
    const into = piece.series.metric === 'oomKillCount' ? counters : free;
    const key = `${piece.series.format} ${piece.series.metric}`;
    const points = into.get(key) ?? [];
    into.set(key, points);
    for (const point of piece.points) points.push(point);
  }
  const sorted = (points: Points): Points => points.sort((a, b) => a.atUs - b.atUs);
  return { counters: [...counters.values()].map(sorted), free: [...free.values()].map(sorted) };
}

async function readVictim(
  timeline: Timeline,
  group: SampleClockGroup,
  { pid, comm }: { readonly pid: number; readonly comm: string },
  period: { readonly fromUs: number; readonly toUs: number },
): Promise<ListedVictim[]> {
  const found: ListedVictim[] = [];
  const filter: SampleFilter = { ...filterOf(group), ...period, scopes: ['process'], metrics: ['rssBytes'], pid };
  const byListing = new Map<string, SamplePiece['points'][number][]>();
  for await (const { series, points } of timeline.samples(filter)) {
    if (!isOf(group, series) || !isNamed(series.comm, comm)) continue;
    for (const point of points) {
      const key = `${series.format} ${point.source.path} ${series.startedAt}`;
      const held = byListing.get(key);
      if (held) held.push(point);
      else byListing.set(key, [point]);
    }
  }
  for (const points of byListing.values()) {
    points.sort((a, b) => a.atUs - b.atUs);
    // A zombie is listed without memory: it is gone.
    const living = points.findLastIndex(({ value }) => value > 0);
    const [first, last] = [points[0], points[living]];
    if (!first || !last) continue;
    const goneUs = points[living + 1]?.atUs ?? (await nextListing(timeline, group, last));
    found.push({ pid, firstUs: first.atUs, lastUs: last.atUs, goneUs, bytes: last.value });
  }
  return found;
}

/** A full command line names the program somewhere: `comm` is the first 15 bytes of its last part. */
function isNamed(listed: string | null, comm: string): boolean {
  if (listed === null) return true;
  const program = (listed.split(' ')[0] ?? '').replace(/^.*\//, '').replace(/:$/, '');
  return [listed, program].some((name) => shortComm(name) === shortComm(comm));
}

/** When a listing of the same file comes after this line of it. */
async function nextListing(
  timeline: Timeline,
  group: SampleClockGroup,
  last: SamplePiece['points'][number],
): Promise<number | null> {
  for (const spanUs of [nextListingUs / 60, nextListingUs]) {
    let nextUs: number | null = null;
    const filter: SampleFilter = {
      ...filterOf(group),
      scopes: ['process'],
      metrics: ['rssBytes'],
      fromUs: last.atUs + 1,
      toUs: last.atUs + spanUs,
    };
    for await (const { series, points } of timeline.samples(filter)) {
      if (!isOf(group, series)) continue;
      const next = points.find(({ source }) => source.path === last.source.path);
      if (next && (nextUs === null || next.atUs < nextUs)) nextUs = next.atUs;
    }
    if (nextUs !== null) return nextUs;
  }
  return null;
}

function distinct(kills: readonly LoggedKill[]): LoggedKill[] {
  return [...new Map(kills.map((kill) => [kill.pid, kill])).values()];
}
