import { systemSeries } from '../history.ts';
import type { Exhibit } from '../rules/rule.ts';

/** How long available memory had been below a share of RAM without a break when the event came; null where it was not, or was not sampled. */
export function availableBelow(
  { history, states }: Exhibit,
  share: number,
): { readonly seconds: number; readonly lastShare: number } | null {
  if (history === null) return null;
  const total = states.at(-1)?.totalBytes ?? systemSeries(history, 'memTotalBytes')?.points.at(-1)?.value ?? null;
  const points = (systemSeries(history, 'memAvailableBytes')?.points ?? []).filter(
    ({ atUs }) => atUs <= history.eventUs,
  );
  const last = points.at(-1);
  if (total === null || !last || last.value >= total * share) return null;
  let first = points.length - 1;
  while (first > 0 && (points[first - 1]?.value ?? total) < total * share) first -= 1;
  return { seconds: (history.eventUs - (points[first]?.atUs ?? history.eventUs)) / 1e6, lastShare: last.value / total };
}
