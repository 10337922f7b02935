import type { Incident } from '../../../diagnosis/analysis.ts';
import type { Address } from './address.ts';
import type { Metric } from './chart.ts';

/** What a process held when samples saw it first. */
export interface FirstSeen {
  readonly pid: number | null;
  readonly bytes: number;
  /** On the samples' clock. */
  readonly atUs: number;
  readonly source: Address;
}

/** All processes of one name in the task table of the report. Null: the report does not say. */
export interface Holder {
  readonly comm: string;
  readonly processes: number;
  /** Resident memory, shared pages counted in every process. */
  readonly rssBytes: number | null;
  /** What they alone hold: the anonymous part, where the table splits it. */
  readonly aloneBytes: number | null;
  readonly swapBytes: number | null;
  readonly oomScoreAdj: number | null;
  readonly killed: boolean;
  readonly largestPid: number;
  /** The same sums in pages, as the rows of the table print them; swap as `swapBytes`. */
  readonly rssPages: number;
  readonly alonePages: number | null;
  /** What they held in the report less what samples first saw of them, at most a quarter of an hour before. */
  readonly grownBytes: number | null;
  /** What was seen of them then, the largest first; of many processes the first few. */
  readonly firstSeen: readonly FirstSeen[];
  /** How many were seen, and what they held together; null where none was. */
  readonly seenBefore: { readonly processes: number; readonly bytes: number } | null;
}

/** One incident with what its records and samples say beyond it. */
export interface Dossier {
  readonly incident: Incident;
  readonly holders: readonly Holder[];
  /** The whole report in which the holders stand. */
  readonly holdersFrom: Address | null;
  /** How long before the event samples saw processes first, microseconds; null where they did not. */
  readonly grownOverUs: number | null;
  readonly pageSizeBytes: number | null;
  /** The first event on the samples' clock, microseconds; null without a clock. */
  readonly eventUs: number | null;
  readonly clockErrorUs: number;
  /** How log and samples were brought together, where a reader must know. */
  readonly clockNotes: readonly string[];
  /** Moments of the kills on the samples' clock. */
  readonly killsUs: readonly number[];
  readonly metrics: readonly Metric[];
}
