import type { ChartPoint } from '../../engine/model/chart.ts';

/** A hole of so many usual distances between samples is a gap. */
const gapFactor = 4;

/** Points that belong together: where a sampler was silent for long, the curve ends and begins anew. */
export function runsOf(points: readonly ChartPoint[]): ChartPoint[][] {
  const usual = usualDistance(points);
  const runs: ChartPoint[][] = [];
  let last: ChartPoint | undefined;
  for (const point of points) {
    const run = runs.at(-1);
    if (run === undefined || last === undefined || point.atUs - last.atUs > gapFactor * usual) runs.push([point]);
    else run.push(point);
    last = point;
  }
  return runs;
}

/** The distance that four of five neighbours do not exceed: thinned series are not even. */
function usualDistance(points: readonly ChartPoint[]): number {
  const distances = points.slice(1).map(({ atUs }, index) => atUs - (points[index]?.atUs ?? 0));
  distances.sort((a, b) => a - b);
  return Math.max(1, distances[Math.floor(distances.length * 0.8)] ?? Number.POSITIVE_INFINITY);
}
