import type { Point } from '../../diagnosis/trend/point.ts';
import type { SampleFilter, Timeline } from '../../store/timeline.ts';
import { filterOf, hasAssumedTime, isOf, type SampleClockGroup } from './clock-groups.ts';
import type { Match } from './match.ts';
import { zoneOffsets } from './offset-search.ts';
import { offsetByValues } from './same-values.ts';

const hourUs = 3_600_000_000;

/**
 * Settles clocks whose zone was assumed by those that are settled: two tools that read one number at one time give one curve.
 */
export async function settleByValues(timeline: Timeline, matches: readonly Match[]): Promise<Match[]> {
  const reference = matches.find(
    ({ group, alignment: { trust } }) => (trust === 'settled' || trust === 'stated') && !hasAssumedTime(group),
  );
  if (!reference) return [...matches];
  const settled: Match[] = [];
  for (const match of matches) {
    const { group, alignment } = match;
    const open = alignment.trust === 'assumed' || alignment.trust === 'doubtful';
    const offsetUs = open && hasAssumedTime(group) ? await valueOffset(timeline, reference, match) : null;
    if (offsetUs === null) {
      settled.push(match);
      continue;
    }
    const eventUs = reference.alignment.eventUs + offsetUs;
    const movedUs = alignment.offsetUs - (eventUs - alignment.eventUs);
    const { alignmentErrorUs } = reference.alignment;
    const found = { eventUs, alignmentErrorUs, offsetUs: movedUs, trust: 'settled', sentence: null } as const;
    settled.push({ ...match, alignment: { ...alignment, ...found } });
  }
  return settled;
}

/** How far the clock of one match is ahead of the reference's, by the memory that both saw. */
async function valueOffset(timeline: Timeline, reference: Match, { group }: Match): Promise<number | null> {
  for (const metric of ['memFreeBytes', 'memAvailableBytes']) {
    const { eventUs } = reference.alignment;
    const known = await curve(timeline, reference.group, metric, { fromUs: eventUs - hourUs, toUs: eventUs + hourUs });
    const wide = group.assumedDate
      ? { fromUs: group.fromUs, toUs: group.toUs }
      : { fromUs: eventUs - 16 * hourUs, toUs: eventUs + 16 * hourUs };
    const unknown = await curve(timeline, group, metric, wide);
    if (known.length === 0 || unknown.length === 0) continue;
    const dayUs = 24 * hourUs;
    const day = group.assumedDate ? Math.round(((group.fromUs + group.toUs) / 2 - eventUs) / dayUs) : 0;
    const days = group.assumedDate ? [day - 1, day, day + 1] : [0];
    const found = offsetByValues(known, unknown, zoneOffsets(days));
    if (found !== null) return found;
  }
  return null;
}

/** One system metric of a group, of the one format that has most of it, in at most a few thousand points. */
async function curve(
  timeline: Timeline,
  group: SampleClockGroup,
  metric: string,
  period: { readonly fromUs: number; readonly toUs: number },
): Promise<readonly Point[]> {
  const curves = new Map<string, Point[]>();
  const filter: SampleFilter = {
    ...filterOf(group),
    ...period,
    metrics: [metric],
    scopes: ['system'],
    everyUs: Math.max(1, Math.floor((period.toUs - period.fromUs) / 8000)),
  };
  for await (const { series, points } of timeline.samples(filter)) {
    if (!isOf(group, series)) continue;
    const held = curves.get(series.format) ?? [];
    curves.set(series.format, held);
    for (const { atUs, value } of points) held.push({ atUs, value });
  }
  return [...curves.values()].reduce((best, one) => (one.length > best.length ? one : best), []);
}
