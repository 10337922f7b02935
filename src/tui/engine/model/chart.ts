import type { Address } from './address.ts';

export type MetricUnit = 'bytes' | 'percent' | 'perSecond' | 'count';

/** A series that can be drawn. */
export interface Metric {
  readonly key: string;
  readonly metric: string;
  /** `available`, `rss of java (288)`. */
  readonly label: string;
  readonly unit: MetricUnit;
  readonly format: string;
  readonly fromUs: number;
  readonly toUs: number;
}

export interface ChartPoint {
  readonly atUs: number;
  readonly value: number;
  readonly source: Address;
}

export interface ChartSeries {
  readonly key: string;
  readonly points: readonly ChartPoint[];
}
