import type { Incident } from '../../diagnosis/analysis.ts';
import type { ClockPair } from './kernel-clock.ts';
import type { LoggedKill, SampledTraces } from './kill-traces.ts';

/**
 * How log and samples were brought onto one clock. `kernel-clock`: both show the kernel's own. `events`: kills that both
 * saw. `wall-clock`: as both write it. `user`: `--offset`.
 */
export type AlignmentBasis = 'kernel-clock' | 'wall-clock' | 'events' | 'user';

/**
 * How far the match may be believed. `settled`: proved by the kernel's clock, by events, or by the user's word. `stated`: both
 * write their zone. `assumed`: a zone or a day was assumed and nothing contradicts. `doubtful`: something does.
 */
export type AlignmentTrust = 'settled' | 'stated' | 'assumed' | 'doubtful';

/** Where an incident's first event lies on the samples' clock, and how sure that is. */
export interface Alignment {
  /** Epoch microseconds; since boot where the samples show only the kernel's clock. */
  readonly eventUs: number;
  readonly alignmentErrorUs: number;
  /** What is added to the samples' times to have the log's; 0 where the log has no wall clock. */
  readonly offsetUs: number;
  readonly basis: AlignmentBasis;
  readonly trust: AlignmentTrust;
  /** What a reader must know of the match; null where nothing is doubtful and nothing was corrected. */
  readonly sentence: string | null;
}

/** An incident's first event as the log times it. */
export interface LoggedEvent {
  readonly wallUs: number | null;
  readonly wallErrorUs: number;
  /** The log states no zone or no year. */
  readonly wallInferred: boolean;
  readonly monotonicUs: number | null;
}

/** What is known of one group's clock beside its points. */
export interface ClockFacts {
  readonly event: LoggedEvent;
  readonly pairs: readonly ClockPair[];
  /** Kills on the log's wall clock, or on the kernel's where the log has no other. */
  readonly kills: readonly LoggedKill[];
  /** `--offset`: added to the samples' times; null where the user gave none. */
  readonly userOffsetUs: number | null;
  /** Offsets to try first: the log's zone, what earlier incidents of these samples came to. In clock terms: samples less log. */
  readonly likelyUs: readonly number[];
  /** Reads what the samples show of the kills between two times of their clock. */
  traces(fromUs: number, toUs: number): Promise<SampledTraces>;
}

/** When an incident began, by each clock that its log shows. */
export function loggedEvent({ start, startMonotonicSeconds, timeBasis }: Incident): LoggedEvent {
  const wholeSeconds = start !== null && /:\d\d(?:\.0+)?Z$/.test(start);
  return {
    wallUs: start === null ? null : Date.parse(start) * 1000,
    // A stamp in whole seconds is up to one second early; a logger under memory pressure stamps late.
    wallErrorUs: wholeSeconds ? 2_000_000 : 1_000_000,
    wallInferred: timeBasis === 'inferred',
    monotonicUs: startMonotonicSeconds === null ? null : Math.round(startMonotonicSeconds * 1_000_000),
  };
}
