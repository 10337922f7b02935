import type { MeasuredSeries, MemoryHistory } from '../diagnosis/history.ts';
import { kernelClockMetric } from '../store/sample-points.ts';
import type { SamplePiece, SampleSeries, Timeline } from '../store/timeline.ts';
import type { AlignmentTrust } from './clocks/alignment.ts';
import { filterOf, hasAssumedTime, isAssumed, isOf, type SampleClockGroup } from './clocks/clock-groups.ts';
import type { Match } from './clocks/match.ts';
import { withRates } from './points/counter-rates.ts';
import { nameSamplers, type SeriesPart } from './points/samplers.ts';
import { createThinnedReader } from './points/thinned.ts';

const minuteUs = 60_000_000;
const hourUs = 60 * minuteUs;
/** The time around an event, finer the nearer: the first point of each `everyUs`, all of them where that is 0. */
const tiers = [
  { fromUs: -7 * 24 * hourUs, toUs: -6 * hourUs, everyUs: 15 * minuteUs },
  { fromUs: -6 * hourUs, toUs: -30 * minuteUs, everyUs: minuteUs },
  { fromUs: -30 * minuteUs, toUs: 30 * minuteUs, everyUs: 0 },
] as const;

/** How long before an event samples are read. */
export const historyUs = -tiers[0].fromUs;

const trustOrder: readonly AlignmentTrust[] = ['settled', 'stated', 'assumed', 'doubtful'];

/** A clock whose zone or day was assumed leads the others only where these are assumed too, even if it was set right. */
function rankOf({ group, alignment: { trust } }: Match): number {
  return Math.max(trustOrder.indexOf(trust), hasAssumedTime(group) ? trustOrder.indexOf('stated') + 0.5 : 0);
}

/** The clock on which all samples of an incident are shown. */
export interface LeadingClock {
  readonly main: Match;
  /** The first event on it. */
  readonly eventUs: number;
  /** Matches that do not contradict it: their points move by `eventUs` less the match's own. */
  readonly kept: readonly Match[];
}

/** The clock of the group that is matched best; null without any. */
export function leadingClock(matches: readonly Match[]): LeadingClock | null {
  const ranked = [...matches].sort(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      Number(a.group.timeBasis === 'monotonic') - Number(b.group.timeBasis === 'monotonic') ||
      a.alignment.alignmentErrorUs - b.alignment.alignmentErrorUs,
  );
  const main = ranked[0];
  if (!main) return null;
  const kept = ranked.filter(
    ({ group, alignment }) => alignment.trust !== 'doubtful' || alignment === main.alignment || !hasAssumedTime(group),
  );
  // Times that were assumed are shown as the log has them.
  const eventUs = main.alignment.eventUs + (hasAssumedTime(main.group) ? main.alignment.offsetUs : 0);
  return { main, eventUs, kept };
}

/**
 * Opens the history that matches lead to: all groups on the clock of the one that is matched best; what contradicts it is left
 * out. Null without any. Histories that overlap are opened fastest in order of time.
 */
export function createHistoryOpener(timeline: Timeline): (matches: readonly Match[]) => Promise<MemoryHistory | null> {
  const readParts = createPartReader(timeline);
  return async (matches) => {
    const clock = leadingClock(matches);
    return clock && openHistory(clock, readParts);
  };
}

async function openHistory({ main, eventUs, kept }: LeadingClock, readParts: PartReader): Promise<MemoryHistory> {
  const { alignmentErrorUs, offsetUs, basis, trust } = main.alignment;
  const parts: SeriesPart[] = [];
  const trusts = new Map<SampleSeries, AlignmentTrust>();
  for (const { group, alignment } of kept) {
    const shiftUs = eventUs - alignment.eventUs;
    for (const part of await readParts(group, alignment.eventUs)) {
      parts.push(
        shiftUs === 0 ? part : { ...part, points: part.points.map((p) => ({ ...p, atUs: p.atUs + shiftUs })) },
      );
      trusts.set(part.series, alignment.trust);
    }
  }
  const sentences = [...new Set([main.alignment.sentence, ...kept.map(({ doubt }) => doubt)])];
  return {
    series: withRates(inSamplers(parts, trusts)),
    eventUs,
    alignmentErrorUs,
    alignment: { offsetUs, basis, trust, sentences: sentences.filter((sentence) => sentence !== null) },
  };
}

function inSamplers(parts: readonly SeriesPart[], trusts: ReadonlyMap<SampleSeries, AlignmentTrust>): MeasuredSeries[] {
  const samplerOf = nameSamplers(parts);
  const whole = new Map<string, { series: SampleSeries; sampler: string; points: SeriesPart['points'] }>();
  for (const part of parts) {
    const { directory: _, ...measured } = part.series;
    const sampler = samplerOf(part);
    const key = JSON.stringify([sampler, measured]);
    const held = whole.get(key);
    if (held) for (const point of part.points) held.points.push(point);
    else whole.set(key, { series: part.series, sampler, points: [...part.points] });
  }
  return [...whole.values()].map(({ series, sampler, points }): MeasuredSeries => {
    const trust = trusts.get(series);
    const settled = trust === 'settled' && isAssumed(series);
    const doubtful = trust === 'doubtful' || trust === 'assumed';
    return {
      ...series,
      timeBasis: settled ? 'realtime' : doubtful ? 'inferred' : series.timeBasis,
      sampler,
      points: points.sort((a, b) => a.atUs - b.atUs),
    };
  });
}

type PartReader = (group: SampleClockGroup, eventUs: number) => Promise<SeriesPart[]>;

function createPartReader(timeline: Timeline): PartReader {
  const readThinned = createThinnedReader(timeline);
  return async (group, eventUs) => {
    const parts = createParts();
    for (const { fromUs, toUs, everyUs } of tiers) {
      const period = { fromUs: Math.round(eventUs + fromUs), toUs: Math.round(eventUs + toUs) - 1 };
      if (period.toUs < group.fromUs || period.fromUs > group.toUs) continue;
      if (everyUs > 0) for (const piece of await readThinned(group, period, everyUs)) parts.add(piece);
      else
        for await (const piece of timeline.samples({ ...filterOf(group), ...period }))
          if (isOf(group, piece.series)) parts.add(piece);
    }
    return parts.all();
  };
}

/** Gathers points by series and file. */
function createParts(): { add(piece: SamplePiece): void; all(): SeriesPart[] } {
  const parts = new Map<string, SeriesPart>();
  return {
    add({ series, points }) {
      if (series.metric === kernelClockMetric) return;
      const identity = JSON.stringify(series);
      let part = null as SeriesPart | null;
      for (const point of points) {
        const { path } = point.source;
        if (part?.path !== path) {
          const key: string = `${path}\n${identity}`;
          part = parts.get(key) ?? { series, path, points: [] };
          parts.set(key, part);
        }
        part.points.push(point);
      }
    },
    all: () => [...parts.values()],
  };
}
