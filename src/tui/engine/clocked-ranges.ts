import { kernelClockMetric } from '../../alignment/clocks/align.ts';
import { isOf } from '../../alignment/clocks/clock-groups.ts';
import type { Match } from '../../alignment/clocks/match.ts';
import { leadingClock } from '../../alignment/open-history.ts';
import type { Incident } from '../../diagnosis/analysis.ts';
import type { SeriesRange, Timeline } from '../../store/timeline.ts';

/** A series with what is added to its times on the screen. */
export interface ClockedRange {
  readonly range: SeriesRange;
  readonly shiftUs: number;
}

/** The samples of an incident, all on one clock. */
export interface ClockedRanges {
  readonly ranges: readonly ClockedRange[];
  /** The first event on that clock, epoch microseconds; null without samples. */
  readonly eventUs: number | null;
  readonly errorUs: number;
  /** What a reader must know of the match, in sentences. */
  readonly notes: readonly string[];
}

/** Every series that belongs to an incident, as `createHistoryLoader(...).match` found them. */
export async function rangesOn(
  timeline: Timeline,
  matches: readonly Match[],
  { start }: Pick<Incident, 'start'>,
): Promise<ClockedRanges> {
  const clock = leadingClock(matches);
  if (clock === null) return { ranges: [], eventUs: null, errorUs: 0, notes: [] };
  const { main, kept } = clock;
  // A clock that counts from boot says nothing to a reader who knows the time of day.
  const sinceBoot = main.group.timeBasis === 'monotonic' && start !== null;
  const eventUs = sinceBoot ? Date.parse(start) * 1000 : clock.eventUs;
  const ranges: ClockedRange[] = [];
  for await (const range of timeline.series()) {
    const match = kept.find(({ group }) => isOf(group, range.series));
    if (match === undefined || range.series.metric === kernelClockMetric) continue;
    ranges.push({ range, shiftUs: eventUs - match.alignment.eventUs });
  }
  const notes = [main.alignment.sentence, ...kept.map(({ doubt }) => doubt)].filter((note) => note !== null);
  return { ranges, eventUs, errorUs: main.alignment.alignmentErrorUs, notes: [...new Set(notes)] };
}
