import { isCounter, ratesBetween } from '../../../parsers/samples/names/rates.ts';
import type { MeasuredPoint, MeasuredSeries } from '../../diagnosis/history.ts';

/**
 * Adds the rates that counters make (`swapInPagesTotal` gives `swapInPagesPerSecond`), each at the later of the two readings it
 * is made of. A counter that fell began anew, and gives none for that time.
 */
export function withRates(series: readonly MeasuredSeries[]): MeasuredSeries[] {
  const rates = series.flatMap((one) => (one.points.length > 1 && isCounter(one.metric) ? ratesOf(one) : []));
  return [...series, ...rates];
}

function ratesOf(series: MeasuredSeries): MeasuredSeries[] {
  const byMetric = new Map<string, MeasuredPoint[]>();
  series.points.forEach((point, index) => {
    const before = series.points[index - 1];
    if (!before) return;
    const reading = ({ atUs, value }: MeasuredPoint) => ({ atUs, metrics: { [series.metric]: value } });
    const rate = ratesBetween(reading(before), reading(point));
    for (const [metric, value] of Object.entries(rate?.metrics ?? {})) {
      const points = byMetric.get(metric) ?? [];
      byMetric.set(metric, points);
      points.push({ ...point, value });
    }
  });
  return [...byMetric].map(([metric, points]) => ({ ...series, metric, quantumBytes: null, points }));
}
