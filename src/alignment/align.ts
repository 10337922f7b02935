import type { Incident } from '../diagnosis/analysis.ts';
import type { MeasuredSeries } from '../diagnosis/history.ts';

/** Where an incident's first event lies on the samples' clock, and how sure that is. */
export interface Alignment {
  readonly eventUs: number;
  readonly alignmentErrorUs: number;
}

export { kernelClockMetric } from '../ingest/sample-points.ts';

import { kernelClockMetric } from '../ingest/sample-points.ts';

/** Finds the incident on the samples' clock: through the kernel's own clock where both have it, else by the wall clock. */
export function align(incident: Incident, series: readonly MeasuredSeries[]): Alignment | null {
  const wallUs = incident.start === null ? null : Date.parse(incident.start) * 1000;
  const kernelClock = series.find(({ metric }) => metric === kernelClockMetric);
  if (kernelClock && incident.startMonotonicSeconds !== null) {
    const offsets = kernelClock.points.map((point) => point.atUs - point.value * 1_000_000).sort((a, b) => a - b);
    const median = offsets[Math.floor(offsets.length / 2)];
    if (median !== undefined)
      return { eventUs: median + incident.startMonotonicSeconds * 1_000_000, alignmentErrorUs: 10_000 };
  }
  return wallUs === null ? null : { eventUs: wallUs, alignmentErrorUs: 1_000_000 };
}
