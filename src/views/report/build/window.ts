import type { Dossier } from '../dossier.ts';
import type { ChartSeries, Mark } from '../model.ts';
import { secondsOfSample } from './clock.ts';
import { eventSeconds } from './states.ts';

/** How much is shown around an event at least, where samples reach so far. */
const beforeSeconds = 1800;
const afterSeconds = 600;
/** The rise that ended in the event, with as much again before it. */
const riseFactor = 2;
const longestBeforeSeconds = 7 * 86_400;
const mostPoints = 400;
/** A distance this many times the usual one is a gap. */
const gapFactor = 5;

export interface Window {
  readonly from: number;
  readonly to: number;
}

/** The part of time a chart shows, in seconds from the first event. Null where no sample lies in it. */
export function windowOf(dossier: Dossier, times: readonly number[]): Window | null {
  const { consumption } = dossier.exhibit;
  const { first, last } = eventSeconds(dossier);
  const rise = consumption ? -secondsOfSample(consumption.fromUs, dossier) * riseFactor * 3 : 0;
  const from = first - Math.min(longestBeforeSeconds, Math.max(beforeSeconds, rise));
  const inside = times.filter((time) => time >= from && time <= last + afterSeconds);
  if (inside.length < 2) return null;
  const [start, end] = bounds(inside);
  return { from: Math.min(start, first), to: Math.max(end, last) };
}

function bounds(times: readonly number[]): readonly [number, number] {
  return times.reduce<[number, number]>(
    ([least, most], time) => [Math.min(least, time), Math.max(most, time)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

/** Points inside the window: of very many the least and the greatest of each part, with a null where a gap is. */
export function seriesIn(
  { name, component = null }: { readonly name: string; readonly component?: string | null },
  points: readonly (readonly [number, number])[],
  { from, to }: Window,
): ChartSeries {
  const inside = points.filter(([at]) => at >= from && at <= to);
  const kept = inside.length <= mostPoints ? inside : thinned(inside, { from, to });
  const steps = kept
    .slice(1)
    .map(([at], index) => at - (kept[index]?.[0] ?? at))
    .sort((a, b) => a - b);
  const usual = steps[Math.floor(steps.length / 2)] ?? 0;
  const withGaps: (readonly [number, number | null])[] = [];
  for (const [at, value] of kept) {
    const previous = withGaps.at(-1);
    if (previous && usual > 0 && at - previous[0] > usual * gapFactor)
      withGaps.push([round((previous[0] + at) / 2), null]);
    withGaps.push([round(at), value]);
  }
  return { name, component, seconds: withGaps.map(([at]) => at), values: withGaps.map(([, value]) => value) };
}

function thinned(points: readonly (readonly [number, number])[], { from, to }: Window): (readonly [number, number])[] {
  const width = (to - from) / (mostPoints / 2);
  const parts = new Map<number, [readonly [number, number], readonly [number, number]]>();
  for (const point of points) {
    const part = Math.floor((point[0] - from) / width);
    const held = parts.get(part);
    if (!held) parts.set(part, [point, point]);
    else {
      if (point[1] < held[0][1]) held[0] = point;
      if (point[1] > held[1][1]) held[1] = point;
    }
  }
  return [...parts.values()].flatMap(([least, most]) =>
    least === most ? [least] : least[0] < most[0] ? [least, most] : [most, least],
  );
}

const round = (seconds: number): number => Number(seconds.toFixed(3));

/** Marks inside a chart's window, one per kind and second: a storm of kills is one thick line. */
export function marksIn(
  marks: readonly Mark[],
  { from, to }: Window,
): { kind: Mark['kind']; seconds: number; text: string }[] {
  const seen = new Set<string>();
  return marks.flatMap(({ kind, seconds, text }) => {
    const key = `${kind} ${Math.round(((seconds - from) / (to - from)) * 200)}`;
    if (seconds < from || seconds > to || seen.has(key)) return [];
    seen.add(key);
    return [{ kind, seconds, text }];
  });
}
