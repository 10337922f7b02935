import type { SampleFilter, SampleSeries, SeriesRange } from '../../store/timeline.ts';
import type { SampleOrigin } from '../owners/join.ts';

/**
 * Series whose times come from one clock and were settled in one way. Stamps with a zone share the host's wall clock,
 * whatever format prints them; where a zone or a day was assumed, each format may be off by another amount.
 */
export interface SampleClockGroup extends SampleOrigin {
  readonly key: string;
  readonly timeBasis: SampleSeries['timeBasis'];
  readonly format: string | null;
  readonly assumedZone: string | null;
  readonly assumedDate: boolean;
  /** Counted from `--start` or the file's time. */
  readonly assumedStart: boolean;
  /** Range of the points as they stand on the timeline. */
  readonly fromUs: number;
  readonly toUs: number;
  /** Whether the kernel's clock was read beside the wall clock. */
  readonly showsKernelClock: boolean;
  /** Of samples with a time since boot only: which boot, where it is not the first of their file. */
  readonly boot: string | null;
}

type Mutable = { -readonly [Field in keyof SampleClockGroup]: SampleClockGroup[Field] };

/** Gathers series into groups, one by one. */
export function createClockGroups(kernelClockMetric: string): {
  add(range: SeriesRange): void;
  readonly groups: readonly SampleClockGroup[];
} {
  const groups = new Map<string, Mutable>();
  return {
    add({ series, fromUs, toUs }) {
      const key = groupKey(series);
      const group = groups.get(key);
      const showsKernelClock = series.metric === kernelClockMetric;
      if (group) {
        group.fromUs = Math.min(group.fromUs, fromUs);
        group.toUs = Math.max(group.toUs, toUs);
        group.showsKernelClock ||= showsKernelClock;
        return;
      }
      groups.set(key, {
        key,
        host: series.host,
        directory: series.directory,
        timeBasis: series.timeBasis,
        format: isAssumed(series) ? series.format : null,
        assumedZone: series.assumedZone ?? null,
        assumedDate: series.assumedDate ?? false,
        assumedStart: series.assumedStart ?? false,
        fromUs,
        toUs,
        showsKernelClock,
        boot: series.boot ?? null,
      });
    },
    get groups() {
      return [...groups.values()];
    },
  };
}

/** Whether a series is one of the group's. */
export function isOf(group: SampleClockGroup, series: SampleSeries): boolean {
  return groupKey(series) === group.key;
}

function groupKey(series: SampleSeries): string {
  const { host, directory, timeBasis, assumedZone, assumedDate, assumedStart, format, boot } = series;
  const place = host === null ? `in ${directory}` : `of ${host}`;
  const assumed = isAssumed(series) ? ` ${format} ${assumedZone ?? ''} ${assumedDate ?? ''} ${assumedStart ?? ''}` : '';
  return `${timeBasis} ${place}${assumed}${boot === undefined ? '' : ` ${boot}`}`;
}

/** The text does not state the time: a zone or a day was assumed, or it was counted from a start that is written elsewhere. */
export function isAssumed({ assumedZone, assumedDate, assumedStart }: SampleSeries): boolean {
  return assumedZone !== undefined || assumedDate === true || assumedStart === true;
}

/** The same of a group. */
export function hasAssumedTime({ assumedZone, assumedDate, assumedStart }: SampleClockGroup): boolean {
  return assumedZone !== null || assumedDate || assumedStart;
}

/** The part of the timeline in which a group's series are, others among them: see {@link isOf}. */
export function filterOf({ host, directory }: SampleClockGroup): SampleFilter {
  return { host, ...(host === null ? { directory } : {}) };
}

/** `in FOLDER` or `of HOST`. */
export function placeInWords({ host, directory }: SampleOrigin): string {
  return host === null ? `in ${directory}` : `of ${host}`;
}
