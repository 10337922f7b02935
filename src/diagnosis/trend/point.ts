/** One value at one time. Times are epoch (or boot) microseconds on the log's clock, values in the metric's unit. */
export interface Point {
  readonly atUs: number;
  readonly value: number;
}
