import { rowBytes } from '../growth/members.ts';
import type { MeasuredPoint, MeasuredSeries, MemoryHistory } from '../history.ts';
import { onceFor } from '../once.ts';
import { bytesInWords } from '../quantities.ts';
import type { Exhibit } from '../rules/rule.ts';
import type { Cap } from './cap.ts';

const thresholds = {
  /** A pause this many times the usual one, before the event, hides what happened in it. */
  pause: 5,
  /** More than was ever watched. */
  wholeWindow: 1,
  /** RAM of one host does not differ by more between two counters (memory set aside at boot, a balloon). */
  ramApart: 0.15,
  /** Samples that show this many times what the kernel's own table shows are of something else. */
  moreThanTable: 1.5,
  /** Processes smaller than this share of RAM may come and go between two samples. */
  telling: 0.02,
} as const;
const most = { pause: 0.65, lost: 0.55, otherHost: 0.5, otherProcesses: 0.6 } as const;

/** Reasons not to believe the samples, each with the most that may then be claimed of a cause that rests on them. */
export const doubtsAbout = onceFor((exhibit: Exhibit): readonly Cap[] => {
  const { history } = exhibit;
  return history ? [...pauseBefore(history), ...otherHost(exhibit), ...otherProcesses(exhibit)] : [];
});

/** Samples that end long before the event: a clock that is off, a sampler that was starved or died. */
function pauseBefore({ series, eventUs }: MemoryHistory): Cap[] {
  const ticks = ticksUntil(series, eventUs);
  const [first, last] = [ticks[0], ticks.at(-1)];
  if (first === undefined || last === undefined || ticks.length < 3) return [];
  let longest = 0;
  for (let index = 1; index < ticks.length; index += 1)
    longest = Math.max(longest, (ticks[index] as number) - (ticks[index - 1] as number));
  const usual = (last - first) / (ticks.length - 1);
  const pause = eventUs - last;
  if (pause <= longest || pause <= usual * thresholds.pause) return [];
  const lost = pause > (last - first) * thresholds.wholeWindow;
  return [
    {
      most: lost ? most.lost : most.pause,
      reason: `the samples end ${Math.round(pause / 1e6)} s before the event`,
    },
  ];
}

/** The moments of all series, each once, in order. */
function ticksUntil(series: readonly MeasuredSeries[], eventUs: number): Float64Array {
  const ticks = new Set<number>();
  let added: readonly MeasuredPoint[] = [];
  for (const { points } of series) {
    // What is measured together has its moments in common.
    if (haveOneClock(points, added)) continue;
    for (const { atUs } of points) if (atUs <= eventUs) ticks.add(atUs);
    added = points;
  }
  return Float64Array.from(ticks).sort();
}

function haveOneClock(points: readonly MeasuredPoint[], others: readonly MeasuredPoint[]): boolean {
  return points.length === others.length && points.every(({ atUs }, index) => atUs === others[index]?.atUs);
}

/** The samples show a host with other RAM than the report's. */
function otherHost({ history, accounting }: Exhibit): Cap[] {
  const totals = (history?.series ?? [])
    .filter(({ scope, metric }) => scope === 'system' && metric === 'memTotalBytes')
    .flatMap(({ points }) => points.map(({ value }) => value));
  const [low, high] = [Math.min(...totals), Math.max(...totals)];
  if (totals.length === 0) return [];
  const apart = (a: number, b: number): boolean => Math.abs(a - b) > Math.max(a, b) * thresholds.ramApart;
  if (apart(low, high))
    return [
      {
        most: most.otherHost,
        reason: `the samples show hosts with ${bytesInWords(low)} and with ${bytesInWords(high)} of RAM`,
      },
    ];
  return accounting?.scope === 'host' && apart(high, accounting.totalBytes)
    ? [
        {
          most: most.otherHost,
          reason: `the samples show ${bytesInWords(high)} of RAM, the report ${bytesInWords(accounting.totalBytes)}`,
        },
      ]
    : [];
}

/** A process does not shrink on the way to an OOM kill: samples that show far more of it than the table contradict the report. */
function otherProcesses({ history, report, accounting, states, groups }: Exhibit): Cap[] {
  const total = accounting?.totalBytes ?? states.at(-1)?.totalBytes ?? 0;
  if (!history || !report || report.tasks.length === 0 || total === 0) return [];
  const rows = new Map(report.tasks.map((row) => [row.pid, row]));
  let sampled = 0;
  let printed = 0;
  for (const { largest } of groups) {
    const row = rows.get(largest.pid);
    const before = largest.points.findLast(({ atUs }) => atUs < history.eventUs)?.value ?? 0;
    const now = row ? rowBytes(row, 'anonymous', true) : null;
    if (now === null || Math.max(before, now) < total * thresholds.telling) continue;
    sampled += before;
    printed += now;
  }
  return sampled > printed * thresholds.moreThanTable
    ? [
        {
          most: most.otherProcesses,
          reason: `samples show ${bytesInWords(sampled)} where the kernel's table shows ${bytesInWords(printed)}`,
        },
      ]
    : [];
}
