/** What the timeline holds of one host. Counts are of distinct events and of series; times are of those with a wall clock. */
export interface TimelineHost {
  readonly host: string | null;
  readonly records: number;
  readonly series: number;
  readonly fromUs: number | null;
  readonly toUs: number | null;
}

/** What it holds of one boot. */
export interface TimelineBoot {
  readonly host: string | null;
  readonly bootId: string | null;
  /** Where no boot id is known, a boot is told by folder and count. */
  readonly directory: string | null;
  readonly bootIndex: number | null;
  readonly records: number;
  readonly fromUs: number | null;
  readonly toUs: number | null;
}
