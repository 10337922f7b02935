import { bytesInWords, withSeparators } from '../diagnosis/quantities.ts';
import { exhaustion } from '../diagnosis/trend/exhaustion.ts';
import type { Point } from '../diagnosis/trend/point.ts';
import { type SteadyGrowth, steadyGrowth } from '../diagnosis/trend/steady-growth.ts';
import type { SampleSeries, Timeline } from '../store/timeline.ts';
import { counted } from '../views/quantities.ts';

const pointsOfTrend = 2000;
const mostNotes = 5;
/** Available memory below this share of all is worth a warning though nothing was killed. */
const warnBelow = 0.2;
const watched = ['memAvailableBytes', 'memTotalBytes', 'anonBytes', 'rssBytes', 'rssAnonBytes', 'cgroupUsageBytes'];

/** Sentences about samples that end without a kill: how short memory was, and what grows. */
export async function growthNotes(timeline: Timeline): Promise<string[]> {
  const growing: { series: SampleSeries; growth: SteadyGrowth; points: readonly Point[] }[] = [];
  const level = { least: Number.POSITIVE_INFINITY, total: 0, lastAtUs: 0, last: 0 };
  let current: { series: SampleSeries; points: Point[] } | null = null;

  function close(): void {
    if (!current) return;
    const { series, points } = current;
    current = null;
    if (series.metric === 'memTotalBytes') level.total = Math.max(level.total, ...points.map((point) => point.value));
    else if (series.metric === 'memAvailableBytes') {
      level.least = Math.min(level.least, ...points.map((point) => point.value));
      const last = points.at(-1);
      if (last && last.atUs >= level.lastAtUs) Object.assign(level, { lastAtUs: last.atUs, last: last.value });
    } else {
      const growth = steadyGrowth(points, series.quantumBytes);
      if (growth) growing.push({ series, growth, points });
    }
  }

  for await (const { series, points } of timeline.samples({ metrics: watched, maxPoints: pointsOfTrend })) {
    if (current && JSON.stringify(current.series) !== JSON.stringify(series)) close();
    current ??= { series, points: [] };
    current.points.push(...points);
  }
  close();
  return [
    ...levelNote(level),
    ...growing
      .sort((a, b) => b.growth.perHour - a.growth.perHour)
      .slice(0, mostNotes)
      .map(({ series, growth, points }) => `${growthNote(series, growth)}${lastsNote(series, points, level.last)}`),
  ];
}

function levelNote({ least, total }: { least: number; total: number }): string[] {
  if (!Number.isFinite(least) || total === 0) return [];
  const share = Math.round((least / total) * 100);
  const short = least < total * warnBelow;
  return [
    `nothing was killed: at its lowest ${bytesInWords(least)} of ${bytesInWords(total)} (${share} %) were available, ${short ? 'which is short' : 'memory was there'}`,
  ];
}

/** What a group may still take is its limit's matter, and not what the host has. */
function lastsNote({ scope }: SampleSeries, points: readonly Point[], availableBytes: number): string {
  const range = scope === 'cgroup' ? null : exhaustion(points, availableBytes);
  if (!range) return '';
  const hours = (value: number): string => Number(value.toPrecision(2)).toString();
  return `; at this pace what is available lasts ${hours(range.soonestHours)} to ${hours(range.latestHours)} h`;
}

function growthNote(
  { comm, pid, cgroup, scope, metric }: SampleSeries,
  { perHour, points, hours, reservation }: SteadyGrowth,
): string {
  const who =
    scope === 'process'
      ? `${comm ?? 'a process'} (pid ${pid})`
      : scope === 'cgroup'
        ? (cgroup ?? 'a cgroup')
        : `the host's ${metric === 'anonBytes' ? 'anonymous memory' : metric}`;
  return `${who} grows steadily, by ${megabytes(perHour)} an hour over ${counted(points, 'sample')} in ${hours.toFixed(1)} h${reservation === null ? '' : `; ${reservation}`}`;
}

/** Decimal, as the rules by which people escalate write rates. */
const megabytes = (bytes: number): string => `${withSeparators(Number((bytes / 1e6).toPrecision(3)))} MB`;
