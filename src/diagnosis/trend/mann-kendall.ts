import type { Point } from './point.ts';

/** Whether a series goes one way. `tau` is -1..1; `z` is corrected for points that repeat each other. */
export interface MonotoneTrend {
  readonly tau: number;
  readonly z: number;
}

/** Ranks must differ for a rank test to mean anything. */
const leastDistinctValues = 10;

/**
 * Mann and Kendall's test with the variance corrected for autocorrelation (Hamed and Rao 1998). Alone it cries wolf on
 * half of all harmless series, so it is only ever one of several conditions. Null below ten distinct values.
 */
export function mannKendall(points: readonly Point[]): MonotoneTrend | null {
  const values = points.map((point) => point.value);
  const n = values.length;
  if (new Set(values).size < leastDistinctValues) return null;
  let score = 0;
  for (let later = 1; later < n; later += 1) {
    for (let earlier = 0; earlier < later; earlier += 1)
      score += Math.sign((values[later] as number) - (values[earlier] as number));
  }
  const pairs = (n * (n - 1)) / 2;
  const variance = ((n * (n - 1) * (2 * n + 5)) / 18) * inflation(values);
  const z = score === 0 ? 0 : (score - Math.sign(score)) / Math.sqrt(variance);
  return { tau: score / pairs, z };
}

/** How much the variance grows because neighbours resemble each other: from the ranks' autocorrelation, trend removed. */
function inflation(values: readonly number[]): number {
  const n = values.length;
  const ranks = detrended(rank(values));
  const mean = ranks.reduce((sum, value) => sum + value, 0) / n;
  const power = ranks.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  if (power === 0) return 1;
  const significant = 1.96 / Math.sqrt(n);
  let sum = 0;
  for (let lag = 1; lag < n - 2; lag += 1) {
    let product = 0;
    for (let index = lag; index < n; index += 1)
      product += ((ranks[index] as number) - mean) * ((ranks[index - lag] as number) - mean);
    const rho = product / power;
    if (Math.abs(rho) > significant) sum += (n - lag) * (n - lag - 1) * (n - lag - 2) * rho;
  }
  return Math.max(1, 1 + (2 / (n * (n - 1) * (n - 2))) * sum);
}

function rank(values: readonly number[]): number[] {
  const order = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
  const ranks = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && order[to + 1]?.value === order[from]?.value) to += 1;
    for (let at = from; at <= to; at += 1) ranks[(order[at] as { index: number }).index] = (from + to) / 2;
    from = to + 1;
  }
  return ranks;
}

function detrended(values: readonly number[]): number[] {
  const n = values.length;
  const middle = (n - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  let product = 0;
  let power = 0;
  values.forEach((value, index) => {
    product += (index - middle) * (value - mean);
    power += (index - middle) ** 2;
  });
  const slope = power === 0 ? 0 : product / power;
  return values.map((value, index) => value - mean - slope * (index - middle));
}
