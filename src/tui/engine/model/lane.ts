export interface Lane {
  readonly name: string;
  /** Smallest available memory in each column, null where nothing was measured. */
  readonly available: readonly (number | null)[];
  readonly totalBytes: number | null;
  /** Largest share of time in which all tasks waited for memory, percent. */
  readonly pressure: readonly (number | null)[];
  /** First and last sample of the lane, null without samples. */
  readonly fromUs: number | null;
  readonly toUs: number | null;
}
