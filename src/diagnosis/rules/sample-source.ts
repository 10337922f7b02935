import type { EvidenceSource } from '../analysis.ts';
import type { SampleAddress } from '../history.ts';

/** A measured value as the source of a claim. */
export function sampleSource(
  { atUs, source }: { readonly atUs: number; readonly source: SampleAddress },
  metric: string,
): EvidenceSource {
  const { path, line, byteStart, byteEnd } = source;
  return { sample: { path, line, byteStart, byteEnd, time: timeOf(atUs), metric } };
}

/** Times before the year 1990 are a kernel's own clock, not a wall clock. */
const firstWallClockUs = 631_152_000_000_000;

function timeOf(atUs: number): string | null {
  return atUs < firstWallClockUs ? null : new Date(atUs / 1000).toISOString();
}

/** The last point that a sampler measured: the kernel's own report is put behind it as the last and surest. */
export function lastMeasured<Measured extends { readonly atUs: number }>(
  points: readonly Measured[],
  eventUs: number,
): Measured | undefined {
  return points.findLast((point) => point.atUs < eventUs) ?? points.at(-1);
}
