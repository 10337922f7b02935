import type { SamplePiece, SampleSeries, SourcedPoint, Timeline } from '../../store/timeline.ts';
import { filterOf, isOf, type SampleClockGroup } from '../clocks/clock-groups.ts';

/** A time on the samples' clock, both ends inclusive. */
export interface Period {
  readonly fromUs: number;
  readonly toUs: number;
}

/** What is held of one group, thinned in one way: whole series, in the timeline's order. */
interface Window extends Period {
  readonly points: number;
  readonly pieces: ReadonlyMap<string, Piece>;
}

interface Piece {
  readonly series: SampleSeries;
  readonly points: SourcedPoint[];
}

/** Points that are held in all, about 150 bytes each. */
const mostHeld = 150_000;
/** A window is widened by so many times what was asked for. */
const mostWidening = 4;

/**
 * Reads a group's series thinned, as `everyUs` of a timeline does. The weeks before two incidents of one host are for the
 * most part the same week: where a period overlaps the one asked for before, more is read in the direction in which they go,
 * and held for those that follow.
 */
export function createThinnedReader(
  timeline: Timeline,
): (group: SampleClockGroup, period: Period, everyUs: number) => Promise<readonly SamplePiece[]> {
  /** By group and span, the one used last behind the others. */
  const windows = new Map<string, Window>();

  async function windowFor(group: SampleClockGroup, period: Period, everyUs: number): Promise<Window> {
    const key = `${everyUs} ${group.key}`;
    const known = windows.get(key);
    windows.delete(key);
    const window = known && covers(known, period) ? known : await read(group, widened(period, known), everyUs);
    if (window.points <= mostHeld) windows.set(key, window);
    let held = [...windows.values()].reduce((sum, { points }) => sum + points, 0);
    for (const [other, { points }] of windows) {
      if (held <= mostHeld) break;
      windows.delete(other);
      held -= points;
    }
    return window;
  }

  async function read(group: SampleClockGroup, period: Period, everyUs: number): Promise<Window> {
    const pieces = new Map<string, Piece>();
    let held = 0;
    for await (const { series, points } of timeline.samples({ ...filterOf(group), ...period, everyUs })) {
      if (!isOf(group, series)) continue;
      held += points.length;
      const key = JSON.stringify(series);
      const piece = pieces.get(key);
      if (piece) for (const point of points) piece.points.push(point);
      else pieces.set(key, { series, points: [...points] });
    }
    return { ...period, points: held, pieces };
  }

  return async (group, period, everyUs) => {
    const window = await windowFor(group, period, everyUs);
    if (window.fromUs === period.fromUs) return slices(window, period, null);
    // The first point of a span that begins before the period may lie outside of it, and another one inside.
    const wholeFromUs = Math.ceil(period.fromUs / everyUs) * everyUs;
    const cut = { fromUs: period.fromUs, toUs: Math.min(wholeFromUs - 1, period.toUs) };
    const first = cut.fromUs <= cut.toUs ? await read(group, cut, everyUs) : null;
    return slices(window, { ...period, fromUs: wholeFromUs }, first);
  };
}

/** The part of a window that lies in a period, behind what was read of the time just before it. */
function slices(window: Window, { fromUs, toUs }: Period, first: Window | null): SamplePiece[] {
  const found: SamplePiece[] = [];
  for (const [key, { series, points }] of window.pieces) {
    const inside = points.slice(firstFrom(points, fromUs), firstFrom(points, toUs + 1));
    const before = first?.pieces.get(key)?.points ?? [];
    if (before.length + inside.length > 0) found.push({ series, points: [...before, ...inside] });
  }
  return found;
}

function covers(window: Window, { fromUs, toUs }: Period): boolean {
  return window.fromUs <= fromUs && window.toUs >= toUs;
}

/** Periods that do not overlap the one before have nothing in common with the next one either. */
function widened(period: Period, before: Window | undefined): Period {
  if (!before || period.fromUs > before.toUs || period.toUs < before.fromUs) return period;
  const lengthUs = period.toUs - period.fromUs;
  const pointsPerLength = Math.max(1, (before.points * lengthUs) / (before.toUs - before.fromUs));
  const times = Math.min(mostWidening, mostHeld / 2 / pointsPerLength - 1);
  if (times <= 0) return period;
  const moreUs = Math.floor(lengthUs * times);
  return period.toUs > before.toUs
    ? { ...period, toUs: period.toUs + moreUs }
    : { ...period, fromUs: period.fromUs - moreUs };
}

/** Index of the first point at or after a time. */
function firstFrom(points: readonly SourcedPoint[], atUs: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle] as SourcedPoint).atUs < atUs) low = middle + 1;
    else high = middle;
  }
  return low;
}
