import type { Point } from '../../diagnosis/trend/point.ts';

/** One kill as the log tells of it, on the log's own clock. */
export interface LoggedKill {
  readonly atUs: number;
  readonly pid: number;
  readonly comm: string;
  /** What it gave back, null where the log does not say. */
  readonly rssBytes: number | null;
}

/** A killed process in a listing of processes. */
export interface ListedVictim {
  readonly pid: number;
  readonly firstUs: number;
  readonly lastUs: number;
  /** The next listing, without it; null where there is none. */
  readonly goneUs: number | null;
  /** What it held at last. */
  readonly bytes: number;
}

/** What samples of one clock show around kills; points in order of time. */
export interface SampledTraces {
  /** Kill counters. */
  readonly counters: readonly (readonly Point[])[];
  /** Free memory. */
  readonly free: readonly (readonly Point[])[];
  readonly victims: readonly ListedVictim[];
}
